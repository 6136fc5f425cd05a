"""The skeletons of many words at once, as numbers.

What `folding` does to one word with regular expressions is done here to all words of a batch, with
tables and with arrays shifted against each other: the same symbols come out, which a test holds to
be true of any word.

A skeleton's number is the sum of one random 64-bit number for each symbol, times P to the power of
its place, modulo 2**64. Running totals over all words at once, with places counted through, give
every word's number by one subtraction and a division by P to the power of its start (which is a
multiplication, P being odd); and so every deletion: what stands behind the cut is divided by P once
more.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve import alphabet as abc
from monitor.matching.sieve.pieces import Codes, Counts, Flags

Hashes = NDArray[np.uint64]

_SEED = 20_031
_BASE = 0x9E3779B97F4A7C15
_INVERSE = np.uint64(pow(_BASE, -1, 2**64))
_LETTERS = np.uint64(0xD6E8FEB86659FD93)
_LEAST_BITS = 17


@dataclass(frozen=True, slots=True)
class Words:
    """Letters of words, one after the other; each word's first letter and how many it has."""

    codes: Codes
    starts: Counts
    lengths: Counts


@dataclass(frozen=True, slots=True)
class Skeletons:
    """Consonants of words, one after the other; each word's first and how many it has."""

    symbols: Codes
    starts: Counts
    lengths: Counts


@dataclass(frozen=True, slots=True)
class Shortened:
    """Skeletons without one symbol: whose, and its number."""

    word: Counts
    hashes: Hashes


@cache
def _numbers() -> NDArray[np.uint64]:
    """A number for every symbol."""
    generator = np.random.default_rng(_SEED)
    return generator.integers(2**64, size=256, dtype=np.uint64)


@cache
def _powers(base: int, bits: int) -> Hashes:
    """So many powers of two of powers of a number, from the power 0 on."""
    powers = np.full(1 << bits, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def ranges(starts: Counts, lengths: Counts) -> tuple[Counts, Counts]:
    """The indices from each start on, one range behind the other, and where each range begins."""
    begins = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - begins, lengths), begins


class Weighed:
    """Codes with their running totals, from which the number of any run of them follows."""

    __slots__ = ("divisors", "totals")

    def __init__(self, codes: Codes) -> None:
        bits = max(_LEAST_BITS, len(codes).bit_length())
        self.totals = np.zeros(len(codes) + 1, np.uint64)  # of all codes before each, and of all
        np.cumsum(_numbers()[codes] * _powers(_BASE, bits)[: len(codes)], out=self.totals[1:])
        self.divisors = _powers(int(_INVERSE), bits)

    def numbers(self, starts: Counts, lengths: Counts) -> Hashes:
        """The number of each word's letters, or of each skeleton's symbols."""
        sums: Hashes = self.totals[starts + lengths] - self.totals[starts]
        sums *= self.divisors[starts]
        return sums


def hashes(codes: Codes, starts: Counts, lengths: Counts) -> Hashes:
    """The numbers of words, or of skeletons, of which nothing else is asked."""
    return Weighed(codes).numbers(starts, lengths)


def to_the_letter(plain: Hashes) -> Hashes:
    """The numbers of words that count letter by letter only: those of no skeletons."""
    return plain * _LETTERS


def letter_sets(codes: Codes, starts: Counts, lengths: Counts) -> Hashes:
    """Which letters each word has, as bits."""
    at, begins = ranges(starts, lengths)
    bits = np.uint64(1) << (codes[at].astype(np.uint64) & np.uint64(63))
    sets = np.zeros(len(starts), np.uint64)
    there = np.flatnonzero(lengths)
    if len(there):
        sets[there] = np.bitwise_or.reduceat(bits, begins[there])
    return sets


def shortened(weighed: Weighed, starts: Counts, lengths: Counts, at_least: int) -> Shortened:
    """Every skeleton of at least so many symbols without each of them."""
    enough = np.flatnonzero(lengths >= at_least)
    starts, lengths = starts[enough], lengths[enough]
    cut, _ = ranges(starts, lengths)
    totals, divisors = weighed.totals, weighed.divisors
    before, after = totals[starts], totals[starts + lengths] * _INVERSE
    both = np.repeat(after - before, lengths) + totals[cut] - totals[cut + 1] * _INVERSE
    return Shortened(np.repeat(enough, lengths), both * np.repeat(divisors[starts], lengths))


_VOWELS = np.isin(np.arange(128), [*abc.codes_of("aeiouyw"), abc.AIN])
_BEFORE_H = np.isin(np.arange(128), abc.codes_of("szckgptd"))
_SOFTENS_C = np.isin(np.arange(128), abc.codes_of("eiyh"))
_SOUNDS = np.arange(128, dtype=np.uint8)
for _letter, _sound in zip("gxqcz", "kkkks", strict=True):
    _SOUNDS[abc.code(_letter)] = abc.code(_sound)
