"""The sieve: of many texts at once, the places where a watched name may stand.

    cut into pieces -> read as words -> skeletons as numbers -> single words and pairs looked up

Whatever it finds is looked at closely by others; what it lets fall is never seen again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.bounds import Meetings, Traits, agrees, at_most, fits, traits
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
NUMBER_BITS = 32
"""Of the number of a pair of tokens, or of a single one."""


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
class Hits:
    """Places where something may stand, in parallel columns: the left word and the right one (the
    same for a single one), by their index among the words; the number looked for there; and whether
    each word agrees by more than its own sound: by another tradition of spelling, or by a class."""

    words: "Spans"
    left: Counts
    right: Counts
    number: Counts
    left_otherwise: Flags
    right_otherwise: Flags

    def only(self, which: Counts | Flags) -> "Hits":
        return Hits(
            self.words,
            self.left[which],
            self.right[which],
            self.number[which],
            self.left_otherwise[which],
            self.right_otherwise[which],
        )

    def __len__(self) -> int:
        return len(self.number)


@dataclass(frozen=True, slots=True)
class Spans:
    """Words by where they stand: in which text, from where on and up to where."""

    text: Counts
    starts: Counts
    ends: Counts


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
        places = _Places(texts, known.pieces, found)
        return Sifted(
            places.hits(_together(pairs, singles)),
            places.hits(_Agreed(words, words, literals, *[np.zeros(len(words), np.bool_)] * 2)),
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
    ) -> "_Agreed":
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
        return _different(
            left, right, pair[kept], number[kept], first.otherwise[kept], second.otherwise[kept]
        )

    def _singles(self, found: Readings, spoken: "_Spoken") -> "_Agreed":
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
        return _different(every, every, reading, np.concatenate(numbers), both, both)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """Pairs of readings with the number of what they may be, all different. See `Hits`."""

    left: Counts
    right: Counts
    number: Counts
    left_otherwise: Flags
    right_otherwise: Flags


def _different(
    left: Counts,
    right: Counts,
    pair: Counts,
    number: Counts,
    left_otherwise: Flags,
    right_otherwise: Flags,
) -> _Agreed:
    """Each of the pairs with each of its numbers once."""
    both, place = np.unique((pair << NUMBER_BITS) | number, return_inverse=True)
    pair, number = both >> NUMBER_BITS, both & ((1 << NUMBER_BITS) - 1)
    any_left, any_right = np.zeros((2, len(both)), np.bool_)
    any_left[place[left_otherwise]] = True
    any_right[place[right_otherwise]] = True
    return _Agreed(left[pair], right[pair], number, any_left, any_right)


def _together(first: _Agreed, second: _Agreed) -> _Agreed:
    """Both as one."""
    columns = (
        np.concatenate((getattr(first, field.name), getattr(second, field.name)))
        for field in fields(_Agreed)
    )
    return _Agreed(*columns)


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


class _Places:
    """Where in their texts readings stand."""

    def __init__(self, texts: Sequence[str], pieces: Pieces, found: Readings) -> None:
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self._begins = np.cumsum(lengths) - lengths
        self._pieces = pieces
        self._found = found

    def hits(self, agreed: _Agreed) -> Hits:
        offsets, found = self._pieces.offsets, self._found
        is_met = np.zeros(len(found.first), np.bool_)
        is_met[agreed.left] = is_met[agreed.right] = True
        met = np.flatnonzero(is_met)
        index = np.zeros(len(is_met), np.int64)
        index[met] = np.arange(len(met))
        text = self._pieces.text[found.first[met]]
        begin = self._begins[text]
        words = Spans(
            text,
            offsets[found.starts[met]] - begin,
            offsets[found.ends[met] - 1] + 1 - begin,
        )
        return Hits(
            words,
            index[agreed.left],
            index[agreed.right],
            agreed.number,
            agreed.left_otherwise,
            agreed.right_otherwise,
        )
