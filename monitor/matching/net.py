"""What a watchlist is looked for by in the sieve: the numbers of its words, alone and in pairs."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.given import given_class, skeletons_of_classes
from monitor.matching.heard import Heard, heard
from monitor.matching.lexicon import Lexicon
from monitor.matching.nearby import Nearby, nearby_of
from monitor.matching.scan import plain_of
from monitor.matching.sieve.company import NOBODY, Company, agreeing, letters_that_tell
from monitor.matching.sieve.keys import Bitmap, Marks, keys_of
from monitor.matching.sieve.pieces import Codes, Counts
from monitor.matching.sieve.readings import (
    ARTICLE,
    GENERIC,
    LITERAL,
    PARTICLE,
    TO_THE_LAST,
    TO_THE_NEXT,
    WATCHED,
    Vocabulary,
    letters_of,
)
from monitor.matching.sieve.sieve import (
    ALONE,
    LEFT,
    RIGHT,
    THIRD,
    Needs,
    Net,
    Tokens,
)
from monitor.matching.sieve.skeletons import Hashes, hashes, to_the_letter
from monitor.matching.sieve.sounds import (
    Sounds,
    number_of_class,
    numbers_of,
    pair_keys,
    single_keys,
)
from monitor.matching.vocabulary import (
    ARTICLES_BEFORE_A_HYPHEN,
    JOINED_TO_THE_LAST,
    JOINED_TO_THE_NEXT,
    PARTICLES,
)

SHORTENED_FROM = 3
"""Consonants. Shorter skeletons are everywhere: they must agree."""
SHORTENED_FROM_ON_LONG_LISTS = 4
EXCHANGED_FROM = 3
EXCHANGED_FROM_ON_LONG_LISTS = 6
"""The same where another consonant may stand in the place of one, of near-misses."""
NEVER_WITH_A_SLIP = 94.0
"""Points that a word of other consonants never has."""
EXACT_UP_TO = 6
"""Letters. A name of one word with no more must agree in all of its consonants."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of tokens that are looked for, all different, as parallel columns."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    is_single: NDArray[np.bool_]  # a name of one word: both are the same
    needs: Needs
    scripts: Codes  # in which any of their shapes may stand, as bits
    thirds: "Thirds"


@dataclass(frozen=True, slots=True)
class Thirds:
    """The two words of which each shape needs one beside a pair, NOBODY where it needs none: for
    the shapes of pair n from `begins[n]` on to the next."""

    tokens: tuple[NDArray[np.int32], NDArray[np.int32]]
    is_behind: tuple[NDArray[np.bool_], NDArray[np.bool_]]
    begins: Counts


def net_of(lexicon: Lexicon, pairs: Pairs, literals: Sequence[str]) -> tuple[Net, Nearby]:
    """The net for pairs, which it tells by their index, and for the first words of literals; and
    the tokens by what each is looked for alone."""
    shortened_from = SHORTENED_FROM if lexicon.is_thorough else SHORTENED_FROM_ON_LONG_LISTS
    words = [token.plain for token in lexicon.tokens]
    others, class_words, given_words, class_numbers = _classes(lexicon)
    known = heard(words, lexicon.voices, others, shortened_from=shortened_from)
    tokens = known.sounds
    single, double = np.flatnonzero(pairs.is_single), np.flatnonzero(~pairs.is_single)
    letters = np.fromiter(map(len, words), np.int64, len(words))
    may_slip = (letters[pairs.left] > EXACT_UP_TO) & (pairs.needs.points < NEVER_WITH_A_SLIP)
    starts = [plain_of(literal) for literal in literals]
    net = Net(
        Vocabulary(
            Marks(
                {
                    PARTICLE: _hashes(PARTICLES),
                    ARTICLE: _hashes(ARTICLES_BEFORE_A_HYPHEN),
                    TO_THE_NEXT: _hashes(JOINED_TO_THE_NEXT),
                    TO_THE_LAST: _hashes(JOINED_TO_THE_LAST),
                    WATCHED: np.concatenate((known.plain, _hashes([*class_words, *starts]))),
                    LITERAL: _hashes(starts),
                    GENERIC: _hashes(class_words),
                }
            )
        ),
        numbers=_numbers(tokens, known.plain, pairs),
        pairs=pair_keys(pairs.left[double], pairs.right[double], double, tokens),
        singles=single_keys(pairs.left[single], single, tokens, may_slip),
        literals=keys_of(_hashes(starts), np.arange(len(starts))),
        classes=keys_of(_hashes(class_words), _values(class_words.values())),
        given=keys_of(
            numbers_of([word for word, _ in given_words]), _values(n for _, n in given_words)
        ),
        class_numbers=class_numbers,
        left=Tokens(known.plain[pairs.left], known.traits.of(pairs.left)),
        right=Tokens(known.plain[pairs.right], known.traits.of(pairs.right)),
        needs=pairs.needs,
        scripts=pairs.scripts,
        shortened_from=shortened_from,
        company=_company(pairs.thirds, known),
    )
    exchanged_from = EXCHANGED_FROM if lexicon.is_thorough else EXCHANGED_FROM_ON_LONG_LISTS
    return net, nearby_of(known, shortened_from=shortened_from, exchanged_from=exchanged_from)


