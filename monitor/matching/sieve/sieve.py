"""The sieve: of many texts at once, the places where a watched name may stand.

    cut into pieces -> read as words -> skeletons as numbers -> single words and pairs looked up

Whatever it finds is looked at closely by others; what it lets fall is never seen again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.matching.sieve.bounds import Meetings, Traits, agrees, at_most, fits, traits
from monitor.matching.sieve.keys import Bitmap, Keys
from monitor.matching.sieve.pairs import (
    CLASS,
    OWN,
    SHORT,
    Ragged,
    crossed,
    neighbours,
    only,
    ragged,
)
from monitor.matching.sieve.pieces import Codes, Counts, Flags, Pieces, pieces_of
from monitor.matching.sieve.readings import Readings, Vocabulary, marked, readings
from monitor.matching.sieve.skeletons import (
    Hashes,
    Skeletons,
    Words,
    hashes,
    ranges,
    shortened,
    skeletons,
)
from monitor.matching.sieve.sounds import TWO_SLIPS_FROM, Sounds

ROUNDING = 0.06
"""Points. Scores are told with one decimal."""


@dataclass(frozen=True, slots=True)
class Net:
    """What a watchlist is looked for by. Values of `pairs` and `singles` carry kinds below the
    number that is looked for; those of `classes` and `given` are indices into `class_numbers`."""

    words: Vocabulary
    lefts: Bitmap  # all numbers of the left words of pairs
    rights: Bitmap
    pairs: Keys
    singles: Keys
    literals: Keys
    classes: Keys  # by the letters of a generic word
    given: Keys  # by the skeleton of a given name
    class_numbers: Hashes
    left: "Tokens"  # of what is looked for, by its number
    right: "Tokens"
    needs: "Needs"
    shortened_from: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of the watchlist: the number of their letters, and what is known of them."""

    plain: Hashes
    traits: Traits


@dataclass(frozen=True, slots=True)
class Needs:
    """What is needed of the words of each pair, by its number: the least points of any shape, and
    the least that either word weighs in one."""

    points: NDArray[np.float32]
    left: NDArray[np.float32]
    right: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hits:
    """Places, as parallel lists: the text, where in it the left word and the right one stand (both
    the same for a single word), and the number that is looked for there."""

    text: list[int]
    left: list[int]
    left_end: list[int]
    right: list[int]
    right_end: list[int]
    number: list[int]

    def each(self) -> Iterator[tuple[int, ...]]:
        """The hits one by one, in this order of columns."""
        return zip(
            self.text,
            self.left,
            self.left_end,
            self.right,
            self.right_end,
            self.number,
            strict=True,
        )


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a batch of texts holds, perhaps."""

    pairs: Hits
    singles: Hits
    literals: Hits


def pair_keys(left: Counts, right: Counts, numbers: Counts, tokens: Sounds) -> Keys:
    """The keys of pairs of tokens, each standing for its pair's number."""
    found = [
        crossed(left, right, tokens.whole, tokens.whole),
        crossed(left, right, tokens.shortened, tokens.whole),
        crossed(left, right, tokens.whole, tokens.shortened),
        crossed(left, right, tokens.long, tokens.long),
    ]
    values = [(numbers[one.pair] << 4) | (one.left_kind << 2) | one.right_kind for one in found]
    return Keys(np.concatenate([one.keys for one in found]), _small(np.concatenate(values)))


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
    return Keys(np.concatenate(keys), _small(np.concatenate(values)))


def _small(values: Counts) -> NDArray[np.int32]:
    return values.astype(np.int32)


