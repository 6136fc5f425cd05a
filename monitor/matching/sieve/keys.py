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

ENTRIES_PER_DRAWER = 4

AT_A_TIME = 1 << 18
"""Keys that are entered into a table together: what that takes is small beside the table."""


class Bitmap:
    """Whether a key may be among many: false for nearly all that are not (a Bloom filter of one
    hash, which the keys are themselves)."""

    _shift: np.uint64
    _bits: Codes

    def __init__(self, keys: Hashes) -> None:
        wanted = max(1, len(keys) * BITS_PER_KEY).bit_length()
        self._shift = np.uint64(64 - min(MOST_BITS, max(LEAST_BITS, wanted)))
        self._bits = np.zeros(1 << (64 - int(self._shift) - 3), np.uint8)
        for begin in range(0, len(keys), AT_A_TIME):
            place = keys[begin : begin + AT_A_TIME] >> self._shift
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

    _shift: np.uint64
    _marks: Codes

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
    """A multimap from keys to small numbers. An entry is one number: a key with the value in place
    of its last bits. Keys that differ in these alone are taken for one; that takes chance.

    Sorted entries lie in drawers by their first bits, of which one is looked through: a search that
    halves them all would miss the cache at every step.
    """

    _entries: Hashes
    _value: np.uint64
    _bitmap: Bitmap
    _shift: np.uint64
    _begins: Counts

    def __init__(self, entries: Hashes, bits: int) -> None:
        """Takes the entries over. `bits`: of the values."""
        entries.sort()
        self._entries = entries
        self._value = np.uint64((1 << bits) - 1)
        self._bitmap = Bitmap(entries)
        bits_in_front = max(1, len(entries) // ENTRIES_PER_DRAWER).bit_length()
        self._shift = np.uint64(64 - bits_in_front)
        self._begins = _begins(entries, self._shift, 1 << bits_in_front)

    @property
    def size(self) -> int:
        """Bytes."""
        return self._entries.nbytes + self._begins.nbytes + self._bitmap.size

    def find(self, keys: Hashes) -> tuple[Counts, Counts]:
        """Which of the keys are there, by their index, and what each stands for; a key that stands
        for several is there as often."""
        maybe = np.flatnonzero(self._bitmap.may_hold(keys))
        sought = keys[maybe]
        drawer = (sought >> self._shift).view(np.int64)
        first = self._begins[drawer]
        count = self._begins[drawer + 1] - first
        at, _ = ranges(first, count)
        which = np.repeat(np.arange(len(maybe)), count)
        found = self._entries[at]
        same = np.flatnonzero((found ^ sought[which]) <= self._value)
        return maybe[which[same]], (found[same] & self._value).view(np.int64)


def _begins(entries: Hashes, shift: np.uint64, drawers: int) -> NDArray[np.int32]:
    """Where each of so many drawers begins in sorted entries, and where the last one ends."""
    begins = np.empty(drawers + 1, np.int32)
    for first in range(0, drawers, AT_A_TIME):
        some = np.arange(first, min(first + AT_A_TIME, drawers), dtype=np.uint64)
        begins[first : first + len(some)] = np.searchsorted(entries, some << shift)
    begins[-1] = len(entries)
    return begins


def keys_of(keys: Hashes, values: Counts) -> Keys:
    """The multimap from keys to values, none of them negative."""
    bits = int(values.max(initial=0)).bit_length()
    return Keys(entries(keys, values, bits), bits)


def entries(keys: Hashes, values: Counts, bits: int) -> Hashes:
    """Keys with values of so many bits."""
    return (keys & ~np.uint64((1 << bits) - 1)) | values.astype(np.uint64)


_BIT = (1 << np.arange(8)).astype(np.uint8)
_EIGHT, _SEVEN = np.uint64(3), np.uint64(7)
