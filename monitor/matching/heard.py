"""The words of a watchlist as the sieve hears them, worked out for some thousands at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from monitor.matching.romanise import is_abjad
from monitor.matching.sieve.bounds import Traits, traits
from monitor.matching.sieve.pairs import Ragged
from monitor.matching.sieve.readings import letters_of
from monitor.matching.sieve.skeletons import Hashes, hashes
from monitor.matching.sieve.sounds import Sounds, encoded, sounds, with_classes
from monitor.matching.voices import Voices

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
    voices: Voices,
    classes: Mapping[int, Sequence[int]],
    *,
    shortened_from: int,
) -> Heard:
    """What is known of plain words, by how each may sound and by the classes that it is of."""
    plain: list[Hashes] = []
    known: list[Traits] = []
    whole, shortened, is_long = _Gathered(), _Gathered(), bytearray()
    for begin in range(0, max(1, len(words)), AT_A_TIME):
        some = range(begin, min(begin + AT_A_TIME, len(words)))
        found = _heard(words, voices, some, shortened_from=shortened_from)
        plain.append(found.plain)
        known.append(found.traits)
        whole.add(found.sounds.whole)
        shortened.add(found.sounds.shortened)
        is_long += found.sounds.is_long.tobytes()
    together = Sounds(whole.all(), shortened.all(), np.frombuffer(is_long, np.bool_))
    return Heard(np.concatenate(plain), _traits(known), with_classes(together, classes))


def _heard(words: Sequence[str], voices: Voices, some: range, *, shortened_from: int) -> Heard:
    plains = [words[number] for number in some]
    abjad = np.array([*map(is_abjad, plains)], np.bool_)
    skeletons = [[sound.skeleton for sound, _ in voices.of(number)] for number in some]
    codes, starts, lengths = letters_of(plains)
    own = encoded([first for first, *_ in skeletons])
    return Heard(
        hashes(codes, starts, lengths),
        traits(codes, starts, lengths, own, untold=abjad, leaves_vowels_out=abjad),
        sounds(skeletons, {}, shortened_from=shortened_from),
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
