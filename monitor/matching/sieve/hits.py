"""What the sieve finds: pairs of words, and the numbers of what they may be."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from monitor.matching.sieve.pieces import Counts, Flags, Pieces
from monitor.matching.sieve.readings import Readings

NUMBER_BITS = 32
"""Of the number of a pair of tokens, or of a single one."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Words by where they stand: in which text, from where on and up to where."""

    text: Counts
    starts: Counts
    ends: Counts


@dataclass(frozen=True, slots=True)
class Hits:
    """Places where something may stand, in parallel columns: the left word and the right one (the
    same for a single one), by their index among the words; the number of what is looked for there;
    and whether each word agrees by more than its own sound: by another tradition of spelling, or by
    a class."""

    words: Spans
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
class Agreed:
    """Pairs of readings with the number of what they may be, all different. See `Hits`."""

    left: Counts
    right: Counts
    number: Counts
    left_otherwise: Flags
    right_otherwise: Flags

    def each(self, which: Counts, number: Counts) -> "Agreed":
        """These of the pairs with other numbers."""
        return Agreed(
            self.left[which],
            self.right[which],
            number,
            self.left_otherwise[which],
            self.right_otherwise[which],
        )


def different(
    left: Counts,
    right: Counts,
    pair: Counts,
    number: Counts,
    left_otherwise: Flags,
    right_otherwise: Flags,
) -> Agreed:
    """Each of the pairs with each of its numbers once."""
    both, place = np.unique((pair << NUMBER_BITS) | number, return_inverse=True)
    pair, number = both >> NUMBER_BITS, both & ((1 << NUMBER_BITS) - 1)
    any_left, any_right = np.zeros((2, len(both)), np.bool_)
    any_left[place[left_otherwise]] = True
    any_right[place[right_otherwise]] = True
    return Agreed(left[pair], right[pair], number, any_left, any_right)


def joined(first: Agreed, second: Agreed) -> Agreed:
    """Both as one."""
    columns = (
        np.concatenate((getattr(first, field.name), getattr(second, field.name)))
        for field in fields(Agreed)
    )
    return Agreed(*columns)


class Places:
    """Where in their texts readings stand."""

    def __init__(self, texts: Sequence[str], pieces: Pieces, found: Readings) -> None:
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self._begins = np.cumsum(lengths) - lengths
        self._pieces = pieces
        self._found = found

    def hits(self, agreed: Agreed) -> Hits:
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
