"""The watchlist as the matcher needs it: phrases, their shapes, and where to look for each.

A *phrase* is a form of a watch, a decoy, or an `unless`. It has one or more *shapes*: the words it
needs in their order, and the other ways of joining and ordering them. A shape is looked for where
two of its words stand next to each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from monitor.matching.generic import generic_classes
from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.ordinary import OrdinaryWords
from monitor.matching.romanise import is_abjad
from monitor.matching.scan import (
    ARTICLES_BEFORE_A_HYPHEN,
    JOINED_TO_THE_LAST,
    JOINED_TO_THE_NEXT,
    PARTICLES,
    plain_of,
)
from monitor.matching.words import CHUNK, HYPHENS, pieces_of
from monitor.model import Form

LITTLE_WEIGHT = 0.45
"""Of a word that says little about who is meant: generic words, and names that millions bear."""
JOINED_AT_LEAST = 8
"""Letters. A shorter name written as one word is found in other words."""
UNKNOWN_RANK = 1_000_000

COMMON_NAMES = frozenset(
    """muhammad mohammad mohammed mohamed muhammed mohamad mehmet ahmad ahmed ali abu abou abi bu
    abd abdul abdullah abdallah sheikh shaikh shaykh sheik sayyid sayed seyed sayyed syed haj hajj
    hajji hassan hasan hussein hussain hossein john david michael maria jose juan company co ltd
    limited llc inc corporation corp gmbh sa ag plc jsc group international general trading
    محمد احمد علی ابو ابی ابا عبد عبدالله شیخ سید حاج حسن حسین""".split()
)

Role = Literal["watch", "decoy", "unless"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to be found in a text, and for whom."""

    role: Role
    owner: str  # a watch's id; of a decoy its own text
    form: Form
    threshold: float
    has_context: bool = False  # near tells ordinary words from the name


@dataclass(frozen=True, slots=True)
class Shape:
    """Words that a phrase needs, in their order, as tokens of the lexicon."""

    phrase: Phrase
    tokens: tuple[int, ...]
    weights: tuple[float, ...]
    generic: tuple[bool, ...]
    common: tuple[bool, ...]
    has_article: bool = False  # the phrase starts with al- or ال: so does its span
    needs_comma: bool = False  # surname first
    is_joined: bool = False  # several words as one
    is_turned: bool = False  # the generic word at the other end
    is_ordinary: bool = False  # every word of it is one that every reader knows


@dataclass(frozen=True, slots=True)
class Index:
    """Where to look for shapes: at a pair of words that stand together, or at a single one."""

    lexicon: Lexicon
    pairs: Mapping[int, Mapping[int, list[tuple[Shape, int]]]]
    singles: Mapping[int, list[Shape]]


