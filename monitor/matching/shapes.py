"""The watchlist as the matcher needs it: phrases, their shapes, and where to look for each.

A *phrase* is a form of a watch, a decoy, or an `unless`. It has one or more *shapes*: the words it
needs in their order, and the other ways of joining and ordering them. A shape is looked for where
two of its words stand next to each other.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from monitor.matching.generic import HEADS
from monitor.matching.given import patronymic_stem
from monitor.matching.lexicon import Token
from monitor.matching.memory import Memory
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.phrases import LISTED, ContentWord, Wording, content_words, wordings
from monitor.matching.romanise import Script, is_abjad
from monitor.matching.sieve.company import NOBODY
from monitor.matching.vocabulary import COMMON_NAMES, GIVEN_NAMES, HONORIFICS
from monitor.model import Form

LITTLE_WEIGHT = 0.45
"""Of a word that says little about who is meant: generic words, and names that millions bear."""
FATHERS_NAME_WEIGHT = 0.3
"""Of a name made from the father's: long, and left out by most news."""
HONORIFIC_WEIGHT = 0.2
UNKNOWN_RANK = 1_000_000
SHAPES_AT_MOST = 20_000
"""Shapes that are kept once they are put together."""
SHORT = 3
"""Words. Of a name with no more, every pair is looked for."""
MISSING_SHARE = 0.22
"""A name of three words or more may lack one, if no more than this share of its letters."""
SURE = 87.0
"""What the words of a name score at least where another one is missing."""
TELLING = 2
"""Words that tell who is meant, where another one is missing that is no title in front."""
MISSING_NAME_SHARE = 0.30
"""The same for a part that millions of names have: Javad Zarif for Mohammad Javad Zarif."""

Pair = tuple[int, int]
"""Two places of a shape where it is looked for."""

Beside = tuple[int, bool]
"""A token, and whether it is behind a pair or before it."""
NO_ONE: Beside = (NOBODY, False)

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
    is_translated: bool = True  # its generic words may be other ones of their class

    @property
    def is_listed(self) -> bool:
        """Whether the phrase itself names somebody surname first."""
        return LISTED.fullmatch(self.form.text) is not None

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
    comma_after: int = 0  # words: surname first
    is_joined: bool = False  # several words as one
    is_turned: bool = False  # the generic word at the other end
    is_abjad: bool = False  # in Arabic, Persian or Hebrew letters
    is_titled: bool = False  # an honorific stands first
    is_ordinary: bool = False  # every word of it is one that every reader knows
    script: Script | None = None  # the only one it is for
    is_by_syllables: bool = False  # a Chinese or a Korean name: each is needed, and as it is