def _company(thirds: Thirds, known: Heard) -> Company:
    is_third = np.zeros(len(known.plain), np.bool_)
    for tokens in thirds.tokens:
        is_third[tokens[tokens != NOBODY]] = True
    sounds = (known.sounds.whole, known.sounds.shortened)
    numbers = [one.values[is_third[one.owners]] for one in sounds]
    owners = [one.owners[is_third[one.owners]] for one in sounds]
    plain = known.plain[is_third]
    words = np.concatenate((*(known.plain[each] for each in owners), plain))
    told = np.concatenate((*numbers, to_the_letter(plain)))
    return Company(
        *thirds.tokens,
        *thirds.is_behind,
        thirds.begins.astype(np.int32),
        known.plain,
        letters_that_tell(known.traits),
        Bitmap(agreeing(told, words)),
    )


def _classes(
    lexicon: Lexicon,
) -> tuple[dict[int, list[int]], dict[str, int], list[tuple[str, int]], Hashes]:
    """Numbers that stand for a whole class of words: those of tokens; and, as indices into the
    last, those of generic words and of the skeletons of given names."""
    numbers: dict[tuple[str, str], int] = {}
    others: dict[int, list[int]] = defaultdict(list)
    for token, name in enumerate(lexicon.tokens):
        given = given_class(name.plain)
        for kind in (("generic", name.generic), ("given", given)):
            if kind[1]:
                numbers.setdefault((kind[0], kind[1]), len(numbers))
                others[token].append(number_of_class(kind[0], kind[1]))
    words = {
        word: numbers["generic", name]
        for word, name in lexicon.classes.items()
        if ("generic", name) in numbers
    }
    given_words = [
        (skeleton, numbers["given", name])
        for skeleton, name in sorted(set(skeletons_of_classes()))
        if ("given", name) in numbers
    ]
    return (
        others,
        words,
        given_words,
        np.array([number_of_class(*kind) for kind in numbers], np.uint64),
    )


def _numbers(tokens: Sounds, plain: Hashes, pairs: Pairs) -> Marks:
    """Which of the numbers are of left words of pairs, of right ones, of names of one word, of
    third words; of tokens by their sounds and to the letter."""
    single = pairs.is_single
    marks = np.zeros(len(tokens.whole.counts), np.uint8)
    for mark, which in (
        (LEFT, pairs.left[~single]),
        (RIGHT, pairs.right[~single]),
        (ALONE, pairs.left[single]),
        *((THIRD, one[one != NOBODY]) for one in pairs.thirds.tokens),
    ):
        marks[which] |= np.uint8(mark)
    kinds = (tokens.whole, tokens.shortened)
    return Marks(
        {
            mark: np.concatenate(
                [
                    *(one.values[marks[one.owners] == mark] for one in kinds),
                    to_the_letter(plain[marks == mark]),
                ]
            )
            for mark in np.unique(marks[marks > 0]).tolist()
        }
    )


def _hashes(plains: Iterable[str]) -> Hashes:
    return hashes(*letters_of(plains))


def _values(values: Iterable[int]) -> Counts:
    return np.fromiter(values, np.int64)
