"""How like words of texts are to tokens at most: of all pairs of a batch at once.

What `Lexicon.points` says of one pair is bounded here in arrays, so that it is asked of few: in
Latin letters by the letters in common, across scripts by the distance itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from monitor.matching.distances import distances
from monitor.matching.folding import Reading, read
from monitor.matching.lexicon import (
    ALIKE,
    OTHER_VOWELS,
    SHORT,
    SHORT_ALIKE,
    Lexicon,
    readings,
)
from monitor.matching.sieve.pieces import Counts, Flags
from monitor.matching.sieve.skeletons import ranges
from monitor.matching.similarities import RECORD, Records, packed, ratios, similarities
from monitor.matching.similarity import (
    ACROSS_AT_MOST,
    ANOTHER_SCRIPT,
    CONSONANTS_TO_DIFFER,
    ONE_CONSONANT,
    PLURAL_LETTERS,
)

Points = NDArray[np.float64]

SURELY = 100.0
ANOTHER_WORD = -1e6
"""Points of a word that is another one: no other word of its name makes up for it."""
ROUNDING = 1e-6
"""Points. Sums come out otherwise in another order."""
REMEMBERED = 20_000
"""Words of texts whose readings are kept."""


_Word = tuple[str, str, bytes, float, bool]
"""A word in one of its readings: plain, its sounds, its record, the points below which it is
another word, and whether it is without the ending of a plural."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words in parallel columns."""

    plain: list[str]
    fold: list[str]
    records: Records


