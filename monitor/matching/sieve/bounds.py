"""How like two words can be at most, from counts alone: without looking at the order of letters.

Words that differ in so many letters, or sounds, are at least as many insertions and deletions
apart; the rest is `similarity` with everything else at its best. A pair of words that cannot reach
what its shapes must score is never compared letter by letter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve import alphabet as abc
from monitor.matching.sieve.pairs import CLASS, OTHER, OWN, SHORT
from monitor.matching.sieve.pieces import Codes, Counts, Flags
from monitor.matching.sieve.skeletons import Hashes, Skeletons, letter_sets

Points = NDArray[np.float64]

LETTERS = 40.0
"""See `similarity`: words of other consonants and fewer letters in common are other words."""
_TYPO_LETTERS, _STEM_LETTERS = 5, 9
_SLIPS = 4
"""Letters apart, at most, by the two slips of the keyboard that a long word is forgiven."""


SLIP, SPELLING = 2, 3
"""Letters that one has and the other has not, of a name with a slip of the keyboard and of one in
another spelling; more of a longer one."""
MOST_OF_SHORT = np.array([64, 0, 0, 1, 2, 4, 5, 64])
"""The same of a name of so few letters, which is held to a higher bar; 0 letters: of any other."""
FEW = 3
"""Consonants. Of words with no more none may change on the way into another script."""
ONE_LETTER = 4
"""As many letters are told apart at most where one letter of Arabic script is, as shch for kh."""
TINY = 2
"""Letters. The sounds of so short a word tell too little."""


def _bits(letters: str) -> np.uint64:
    return np.uint64(sum(1 << code for code in abc.codes_of(letters)))


_OPEN, _ROUND, _EITHER = _bits("aeiy"), _bits("ou"), _bits("w")
_FIRST_VOWEL = np.uint64(1) << np.uint64(abc.FIRST_VOWEL)
_NO_BITS = np.uint64(0)
_EXCHANGED = [
    (_bits(exchanged), _bits(one)) for exchanged, one in ("jk", "dt", "st", "pb", "fb", "vb")
]
_UNSTEADY = _bits("hwyjdspfv")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of words by counting."""

    lengths: Counts  # letters; 0 in scripts that leave vowels out
    consonants: Counts
    letters: Hashes  # see `letter_sets`
    sounds: Hashes  # those of the consonants, likewise
    leaves_vowels_out: Flags  # as Arabic script does

    def of(self, which: Counts) -> "Traits":
        return Traits(
            self.lengths[which],
            self.consonants[which],
            self.letters[which],
            self.sounds[which],
            self.leaves_vowels_out[which],
        )


def traits(
    codes: Codes,
    starts: Counts,
    lengths: Counts,
    heard: Skeletons,
    *,
    untold: Flags,
    leaves_vowels_out: Flags,
) -> Traits:
    """The traits of words by their letters and their consonants; only those that tell something."""
    return Traits(
        np.where(untold, 0, lengths),
        heard.lengths,
        letter_sets(codes, starts, lengths),
        letter_sets(heard.symbols, heard.starts, heard.lengths) & ~_FIRST_VOWEL,
        leaves_vowels_out,
    )


@dataclass(frozen=True, slots=True)
class Meetings:
    """Words of the texts, and words of the watchlist of which a number agrees, one by one."""

    word: Traits
    token: Traits
    kind: Codes  # of the number that agrees, on the side of the text
    its_kind: Counts  # on the side of the watchlist

    @property
    def of_class(self) -> Flags:
        flags: Flags = self.its_kind == CLASS
        return flags

    @property
    def otherwise(self) -> Flags:
        """Whether the word agrees by more than the token's own sound."""
        flags: Flags = self.of_class | (self.its_kind == OTHER)
        return flags

    @property
    def slips(self) -> Flags:
        """Whether one of the skeletons lacks a symbol."""
        flags: Flags = (self.kind == SHORT) | (self.its_kind == SHORT)
        return flags

    @property
    def untold(self) -> Flags:
        """Whether letters tell nothing: one of the words leaves its vowels out."""
        flags: Flags = (self.word.lengths == 0) | (self.token.lengths == 0)
        return flags


