"""Many texts cut into their pieces at once, as `words` cuts a single one.

Texts are joined, each code point becomes a code, and whatever stands between two letters says
whether they are of one piece, of one name, or of two sentences. All arrays are parallel to the
letters (`codes`, `offsets`) or to the pieces (the others).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.matching.romanise import GREEK_DIGRAPHS, LOOKALIKES
from monitor.matching.sieve import alphabet as abc
from monitor.matching.words import ENTITY, SPACE_ENTITY

Codes = NDArray[np.uint8]
Counts = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]

LATIN, CYRILLIC, ABJAD = 1, 2, 4
"""Bits of scripts, as `romanise.script_of` tells them apart."""
SCRIPTS = np.array([LATIN, CYRILLIC, ABJAD, ABJAD], np.uint8)
LONGEST = 80
"""Letters. A longer piece is no word."""
GAP_AT_MOST = 14
"""Signs between two words of one name."""

_BIT = np.zeros(256, np.uint16)
_BIT[: abc.A_TO_Z] = 1 << np.arange(abc.A_TO_Z)
INSIDE = np.uint16(1 << abc.MARK | 1 << abc.APOSTROPHE)
_STOPS = np.uint16(1 << abc.BREAK)
_DOT = np.uint16(1 << abc.DOT)
_SEAM = np.uint16(1 << abc.SEAM)
_HYPHEN = np.uint16(1 << abc.HYPHEN)
_NEWLINE = np.uint16(1 << abc.NEWLINE)
_JOIN = np.uint16(1 << abc.JOIN)
_ELIDED = np.isin(np.arange(256), abc.codes_of("ldjmnts"))
_VOWELS = np.isin(np.arange(256), abc.codes_of("aeiouyh"))
_S = abc.code("s")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of several texts. Letters are counted through all of them."""

    codes: Codes  # of the letters, without capitals
    offsets: Counts  # of each letter, in the joined texts
    starts: Counts  # a piece's first letter
    ends: Counts  # after its last
    text: Counts  # which text a piece is of
    has_capital: Flags  # or is of a script without
    is_linked: Flags  # can be of one name with the piece before
    is_joined: Flags  # may be one word with the piece before: Fakhri-Zadeh
    goes_on: Flags  # is of one chunk with the piece before: QassemSoleimani
    before_hyphen: Flags
    is_abjad: Flags
    is_declined: Flags  # in Cyrillic letters: names have cases

    @property
    def scripts(self) -> Codes:
        """The script of each piece, as a bit."""
        scripts: Codes = SCRIPTS[self.is_abjad * 2 + self.is_declined]
        return scripts


_FOREIGN = range(0x370, 0x530)
"""Greek and Cyrillic: letters that look like Latin ones, and digraphs."""
_SPACES = re.compile(SPACE_ENTITY)
_SILENT = re.compile("(?<=[a-zA-Z\u00c0-\u052f])\u200c")
"""A sign that parts words of scripts which join their letters, and nothing in others."""
_ENTITIES = re.compile(rf"{ENTITY}|\\['’]")
_MIXED = re.compile("[a-zA-Z][\u0370-\u052f]|[\u0370-\u052f][a-zA-Z]")
_WORD = re.compile("[a-zA-Z\u0370-\u052f]+")
_DIGRAPH = {pair: sound.ljust(2, "\u200b") for pair, sound in GREEK_DIGRAPHS}
_DIGRAPHS = re.compile("|".join(_DIGRAPH), re.IGNORECASE)
_LOOKALIKES = LOOKALIKES | {
    ord(chr(foreign).upper()): ord(chr(latin).upper()) for foreign, latin in LOOKALIKES.items()
}