class Comparison:
    """Compares words with the tokens of a lexicon, of which it keeps what it has read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        total = len(lexicon.tokens)
        self._tokens = _Words([""] * total, [""] * total, np.zeros(total, RECORD))
        self._is_read = np.zeros(total, np.bool_)
        self._generic = _numbers([token.generic for token in lexicon.tokens])
        own_script_only = [token.own_script_only for token in lexicon.tokens]
        self._own_script_only = np.array(own_script_only, np.bool_)

    def at_most(
        self, words: Sequence[str], which: Counts, tokens: Counts, otherwise: Flags
    ) -> Points:
        """Of pairs of a word, told by its index, and a token, by its number: no less than the
        points of those that `Lexicon.points` finds to have enough. `otherwise`: see there."""
        if not len(which):
            return np.zeros(0)
        self._read(tokens)
        listed = [_readings(word) for word in words]
        counts = np.array([len(readings) for readings in listed], np.int64)
        rows, begins = ranges((np.cumsum(counts) - counts)[which], counts[which])
        pairs = np.repeat(np.arange(len(which)), counts[which])
        is_foreign = np.array([not word.isascii() for word in words], np.bool_)
        otherwise = (otherwise | is_foreign[which])[pairs]
        points = self._points(_columns(listed), rows, tokens[pairs], otherwise)
        most: Points = np.maximum.reduceat(points, begins) + ROUNDING
        return most

    def _read(self, tokens: Counts) -> None:
        """Reads those of the tokens that nothing was compared with yet."""
        new = np.unique(tokens[~self._is_read[tokens]])
        readings = [read(self._lexicon.tokens[number].plain) for number in new.tolist()]
        for number, reading in zip(new.tolist(), readings, strict=True):
            self._tokens.plain[number] = reading.plain
            self._tokens.fold[number] = reading.sound.fold
        self._tokens.records[new] = np.frombuffer(b"".join(map(packed, readings)), RECORD)
        self._is_read[new] = True

    def _points(self, ours: "_Readings", row: Counts, token: Counts, otherwise: Flags) -> Points:
        """The most that each reading can score as a token; both are told by their index."""
        points = _alike(ours.words, self._tokens, row, token, otherwise)
        word, name = ours.words.records[row], self._tokens.records[token]
        is_other = points < ours.least[row] - ROUNDING
        is_other |= self._own_script_only[token] & (word["is_abjad"] != name["is_abjad"])
        # Another tradition may have the same consonants and other vowels.
        has_consonants = (word["skeleton"] == name["skeleton"]) & ~word["is_abjad"]
        points[has_consonants | ours.is_cut[row]] += OTHER_VOWELS
        points[is_other] = ANOTHER_WORD
        generic = _numbers([self._lexicon.classes.get(plain) for plain in ours.words.plain])[row]
        is_of_class = (generic == self._generic[token]) & (generic != 0)
        is_of_class |= (word["given"] == name["given"]) & (word["given"] != 0)
        points[is_of_class] = SURELY
        return points


@dataclass(frozen=True, slots=True)
class _Readings:
    """Words of texts in all their readings, in parallel columns; see `_Word`."""

    words: _Words
    least: Points
    is_cut: Flags


def _columns(listed: Sequence[tuple[_Word, ...]]) -> _Readings:
    readings = (reading for word in listed for reading in word)
    plain, fold, records, least, is_cut = zip(*readings, strict=True)
    words = _Words(list(plain), list(fold), np.frombuffer(b"".join(records), RECORD))
    return _Readings(words, np.array(least), np.array(is_cut, np.bool_))


def _alike(ours: _Words, theirs: _Words, one: Counts, other: Counts, otherwise: Flags) -> Points:
    """No less than the `similarity` of pairs of words, which are told by their index."""
    points = np.zeros(len(one))
    ours_abjad, theirs_abjad = ours.records["is_abjad"][one], theirs.records["is_abjad"][other]
    if len(at := np.flatnonzero(~(ours_abjad | theirs_abjad))):
        points[at] = _by_sound(ours, theirs, one[at], other[at], otherwise[at])
    if len(at := np.flatnonzero(ours_abjad & theirs_abjad)):
        points[at] = _as_written(ours, theirs, one[at], other[at])
    if len(at := np.flatnonzero(ours_abjad & ~theirs_abjad)):
        points[at] = _across(theirs, ours, other[at], one[at])
    if len(at := np.flatnonzero(~ours_abjad & theirs_abjad)):
        points[at] = _across(ours, theirs, one[at], other[at])
    return points


def _by_sound(ours: _Words, theirs: _Words, one: Counts, other: Counts, otherwise: Flags) -> Points:
    letters = ratios(_these(ours.plain, one), _these(theirs.plain, other))
    folds = ratios(_these(ours.fold, one), _these(theirs.fold, other))
    return similarities(ours.records[one], theirs.records[other], letters, folds, otherwise)


def _as_written(ours: _Words, theirs: _Words, one: Counts, other: Counts) -> Points:
    """Words of vowelless scripts are alike if no more than one letter is another."""
    words, names = _these(ours.plain, one), _these(theirs.plain, other)
    apart = process.cpdist(words, names, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
    return np.where(apart <= 1, SURELY, 0.0)


def _across(latin: _Words, written: _Words, name: Counts, word: Counts) -> Points:
    """Words of which one is in a vowelless script, but for the rules on short ones."""
    names, its_name = np.unique(name, return_inverse=True)
    words, its_word = np.unique(word, return_inverse=True)
    apart = distances(_these(latin.plain, names), _these(written.plain, words), its_name, its_word)
    others = np.maximum(latin.records["consonants"][name], CONSONANTS_TO_DIFFER) - 1
    points = ANOTHER_SCRIPT - ONE_CONSONANT * apart / others
    return np.where(apart > ACROSS_AT_MOST * others + ROUNDING, 0.0, points)


def _these(words: Sequence[str], which: Counts) -> list[str]:
    return [words[at] for at in which.tolist()]


def _numbers(classes: Sequence[str | None]) -> NDArray[np.int64]:
    """A number for each class of words; 0 for none."""
    return np.array([hash(one) if one else 0 for one in classes], np.int64)


@lru_cache(REMEMBERED)
def _readings(word: str) -> tuple[_Word, ...]:
    """A word of a text in the ways that `Lexicon.likeness` reads it."""
    found = []
    for reading, _, _ in readings(word):
        least = SHORT_ALIKE if len(reading.plain) <= SHORT else ALIKE
        found.append(_word(reading, least))
        plain = reading.plain
        while plain.endswith("s") and len(plain) >= PLURAL_LETTERS and not reading.is_abjad:
            plain = plain[:-1]
            found.append(_word(read(plain), least, is_cut=True))
    return tuple(found)


def _word(reading: Reading, least: float, *, is_cut: bool = False) -> _Word:
    return reading.plain, reading.sound.fold, packed(reading), least, is_cut