def fits(met: Meetings) -> Flags:
    """Whether words are of a like length; or, much longer, have the very same consonants."""
    length, its_length = met.word.lengths, met.token.lengths
    # A plural is compared without its ending.
    apart = np.where(length > its_length, length - its_length - 1, its_length - length)
    longer = np.maximum(length, its_length)
    like = apart * 3 <= longer
    like |= (met.kind == OWN) & (met.its_kind == OWN) & (apart * 2 <= longer)
    tiny = np.minimum(length, its_length) <= TINY
    like &= ~tiny | (_differing(met) <= 1)
    if met.untold.any():
        like = np.where(met.untold, _fits_untold(met), like)
    fit: Flags = like | met.of_class
    return fit


def _fits_untold(met: Meetings) -> Flags:
    """The same where one script leaves its vowels out: words of few consonants must have the very
    same, those exchanged that languages exchange; in one such script nearly every letter counts."""
    word, token = met.word, met.token
    is_across = word.leaves_vowels_out != token.leaves_vowels_out
    few = np.minimum(word.consonants, token.consonants) <= FEW
    is_other = is_across & met.slips & few & (_coarse(word.sounds) != _coarse(token.sounds))
    is_other |= word.leaves_vowels_out & token.leaves_vowels_out & (_differing(met) > ONE_LETTER)
    fit: Flags = ~is_other
    return fit


def _coarse(sounds: Hashes) -> Hashes:
    """See `similarity`: sets of consonants, those that languages exchange as one."""
    coarse = sounds & ~_UNSTEADY
    for exchanged, one in _EXCHANGED:
        coarse |= np.where((sounds & exchanged) != _NO_BITS, one, _NO_BITS)
    return coarse


def agrees(met: Meetings) -> Flags:
    """Whether enough letters of a word are those of a name that it would be all of."""
    both = met.word.lengths + met.token.lengths
    most = np.where(met.slips, SLIP + both // 8, SPELLING + both // 5)
    most = np.minimum(most, MOST_OF_SHORT.take(met.token.lengths, mode="clip"))
    agree: Flags = (_differing(met) <= most) | met.untold | met.of_class
    return agree


def _differing(met: Meetings) -> Counts:
    """How many letters only one of both words has."""
    differ: Counts = np.bitwise_count(met.word.letters ^ met.token.letters).astype(np.int64)
    return differ


def at_most(met: Meetings) -> Points:
    """The most that `similarity` can give."""
    word, token = met.word, met.token
    total = np.maximum(word.lengths + token.lengths, 1)
    # One letter is for a plural, which is compared without its ending.
    apart = np.maximum(np.maximum(_differing(met), np.abs(word.lengths - token.lengths)) - 1, 0)
    letters = 100.0 * (1.0 - apart / total)
    unheard = np.bitwise_count(word.sounds ^ token.sounds) + _vowels_differ(word, token)
    sounds = np.maximum(100.0 * (1.0 - np.maximum(unheard - 1.0, 0.0) / total), letters)
    agreement = 0.45 * sounds + 0.25 * letters
    same = np.maximum(agreement + 33.0, np.where(unheard <= 1, 92.0 + 0.06 * letters, 0.0))
    other = np.maximum(78.0 + 0.25 * letters, 92.0 + 0.06 * letters)
    longest = np.maximum(np.maximum(word.consonants, token.consonants), 1)
    slip = np.where(letters >= LETTERS, agreement + 30.0 * (1.0 - 1.0 / longest), 0.0)
    slip = np.maximum(slip, _floor(word, token, apart))
    points = np.where((met.kind == OWN) & (met.its_kind == OTHER), other, same)
    points = np.where(met.slips, slip, points)
    return np.where(met.of_class | met.untold, 100.0, points)


def _vowels_differ(word: Traits, token: Traits) -> Counts:
    """Kinds of vowels that only one of the words has; a w may be one or none."""
    open_ = ((word.letters & _OPEN) != _NO_BITS) != ((token.letters & _OPEN) != _NO_BITS)
    round_ = ((word.letters & _ROUND) != _NO_BITS) != ((token.letters & _ROUND) != _NO_BITS)
    told = ((word.letters | token.letters) & _EITHER) == _NO_BITS
    differ: Counts = open_.astype(np.int64) + (round_ & told)
    return differ


def _floor(word: Traits, token: Traits, apart: Counts) -> Points:
    """What a slip of the keyboard, or one stem, is good for."""
    shorter = np.minimum(word.lengths, token.lengths)
    typo = 84.0 + np.minimum(shorter - _TYPO_LETTERS, 9)
    points = np.where((shorter >= _TYPO_LETTERS) & (apart <= _SLIPS), typo, 0.0)
    return np.maximum(points, np.where(shorter >= _STEM_LETTERS, 88.0, 0.0))