def _points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The code points of all texts, entities as what they stand for; every sign keeps its place."""
    plain = [_unescaped(text) if "&" in text or "\\" in text else text for text in texts]
    plain = [_SILENT.sub("\u200b", text) if "\u200c" in text else text for text in plain]
    joined = "\0".join((*plain, ""))
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)


def _unescaped(text: str) -> str:
    text = _SPACES.sub(lambda found: " " * len(found.group()), text)
    return _ENTITIES.sub(lambda found: "'".ljust(len(found.group()), "\u200b"), text)


def _undisguised(text: str) -> str:
    """Latin words with foreign letters swapped in, and Greek digraphs, as they are read."""
    if _MIXED.search(text):
        text = _WORD.sub(_in_latin, text)
    return _DIGRAPHS.sub(lambda found: _DIGRAPH[found.group().lower()], text)


def _in_latin(word: re.Match[str]) -> str:
    return word.group().translate(_LOOKALIKES) if _MIXED.search(word.group()) else word.group()


def pieces_of(texts: Sequence[str]) -> Pieces:
    """The pieces of texts, which are told apart by a sign that no name goes past."""
    points = _points(texts)
    if bool(((points - _FOREIGN.start) < len(_FOREIGN)).any()):
        points = _points([_undisguised(text) for text in texts])
    signs = abc.alphabet().codes.take(points, mode="clip")
    offsets = np.flatnonzero(signs >= abc.A_TO_Z)
    letters = signs[offsets]
    gaps = _gaps(signs, offsets)
    gaps.bits[_seams(points, offsets, letters)] = _SEAM
    starts = np.flatnonzero((gaps.bits & ~INSIDE) != 0)
    ends = np.append(starts[1:], len(letters))[: len(starts)]
    bits, wide = gaps.bits[starts], gaps.wide[starts]
    goes_on = (bits & ~(INSIDE | _SEAM)) == 0
    large = letters >= abc.CAPITAL
    so_far = np.cumsum(large, dtype=np.int64)
    has_capital = so_far[ends - 1] - so_far[starts] + large[starts] > 0
    hyphened = (bits & _HYPHEN) != 0
    linked = ((bits & _STOPS) == 0) & (wide <= GAP_AT_MOST)
    linked &= ((bits & _DOT) == 0) | _follows(ends - starts == 1)
    text = np.searchsorted(np.cumsum([len(text) + 1 for text in texts]), offsets[starts], "right")
    first = points[offsets[starts]]
    starts, ends = _trimmed(signs, offsets, letters, starts, ends, goes_on)
    codes, offsets, starts, ends = _spelt_out(points, offsets, letters, starts, ends)
    return Pieces(
        codes,
        offsets,
        starts,
        ends,
        text,
        has_capital,
        linked,
        is_joined=_is_one_word(bits, wide),
        goes_on=goes_on,
        before_hyphen=_precedes(hyphened),
        is_abjad=_is_abjad(first),
        is_declined=(first >= 0x0400) & (first < 0x0530),
    )


def _is_abjad(points: NDArray[np.uint32]) -> Flags:
    """See `romanise.is_abjad`."""
    return ((points >= 0x0590) & (points < 0x07C0)) | ((points >= 0xFB1D) & (points < 0xFEFD))


@dataclass(frozen=True, slots=True)
class _Gaps:
    """What stands before each letter: its signs as bits, and how many."""

    bits: NDArray[np.uint16]
    wide: Counts


def _gaps(signs: Codes, offsets: Counts) -> _Gaps:
    bits, wide = np.zeros(len(offsets), np.uint16), np.zeros(len(offsets), np.int64)
    if len(offsets):
        wide[1:] = np.diff(offsets) - 1
        after = np.flatnonzero(wide)
        bits[after] = _BIT[signs[offsets[after] - 1]]
        for back in range(2, GAP_AT_MOST + 2):
            after = after[wide[after] >= back]
            bits[after] |= _BIT[signs[offsets[after] - back]]
        bits[after] |= _STOPS
        bits[0] = _STOPS
    return _Gaps(bits, wide)


def _seams(points: NDArray[np.uint32], offsets: Counts, letters: Codes) -> Counts:
    """The letters before which a chunk is cut: QassemSoleimani, PMUForces, Badr2."""
    large = letters >= abc.CAPITAL
    small = ~large
    digit = (letters >= abc.DIGITS + abc.CAPITAL) & (letters < abc.H_ALONE + abc.CAPITAL)
    is_next = np.diff(offsets) == 1
    turns = large[1:] & is_next
    last = np.zeros(len(turns), np.bool_)
    last[:-2] = small[2:-1] & is_next[1:-1] & small[3:] & is_next[2:]
    at = np.flatnonzero(turns & (small[:-1] | digit[1:] | last)) + 1
    if not len(at):
        return at
    before, here = points[offsets[at - 1]], points[offsets[at]]
    is_name = _is_between(here, "AZ") & (_is_between(before, "az") | _is_between(before, "AZ"))
    is_name &= last[at - 1] | _is_between(before, "az")
    is_number = _is_between(here, "09") & _is_between(before | 32, "az")
    return at[is_name | is_number]


def _is_between(points: NDArray[Any], ends: str) -> Flags:
    return (points >= ord(ends[0])) & (points <= ord(ends[1]))


def _follows(flags: Flags) -> Flags:
    """Whether the one before has the flag."""
    return np.concatenate((np.zeros(1, np.bool_), flags))[: len(flags)]


def _precedes(flags: Flags) -> Flags:
    """Whether the one after has the flag."""
    return np.concatenate((flags, np.zeros(1, np.bool_)))[1:]


def _is_one_word(bits: NDArray[np.uint16], wide: Counts) -> Flags:
    """Joined by a hyphen, broken at the end of a line, or with a sign for a letter."""
    hyphened, newline = (bits & _HYPHEN) != 0, (bits & _NEWLINE) != 0
    # The soft sign of аль- is no letter here, and no gap.
    is_alone = (bits & ~(INSIDE | _HYPHEN)) == 0
    broken: Flags = hyphened & (is_alone | newline)
    unread: Flags = ((bits & _JOIN) != 0) & (wide == 1)
    return broken | unread


def _trimmed(
    signs: Codes, offsets: Counts, letters: Codes, starts: Counts, ends: Counts, goes_on: Flags
) -> tuple[Counts, Counts]:
    """Pieces without their possessive (Suleimani's) and without an elided article (l'Iran)."""
    last = ends - 1
    s = (signs[offsets[last]] & ~np.uint8(abc.CAPITAL)) == _S
    possessive = s & (signs[offsets[last] - 1] == abc.APOSTROPHE) & (last > starts)
    first = offsets[starts]
    elided = _ELIDED[signs[first] & ~np.uint8(abc.CAPITAL)] & ~goes_on & (ends - starts >= 4)
    elided &= signs[np.minimum(first + 1, len(signs) - 1)] == abc.APOSTROPHE
    elided &= _VOWELS[letters[np.minimum(starts + 1, len(letters) - 1)] & ~np.uint8(abc.CAPITAL)]
    return starts + elided, ends - (possessive & ~_precedes(goes_on))


def _spelt_out(
    points: NDArray[np.uint32], offsets: Counts, letters: Codes, starts: Counts, ends: Counts
) -> tuple[Codes, Counts, Counts, Counts]:
    """Signs that are several letters as these; codes without capitals."""
    codes = letters & ~np.uint8(abc.CAPITAL)
    several = np.flatnonzero(codes == abc.SEVERAL)
    if not len(several):
        return codes, offsets, starts, ends
    width = np.ones(len(codes), np.int64)
    spelt = [
        (several[points[offsets[several]] == point], abc.alphabet().several[point])
        for point in np.unique(points[offsets[several]]).tolist()
    ]
    for at, out in spelt:
        width[at] = len(out)
    begin = np.cumsum(width) - width
    wider = np.repeat(codes, width)
    for at, out in spelt:
        for number, letter in enumerate(out):
            wider[begin[at] + number] = letter
    return wider, np.repeat(offsets, width), begin[starts], (begin + width)[ends - 1]
