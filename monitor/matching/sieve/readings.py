"""What stands in the texts and may be a word of a name, each in all the ways it can be read.

Mostly that is a piece. It may also be a piece without the article or the clitic in front (الحشد),
the pieces of a chunk as one word (QassemSoleimani), a word broken by a hyphen, or two parts that
some write together (Abd al-Malik).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from monitor.matching.sieve import alphabet as abc
from monitor.matching.sieve.keys import Marks
from monitor.matching.sieve.pieces import LONGEST, Codes, Counts, Flags, Pieces
from monitor.matching.sieve.skeletons import Hashes, Weighed

CLITICS = (*abc.codes_of("wfblk"), abc.H_ALONE)
A, L, E, G, M, U, V = abc.codes_of("alegmuv")
_O_OR_E = abc.codes_of("oe")
_BEFORE_M = abc.codes_of("oeiy")


@dataclass(frozen=True, slots=True)
class Readings:
    """Pieces read as one word: the first and the last of them, and the letters that count."""

    first: Counts
    last: Counts
    starts: Counts
    ends: Counts
    exactly: Flags  # counts letter by letter only
    plain: Hashes


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that are known by their letters: particles and joints, and those of the watchlist."""

    marks: Marks


PARTICLE, ARTICLE, TO_THE_NEXT, TO_THE_LAST, WATCHED, LITERAL, GENERIC = (1 << n for n in range(7))
"""Marks of a vocabulary."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Pieces, with what is known of each by itself."""

    pieces: Pieces
    weighed: Weighed
    plain: Hashes
    marks: Codes
    is_free: Flags  # compared by sound: it has a capital, or its text goes without
    is_particle: Flags


def marked(pieces: Pieces, is_lenient: Flags, words: Vocabulary) -> Marked:
    """The pieces with what is known of each. `is_lenient` is told for each text."""
    lengths = np.minimum(pieces.ends - pieces.starts, LONGEST)
    weighed = Weighed(pieces.codes)
    plain = weighed.numbers(pieces.starts, lengths)
    marks = words.marks.of(plain)
    is_particle = (marks & PARTICLE) != 0
    is_particle |= pieces.before_hyphen & ((marks & ARTICLE) != 0)
    is_free = pieces.has_capital | is_lenient[pieces.text]
    return Marked(pieces, weighed, plain, marks, is_free, is_particle)


def readings(marked: Marked, words: Vocabulary) -> Readings:
    """Everything in the texts that may be a word of a watched name, in no order."""
    whole = _whole(marked)
    found = [
        whole,
        *_without_front(marked, whole),
        *_without_end(marked, whole),
        _chunks(marked),
        _hyphenated(marked, words),
        *_joints(marked, words),
    ]
    columns: list[Any] = [np.concatenate(one) for one in zip(*map(_columns, found), strict=True)]
    both = Readings(*columns)
    return _only(both, both.ends - both.starts <= LONGEST)


def _whole(marked: Marked) -> Readings:
    piece = np.flatnonzero(marked.is_free | ((marked.marks & WATCHED) != 0))
    starts, ends = marked.pieces.starts[piece], marked.pieces.ends[piece]
    return Readings(piece, piece, starts, ends, ~marked.is_free[piece], marked.plain[piece])


def _without_front(marked: Marked, whole: Readings) -> Iterator[Readings]:
    """Words without what Arabic, Persian or Latin script glues to their front.

    Where `lexicon.fronts` looks at letters, sounds are looked at here: it may cut a word more.
    """
    pieces = marked.pieces
    free = _only(whole, ~whole.exactly & (whole.ends - whole.starts >= 4))
    codes, last = pieces.codes, len(pieces.codes) - 1
    first, second, third = (codes[np.minimum(free.starts + n, last)] for n in range(3))
    article = np.isin(first, (A, E)) & (second == L)
    abjad = pieces.is_abjad[free.first]
    clitic = np.isin(first, CLITICS) & abjad
    yield _from(free, article | ((first == L) & (second == L) & abjad), 2, marked)
    yield _from(free, clitic, 1, marked)
    yield _from(free, clitic & (second == A) & (third == L), 3, marked)


def _without_end(marked: Marked, whole: Readings) -> Iterator[Readings]:
    """Words without the consonants of a case: Башаром, Зеленского, Зеленскому; see `declension`."""
    pieces = marked.pieces
    free = _only(whole, ~whole.exactly & (whole.ends - whole.starts >= 5))
    free = _only(free, pieces.is_declined[free.first])
    third, second, last = (pieces.codes[free.ends - n] for n in (3, 2, 1))
    long = np.isin(third, _O_OR_E) & (
        ((second == G) & (last == _O_OR_E[0])) | ((second == M) & (last == U))
    )
    long |= np.isin(third, _O_OR_E) & (second == V) & (last == _BEFORE_M[2])
    for letters, which in ((3, long), (2, np.isin(second, _BEFORE_M) & (last == M))):
        cut = _only(free, which)
        yield _hashed(cut.first, cut.last, cut.starts, cut.ends - letters, cut.exactly, marked)


