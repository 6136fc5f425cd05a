"""The third word of a longer name: a pair without it need not be looked at.

What a word may be is told as in `pairs`: a number of the reading and one of the watched word agree;
or they have nearly the same letters.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.bounds import Traits
from monitor.matching.sieve.keys import Bitmap
from monitor.matching.sieve.pieces import Counts, Flags
from monitor.matching.sieve.readings import ARTICLE, Marked, Readings
from monitor.matching.sieve.skeletons import Hashes, ranges

FARTHEST = 8
"""Pieces. The next word of a name is no farther off, particles and all; see `align`."""
_HEARD, _WORD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
NOBODY = -1
"""In place of a word."""
LIKE = 2
"""Letters that one has and the other has not, of two words that may be one in spite of their
consonants."""
TELLING_LETTERS = 4
"""Of words that are compared so."""
NO_LETTERS = ~np.uint64(0)
"""In place of those of a word that is not: no word has so many."""


@dataclass(frozen=True, slots=True)
class Company:
    """What is looked for by each number, one by one: that of number n is from `begins[n]` on to the
    next. One of two words must be near it, each behind the pair or before it."""

    words: NDArray[np.int32]  # NOBODY where there need be none
    or_words: NDArray[np.int32]
    is_behind: Flags
    or_is_behind: Flags
    begins: Counts
    plain: Hashes  # of each word, the number of its letters
    letters: Hashes  # and which they are; see `letters_that_tell`
    heard: Bitmap  # see `agreeing`


def agreeing(numbers: Hashes, words: Hashes) -> Hashes:
    """What stands for it that a reading with this number may be this word."""
    return numbers * _HEARD + words * _WORD


def letters_that_tell(traits: Traits) -> Hashes:
    """The letters of words; NO_LETTERS where they tell nothing."""
    return np.where(traits.lengths >= TELLING_LETTERS, traits.letters, NO_LETTERS)


def near(first: Counts, last: Counts, total: int) -> Flags:
    """Which of so many pieces may be of one name with others that go from one piece to another."""
    begins = np.bincount(np.maximum(first - FARTHEST, 0), minlength=total + 1)
    ends = np.bincount(np.minimum(last + FARTHEST + 1, total), minlength=total + 1)
    is_near: Flags = np.cumsum(begins - ends)[:total] > 0
    return is_near


class Around:
    """What is heard and read beside the pieces of texts."""

    def __init__(self, marked: Marked, numbers: "ByPiece", letters: "ByPiece") -> None:
        self._numbers, self._letters = numbers, letters
        self._is_linked = np.append(marked.pieces.is_linked, np.False_)
        # A name goes past no word in small letters, but for articles: Deir ez Zor.
        is_article = (marked.marks & ARTICLE) != 0
        stops = ~(marked.is_free | marked.is_particle | is_article)
        self._last = _next(stops | ~self._is_linked[1:])
        self._first = _previous(stops | ~self._is_linked[:-1])

    def accompanied(
        self, company: Company, first: Counts, last: Counts, number: Counts
    ) -> tuple[Counts, Counts]:
        """Of pairs from one piece to another, looked for by their numbers: which, with each of what
        is looked for by that number that lacks no third word."""
        begins = company.begins[number]
        counts = company.begins[number + 1] - begins
        at, _ = ranges(begins, counts)
        pair = np.repeat(np.arange(len(number)), counts)
        there = company.words[at] == NOBODY
        for words, is_behind in (
            (company.words, company.is_behind),
            (company.or_words, company.or_is_behind),
        ):
            asked = np.flatnonzero(~there)
            beside = self._beside(first[pair[asked]], last[pair[asked]], is_behind[at[asked]])
            there[asked] = self._are_there(company, words[at[asked]], *beside)
        return pair[there], at[there]

    def _are_there(self, company: Company, words: Counts, begins: Counts, ends: Counts) -> Flags:
        """Whether each of these words may be among these pieces."""
        there = np.zeros(len(words), np.bool_)
        which, numbers = self._numbers.within(begins, ends)
        keys = agreeing(numbers, company.plain[words[which]])
        there[which[company.heard.may_hold(keys)]] = True
        left = np.flatnonzero(~there)
        which, letters = self._letters.within(begins[left], ends[left])
        apart = np.bitwise_count(letters ^ company.letters[words[left[which]]])
        there[left[which[apart <= LIKE]]] = True
        return there

    def _beside(self, first: Counts, last: Counts, is_behind: Flags) -> tuple[Counts, Counts]:
        """The first piece that may be of one name with these, and the one behind the last."""
        total = len(self._last)
        end = np.minimum(self._last[np.minimum(last + 1, total - 1)], last + FARTHEST)
        end = np.where(self._is_linked[last + 1], end, last) + 1
        begin = np.maximum(self._first[np.maximum(first - 1, 0)], first - FARTHEST)
        begin = np.where(self._is_linked[first], begin, first)
        return np.where(is_behind, last + 1, begin), np.where(is_behind, end, first)


class ByPiece:
    """Values of readings by the pieces at their ends."""

    def __init__(self, readings: Counts, values: Hashes, found: Readings, total: int) -> None:
        """Readings, each with a value; of so many pieces."""
        first, last = found.first[readings], found.last[readings]
        several = np.flatnonzero(first != last)
        pieces = np.concatenate((first, last[several]))
        order = np.argsort(pieces, kind="stable")
        self._values = np.concatenate((values, values[several]))[order]
        self._before = np.zeros(total + 1, np.int64)  # values before each piece, and all
        np.cumsum(np.bincount(pieces, minlength=total), out=self._before[1:])

    def within(self, begins: Counts, ends: Counts) -> tuple[Counts, Hashes]:
        """The values of pieces from each beginning up to its end, and of which."""
        begin = self._before[begins]
        count = self._before[ends] - begin
        at, _ = ranges(begin, count)
        return np.repeat(np.arange(len(begins)), count), self._values[at]


def _next(flags: Flags) -> Counts:
    """For each place the first one from it on that has the flag, or the last of all."""
    at = np.where(flags, np.arange(len(flags)), len(flags) - 1)
    return np.minimum.accumulate(at[::-1])[::-1]


def _previous(flags: Flags) -> Counts:
    """For each place the last one up to it that has the flag, or the first of all."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), 0))
