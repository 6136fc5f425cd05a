"""What the readings of texts sound like, as numbers, and what each may be on the watchlist."""

from dataclasses import dataclass

import numpy as np

from monitor.matching.sieve.bounds import Traits, traits
from monitor.matching.sieve.keys import Marks
from monitor.matching.sieve.pairs import CLASS, OWN, SHORT, Ragged, only, ragged
from monitor.matching.sieve.pieces import Codes, Counts, Flags, Pieces
from monitor.matching.sieve.readings import Readings
from monitor.matching.sieve.skeletons import Hashes, Shortened, Skeletons, to_the_letter
from monitor.matching.sieve.sounds import TWO_SLIPS_FROM


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of readings, and what each may be on the watchlist."""

    all: Ragged
    told: Hashes  # the same, but to the letter where a reading counts so
    marks: Codes

    def among(self, mark: int) -> "Numbers":
        kept = (self.marks & mark) != 0
        return Numbers(only(self.all, kept), self.told[kept], self.marks[kept])


@dataclass(frozen=True, slots=True)
class Spoken:
    """Numbers of readings, as they are and without one symbol; and what they were made of."""

    whole: Numbers
    shortened: Numbers
    heard: Skeletons
    pieces: Pieces

    def among(self, mark: int) -> "Spoken":
        """The same with those numbers only that may have the mark."""
        whole, shortened = self.whole.among(mark), self.shortened.among(mark)
        return Spoken(whole, shortened, self.heard, self.pieces)

    def told(self, mark: int) -> tuple[Counts, Hashes]:
        """Readings by the numbers that may have the mark, to the letter where they count so."""
        both = (self.whole, self.shortened)
        at = [np.flatnonzero(numbers.marks & mark) for numbers in both]
        return (
            np.concatenate([one.all.owners[its] for one, its in zip(both, at, strict=True)]),
            np.concatenate([one.told[its] for one, its in zip(both, at, strict=True)]),
        )

    @property
    def is_there(self) -> Flags:
        """Which readings have any number left."""
        there: Flags = (self.whole.all.counts + self.shortened.all.counts) > 0
        return there

    @property
    def long(self) -> Ragged:
        """The numbers of long ones without one symbol."""
        numbers = self.shortened.all
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


def spoken(
    found: Readings,
    own: Hashes,
    classes: tuple[Counts, Hashes],
    short: Shortened,
    heard: Skeletons,
    pieces: Pieces,
    marks: Marks,
) -> Spoken:
    """What readings are known by: their own numbers, those of the classes that some are of, and
    those of their skeletons without one symbol."""
    total = len(own)
    kinds = np.full(total + len(classes[0]), CLASS, np.uint8)
    kinds[:total] = OWN
    owners = np.concatenate((np.arange(total), classes[0]))
    whole = ragged(owners, np.concatenate((own, classes[1])), kinds, total)
    shorter = ragged(short.word, short.hashes, np.full(len(short.word), SHORT, np.uint8), total)
    is_letters = found.exactly[whole.owners] & (whole.kinds == OWN)
    told = np.where(is_letters, to_the_letter(found.plain[whole.owners]), whole.values)
    return Spoken(
        Numbers(whole, told, marks.of(told)),
        Numbers(shorter, shorter.values, marks.of(shorter.values)),
        heard,
        pieces,
    )
