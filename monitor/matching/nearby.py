"""The words of a watchlist by all that a word of a text may agree with them in, near-misses too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.folding import Reading
from monitor.matching.given import given_class
from monitor.matching.heard import Heard
from monitor.matching.lexicon import readings
from monitor.matching.scan import plain_of
from monitor.matching.sieve.keys import Keys, keys_of
from monitor.matching.sieve.pieces import Counts
from monitor.matching.sieve.readings import letters_of
from monitor.matching.sieve.skeletons import Hashes, Weighed, hashes, shortened, to_the_letter
from monitor.matching.sieve.sounds import encoded, number_of_class

Tokens = NDArray[np.int64]
Word = tuple[str, bool]
"""A word of a text as it is written, and whether it counts letter by letter."""

TOKEN_BITS = 32


@dataclass(frozen=True, slots=True)
class Nearby:
    """Tokens by their numbers: of letters, skeletons and classes; of skeletons without a symbol.

    Those of texts are looked up without one too, from so many consonants on; from so many on also
    where both lack one, so that another consonant may stand in its place.
    """

    whole: Keys
    shortened: Keys
    shortened_from: int
    exchanged_from: int

    def tokens(self, words: Sequence[Word], classes: Mapping[str, str]) -> list[Tokens]:
        """The tokens that each of the words may be. `classes`: of generic words, by these."""
        told = [(which, *one) for which, word in enumerate(words) for one in _told(word, classes)]
        letters = np.array([which for which, *_ in told], np.int64)
        named = [(which, number) for which, _, _, of_word in told for number in of_word]
        heard = [(which, one.sound.skeleton) for which, _, one, _ in told if one]
        by_ear = np.array([which for which, _ in heard], np.int64)
        each = encoded([skeleton for _, skeleton in heard])
        weighed = Weighed(each.symbols)
        own = weighed.numbers(each.starts, each.lengths)
        short = shortened(weighed, each.starts, each.lengths, self.shortened_from)
        exchanged = each.lengths[short.word] >= self.exchanged_from
        whole = (
            (letters, to_the_letter(hashes(*letters_of(plain for _, plain, _, _ in told)))),
            (
                np.array([which for which, _ in named], np.int64),
                np.array([number for _, number in named], np.uint64),
            ),
            (by_ear, own),
            (by_ear[short.word], short.hashes),
        )
        shorter = ((by_ear, own), (by_ear[short.word[exchanged]], short.hashes[exchanged]))
        found = np.concatenate((_found(self.whole, whole), _found(self.shortened, shorter)))
        found.sort()  # numpy.unique loads what takes longer than all of this
        found = found[np.diff(found, prepend=-1) != 0]
        ends = np.searchsorted(found, np.arange(1, len(words) + 1) << TOKEN_BITS)
        return np.split(found & ((1 << TOKEN_BITS) - 1), ends)[:-1]


def nearby_of(known: Heard, *, shortened_from: int, exchanged_from: int) -> Nearby:
    """The tokens that are known so, by their index."""
    sounds = known.sounds
    return Nearby(
        keys_of(
            np.concatenate((sounds.whole.values, to_the_letter(known.plain))),
            np.concatenate((sounds.whole.owners, np.arange(len(known.plain)))),
        ),
        keys_of(sounds.shortened.values, sounds.shortened.owners),
        shortened_from,
        exchanged_from,
    )


def _told(
    word: Word, classes: Mapping[str, str]
) -> Iterator[tuple[str, Reading | None, list[int]]]:
    """Each way to read a word: its letters, how it is heard if it may be, and its classes."""
    letters, exactly = word
    if exactly:
        plain = plain_of(letters)
        yield plain, None, _generic(plain, classes)
        return
    for reading, _, _ in readings(letters):
        of_word = _generic(reading.plain, classes)
        given = None if reading.is_abjad else given_class(reading.plain)
        if given:
            of_word.append(number_of_class("given", given))
        yield reading.plain, reading, of_word


def _generic(plain: str, classes: Mapping[str, str]) -> list[int]:
    name = classes.get(plain)
    return [number_of_class("generic", name)] if name else []


def _found(keys: Keys, sought: Sequence[tuple[Counts, Hashes]]) -> Tokens:
    """What words may be by their numbers, each with the index of the word in front."""
    whose = np.concatenate([word for word, _ in sought])
    which, tokens = keys.find(np.concatenate([numbers for _, numbers in sought]))
    found: Tokens = (whose[which] << TOKEN_BITS) | tokens
    return found
