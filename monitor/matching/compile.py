"""The watchlist as the matcher needs it: phrases, their shapes, and where to look for each.

A *phrase* is a form of a watch, a decoy, or an `unless`. It has one or more *shapes*: the words it
needs in their order, and the other ways of joining and ordering them. A shape is looked for where
two of its words stand next to each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from monitor.matching.generic import HEADS, generic_classes
from monitor.matching.given import patronymic_stem
from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.phrases import ContentWord, Wording, content_words, wordings
from monitor.matching.romanise import is_abjad
from monitor.matching.vocabulary import COMMON_NAMES
from monitor.model import Form

LITTLE_WEIGHT = 0.45
"""Of a word that says little about who is meant: generic words, and names that millions bear."""
UNKNOWN_RANK = 1_000_000

Role = Literal["watch", "decoy", "unless"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to be found in a text, and for whom."""

    role: Role
    owner: str  # a watch's id; of a decoy its own text
    form: Form
    threshold: float
    has_context: bool = False  # near tells ordinary words from the name
    own_script_only: bool = False  # other forms of the watch are for other scripts

    def token(self, word: ContentWord) -> Token:
        return Token(word.plain, word.generic, self.own_script_only)


@dataclass(frozen=True, slots=True)
class Shape:
    """Words that a phrase needs, in their order, as tokens of the lexicon."""

    phrase: Phrase
    tokens: tuple[int, ...]
    weights: tuple[float, ...]
    generic: tuple[bool, ...]
    common: tuple[bool, ...]
    lower: tuple[bool, ...]  # written without a capital in the phrase itself
    has_article: bool = False  # the phrase starts with al- or ال: so does its span
    ends_in_head: bool = False  # as in English: Quds Force
    needs_comma: bool = False  # surname first
    is_joined: bool = False  # several words as one
    is_turned: bool = False  # the generic word at the other end
    is_abjad: bool = False  # in Arabic, Persian or Hebrew letters
    is_ordinary: bool = False  # every word of it is one that every reader knows


@dataclass(frozen=True, slots=True)
class Index:
    """Where to look for shapes: at a pair of words that stand together, or at a single one."""

    lexicon: Lexicon
    pairs: Mapping[int, Mapping[int, list[tuple[Shape, int]]]]
    singles: Mapping[int, list[Shape]]


def build_index(phrases: Iterable[tuple[Phrase, bool]], ordinary: OrdinaryWords) -> Index:
    """The index over phrases, each with whether its generic words may be translated."""
    worded: list[tuple[Phrase, Wording]] = []
    classes = generic_classes()
    for phrase, translate in phrases:
        words = content_words(phrase.form.text, classes if translate else {})
        worded += [(phrase, wording) for wording in wordings(words)]
    tokens = (phrase.token(word) for phrase, wording in worded for word in wording.words)
    lexicon = Lexicon(tokens, ordinary, classes)
    pairs: dict[int, dict[int, list[tuple[Shape, int]]]] = defaultdict(lambda: defaultdict(list))
    singles: dict[int, list[Shape]] = defaultdict(list)
    for phrase, wording in worded:
        shape = _shape(phrase, wording, lexicon, ordinary)
        if len(shape.tokens) == 1:
            singles[shape.tokens[0]].append(shape)
        for place in _pair_places(shape, lexicon, ordinary):
            pairs[shape.tokens[place]][shape.tokens[place + 1]].append((shape, place))
    return Index(lexicon, {token: dict(next_) for token, next_ in pairs.items()}, dict(singles))


def _shape(phrase: Phrase, wording: Wording, lexicon: Lexicon, ordinary: OrdinaryWords) -> Shape:
    generic = tuple(word.generic is not None for word in wording.words)
    common = tuple(_is_common(word.plain, len(wording.words)) for word in wording.words)
    weights = tuple(
        len(word.plain) * (LITTLE_WEIGHT if is_generic or is_common else 1.0)
        for word, is_generic, is_common in zip(wording.words, generic, common, strict=True)
    )
    return Shape(
        phrase,
        tuple(lexicon.number[phrase.token(word)] for word in wording.words),
        weights,
        generic,
        common,
        tuple(word.is_lower for word in wording.words),
        has_article=bool(wording.words[0].article),
        ends_in_head=wording.words[-1].generic in HEADS,
        needs_comma=wording.needs_comma,
        is_joined=wording.is_joined,
        is_turned=wording.is_turned,
        is_abjad=is_abjad(wording.words[0].plain),
        is_ordinary=all(ordinary.is_common(word.plain) for word in wording.words),
    )


def _is_common(plain: str, words: int) -> bool:
    """Whether many have this name, or news mostly leaves it out: Viktor Vladimirovich Sheiman."""
    return plain in COMMON_NAMES or (words > 2 and patronymic_stem(plain) is not None)


def _pair_places(shape: Shape, lexicon: Lexicon, ordinary: OrdinaryWords) -> list[int]:
    """Which adjacent words to look for: both pairs of three words, the two rarest of more."""

    def commonness(place: int) -> int:
        pair = (lexicon.tokens[token].plain for token in shape.tokens[place : place + 2])
        return -sum(_rank(ordinary, plain) for plain in pair)

    return sorted(range(len(shape.tokens) - 1), key=commonness)[:2]


def _rank(ordinary: OrdinaryWords, plain: str) -> int:
    rank = ordinary.rank(plain)
    return UNKNOWN_RANK if rank is None else rank
