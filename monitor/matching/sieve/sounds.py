"""The words of a watchlist by the numbers of their skeletons, in every tradition of spelling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from monitor.matching.sieve import alphabet as abc
from monitor.matching.sieve.keys import Keys, entries, keys_of
from monitor.matching.sieve.pairs import CLASS, OTHER, OWN, SHORT, Ragged, crossed, only, ragged
from monitor.matching.sieve.pieces import LONGEST, Codes, Counts, Flags
from monitor.matching.sieve.skeletons import Hashes, Skeletons, Weighed, hashes, ranges, shortened

TWO_SLIPS_FROM = 5
"""Consonants. Of a pair of shorter words only one may have a consonant too many or too few."""
PAIRS_AT_A_TIME = 1_000
"""Pairs whose keys are worked out together: what that takes is small beside all keys."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """Numbers by token, each with its kind: of skeletons as they are and of classes; of skeletons
    without one symbol, and which of these are of long ones."""

    whole: Ragged
    shortened: Ragged
    is_long: Flags


def sounds(
    skeletons: Sequence[Sequence[str]],
    classes: Mapping[int, Sequence[int]],
    *,
    shortened_from: int,
) -> Sounds:
    """The sounds of tokens, from the skeletons of each, its own first, and the numbers of the
    classes that it is of."""
    counts = np.fromiter(map(len, skeletons), np.int64, len(skeletons))
    each = encoded([skeleton for of_one in skeletons for skeleton in of_one])
    return with_classes(sounds_of(each, counts, shortened_from=shortened_from), classes)


def sounds_of(each: Skeletons, counts: Counts, *, shortened_from: int) -> Sounds:
    """The sounds of tokens, from skeletons of which each has so many, its own first."""
    total = len(counts)
    owners = np.repeat(np.arange(total), counts)
    weighed = Weighed(each.symbols)
    numbers = weighed.numbers(each.starts, each.lengths)
    own = np.zeros(len(owners), np.bool_)
    own[(np.cumsum(counts) - counts)[counts > 0]] = True
    once = _once(owners, ~own, numbers)
    owners, lengths = owners[once], each.lengths[once]
    kinds = np.where(own[once], OWN, OTHER).astype(np.uint8)
    short = shortened(weighed, each.starts[once], lengths, shortened_from)
    words = _once(owners[short.word], np.zeros(len(short.word), np.bool_), short.hashes)
    is_long = lengths[short.word[words]] >= TWO_SLIPS_FROM
    slips = np.full(len(words), SHORT, np.uint8)
    return Sounds(
        ragged(owners, numbers[once], kinds, total),
        ragged(owners[short.word[words]], short.hashes[words], slips, total),
        is_long,
    )


def with_classes(known: Sounds, classes: Mapping[int, Sequence[int]]) -> Sounds:
    """The same with the numbers of the classes that tokens are of."""
    of_class = [(token, number) for token, numbers in classes.items() for number in numbers]
    owners = np.array([token for token, _ in of_class], np.int64)
    values = np.array([number for _, number in of_class], np.uint64)
    whole = ragged(
        np.concatenate((known.whole.owners, owners)),
        np.concatenate((known.whole.values, values)),
        np.concatenate((known.whole.kinds, np.full(len(of_class), CLASS, np.uint8))),
        len(known.whole.counts),
    )
    return Sounds(whole, known.shortened, known.is_long)


def pair_keys(left: Counts, right: Counts, numbers: Counts, tokens: Sounds) -> Keys:
    """The keys of pairs of tokens, each standing for its pair's number."""
    long = only(tokens.shortened, tokens.is_long)
    crossings = (
        (tokens.whole, tokens.whole),
        (tokens.shortened, tokens.whole),
        (tokens.whole, tokens.shortened),
        (long, long),
    )
    sizes = [int((one.counts[left] * other.counts[right]).sum()) for one, other in crossings]
    found = np.empty(sum(sizes), np.uint64)
    bits = (int(numbers.max(initial=0)) << 4 | 15).bit_length()
    filled = 0
    for begin in range(0, len(numbers), PAIRS_AT_A_TIME):
        some = slice(begin, begin + PAIRS_AT_A_TIME)
        for one, other in crossings:
            keys = crossed(left[some], right[some], one, other)
            kinds = (keys.left_kind << 2) | keys.right_kind
            values = (numbers[some][keys.pair] << 4) | kinds
            found[filled : filled + len(values)] = entries(keys.keys, values, bits)
            filled += len(values)
    return Keys(found, bits)


def single_keys(token: Counts, numbers: Counts, tokens: Sounds, may_slip: Flags) -> Keys:
    """The keys of tokens that are names by themselves; some may lack a symbol."""
    keys: list[Hashes] = []
    values: list[Counts] = []
    for which, of_tokens in (
        (np.ones(len(token), np.bool_), tokens.whole),
        (may_slip[numbers], tokens.shortened),
    ):
        counts = of_tokens.counts[token[which]]
        at, _ = ranges(of_tokens.starts[token[which]], counts)
        keys.append(of_tokens.values[at])
        values.append((np.repeat(numbers[which], counts) << 4) | of_tokens.kinds[at])
    return keys_of(np.concatenate(keys), np.concatenate(values))


def encoded(skeletons: Sequence[str]) -> Skeletons:
    """Skeletons as `folding` writes them, in codes."""
    lengths = np.fromiter(
        (min(len(skeleton), LONGEST) for skeleton in skeletons), np.int64, len(skeletons)
    )
    joined = "".join(skeleton[:LONGEST] for skeleton in skeletons)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes: Codes = abc.alphabet().codes.take(points, mode="clip") & ~np.uint8(abc.CAPITAL)
    codes[points == ord("A")] = abc.FIRST_VOWEL
    return Skeletons(codes, np.cumsum(lengths) - lengths, lengths)


def numbers_of(skeletons: Sequence[str]) -> Hashes:
    each = encoded(skeletons)
    return hashes(each.symbols, each.starts, each.lengths)


def number_of_class(kind: str, name: str) -> int:
    """A number for all words of a class, which no skeleton has but by chance."""
    return int.from_bytes(blake2b(f"{kind} {name}".encode(), digest_size=8).digest(), "little")


def _once(owners: Counts, later: Flags, values: Hashes) -> Counts:
    """Every value of an owner once, by their indices; of equal ones the first that is not later."""
    order = np.lexsort((later, values, owners))
    again = np.zeros(len(order), np.bool_)
    ordered, of = values[order], owners[order]
    again[1:] = (ordered[1:] == ordered[:-1]) & (of[1:] == of[:-1])
    once: Counts = order[~again]
    return once
