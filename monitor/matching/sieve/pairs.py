"""Words that stand close enough to be of one name, and what a pair of them is looked up by.

A pair's key is left * M1 + right * M2 modulo 2**64, of the numbers of two skeletons. Both as they
are, one of them without a symbol, and of long words both: with the same on the side of the
watchlist this finds pairs of which a word has a consonant more, less, or another one (symmetric
deletion, as in SymSpell).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitor.matching.sieve.pieces import Codes, Counts, Flags
from monitor.matching.sieve.readings import ARTICLE, Marked, Readings
from monitor.matching.sieve.skeletons import Hashes, ranges

LOOK_AHEAD = 6
"""Pieces. Two words of a name have no more than this between them, particles and all."""
EXTRAS_AT_MOST = 2
"""Words of nobody's in the middle of a name: Nouri Kamil al-Maliki."""

_LEFT, _RIGHT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


OWN, OTHER, CLASS, SHORT = range(4)
"""What a number is of: a word's own skeleton, that of another tradition of spelling, a class of
words that stand for each other, a skeleton without one of its symbols."""


@dataclass(frozen=True, slots=True)
class Ragged:
    """Numbers by owner, with the kind of each: those of owner n are the `counts[n]` from
    `starts[n]` on."""

    values: Hashes
    kinds: Codes
    owners: Counts
    starts: Counts
    counts: Counts


def only(numbers: Ragged, kept: Flags) -> Ragged:
    """The numbers that are kept, of the same owners."""
    at = np.flatnonzero(kept)
    owners = numbers.owners[at]
    counts = np.bincount(owners, minlength=len(numbers.counts))
    return Ragged(numbers.values[at], numbers.kinds[at], owners, np.cumsum(counts) - counts, counts)


def ragged(owners: Counts, values: Hashes, kinds: Codes, total: int) -> Ragged:
    if not bool((owners[1:] >= owners[:-1]).all()):
        order = np.argsort(owners, kind="stable")
        owners, values, kinds = owners[order], values[order], kinds[order]
    counts = np.bincount(owners, minlength=total)
    return Ragged(values, kinds, owners, np.cumsum(counts) - counts, counts)


@dataclass(frozen=True, slots=True)
class Crossed:
    """Keys of pairs: which pair, and the kinds of its left and of its right number."""

    pair: Counts
    keys: Hashes
    left_kind: Codes
    right_kind: Codes


def crossed(left: Counts, right: Counts, lefts: Ragged, rights: Ragged) -> Crossed:
    """The keys of every number of a left owner with every one of its right owner."""
    at, _ = ranges(lefts.starts[left], lefts.counts[left])
    pair = np.repeat(np.arange(len(left)), lefts.counts[left])
    many = rights.counts[right][pair]
    other, _ = ranges(rights.starts[right][pair], many)
    at = np.repeat(at, many)
    return Crossed(
        np.repeat(pair, many),
        lefts.values[at] * _LEFT + rights.values[other] * _RIGHT,
        lefts.kinds[at],
        rights.kinds[other],
    )


def together(crossings: Sequence[Crossed]) -> Crossed:
    """All of them as one."""
    return Crossed(
        np.concatenate([one.pair for one in crossings]),
        np.concatenate([one.keys for one in crossings]),
        np.concatenate([one.left_kind for one in crossings]),
        np.concatenate([one.right_kind for one in crossings]),
    )


def neighbours(
    found: Readings, marked: Marked, is_left: Flags, is_right: Flags
) -> tuple[Counts, Counts]:
    """Every left reading with each right one that may follow it in the same name, as indices."""
    pieces = marked.pieces
    rights_at = np.flatnonzero(is_right)
    order = rights_at[np.argsort(found.first[rights_at], kind="stable")]
    counts = np.bincount(found.first[rights_at], minlength=len(marked.plain))
    begins = np.cumsum(counts) - counts
    lefts: list[Counts] = []
    rights: list[Counts] = []
    left = np.flatnonzero(is_left)
    here = found.last[left]
    extras = np.zeros(len(left), np.int64)
    for _ in range(LOOK_AHEAD):
        near = here + 1 < len(marked.plain)
        near &= pieces.is_linked[np.minimum(here + 1, len(marked.plain) - 1)]
        left, here, extras = left[near], here[near] + 1, extras[near]
        at, _ = ranges(begins[here], counts[here])
        lefts.append(np.repeat(left, counts[here]))
        rights.append(order[at])
        extras = extras + ~marked.is_particle[here]
        is_small = marked.is_particle | ((marked.marks & ARTICLE) != 0)  # Deir ez Zor
        passes: Flags = (is_small[here] | marked.is_free[here]) & (extras <= EXTRAS_AT_MOST)
        left, here, extras = left[passes], here[passes], extras[passes]
    return np.concatenate(lefts), np.concatenate(rights)
