"""Which of many archived texts may name somebody, by their imprints alone. Errs on one side only.

A name stands where the sieve finds a pair of its words, or its only word. Both words are in the
text's imprint then: by their letters, or by their consonants, one more or less. So a text of which
no pair has both its words cannot hold the name; one that has may still hold them far apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from monitor.matching.compile import Index
from monitor.matching.given import given_class, skeletons_of_classes
from monitor.matching.imprints import WORD_BITS, sounds_in, word_numbers, words_in
from monitor.matching.lexicon import Lexicon
from monitor.matching.net import SHORTENED_FROM, Pairs
from monitor.matching.scan import plain_of
from monitor.matching.sieve.keys import Bitmap
from monitor.matching.sieve.pieces import LONGEST, Counts, Flags
from monitor.matching.sieve.readings import letters_of
from monitor.matching.sieve.skeletons import Hashes, Weighed, hashes, shortened
from monitor.matching.sieve.sounds import TWO_SLIPS_FROM, numbers_of, sounds
from monitor.model import Imprint

Bits = NDArray[np.uint64]
Sides = tuple[Bits, Bits]
"""Of left words and of right ones, the pairs that they are of."""

PAIR_BITS = 63
"""Pairs are told apart by bits; where there are more, some share one."""
BY_ITSELF = np.uint64(1 << PAIR_BITS)
"""The bit of a word that is enough."""


class Dragnet:
    """The words of names, ready for imprints."""

    def __init__(self, index: Index, literals: Iterable[str]) -> None:
        lexicon = index.lexicon
        of_token = _sides(index.pairs, len(lexicon.tokens))
        numbers, owners = _letters(lexicon)
        self._by_letters = _gathered(of_token, owners, word_numbers(numbers), 1 << WORD_BITS)
        for side in self._by_letters:
            side[word_numbers(_hashes(map(plain_of, literals)))] |= BY_ITSELF
        skeletons = _skeletons(lexicon)
        known = sounds(skeletons, {}, shortened_from=SHORTENED_FROM)
        given, of_given = _given(lexicon)
        self._may_lack_one = _near({len(one) for one in chain(*skeletons, given)})
        whole = np.concatenate((known.whole.values, numbers_of(given)))
        self._whole = _Heard(whole, np.concatenate((known.whole.owners, of_given)), of_token)
        self._short = _Heard(known.shortened.values, known.shortened.owners, of_token)

    def may_hold(self, imprints: Sequence[Imprint]) -> Flags:
        """Of each text whether one of the names may stand in it."""
        words, whose = words_in(imprints)
        same = _gathered(self._by_letters, words, whose, len(imprints))
        heard, whose = sounds_in(imprints)
        weighed = Weighed(heard.symbols)
        numbers = weighed.numbers(heard.starts, heard.lengths)
        self._whole.add(same, numbers, whose)
        near = np.flatnonzero(self._may_lack_one[np.minimum(heard.lengths, LONGEST)])
        short = shortened(weighed, heard.starts[near], heard.lengths[near], SHORTENED_FROM)
        cut = near[short.word]
        slips, of_long = _nothing(len(imprints)), _nothing(len(imprints))
        for known, found, word, long_from in (
            (self._short, numbers, np.arange(len(numbers)), TWO_SLIPS_FROM - 1),
            (self._whole, short.hashes, cut, TWO_SLIPS_FROM - 1),
            (self._short, short.hashes, cut, TWO_SLIPS_FROM),
        ):
            known.add(slips, found, whose[word])
            is_long = heard.lengths[word] >= long_from
            known.add(of_long, found[is_long], whose[word[is_long]])
        # As the sieve has it: one word of a pair may lack a consonant; both only if they are long.
        may = _meet(same, same) | _meet(same, slips) | _meet(slips, same)
        may |= _meet(of_long, of_long)
        may |= (slips[0] & BY_ITSELF) != 0
        return may


class _Heard:
    """Numbers of skeletons, and the pairs that words which have them are of."""

    def __init__(self, numbers: Hashes, owners: Counts, of_token: Sides) -> None:
        self._numbers, place = np.unique(numbers, return_inverse=True)
        self._bitmap = Bitmap(self._numbers)
        self._sides = _gathered(of_token, owners, place, len(self._numbers))

    def add(self, found: Sides, numbers: Hashes, whose: Counts) -> None:
        """Adds to each text the pairs that its words with these numbers may be of."""
        maybe = np.flatnonzero(self._bitmap.may_hold(numbers))
        place = np.searchsorted(self._numbers, numbers[maybe])
        place = np.minimum(place, len(self._numbers) - 1)
        known = self._numbers[place] == numbers[maybe]
        for side, bits in zip(found, self._sides, strict=True):
            np.bitwise_or.at(side, whose[maybe[known]], bits[place[known]])


def _meet(lefts: Sides, rights: Sides) -> Flags:
    """In which texts some pair has its left word and its right one."""
    both: Flags = (lefts[0] & rights[1]) != 0
    return both


def _nothing(total: int) -> Sides:
    return np.zeros(total, np.uint64), np.zeros(total, np.uint64)


def _sides(pairs: Pairs, tokens: int) -> Sides:
    """By token the pairs of which it is the left word, and of which it is the right one."""
    bit = np.uint64(1) << (np.arange(len(pairs.left)) % PAIR_BITS).astype(np.uint64)
    bit[pairs.is_single] = BY_ITSELF
    left, right = _nothing(tokens)
    np.bitwise_or.at(left, pairs.left, bit)
    np.bitwise_or.at(right, pairs.right, bit)
    return left, right


def _gathered(sides: Sides, which: Counts, where: Counts, total: int) -> Sides:
    """At so many places the bits of all that belongs there."""
    left, right = _nothing(total)
    np.bitwise_or.at(left, where, sides[0][which])
    np.bitwise_or.at(right, where, sides[1][which])
    return left, right


def _letters(lexicon: Lexicon) -> tuple[Hashes, Counts]:
    """The numbers of the words that a token is to the letter, or in translation; and whose."""
    by_class: dict[str, list[str]] = defaultdict(list)
    for word, name in lexicon.classes.items():
        by_class[name].append(word)
    plains: list[str] = []
    owners: list[int] = []
    for number, token in enumerate(lexicon.tokens):
        own = [token.plain, *by_class.get(token.generic or "", ())]
        plains += own
        owners += [number] * len(own)
    return _hashes(plains), np.array(owners, np.int64)


def _skeletons(lexicon: Lexicon) -> list[list[str]]:
    """Of each token."""
    return [
        list(dict.fromkeys(sound.skeleton for sound, _ in lexicon.spoken(number).sounds))
        for number in range(len(lexicon.tokens))
    ]


def _near(lengths: Iterable[int]) -> Flags:
    """By length whether a skeleton, without one symbol, may be one of these, or such a one without
    one symbol itself."""
    near = np.zeros(LONGEST + 1, np.bool_)
    for length in lengths:
        near[min(length, LONGEST)] = near[min(length + 1, LONGEST)] = True
    return near


def _given(lexicon: Lexicon) -> tuple[list[str], Counts]:
    """The skeletons of given names that other languages spell otherwise, and whose each is."""
    by_class: dict[str, set[str]] = defaultdict(set)
    for skeleton, name in skeletons_of_classes():
        by_class[name].add(skeleton)
    found: list[tuple[str, int]] = []
    for number in range(len(lexicon.tokens)):
        given = given_class(lexicon.spoken(number).reading.plain)
        found += ((skeleton, number) for skeleton in sorted(by_class.get(given or "", ())))
    owners = np.array([number for _, number in found], np.int64)
    return [skeleton for skeleton, _ in found], owners


def _hashes(plains: Iterable[str]) -> Hashes:
    return hashes(*letters_of(plains))
