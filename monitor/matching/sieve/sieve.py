"""The sieve: of many texts at once, the places where a watched name may stand.

    cut into pieces -> read as words -> skeletons as numbers -> single words and pairs looked up

Whatever it finds is looked at closely by others; what it lets fall is never seen again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.bounds import Meetings, Traits, agrees, at_most, fits, traits
from monitor.matching.sieve.hits import Agreed, Hits, Places, different, joined
from monitor.matching.sieve.keys import Keys, Marks
from monitor.matching.sieve.pairs import (
    CLASS,
    OWN,
    SHORT,
    Ragged,
    crossed,
    neighbours,
    only,
    ragged,
    together,
)
from monitor.matching.sieve.pieces import Codes, Counts, Flags, Pieces, pieces_of
from monitor.matching.sieve.readings import (
    GENERIC,
    LITERAL,
    Marked,
    Readings,
    Vocabulary,
    marked,
    readings,
)
from monitor.matching.sieve.skeletons import (
    Hashes,
    Skeletons,
    Weighed,
    Words,
    shortened,
    skeletons,
)
from monitor.matching.sieve.sounds import TWO_SLIPS_FROM

ROUNDING = 0.06
"""Points. Scores are told with one decimal."""
LEFT, RIGHT, ALONE = 1, 2, 4
"""Marks of numbers: of a left word of pairs, a right one, a name of one word."""


@dataclass(frozen=True, slots=True)
class Net:
    """What a watchlist is looked for by. Values of `pairs` and `singles` carry kinds below the
    number that is looked for; those of `classes` and `given` are indices into `class_numbers`."""

    words: Vocabulary
    numbers: Marks  # LEFT and RIGHT words of pairs, ALONE
    pairs: Keys
    singles: Keys
    literals: Keys
    classes: Keys  # by the letters of a generic word
    given: Keys  # by the skeleton of a given name
    class_numbers: Hashes
    left: "Tokens"  # of what is looked for, by its number
    right: "Tokens"
    needs: "Needs"
    shortened_from: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of the watchlist: the number of their letters, and what is known of them."""

    plain: Hashes
    traits: Traits


