"""Sorted 64-bit keys with what each stands for, and a bitmap in front that says no at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.pieces import Codes, Counts, Flags
from monitor.matching.sieve.skeletons import Hashes, ranges

BITS_PER_KEY = 16
"""Of the bitmap: one strange key in so many passes it by chance, and fails the search."""
LEAST_BITS, MOST_BITS = 16, 27
"""Of the bitmap's size, as powers of two: 8 kB to 16 MB."""
PLACES_PER_KEY = 8
MOST_PLACE_BITS = 24
"""Of marks, as powers of two: 16 MB, one byte for each place."""


class Bitmap:
    """Whether a key may be among many: false for nearly all that are not (a Bloom filter of one
    hash, which the keys are themselves)."""

    def __init__(self, keys: Hashes) -> None:
        wanted = max(1, len(keys) * BITS_PER_KEY).bit_length()
        self._shift = np.uint64(64 - min(MOST_BITS, max(LEAST_BITS, wanted)))
        self._bits = np.zeros(1 << (64 - int(self._shift) - 3), np.uint8)
        place = keys >> self._shift
        np.bitwise_or.at(self._bits, place >> _EIGHT, _BIT[place & _SEVEN])

    @property
    def size(self) -> int:
        """Bytes."""
        return self._bits.nbytes

    def may_hold(self, keys: Hashes) -> Flags:
        place = (keys >> self._shift).view(np.int64)
        held: Flags = (self._bits[place >> 3] & _BIT[place & 7]) != 0
        return held


class Marks:
    """Which marks a key may have: of several sets the one or the other that it is in. A mark that
    is not there is not there; one in so many is there by chance. `always`: what every key has."""

    def __init__(self, marked: Mapping[int, Hashes], *, always: int = 0) -> None:
        wanted = max(1, sum(map(len, marked.values())) * PLACES_PER_KEY).bit_length()
        bits = min(MOST_PLACE_BITS, max(LEAST_BITS, wanted))
        self._shift = np.uint64(64 - bits)
        self._marks = np.full(1 << bits, always, np.uint8)
        for mark, keys in marked.items():
            self._marks[self._places(keys)] |= np.uint8(mark)

    def of(self, keys: Hashes) -> Codes:
        """The marks of keys, as bits."""
        return self._marks[self._places(keys)]

    def _places(self, keys: Hashes) -> Counts:
        return (keys >> self._shift).view(np.int64)


class Keys:
    """A multimap from keys to small numbers."""

    def __init__(self, keys: Hashes, values: NDArray[np.int32]) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._values = values[order]
        self._bitmap = Bitmap(self._keys)

    @property
    def size(self) -> int:
        """Bytes."""
        return self._keys.nbytes + self._values.nbytes + self._bitmap.size

    def find(self, keys: Hashes) -> tuple[Counts, NDArray[np.int32]]:
        """Which of the keys are there, by their index, and what each stands for; a key that stands
        for several is there as often."""
        maybe = np.flatnonzero(self._bitmap.may_hold(keys))
        first = np.searchsorted(self._keys, keys[maybe], "left")
        count = np.searchsorted(self._keys, keys[maybe], "right") - first
        at, _ = ranges(first, count)
        return np.repeat(maybe, count), self._values[at]


_BIT = (1 << np.arange(8)).astype(np.uint8)
_EIGHT, _SEVEN = np.uint64(3), np.uint64(7)