@dataclass(frozen=True, slots=True)
class _Word:
    """A content word of a phrase."""

    plain: str
    article: str  # letters of an article before it, as they would be glued: "al"
    follows_hyphen: bool
    generic: str | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A shape before its words have numbers."""

    words: tuple[_Word, ...]
    needs_comma: bool = False
    is_joined: bool = False
    is_turned: bool = False


def build_index(phrases: Iterable[tuple[Phrase, bool]], ordinary: OrdinaryWords) -> Index:
    """The index over phrases, each with whether its generic words may be translated."""
    drafts: list[tuple[Phrase, _Draft]] = []
    for phrase, translate in phrases:
        words = content_words(phrase.form.text, translate=translate)
        drafts += [(phrase, draft) for draft in _drafts(words)]
    tokens = (Token(word.plain, word.generic) for _, draft in drafts for word in draft.words)
    lexicon = Lexicon(tokens, ordinary)
    pairs: dict[int, dict[int, list[tuple[Shape, int]]]] = defaultdict(lambda: defaultdict(list))
    singles: dict[int, list[Shape]] = defaultdict(list)
    for phrase, draft in drafts:
        shape = _shape(phrase, draft, lexicon, ordinary)
        if len(shape.tokens) == 1:
            singles[shape.tokens[0]].append(shape)
        for place in _pair_places(shape, lexicon, ordinary):
            pairs[shape.tokens[place]][shape.tokens[place + 1]].append((shape, place))
    return Index(lexicon, pairs, singles)


def content_words(text: str, *, translate: bool) -> tuple[_Word, ...]:
    """The words that a phrase needs. Where fewer than two would be left, all of them."""
    all_words = tuple(_words(text, translate=translate))
    content = tuple(word for word in all_words if not _is_dispensable(word))
    has_signs = any(len(word.plain) == 1 or word.plain.isdigit() for word in all_words)
    return content if len(content) > 1 or (content and not has_signs) else all_words


def _is_dispensable(word: _Word) -> bool:
    if word.plain in PARTICLES:
        return True
    return len(word.plain) == 1 and not word.plain.isdigit() and not is_abjad(word.plain)


def _words(text: str, *, translate: bool) -> Iterator[_Word]:
    classes = generic_classes() if translate else {}
    article = ""
    for chunk in CHUNK.finditer(text):
        for number, piece in enumerate(pieces_of(chunk.group())):
            plain = plain_of(piece.letters)
            after = text[chunk.start() + piece.end : chunk.start() + piece.end + 1]
            before = text[max(0, chunk.start() - 1) : chunk.start()]
            if plain in ARTICLES_BEFORE_A_HYPHEN and after in set(HYPHENS):
                article = plain
                continue
            if plain in {"al", "el", "ul"}:
                article = plain
            plain, glued = _without_article(plain)
            hyphen = number == 0 and before != "" and before in HYPHENS
            yield _Word(plain, glued or article, hyphen, classes.get(plain))
            if plain not in PARTICLES:
                article = ""


def _without_article(plain: str) -> tuple[str, str]:
    if is_abjad(plain) and plain.startswith("ال") and len(plain) >= 4 and plain != "الله":
        return plain[2:], "ال"
    return plain, ""


def _drafts(words: tuple[_Word, ...]) -> Iterator[_Draft]:
    if not words:
        return
    yield _Draft(words)
    if len(words) == 1:
        return
    for place in range(len(words) - 1):
        if _is_written_together(words[place], words[place + 1]):
            for joined in _joined(words[place : place + 2]):
                rest = (*words[:place], joined, *words[place + 2 :])
                yield _Draft(rest, is_joined=len(rest) == 1)
    if 2 < len(words) <= 3 or not _is_written_together(words[0], words[1]):
        yield from _as_one_word(words)
    yield from _turned(words)


def _is_written_together(left: _Word, right: _Word) -> bool:
    if right.follows_hyphen and not right.article:
        return True
    if is_abjad(left.plain) or is_abjad(right.plain):
        return True
    starts = left.plain in JOINED_TO_THE_NEXT or left.plain in {
        "abu",
        "abou",
        "ahl",
        "hezb",
        "hizb",
    }
    return starts or right.plain in JOINED_TO_THE_LAST


def _joined(words: tuple[_Word, ...]) -> Iterator[_Word]:
    """The words as one, without and with the articles between them."""
    plains = [word.plain for word in words]
    first = words[0]
    yield _Word("".join(plains), first.article, first.follows_hyphen, None)
    if any(word.article for word in words[1:]):
        glued = first.plain + "".join(word.article + word.plain for word in words[1:])
        yield _Word(glued, first.article, first.follows_hyphen, None)


def _as_one_word(words: tuple[_Word, ...]) -> Iterator[_Draft]:
    """#GreenZone, الحشدالشعبی"""
    if len(words) <= 3 and sum(len(word.plain) for word in words) >= JOINED_AT_LEAST:
        for joined in _joined(words):
            yield _Draft((joined,), is_joined=True)


def _turned(words: tuple[_Word, ...]) -> Iterator[_Draft]:
    """Badr Organization is سازمان بدر; Qassem Suleimani is listed as Suleimani, Qassem."""
    if words[-1].generic and not words[0].generic:
        yield _Draft((words[-1], *words[:-1]), is_turned=True)
    elif words[0].generic and not words[-1].generic:
        yield _Draft((*words[1:], words[0]), is_turned=True)
    elif not any(word.generic for word in words):
        yield _Draft((words[-1], *words[:-1]), needs_comma=True)


def _shape(phrase: Phrase, draft: _Draft, lexicon: Lexicon, ordinary: OrdinaryWords) -> Shape:
    generic = tuple(word.generic is not None for word in draft.words)
    common = tuple(word.plain in COMMON_NAMES for word in draft.words)
    weights = tuple(
        len(word.plain) * (LITTLE_WEIGHT if is_generic or is_common else 1.0)
        for word, is_generic, is_common in zip(draft.words, generic, common, strict=True)
    )
    return Shape(
        phrase,
        tuple(lexicon.number[Token(word.plain, word.generic)] for word in draft.words),
        weights,
        generic,
        common,
        has_article=bool(draft.words[0].article),
        needs_comma=draft.needs_comma,
        is_joined=draft.is_joined,
        is_turned=draft.is_turned,
        is_ordinary=all(ordinary.is_common(word.plain) for word in draft.words),
    )


def _pair_places(shape: Shape, lexicon: Lexicon, ordinary: OrdinaryWords) -> list[int]:
    """Which adjacent words to look for: both pairs of three words, the two rarest of more."""

    def commonness(place: int) -> int:
        pair = (lexicon.tokens[token].plain for token in shape.tokens[place : place + 2])
        return -sum(_rank(ordinary, plain) for plain in pair)

    return sorted(range(len(shape.tokens) - 1), key=commonness)[:2]


def _rank(ordinary: OrdinaryWords, plain: str) -> int:
    rank = ordinary.rank(plain)
    return UNKNOWN_RANK if rank is None else rank
