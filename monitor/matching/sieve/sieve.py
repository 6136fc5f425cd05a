"""The sieve: of many texts at once, the places where a watched name may stand.

    cut into pieces -> read as words -> skeletons as numbers -> single words and pairs looked up

Whatever it finds is looked at closely by others; what it lets fall is never seen again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.bounds import Meetings, Traits, agrees, at_most, fits
from monitor.matching.sieve.company import (
    NO_LETTERS,
    Around,
    ByPiece,
    Company,
    letters_that_tell,
    near,
)
from monitor.matching.sieve.hits import Agreed, Hits, Places, different, joined
from monitor.matching.sieve.keys import Keys, Marks
from monitor.matching.sieve.pairs import (
    CLASS,
    crossed,
    neighbours,
    together,
)
from monitor.matching.sieve.pieces import Codes, Counts, Flags, pieces_of
from monitor.matching.sieve.readings import (
    GENERIC,
    LITERAL,
    Marked,
    Readings,
    Vocabulary,
    marked,
    readings,
)
from monitor.matching.sieve.skeletons import Hashes, Weighed, Words, shortened, skeletons
from monitor.matching.sieve.sounds import TWO_SLIPS_FROM
from monitor.matching.sieve.spoken import Spoken, spoken

ROUNDING = 0.06
"""Points. Scores are told with one decimal."""
LEFT, RIGHT, ALONE, THIRD = 1, 2, 4, 8
"""Marks of numbers: of a left word of pairs, a right one, a name of one word, a third word."""


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
    scripts: Codes  # in which it may stand, as bits
    shortened_from: int
    company: Company


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
        spoken = self._heard(known, found, marks)
        lefts, rights = spoken.among(LEFT), spoken.among(RIGHT)
        left, right = neighbours(found, known, lefts.is_there, rights.is_there)
        pairs = self._pairs(left, right, found, lefts, rights)
        agreed = joined(pairs, self._singles(found, spoken))
        is_literal = np.flatnonzero(marks & LITERAL)
        which, literals = self._net.literals.find(found.plain[is_literal])
        words = is_literal[which]
        places = Places(texts, known.pieces, found)
        return Sifted(
            places.hits(self._accompanied(agreed, known, found, spoken)),
            places.hits(Agreed(words, words, literals, *[np.zeros(len(words), np.bool_)] * 2)),
        )

    def _heard(self, known: Marked, found: Readings, marks: Codes) -> Spoken:
        words = Words(known.pieces.codes, found.starts, found.ends - found.starts)
        heard = skeletons(words)
        weighed = Weighed(heard.symbols)
        own = weighed.numbers(heard.starts, heard.lengths)
        classes = self._classes(found, marks, own)
        free = np.where(found.exactly, 0, heard.lengths)
        short = shortened(weighed, heard.starts, free, self._net.shortened_from)
        return spoken(found, own, classes, short, heard, known.pieces, self._net.numbers)

    def _classes(self, found: Readings, marks: Codes, own: Hashes) -> tuple[Counts, Hashes]:
        """Readings that are of a class of words, and the numbers of these classes."""
        is_generic = np.flatnonzero(marks & GENERIC)
        which, its_class = self._net.classes.find(found.plain[is_generic])
        by_sound = np.flatnonzero(~found.exactly)
        named, its_name = self._net.given.find(own[by_sound])
        owners = np.concatenate((is_generic[which], by_sound[named]))
        return owners, self._net.class_numbers[np.concatenate((its_class, its_name))]

    def _pairs(
        self, left: Counts, right: Counts, found: Readings, spoken: Spoken, others: Spoken
    ) -> Agreed:
        """Which pairs of readings may be pairs of tokens, and which ones."""
        needs, net = self._net.needs, self._net
        long, others_long = spoken.long, others.long
        keys = together(
            [
                crossed(left, right, spoken.whole.all, others.whole.all),
                crossed(left, right, spoken.shortened.all, others.whole.all),
                crossed(left, right, spoken.whole.all, others.shortened.all),
                crossed(left, right, long, others_long),
            ]
        )
        which, values = net.pairs.find(keys.keys)
        pair, number = keys.pair[which], values >> 4
        script, scripts = spoken.pieces.scripts[found.first], net.scripts[number]
        same = ((scripts & script[left[pair]]) != 0) & ((scripts & script[right[pair]]) != 0)
        same &= _is_itself(left[pair], number, (values >> 2) & 3, found, net.left)
        same &= _is_itself(right[pair], number, values & 3, found, net.right)
        which, values, pair, number = which[same], values[same], pair[same], number[same]
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

    def _accompanied(
        self, agreed: Agreed, known: Marked, found: Readings, spoken: Spoken
    ) -> Agreed:
        """What is looked for by each number that agrees, unless it lacks a third word."""
        first, last, total = found.first[agreed.left], found.last[agreed.right], len(known.plain)
        is_near = near(first, last, total)
        is_near = is_near[found.first] | is_near[found.last]
        owners, told = spoken.told(THIRD)
        kept = is_near[owners]
        numbers = ByPiece(owners[kept], told[kept], found, total)
        free = np.flatnonzero(is_near & ~found.exactly)
        letters = letters_that_tell(spoken.traits(found, free).of(free))
        tells = letters != NO_LETTERS
        around = Around(known, numbers, ByPiece(free[tells], letters[tells], found, total))
        which, each = around.accompanied(self._net.company, first, last, agreed.number)
        return agreed.each(which, each)

    def _singles(self, found: Readings, spoken: Spoken) -> Agreed:
        """Which readings may be names of one word, and which ones."""
        readings: list[Counts] = []
        found_numbers: list[Counts] = []
        otherwise: list[Flags] = []
        needs = self._net.needs
        for numbers in (spoken.whole, spoken.shortened):
            alone, words = np.flatnonzero(numbers.marks & ALONE), numbers.all
            which, values = self._net.singles.find(words.values[alone])
            which = alone[which]
            reading, number = words.owners[which], values >> 4
            same = _is_itself(reading, number, values & 3, found, self._net.left)
            which, values, reading, number = which[same], values[same], reading[same], number[same]
            word = _Agreeing(reading, number, words.kinds[which], values & 3)
            met = _meetings(word, found, spoken.traits(found, reading), self._net.left)
            kept = fits(met) & agrees(met)
            # A consonant too many may be a plural's, which is compared without it.
            kept &= met.slips | (at_most(met) >= needs.points[number] - ROUNDING)
            readings.append(reading[kept])
            found_numbers.append(number[kept])
            otherwise.append(met.otherwise[kept])
        reading = np.concatenate(readings)
        both = np.concatenate(otherwise)
        every = np.arange(len(found.first))
        return different(every, every, reading, np.concatenate(found_numbers), both, both)


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
    )


def _is_itself(
    reading: Counts, number: Counts, its_kind: Counts, found: Readings, tokens: Tokens
) -> Flags:
    """Whether words that count letter by letter are the very ones, or of one class with them."""
    itself: Flags = ~found.exactly[reading] | (its_kind == CLASS)
    by_letter = np.flatnonzero(~itself)
    plain = found.plain[reading[by_letter]]
    itself[by_letter] = plain == tokens.plain[number[by_letter]]
    return itself