@dataclass(frozen=True, slots=True)
class Spot:
    """A shape, and the places of it whose words are looked for."""

    shape: int
    places: tuple[int, ...]
    rings: bool  # it is a watch's


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All shapes by their tokens, for texts of which every word is looked up."""

    pairs: Mapping[int, Mapping[int, list[tuple[Shape, Pair]]]]
    singles: Mapping[int, list[Shape]]


class Numbers(dict[Token, int]):
    """Tokens, numbered as they are first asked for."""

    def __missing__(self, token: Token) -> int:
        self[token] = number = len(self)
        return number


class Shapes:
    """All shapes by number. One is put together when it is asked for: few of them ever are."""

    def __init__(self, ordinary: OrdinaryWords, classes: Mapping[str, str]) -> None:
        self.phrases: list[Phrase] = []
        self._ordinary = ordinary
        self._classes = classes
        self.phrase_of = array("i")  # of each shape, by their numbers
        self.wording_of = array("i")
        self._known: Memory[int, Shape] = Memory(SHAPES_AT_MOST)
        self.tokens = Numbers()

    def __len__(self) -> int:
        return len(self.phrase_of)

    def add(self, phrases: Iterable[Phrase]) -> Iterator[tuple[Phrase, Wording]]:
        """Takes phrases in; every shape that they have, in the order of its number."""
        for phrase in phrases:
            self.phrases.append(phrase)
            for number, wording in enumerate(self._wordings(phrase)):
                self.phrase_of.append(len(self.phrases) - 1)
                self.wording_of.append(number)
                yield phrase, wording

    def phrase(self, number: int) -> Phrase:
        return self.phrases[self.phrase_of[number]]

    def __getitem__(self, number: int) -> Shape:
        known = self._known.get(number)
        if known is None:
            phrase = self.phrase(number)
            wording = next(islice(self._wordings(phrase), self.wording_of[number], None))
            known = self.shape(phrase, wording)
            self._known.keep(number, known)
        return known

    def shape(self, phrase: Phrase, wording: Wording) -> Shape:
        """One way of putting a phrase, with what is known of each word."""
        return _shape(phrase, wording, self.tokens, self._ordinary)

    def _wordings(self, phrase: Phrase) -> Iterator[Wording]:
        classes = self._classes if phrase.is_translated else {}
        return wordings(content_words(phrase.form.text, classes))


def _shape(
    phrase: Phrase, wording: Wording, number: Mapping[Token, int], ordinary: OrdinaryWords
) -> Shape:
    generic = tuple(word.generic is not None for word in wording.words)
    common = tuple(_is_common(word.plain, len(wording.words)) for word in wording.words)
    weights = tuple(
        len(word.plain) * _weight(word, is_little=is_generic or is_common)
        for word, is_generic, is_common in zip(wording.words, generic, common, strict=True)
    )
    return Shape(
        phrase,
        tuple(number[phrase.token(word)] for word in wording.words),
        weights,
        generic,
        common,
        tuple(word.is_lower for word in wording.words),
        has_article=bool(wording.words[0].article),
        ends_in_head=wording.words[-1].generic in HEADS,
        comma_after=wording.comma_after,
        is_joined=wording.is_joined,
        is_turned=wording.is_turned,
        is_abjad=is_abjad(wording.words[0].plain),
        is_titled=wording.words[0].plain in HONORIFICS,
        is_ordinary=all(ordinary.is_common(word.plain) for word in wording.words),
        script=wording.script,
        is_by_syllables=wording.is_by_syllables,
    )


def _weight(word: ContentWord, *, is_little: bool) -> float:
    if word.plain in HONORIFICS:
        return HONORIFIC_WEIGHT
    if is_little and patronymic_stem(word.plain):
        return FATHERS_NAME_WEIGHT
    return LITTLE_WEIGHT if is_little else 1.0


def _is_common(plain: str, words: int) -> bool:
    """Whether many have this name, or news mostly leaves it out: Viktor Vladimirovich Sheiman."""
    return (
        plain in COMMON_NAMES
        or plain in HONORIFICS
        or (words > 2 and patronymic_stem(plain) is not None)
    )


def pairs_of(
    shape: Shape, wording: Wording, ordinary: OrdinaryWords, *, exhaustive: bool
) -> list[Pair]:
    """Where to look for a shape: at its rarest two words that stand together, and, because one word
    may be missing or misspelt, at two more that do not need both of these; but at no two words that
    tell nothing, if others do."""
    places = range(len(shape.tokens) - 1)
    adjacent = [(place, place + 1) for place in places]
    around = [(place, place + 2) for place in places[:-1] if may_be_missing(shape, place + 1)]
    if exhaustive:
        return adjacent + around
    words = [word.plain for word in wording.words]
    pairs = adjacent + around if len(words) <= SHORT else _rarest(adjacent, words, ordinary)
    telling = [pair for pair in pairs if any(_tells(words[at], ordinary) for at in pair)]
    return telling or pairs


def _rarest(pairs: Sequence[Pair], words: Sequence[str], ordinary: OrdinaryWords) -> list[Pair]:
    """The rarest of pairs, and another that has none of its words, if there is one."""

    def commonness(pair: Pair) -> int:
        return -sum(_rank(ordinary, words[place]) for place in pair)

    first, *others = sorted(pairs, key=commonness)
    apart = [pair for pair in others if not set(pair) & set(first)]
    return [first, *(apart or others)[:1]]


def _tells(word: str, ordinary: OrdinaryWords) -> bool:
    """Whether a word is no bare letter, and none that every reader knows and nobody is called."""
    is_called = word in GIVEN_NAMES
    return is_called or (len(word) > 1 and not ordinary.is_common(word))


def thirds_of(shape: Shape, place: int, other: int) -> tuple[Beside, Beside]:
    """Two words beside a pair of places, of which the shape cannot lack both: the same one twice if
    it needs that. Where there is nothing to ask for, NOBODY."""
    before, behind = range(place - 1, -1, -1), range(other + 1, len(shape.tokens))
    nearest = [*before[:1], *behind[:1]] if place != other else []
    # One word may be missing: of a pair that passes one over, no other.
    needed = [at for at in nearest if other - place > 1 or not may_be_missing(shape, at)]
    if needed:
        rarest = max(needed, key=lambda at: shape.weights[at])
        asked = [rarest, rarest]
    else:
        asked = nearest if len(nearest) > 1 else [*before[:2], *behind[:2]]
    if len(asked) < 2 or place == other:
        return NO_ONE, NO_ONE
    first, second = ((shape.tokens[at], at > other) for at in asked)
    return first, second


def may_be_missing(shape: Shape, place: int) -> bool:
    """Whether a shape is still there without this word: the others tell enough."""
    others = (at for at in range(len(shape.tokens)) if at != place)
    telling = sum(not (shape.common[at] or shape.generic[at]) for at in others)
    least = 1 if shape.is_titled and place == 0 else TELLING
    return telling >= least and may_be_left_out(shape, place)


def may_be_left_out(shape: Shape, place: int) -> bool:
    """Whether this word is little enough of the name to miss."""
    most = MISSING_NAME_SHARE if shape.common[place] else MISSING_SHARE
    share = shape.weights[place] / sum(shape.weights)
    if shape.generic[place] or shape.is_by_syllables:
        return False
    return len(shape.tokens) >= SHORT and share <= most


def _rank(ordinary: OrdinaryWords, plain: str) -> int:
    rank = ordinary.rank(plain) if len(plain) > 1 else 0
    return UNKNOWN_RANK if rank is None else rank