def _from(free: Readings, which: Flags, letter: int, marked: Marked) -> Readings:
    cut = _only(free, which)
    return _hashed(cut.first, cut.last, cut.starts + letter, cut.ends, cut.exactly, marked)


def _chunks(marked: Marked) -> Readings:
    """The pieces of each chunk that has several."""
    goes_on = marked.pieces.goes_on
    begins = ~goes_on & np.append(goes_on, np.False_)[1:]
    ends = goes_on & ~np.append(goes_on, np.False_)[1:]
    return _joined(np.flatnonzero(begins), np.flatnonzero(ends), marked, exactly=False)


def _hyphenated(marked: Marked, words: Vocabulary) -> Readings:
    last = np.flatnonzero(marked.pieces.is_joined)
    return _where_watched(_joined(last - 1, last, marked, exactly=True), marked, words)


def _joints(marked: Marked, words: Vocabulary) -> Iterator[Readings]:
    """Abd al-Malik, Hizb Allah: with the next word, or the one before, over one particle."""
    most = len(marked.plain) - 1
    at = np.flatnonzero(marked.marks & TO_THE_NEXT)
    other = np.minimum(at + 1, most)
    other = np.minimum(other + marked.is_particle[other], most)
    yield _where_watched(_joined(at, other, marked, exactly=True), marked, words)
    at = np.flatnonzero(marked.marks & TO_THE_LAST)
    other = np.maximum(at - 1, 0)
    other = np.maximum(other - marked.is_particle[other], 0)
    yield _where_watched(_joined(other, at, marked, exactly=True), marked, words)


def _joined(first: Counts, last: Counts, marked: Marked, *, exactly: bool) -> Readings:
    starts, ends = marked.pieces.starts[first], marked.pieces.ends[last]
    # bin Salah: nobody writes the first part with a capital, and the second is a name.
    is_free = marked.is_free[first] | (
        marked.is_free[last] & ((marked.marks[first] & TO_THE_NEXT) != 0)
    )
    by_letter = ~is_free & exactly
    return _hashed(first, last, starts, ends, by_letter, marked)


def _where_watched(found: Readings, marked: Marked, words: Vocabulary) -> Readings:
    return _only(found, ~found.exactly | ((words.marks.of(found.plain) & WATCHED) != 0))


def _hashed(
    first: Counts, last: Counts, starts: Counts, ends: Counts, exactly: Flags, marked: Marked
) -> Readings:
    lengths = np.clip(ends - starts, 0, LONGEST)
    return Readings(first, last, starts, ends, exactly, marked.weighed.numbers(starts, lengths))


def _columns(found: Readings) -> tuple[Counts | Flags | Hashes, ...]:
    return (found.first, found.last, found.starts, found.ends, found.exactly, found.plain)


def _only(found: Readings, which: Flags) -> Readings:
    columns: list[Any] = [column[which] for column in _columns(found)]
    return Readings(*columns)


def letters_of(words: Iterable[str]) -> tuple[Codes, Counts, Counts]:
    """Bare words as codes, one after the other: each one's first letter, and how many."""
    spelt = [_codes(word) for word in words]
    lengths = np.fromiter(map(len, spelt), np.int64, len(spelt))
    codes = np.frombuffer(b"".join(spelt), np.uint8)
    return codes, np.cumsum(lengths) - lengths, lengths


def _codes(word: str) -> bytes:
    if word.isascii():
        return word.encode().translate(*_ascii())[:LONGEST]
    tables = abc.alphabet()
    found = bytearray()
    for letter in word:
        point = min(ord(letter), len(tables.codes) - 1)
        several = tables.several.get(point)
        if several is not None:
            found += several.tobytes()
        elif tables.codes[point] >= abc.A_TO_Z:
            found.append(int(tables.codes[point]) & ~abc.CAPITAL & 0xFF)
    return bytes(found[:LONGEST])


@cache
def _ascii() -> tuple[bytes, bytes]:
    """The codes of ASCII letters, and the signs that are none."""
    codes = abc.alphabet().codes[:128] & ~np.uint8(abc.CAPITAL)
    signs = bytes(np.flatnonzero(codes < abc.A_TO_Z).tolist())
    return codes.tobytes() + bytes(128), signs
