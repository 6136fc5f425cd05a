"""How alike words in Latin letters are at most, for many pairs at once: what `similarity` says of
one, from the letters in common, without asking how a name sounds in other traditions.

Whatever takes long to tell counts in favour; nothing counts against a pair that does not count
against it there. Pairs are parallel arrays: of records of both words, and of points.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from monitor.matching.folding import Reading
from monitor.matching.given import given_class
from monitor.matching.sieve.pieces import Flags
from monitor.matching.similarity import (
    ANOTHER_TRADITION,
    ARTICLE_GLUED,
    GLIDES,
    LETTERS,
    LONG_TYPO_LETTERS,
    NEARLY_SAME_SOUND,
    NISBA,
    SAME_SOUND,
    SAME_STEM,
    SINGULAR,
    STEM,
    TYPO_LETTERS,
    ends_in_i,
    first_vowel,
    softened,
)

Points = NDArray[np.float64]
Records = NDArray[np.void]

SURELY = 100.0
_HASHES = ("plain", "fold", "soft", "skeleton", "stem", "plural", "with_article", "given")
_LENGTHS = ("letters", "sounds", "consonants", "first", "os")
_FLAGS = ("begins_in_o", "ends_in_i", "ends_in_glide", "is_abjad")
_PACKED = struct.Struct(f"={len(_HASHES)}q{len(_LENGTHS)}h{len(_FLAGS)}?")
RECORD = np.dtype(
    [(name, np.int64) for name in _HASHES]
    + [(name, np.int16) for name in _LENGTHS]
    + [(name, np.bool_) for name in _FLAGS]
)
"""What is compared of a word. `first` is its first letter, `os` counts those of its sounds; words
that share a part have the same hash there, those of no class of given names 0."""


def packed(reading: Reading) -> bytes:
    """The record of a word."""
    plain, fold, skeleton = reading.plain, reading.sound.fold, reading.sound.skeleton
    if reading.is_abjad:
        return _PACKED.pack(*[0] * len(_HASHES), 0, 0, len(skeleton), 0, 0, *[False] * 3, True)
    parts = (plain, fold, softened(fold), skeleton, plain[:STEM], f"{plain}s", f"{plain}ul")
    given = given_class(plain, fold)
    first = ord(plain[0]) & 0x7FFF if plain else 0
    return _PACKED.pack(
        *map(hash, parts),
        hash(given) if given else 0,
        *(len(plain), len(fold), len(skeleton), first, fold.count("o")),
        *(first_vowel(fold) == "o", ends_in_i(plain), plain.endswith(GLIDES), False),
    )


def ratios(words: Sequence[str], names: Sequence[str]) -> Points:
    """The letters in common of each word with its name, 0 to 100."""
    ratio: Points = process.cpdist(words, names, scorer=fuzz.ratio, dtype=np.float64)
    return ratio


def similarities(
    word: Records, name: Records, letters: Points, folds: Points, otherwise: Flags
) -> Points:
    """No less than the similarity of words to names, by their letters and their sounds in common;
    `otherwise`: a name may have the consonants of its word in another tradition."""
    sounds = _sounds(word, name, letters, np.maximum(folds, letters))
    best = np.where(letters >= LETTERS, sounds, 0.0)
    best[otherwise] = np.maximum(best, _in_another_tradition(letters))[otherwise]
    is_nisba = word["ends_in_i"] != name["ends_in_i"]
    is_nisba &= ~(word["ends_in_glide"] & name["ends_in_glide"])
    best -= NISBA * is_nisba
    best = np.maximum(best, np.where(is_nisba, 0.0, _slips(word, name, letters)))
    longer = np.maximum(word["letters"], name["letters"])
    is_stem = (word["stem"] == name["stem"]) & (longer >= STEM)
    best[is_stem] = np.maximum(best, SAME_STEM)[is_stem]
    is_too_long = np.abs(word["letters"] - name["letters"]) * 3 > longer
    best[is_too_long & (word["skeleton"] != name["skeleton"]) & ~otherwise] = 0.0
    return _endings(word, name, best)


def _sounds(word: Records, name: Records, letters: Points, folds: Points) -> Points:
    """See `similarity`."""
    same = word["skeleton"] == name["skeleton"]
    most = np.maximum(np.maximum(word["consonants"], name["consonants"]), 1)
    apart = np.maximum(np.abs(word["consonants"] - name["consonants"]), 1) / most
    score = 0.45 * folds + 0.25 * letters + np.where(same, 33.0, 30.0 * (1.0 - apart))
    score -= 8.0 * (word["begins_in_o"] != name["begins_in_o"])
    score -= 4.0 * (word["os"] != name["os"])
    longest = np.maximum(word["sounds"], name["sounds"])
    score[np.abs(word["sounds"] - name["sounds"]) * 3 > longest] = 0.0
    score = np.where(word["soft"] == name["soft"], NEARLY_SAME_SOUND + 0.06 * letters, score)
    return np.where(word["fold"] == name["fold"], SAME_SOUND + 0.06 * letters, score)


def _in_another_tradition(letters: Points) -> Points:
    """The most where all sounds are the same in another tradition of spelling, or all but some
    vowels."""
    best: Points = np.maximum(SAME_SOUND + 0.06 * letters, 78.0 + 0.25 * letters)
    return best - ANOTHER_TRADITION


def _slips(word: Records, name: Records, letters: Points) -> Points:
    """The most for slips of the keyboard, each of which is two insertions and deletions at most."""
    shorter = np.minimum(word["letters"], name["letters"])
    most = np.where(shorter >= LONG_TYPO_LETTERS, 4.0, 2.0)
    may_be = (shorter >= TYPO_LETTERS) & (word["first"] == name["first"])
    may_be &= (100.0 - letters) * (word["letters"] + name["letters"]) <= 100.0 * most + 1.0
    return np.where(may_be, 84.0 + np.minimum(shorter - TYPO_LETTERS, 9), 0.0)


def _endings(word: Records, name: Records, best: Points) -> Points:
    """Words that are the same, or the same but for an ending."""
    is_glued = (word["with_article"] == name["plain"]) | (word["plain"] == name["with_article"])
    best = np.where(is_glued, np.maximum(best, ARTICLE_GLUED), best)
    best = np.where(word["plural"] == name["plain"], np.maximum(best, SINGULAR), best)
    return np.where(word["plain"] == name["plain"], SURELY, best)
