"""The words of a watchlist by the numbers of their skeletons, in every tradition of spelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from monitor.matching.sieve import alphabet as abc
from monitor.matching.sieve.pairs import CLASS, OTHER, OWN, SHORT, Ragged, ragged
from monitor.matching.sieve.pieces import LONGEST, Counts
from monitor.matching.sieve.skeletons import Hashes, Skeletons, Weighed, hashes, shortened

TWO_SLIPS_FROM = 5
"""Consonants. Of a pair of shorter words only one may have a consonant too many or too few."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """Numbers by token, each with its kind: of skeletons as they are and of classes; of skeletons
    without one symbol; and of the latter those of long ones."""

    whole: Ragged
    shortened: Ragged
    long: Ragged


def sounds(
    skeletons: Sequence[Sequence[str]],
    classes: Mapping[int, Sequence[int]],
    *,
    shortened_from: int,
) -> Sounds:
    """The sounds of tokens, from the skeletons of each, its own first, and the numbers of the
    classes that it is of."""
    total = len(skeletons)
    counts = np.fromiter(map(len, skeletons), np.int64, total)
    owners = np.repeat(np.arange(total), counts)
    each = encoded([skeleton for of_one in skeletons for skeleton in of_one])
    own = np.full(len(owners), OTHER, np.uint8)
    own[(np.cumsum(counts) - counts)[counts > 0]] = OWN
    of_class = [(token, number) for token, numbers in classes.items() for number in numbers]
    weighed = Weighed(each.symbols)
    whole = np.concatenate(
        (
            weighed.numbers(each.starts, each.lengths),
            np.array([number for _, number in of_class], np.uint64),
        )
    )
    short = shortened(weighed, each.starts, each.lengths, shortened_from)
    long = each.lengths[short.word] >= TWO_SLIPS_FROM
    return Sounds(
        ragged(
            np.concatenate((owners, np.array([token for token, _ in of_class], np.int64))),
            whole,
            np.concatenate((own, np.full(len(of_class), CLASS, np.uint8))),
            total,
        ),
        _unique(owners[short.word], short.hashes, total),
        _unique(owners[short.word][long], short.hashes[long], total),
    )


def encoded(skeletons: Sequence[str]) -> Skeletons:
    """Skeletons as `folding` writes them, in codes."""
    lengths = np.fromiter(
        (min(len(skeleton), LONGEST) for skeleton in skeletons), np.int64, len(skeletons)
    )
    joined = "".join(skeleton[:LONGEST] for skeleton in skeletons)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = abc.alphabet().codes.take(points, mode="clip") & ~np.uint8(abc.CAPITAL)
    codes[points == ord("A")] = abc.FIRST_VOWEL
    return Skeletons(codes, np.cumsum(lengths) - lengths, lengths)


def numbers_of(skeletons: Sequence[str]) -> Hashes:
    each = encoded(skeletons)
    return hashes(each.symbols, each.starts, each.lengths)


def number_of_class(kind: str, name: str) -> int:
    """A number for all words of a class, which no skeleton has but by chance."""
    return int.from_bytes(blake2b(f"{kind} {name}".encode(), digest_size=8).digest(), "little")


def _unique(owners: Counts, values: Hashes, total: int) -> Ragged:
    order = np.lexsort((values, owners))
    owners, values = owners[order], values[order]
    again = (owners[1:] == owners[:-1]) & (values[1:] == values[:-1])
    kept = np.append(np.True_, ~again)[: len(values)]
    kinds = np.full(int(kept.sum()), SHORT, np.uint8)
    return ragged(owners[kept], values[kept], kinds, total)
