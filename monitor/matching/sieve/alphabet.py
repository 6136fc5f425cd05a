"""Code points as the letters that `folding` hears in them: tables for whole texts at once.

A code is one byte. Signs that are no letters come first, by what they do between words; from
`A_TO_Z` on, letters; `CAPITAL` marks those that are not small ones (also of scripts without case).
The tables are filled by asking `romanise`, letter by letter, so that there is one truth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from monitor.matching.romanise import APOSTROPHES, bare, has_no_capitals, latin
from monitor.matching.words import HYPHENS, INVISIBLE, MARKS, QUOTES

Codes = NDArray[np.uint8]

BREAK, SPACE, NEWLINE, MARK, APOSTROPHE, SEAM, HYPHEN, COMMA, DOT, JOIN, QUOTE = range(11)
"""What no name goes past; what stands between words; what stands inside one and is not read; what
parts the pieces of a chunk; what a scanner puts for a letter."""

A_TO_Z = 16
DIGITS = A_TO_Z + 26
H_ALONE = DIGITS + 10  # ḥ, which makes no sh of an s before it
AIN = H_ALONE + 1  # a vowel at the start of a word, nothing in it
FIRST_VOWEL = AIN + 1  # the A of a skeleton
OTHERS = FIRST_VOWEL + 2  # letters of further scripts, by code point modulo what room is left
SEVERAL = 127  # a sign that is read as several letters: ж, æ
CAPITAL = 128

_CODE_POINTS = 0x1D800
"""Planes are told apart up to the mathematical letters, in which names are hidden at times."""
_ROMANISED = (
    range(0x0800),
    range(0x10D0, 0x1100),
    range(0x180E, 0x180F),
    range(0x1E00, 0x2190),
    range(0xFB00, 0xFFF0),
    range(0x1D400, _CODE_POINTS),
)
"""Blocks with letters that become Latin ones, or signs between words."""
_IGNORED = re.compile(rf"[{MARKS}{INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The code of every code point, and the letters of those that are several."""

    codes: Codes
    several: dict[int, Codes]


def code(letter: str) -> int:
    """The code of a letter of a skeleton, or of a word in Latin letters."""
    if "a" <= letter <= "z":
        return A_TO_Z + ord(letter) - ord("a")
    if "0" <= letter <= "9":
        return DIGITS + ord(letter) - ord("0")
    special = {"ḥ": H_ALONE, "A": FIRST_VOWEL}.get(letter)
    return special or OTHERS + ord(letter) % (SEVERAL - OTHERS)


def codes_of(letters: str) -> list[int]:
    return [code(letter) for letter in letters]


@cache
def alphabet() -> Alphabet:
    """The tables. Filled when they are first needed, which takes some 30 ms."""
    codes = np.zeros(_CODE_POINTS + 1, np.uint8)
    several: dict[int, Codes] = {}
    points = np.arange(0x0800, _CODE_POINTS)
    others = points[np.fromiter(map(str.isalnum, map(chr, points)), np.bool_, len(points))]
    codes[others] = (OTHERS + others % (SEVERAL - OTHERS)) | CAPITAL  # as `code` has them
    for point in (point for block in _ROMANISED for point in block):
        sign = _sign(chr(point))
        letters = [] if sign is not None else list(_letters(chr(point)))
        if sign is not None or not letters:
            codes[point] = MARK if sign is None else sign
            continue
        capital = 0 if chr(point).islower() and not has_no_capitals(chr(point)) else CAPITAL
        codes[point] = (letters[0] if len(letters) == 1 else SEVERAL) | capital
        if len(letters) > 1:
            several[point] = np.array(letters, np.uint8)
    return Alphabet(codes, several)


def _sign(char: str) -> int | None:
    """What a sign does between words or in them; None for a letter."""
    if char in "_\u200c":
        return SEAM
    if char in APOSTROPHES:
        return APOSTROPHE
    if _IGNORED.fullmatch(char):
        return MARK
    if char.isalnum():
        return None
    if char in HYPHENS:
        return HYPHEN
    if char in QUOTES:
        return QUOTE
    if char.isspace():
        return NEWLINE if char == "\n" else SPACE
    return {",": COMMA, "،": COMMA, ".": DOT, "=": JOIN, "~": JOIN, "*": JOIN}.get(char, BREAK)


def _letters(char: str) -> Iterator[int]:
    if bare(char) in {"ع", "ע"}:
        yield AIN
        return
    yield from codes_of(latin(bare(char)))
