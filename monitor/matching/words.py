"""Words of a text and where they stand. Offsets are the original's: nothing is ever mapped back.

A *chunk* is what stands together in the text: letters with the marks, apostrophes and invisible
signs among them. A chunk holds one or more *pieces*: `#QassemSoleimani`, حزب‌الله and l'Iran are
split. Names are compared piece by piece, so that every reading knows its span.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from monitor.matching.romanise import APOSTROPHES

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u180e\u202a-\u202e\u2060-\u206f\ufeff"
_INSIDE = rf"[\w{MARKS}{INVISIBLE}{re.escape(APOSTROPHES)}]"
ENTITY = r"&(?:apos|rsquo|lsquo|shy|zwnj|zwj|\#0*39|\#[xX]27|\#8217|\#8216);"

SPACE_ENTITY = r"&(?:nbsp|quot|ldquo|rdquo|laquo|raquo|ensp|emsp|thinsp|\#160|\#34|\#[xX]A0);"
CHUNK = re.compile(
    rf"{SPACE_ENTITY}|[^\W_]{_INSIDE}*(?:(?:{ENTITY}|\\['’]){_INSIDE}+)*",
)
"""Linear in the text. An entity or a backslashed apostrophe counts as the sign that it stands for;
one that stands for a space or a quote is found too, so that it is not taken for a word."""

HYPHENS = "-‐‑–"
HYPHENATED = re.compile(rf"(?<=\w)(?:[{HYPHENS}](?:[ \t]*\r?\n[ \t]*)?|[=~*])(?=\w)")
"""Between two chunks that may be one word: joined by a hyphen, broken at the end of a line, or
with a sign for a letter that a scanner could not read."""

_ENTITIES = re.compile(rf"{ENTITY}|\\")
_POSSESSIVE = re.compile(
    rf"(?:[{re.escape(APOSTROPHES)}]|&apos;|&rsquo;|&\#0*39;|&\#8217;|\\['’])[sS]$"
)
_ELIDED = rf"[ldjmntsLDJMNTS][{re.escape(APOSTROPHES)}]"
_VOWELS = "aeiouyhAEIOUYHÀ-ÅÈ-ÏÒ-ÖØ-ÝàáâãäåèéêëìíîïòóôõöøùúûüýÿĀāĒēĪīŌōŪū"
_ELISION = re.compile(rf"{_ELIDED}(?=[{_VOWELS}][^\W\d_]{{2}})")
"""An article before a vowel: l'Iran, and not L'vovich."""
_SEAM = re.compile(
    "(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})|(?<=[a-zA-Z])(?<!&#[xX])(?=[0-9])|_[\u200c_]*|(?<![a-zA-Z\u00c0-\u052f])\u200c[\u200c_]*"
)
_CASELESS = re.compile("[\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+")
"""Letters of scripts without capitals, and nothing else: there is nothing to split."""
CHUNK_AT_MOST = 80
"""No name is written in more letters together; longer chunks are not looked at."""

_QUIET = (
    rf"(?:[\s\"“”„«»‹›*~=_{re.escape(HYPHENS)}{INVISIBLE}{re.escape(APOSTROPHES)}\u200c]"
    rf"|{SPACE_ENTITY})"
)
_GAP = re.compile(rf"(?:[{re.escape(APOSTROPHES)}][sS](?=\s))?{_QUIET}{{0,12}}(?:{_ELIDED})?")
"""A possessive and an elided article are parts of names too: the Lord's Resistance Army."""
_INITIAL_GAP = re.compile(rf"\.{_QUIET}{{0,12}}")
_COMMA_GAP = re.compile(
    rf"[.{re.escape(APOSTROPHES)}]?\s{{0,3}}[,،]\s{{0,3}}(?:{_ELIDED}|[{re.escape(APOSTROPHES)}])?"
)
QUOTES = frozenset('"“”„«»‹›')
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


def is_one_phrase(gap: str, *, after_initial: bool = False) -> bool:
    """Whether two words with this between them can be of one name."""
    if gap in {" ", "-", "\n"}:
        return True
    if gap in QUOTES:
        return False  # it closes or opens something: `the Quds Force"General Qaani`
    fits = _GAP.fullmatch(gap) or (after_initial and _INITIAL_GAP.fullmatch(gap))
    return bool(fits) and not _PARAGRAPH.search(gap)


def is_one_phrase_throughout(text: str) -> bool:
    """Whether no two of its words are parted by more than words of one name are."""
    return all(
        is_one_phrase(
            text[left.end() : right.start()], after_initial=left.end() - left.start() == 1
        )
        for left, right in pairwise(CHUNK.finditer(text))
    )


def is_comma(gap: str) -> bool:
    """Whether a comma, and nothing else, parts two words: Suleimani, Qassem."""
    return bool(_COMMA_GAP.fullmatch(gap))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a chunk that may be a word by itself; offsets count from the chunk's start."""

    start: int
    end: int
    letters: str  # what is compared: the slice without entities


def pieces_of(chunk: str) -> tuple[Piece, ...]:
    """The pieces of a chunk, without possessive, elision, and apostrophes at its ends."""
    if (chunk.isalpha() and chunk[1:].islower()) or _CASELESS.fullmatch(chunk):
        return (Piece(0, len(chunk), chunk),)
    start, end = 0, len(chunk.rstrip(APOSTROPHES + "\\_\u200c"))
    if possessive := _POSSESSIVE.search(chunk[:end]):
        end = possessive.start()
    if elision := _ELISION.match(chunk):
        start = elision.end()
    return _split(chunk, start, end)


def _split(chunk: str, start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for seam in _SEAM.finditer(chunk, start, end):
        if seam.start() > start and seam.end() < end:
            pieces.append(_piece(chunk, start, seam.start()))
            start = seam.end()
    pieces.append(_piece(chunk, start, end))
    return tuple(pieces)


def _piece(chunk: str, start: int, end: int) -> Piece:
    letters = chunk[start:end]
    return Piece(start, end, _ENTITIES.sub("'", letters) if "&" in letters else letters)