_SOUNDS[abc.H_ALONE] = abc.code("h")
_C, _D, _F, _H, _J, _K, _P, _S, _T, _V, _W, _Z = abc.codes_of("cdfhjkpstvwz")
_ALLAH = (*abc.codes_of("all"), abc.H_ALONE)
NOTHING = np.uint8(0)


def skeletons(words: Words) -> Skeletons:
    """The consonants of words; a vowel at the start is A. See `folding.skeleton_of`."""
    words = _without_ain(words)
    at, begins = ranges(words.starts, words.lengths)
    letters = words.codes[at]
    there = words.lengths > 0
    first = np.zeros(len(at), np.bool_)
    first[begins[there]] = True
    symbols = _heard(letters, first)
    _drop_final_h(symbols, letters, first, (begins + words.lengths - 1)[there])
    symbols[first & _VOWELS[letters]] = abc.FIRST_VOWEL
    symbols[first & (letters == _W)] = _V
    word = np.repeat(np.arange(len(words.lengths)), words.lengths)
    return _once(symbols, word, len(words.lengths))


def _without_ain(words: Words) -> Words:
    """Ain is heard at the start of a word only, not in عبدالله, and parts no other letters."""
    if not (words.codes == abc.AIN).any():
        return words
    at, begins = ranges(words.starts, words.lengths)
    codes = words.codes[at]
    silent = codes == abc.AIN
    initial = np.flatnonzero(words.lengths > len(_ALLAH))
    ends = (begins + words.lengths)[initial]
    for back, letter in enumerate(reversed(_ALLAH), 1):
        initial = initial[codes[ends - back] == letter]
        ends = (begins + words.lengths)[initial]
    heard = np.zeros(len(codes), np.bool_)
    heard[begins[words.lengths > 0]] = True
    heard[begins[initial]] = False
    kept = ~silent | heard
    word = np.repeat(np.arange(len(words.lengths)), words.lengths)[kept]
    lengths = np.bincount(word, minlength=len(words.lengths))
    return Words(codes[kept], np.cumsum(lengths) - lengths, lengths)


def _heard(letters: Codes, first: Flags) -> Codes:
    """The sound of each letter among its neighbours; nothing for vowels and parts of digraphs."""
    before, after = _before(letters, first), _after(letters, first)
    symbols = _SOUNDS[letters]
    symbols[_VOWELS[letters]] = NOTHING
    symbols[(letters == _C) & _SOFTENS_C[after]] = _S
    symbols[(letters == _P) & (after == _H)] = _F
    symbols[(letters == _D) & (after == _J)] = NOTHING
    symbols[(letters == _J) & ((before == _Z) | (before == _S))] = NOTHING
    second = _after(after, first)
    hisses = (after == _C) & (second == _H)
    hisses |= (after == _S) & (second == _C) & (_after(second, first) == _H)
    hisses |= (after == _S) & (second == _J)
    symbols[(letters == _T) & hisses] = NOTHING
    is_digraph = _BEFORE_H[before] & ~((before == _K) & (_before(before, first) == _C))
    symbols[(letters == _H) & (is_digraph | (after == _H))] = NOTHING
    return symbols


def _before(letters: Codes, first: Flags) -> Codes:
    """The letter before each in its word."""
    shifted = np.zeros_like(letters)
    shifted[1:] = letters[:-1]
    shifted[first] = NOTHING
    return shifted


def _after(letters: Codes, first: Flags) -> Codes:
    """The letter after each in its word."""
    shifted = np.zeros_like(letters)
    shifted[:-1] = letters[1:]
    shifted[:-1][first[1:]] = NOTHING
    return shifted


def _drop_final_h(symbols: Codes, letters: Codes, first: Flags, last: Counts) -> None:
    """An h at the end is heard after a consonant only; that of vowelless scripts is a vowel."""
    before = np.maximum(last - 1, 0)
    before -= (letters[before] == _H) & ~first[before]
    follows_vowel = _VOWELS[letters[before]] & ~first[last]
    follows_vowel &= ~(first[before] & (letters[before] == _W))
    symbols[last[(letters[last] == _H) & follows_vowel]] = NOTHING
    is_long = ~first[last] & ~first[np.maximum(last - 1, 0)]
    symbols[last[(letters[last] == abc.H_ALONE) & (is_long | follows_vowel)]] = NOTHING


def _once(symbols: Codes, word: Counts, words: int) -> Skeletons:
    """Of symbols that follow upon themselves the last one, as a word may begin between them."""
    heard = np.flatnonzero(symbols)
    symbols, word = symbols[heard], word[heard]
    again = np.zeros(len(symbols), np.bool_)
    again[:-1] = (symbols[1:] == symbols[:-1]) & (word[1:] == word[:-1])
    symbols, word = symbols[~again], word[~again]
    lengths = np.bincount(word, minlength=words)
    return Skeletons(symbols, np.cumsum(lengths) - lengths, lengths)
