"""The words of a watchlist as the sieve hears them, worked out for some thousands at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from monitor.matching.folding import spellings
from monitor.matching.romanise import is_abjad
from monitor.matching.sieve.bounds import Traits, traits
from monitor.matching.sieve.pairs import Ragged
from monitor.matching.sieve.readings import letters_of
from monitor.matching.sieve.skeletons import Hashes, Skeletons, Words, hashes, skeletons
from monitor.matching.sieve.sounds import Sounds, sounds_of, with_classes

AT_A_TIME = 1_000
"""Words. What it takes to work them out is small beside what is known of all of them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of words: their letters as numbers, what can be counted, and their sounds."""

    plain: Hashes
    traits: Traits
    sounds: Sounds


def heard(
    words: Sequence[str],
    classes: Mapping[int, Sequence[int]],
    *,
    thorough: bool,
    shortened_from: int,
) -> Heard:
    """What is known of plain words, and of the classes that each is of. `thorough`: with two
    changes of spelling at once."""
    plain: list[Hashes] = []
    known: list[Traits] = []
    whole, shortened, is_long = _Gathered(), _Gathered(), bytearray()
    for some in _some(words):
        found = _heard(some, thorough=thorough, shortened_from=shortened_from)
        plain.append(found.plain)
        known.append(found.traits)
        whole.add(found.sounds.whole)
        shortened.add(found.sounds.shortened)
        is_long += found.sounds.is_long.tobytes()
    together = Sounds(whole.all(), shortened.all(), np.frombuffer(is_long, np.bool_))
    return Heard(np.concatenate(plain), _traits(known), with_classes(together, classes))


def _some(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words in handfuls; one of none where there are none."""
    for begin in range(0, max(1, len(words)), AT_A_TIME):
        yield words[begin : begin + AT_A_TIME]


def _heard(words: Sequence[str], *, thorough: bool, shortened_from: int) -> Heard:
    abjad = np.array([*map(is_abjad, words)], np.bool_)
    spelt = [[word] if is_abjad(word) else spellings(word, thorough=thorough) for word in words]
    counts = np.fromiter(map(len, spelt), np.int64, len(spelt))
    codes, starts, lengths = letters_of(chain.from_iterable(spelt))
    spoken = skeletons(Words(codes, starts, lengths))
    own = np.cumsum(counts) - counts
    starts, lengths = starts[own], lengths[own]
    first = Skeletons(spoken.symbols, spoken.starts[own], spoken.lengths[own])
    return Heard(
        hashes(codes, starts, lengths),
        traits(codes, starts, lengths, first, untold=abjad, leaves_vowels_out=abjad),
        sounds_of(spoken, counts, shortened_from=shortened_from),
    )


def _traits(parts: Sequence[Traits]) -> Traits:
    return Traits(
        np.concatenate([one.lengths for one in parts]),
        np.concatenate([one.consonants for one in parts]),
        np.concatenate([one.letters for one in parts]),
        np.concatenate([one.sounds for one in parts]),
        np.concatenate([one.leaves_vowels_out for one in parts]),
    )


class _Gathered:
    """Numbers of handfuls of owners, counted through; in one place from the start, for there are
    too many of them to have them twice."""

    def __init__(self) -> None:
        self._values, self._kinds, self._counts = bytearray(), bytearray(), bytearray()

    def add(self, numbers: Ragged) -> None:
        self._values += numbers.values.tobytes()
        self._kinds += numbers.kinds.tobytes()
        self._counts += numbers.counts.astype(np.int64).tobytes()

    def all(self) -> Ragged:
        counts = np.frombuffer(self._counts, np.int64)
        return Ragged(
            np.frombuffer(self._values, np.uint64),
            np.frombuffer(self._kinds, np.uint8),
            np.repeat(np.arange(len(counts), dtype=np.int32), counts),
            np.cumsum(counts) - counts,
            counts,
        )