class Sieve:
    """A watchlist, ready for texts."""

    def __init__(self, net: Net) -> None:
        self._net = net

    def sift(self, texts: Sequence[str], is_lenient: Flags) -> Sifted:
        """Where in texts a name may stand. `is_lenient`: a text goes without capitals."""
        pieces = pieces_of(texts)
        known = marked(pieces, is_lenient, self._net.words)
        found = readings(known, self._net.words)
        spoken = self._spoken(pieces, found)
        places = _Places(texts, pieces, found)
        lefts, rights = spoken.among(self._net.lefts), spoken.among(self._net.rights)
        left, right = neighbours(found, known, lefts.is_there, rights.is_there)
        pair, number = self._pairs(left, right, found, lefts, rights)
        reading, single = self._singles(found, spoken)
        literal, which = self._net.literals.find(found.plain)
        return Sifted(
            places.hits(left[pair], right[pair], number),
            places.hits(reading, reading, single),
            places.hits(literal, literal, which),
        )

    def _spoken(self, pieces: Pieces, found: Readings) -> "_Spoken":
        net = self._net
        words = Words(pieces.codes, found.starts, found.ends - found.starts)
        consonants = skeletons(words)
        total = len(found.plain)
        own = hashes(consonants.symbols, consonants.starts, consonants.lengths)
        generic, its_class = net.classes.find(found.plain)
        named, its_name = net.given.find(own)
        by_sound = ~found.exactly[named]
        named, its_name = named[by_sound], its_name[by_sound]
        owners = np.concatenate((np.arange(total), generic, named))
        other = net.class_numbers[np.concatenate((its_class, its_name))]
        kinds = np.full(len(owners), CLASS, np.uint8)
        kinds[:total] = OWN
        free = np.where(found.exactly, 0, consonants.lengths)
        short = shortened(
            Skeletons(consonants.symbols, consonants.starts, free), net.shortened_from
        )
        short_kinds = np.full(len(short.word), SHORT, np.uint8)
        long = consonants.lengths[short.word] >= TWO_SLIPS_FROM
        return _Spoken(
            ragged(owners, np.concatenate((own, other)), kinds, total),
            ragged(short.word, short.hashes, short_kinds, total),
            ragged(short.word[long], short.hashes[long], short_kinds[long], total),
            traits(
                pieces.codes,
                found.starts,
                found.ends - found.starts,
                consonants,
                ~(pieces.is_abjad | pieces.is_declined)[found.first],
            ),
        )

    def _pairs(
        self,
        left: Counts,
        right: Counts,
        found: Readings,
        spoken: "_Spoken",
        others_spoken: "_Spoken",
    ) -> tuple[Counts, Counts]:
        """Which pairs of readings may be pairs of tokens, and which ones."""
        needs = self._net.needs
        pairs: list[Counts] = []
        numbers: list[Counts] = []
        for lefts, rights in (
            (spoken.whole, others_spoken.whole),
            (spoken.shortened, others_spoken.whole),
            (spoken.whole, others_spoken.shortened),
            (spoken.long, others_spoken.long),
        ):
            keys = crossed(left, right, lefts, rights)
            which, values = self._net.pairs.find(keys.keys)
            pair, number = keys.pair[which], values >> 4
            word = _Agreeing(left[pair], number, keys.left_kind[which], (values >> 2) & 3)
            other = _Agreeing(right[pair], number, keys.right_kind[which], values & 3)
            first = _meetings(word, found, spoken, self._net.left)
            second = _meetings(other, found, spoken, self._net.right)
            few = np.minimum(first.word.consonants, second.word.consonants)
            kept = ~(first.slips & second.slips) | (few >= TWO_SLIPS_FROM - 1)
            kept &= fits(first) & fits(second)
            lost = (100 - at_most(first)) * needs.left[number]
            lost += (100 - at_most(second)) * needs.right[number]
            kept &= 100 - lost >= needs.points[number] - ROUNDING
            pairs.append(pair[kept])
            numbers.append(number[kept])
        return np.concatenate(pairs), np.concatenate(numbers)

    def _singles(self, found: Readings, spoken: "_Spoken") -> tuple[Counts, Counts]:
        """Which readings may be names of one word, and which ones."""
        readings: list[Counts] = []
        numbers: list[Counts] = []
        for words in (spoken.whole, spoken.shortened):
            which, values = self._net.singles.find(words.values)
            reading, number = words.owners[which], values >> 4
            word = _Agreeing(reading, number, words.kinds[which], values & 3)
            met = _meetings(word, found, spoken, self._net.left)
            kept = fits(met) & agrees(met)
            readings.append(reading[kept])
            numbers.append(number[kept])
        return np.concatenate(readings), np.concatenate(numbers)


@dataclass(frozen=True, slots=True)
class _Agreeing:
    """Readings with the number of what they may be, and the kinds of the numbers that agree."""

    reading: Counts
    number: Counts
    kind: Codes
    its_kind: Counts


def _meetings(words: _Agreeing, found: Readings, spoken: "_Spoken", tokens: Tokens) -> Meetings:
    return Meetings(
        spoken.traits.of(words.reading),
        tokens.traits.of(words.number),
        words.kind,
        words.its_kind,
        found.exactly[words.reading] & (found.plain[words.reading] != tokens.plain[words.number]),
    )


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Numbers of readings: as they are, without one symbol, the latter of long ones."""

    whole: Ragged
    shortened: Ragged
    long: Ragged
    traits: Traits

    def among(self, known: Bitmap) -> "_Spoken":
        """The same with those numbers only that may be known."""
        whole, shortened, long = (
            only(numbers, known.may_hold(numbers.values))
            for numbers in (self.whole, self.shortened, self.long)
        )
        return _Spoken(whole, shortened, long, self.traits)

    @property
    def is_there(self) -> Flags:
        """Which readings have any number left."""
        there: Flags = (self.whole.counts + self.shortened.counts) > 0
        return there


class _Places:
    """Where in their texts readings stand."""

    def __init__(self, texts: Sequence[str], pieces: Pieces, found: Readings) -> None:
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self._begins = np.cumsum(lengths) - lengths
        self._pieces = pieces
        self._found = found

    def hits(self, left: Counts, right: Counts, number: Counts) -> Hits:
        offsets, found = self._pieces.offsets, self._found
        text = self._pieces.text[found.first[left]]
        begin = self._begins[text]
        columns = (
            text,
            offsets[found.starts[left]] - begin,
            offsets[found.ends[left] - 1] + 1 - begin,
            offsets[found.starts[right]] - begin,
            offsets[found.ends[right] - 1] + 1 - begin,
            number,
        )
        _, once = np.unique(np.stack(columns), axis=1, return_index=True)
        return Hits(*(column[once].tolist() for column in columns))