@dataclass(frozen=True, slots=True)
class Needs:
    """What is needed of the words of each pair, by its number: the least points of any shape, and
    the least that either word weighs in one."""

    points: NDArray[np.float32]
    left: NDArray[np.float32]
    right: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a batch of texts holds, perhaps."""

    names: Hits
    literals: Hits


class Sieve:
    """A watchlist, ready for texts."""

    def __init__(self, net: Net) -> None:
        self._net = net

    @property
    def net(self) -> Net:
        """What it finds names by."""
        return self._net

    def sift(self, texts: Sequence[str], is_lenient: Flags) -> Sifted:
        """Where in texts a name may stand. `is_lenient`: a text goes without capitals."""
        known = marked(pieces_of(texts), is_lenient, self._net.words)
        found = readings(known, self._net.words)
        marks = self._net.words.marks.of(found.plain)
        spoken = self._spoken(known, found, marks)
        lefts, rights, alone = (spoken.among(mark) for mark in (LEFT, RIGHT, ALONE))
        left, right = neighbours(found, known, lefts.is_there, rights.is_there)
        pairs = self._pairs(left, right, found, lefts, rights)
        singles = self._singles(found, alone)
        is_literal = np.flatnonzero(marks & LITERAL)
        which, literals = self._net.literals.find(found.plain[is_literal])
        words = is_literal[which]
        places = Places(texts, known.pieces, found)
        return Sifted(
            places.hits(joined(pairs, singles)),
            places.hits(Agreed(words, words, literals, *[np.zeros(len(words), np.bool_)] * 2)),
        )

    def _spoken(self, known: Marked, found: Readings, marks: Codes) -> "_Spoken":
        net = self._net
        heard = skeletons(Words(known.pieces.codes, found.starts, found.ends - found.starts))
        weighed = Weighed(heard.symbols)
        own = weighed.numbers(heard.starts, heard.lengths)
        owners, others = self._classes(found, marks, own)
        total = len(own)
        kinds = np.full(total + len(others), CLASS, np.uint8)
        kinds[:total] = OWN
        free = np.where(found.exactly, 0, heard.lengths)
        short = shortened(weighed, heard.starts, free, net.shortened_from)
        short_kinds = np.full(len(short.word), SHORT, np.uint8)
        return _Spoken(
            _marked(
                ragged(
                    np.concatenate((np.arange(total), owners)),
                    np.concatenate((own, others)),
                    kinds,
                    total,
                ),
                net.numbers,
            ),
            _marked(ragged(short.word, short.hashes, short_kinds, total), net.numbers),
            heard,
            known.pieces,
        )

    def _classes(self, found: Readings, marks: Codes, own: Hashes) -> tuple[Counts, Hashes]:
        """Readings that are of a class of words, and the numbers of these classes."""
        is_generic = np.flatnonzero(marks & GENERIC)
        which, its_class = self._net.classes.find(found.plain[is_generic])
        by_sound = np.flatnonzero(~found.exactly)
        named, its_name = self._net.given.find(own[by_sound])
        owners = np.concatenate((is_generic[which], by_sound[named]))
        return owners, self._net.class_numbers[np.concatenate((its_class, its_name))]

    def _pairs(
        self, left: Counts, right: Counts, found: Readings, spoken: "_Spoken", others: "_Spoken"
    ) -> Agreed:
        """Which pairs of readings may be pairs of tokens, and which ones."""
        needs, net = self._net.needs, self._net
        long, others_long = spoken.long, others.long
        keys = together(
            [
                crossed(left, right, spoken.whole.numbers, others.whole.numbers),
                crossed(left, right, spoken.shortened.numbers, others.whole.numbers),
                crossed(left, right, spoken.whole.numbers, others.shortened.numbers),
                crossed(left, right, long, others_long),
            ]
        )
        which, values = net.pairs.find(keys.keys)
        pair, number = keys.pair[which], values >> 4
        word = _Agreeing(left[pair], number, keys.left_kind[which], (values >> 2) & 3)
        other = _Agreeing(right[pair], number, keys.right_kind[which], values & 3)
        traits = spoken.traits(found, word.reading, other.reading)
        first = _meetings(word, found, traits, net.left)
        second = _meetings(other, found, traits, net.right)
        few = np.minimum(first.word.consonants, second.word.consonants)
        kept = ~(first.slips & second.slips) | (few >= TWO_SLIPS_FROM - 1)
        kept &= fits(first) & fits(second)
        lost = (100 - at_most(first)) * needs.left[number]
        lost += (100 - at_most(second)) * needs.right[number]
        kept &= 100 - lost >= needs.points[number] - ROUNDING
        return different(
            left, right, pair[kept], number[kept], first.otherwise[kept], second.otherwise[kept]
        )

    def _singles(self, found: Readings, spoken: "_Spoken") -> Agreed:
        """Which readings may be names of one word, and which ones."""
        readings: list[Counts] = []
        numbers: list[Counts] = []
        otherwise: list[Flags] = []
        needs = self._net.needs
        for words in (spoken.whole.numbers, spoken.shortened.numbers):
            which, values = self._net.singles.find(words.values)
            reading, number = words.owners[which], values >> 4
            word = _Agreeing(reading, number, words.kinds[which], values & 3)
            met = _meetings(word, found, spoken.traits(found, reading), self._net.left)
            kept = fits(met) & agrees(met)
            # A consonant too many may be a plural's, which is compared without it.
            kept &= met.slips | (at_most(met) >= needs.points[number] - ROUNDING)
            readings.append(reading[kept])
            numbers.append(number[kept])
            otherwise.append(met.otherwise[kept])
        reading = np.concatenate(readings)
        both = np.concatenate(otherwise)
        every = np.arange(len(found.first))
        return different(every, every, reading, np.concatenate(numbers), both, both)


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """Readings with the number of what they may be, and the kinds of the numbers that agree."""

    reading: Counts
    number: Counts
    kind: Codes
    its_kind: Counts


def _meetings(words: _Agreeing, found: Readings, traits: Traits, tokens: Tokens) -> Meetings:
    return Meetings(
        traits.of(words.reading),
        tokens.traits.of(words.number),
        words.kind,
        words.its_kind,
        found.exactly[words.reading] & (found.plain[words.reading] != tokens.plain[words.number]),
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    """Numbers of readings, and what each may be on the watchlist."""

    numbers: Ragged
    marks: Codes

    def among(self, mark: int) -> "_Marked":
        kept = (self.marks & mark) != 0
        return _Marked(only(self.numbers, kept), self.marks[kept])


def _marked(numbers: Ragged, marks: Marks) -> _Marked:
    return _Marked(numbers, marks.of(numbers.values))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Numbers of readings, as they are and without one symbol; and what they were made of."""

    whole: _Marked
    shortened: _Marked
    heard: Skeletons
    pieces: Pieces

    def among(self, mark: int) -> "_Spoken":
        """The same with those numbers only that may have the mark."""
        whole, shortened = self.whole.among(mark), self.shortened.among(mark)
        return _Spoken(whole, shortened, self.heard, self.pieces)

    @property
    def is_there(self) -> Flags:
        """Which readings have any number left."""
        there: Flags = (self.whole.numbers.counts + self.shortened.numbers.counts) > 0
        return there

    @property
    def long(self) -> Ragged:
        """The numbers of long ones without one symbol."""
        numbers = self.shortened.numbers
        return only(numbers, self.heard.lengths[numbers.owners] >= TWO_SLIPS_FROM)

    def traits(self, found: Readings, *asked: Counts) -> Traits:
        """The traits of those readings that are asked for; of no others."""
        wanted = np.zeros(len(found.plain), np.bool_)
        for which in asked:
            wanted[which] = True
        at = np.flatnonzero(wanted)
        first, starts, lengths = found.first[at], self.heard.starts[at], self.heard.lengths[at]
        some = traits(
            self.pieces.codes,
            found.starts[at],
            (found.ends - found.starts)[at],
            Skeletons(self.heard.symbols, starts, lengths),
            untold=(self.pieces.is_abjad | self.pieces.is_declined)[first],
            leaves_vowels_out=self.pieces.is_abjad[first],
        )
        place = np.zeros(len(wanted), np.int64)
        place[at] = np.arange(len(at))
        return some.of(place) if len(at) else some
