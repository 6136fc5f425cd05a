"""A form of a name taken apart: the words that it needs, and the other ways of putting them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from monitor.matching.eastern import is_by_syllables, renderings
from monitor.matching.generic import DESCRIPTIONS, HEADS, IN, MOBILIZATION
from monitor.matching.ordinary import COMMON, load_ordinary_words
from monitor.matching.romanise import Script, is_abjad
from monitor.matching.scan import plain_of
from monitor.matching.vocabulary import (
    ARTICLES_BEFORE_A_HYPHEN,
    FIRM_WORDS,
    JOINED_TO_THE_LAST,
    OFTEN_JOINED,
    PARTICLES,
)
from monitor.matching.words import CHUNK, HYPHENS, is_one_phrase_throughout, pieces_of

JOINED_AT_LEAST = 8
"""Letters. A shorter name written as one word is found in other words."""
TURNED_WHOLE = 2
"""Words. A name with more is turned round as a whole: its words describe those before them in some
languages, and those after them in others."""
DESCRIBED_TWICE = 4
"""Words of a name, two descriptions and what it is."""
JOINED_AT_MOST = 3
"""Words. Nobody writes more of them as one."""
OF_A_FATHER = frozenset({"bin", "ibn", "ben", "bint", "бин", "ибн", "بن", "ابن", "בן"})
"""Bin Xu and Ben Ali are no single names."""
FOREIGN_ARTICLES = frozenset({"el", "la", "le", "des"})
"""Articles that make a name of an ordinary word: El Para is no para."""
GLUED_ARTICLES = frozenset({"al", "el", "ul", "wal", "ben", "bin"})
LISTED = re.compile(r"([^,،]+)[,،]\s*([^,،]+)")
"""Surname first, as in registers: Suleimani, Qassem."""
_WITH_ARTICLE_OF_THE_NEXT = re.compile(r"(.{4,}?)(?:ou|[uo])l")
SUN_LETTERS = frozenset("tdrzsnl")
"""First letters that an Arabic article takes on: Deir ez-Zor, and Deir Ezzor."""


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A word that a phrase needs."""

    plain: str
    article: str = ""  # before it, as it would be glued: "al"
    follows_hyphen: bool = False
    generic: str | None = None  # its class, where translations of it will do
    is_lower: bool = False  # the phrase itself writes it without a capital
    is_surname: bool = False  # listed first, before a comma


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of putting a phrase: its words, in this order."""

    words: tuple[ContentWord, ...]
    comma_after: int = 0  # words: surname first
    is_joined: bool = False  # all words as one
    is_turned: bool = False  # what it is stands at the other end
    script: Script | None = None  # the only one it is for
    is_by_syllables: bool = False  # of a Chinese or a Korean name


def wordings(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """The phrase as it is, with neighbours joined, as one word, turned round, and elsewhere."""
    if not is_by_syllables(tuple(word.plain for word in words)):
        yield from _wordings(words)
        return
    for wording in _wordings(words):
        yield replace(wording, is_by_syllables=True)


def _wordings(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    if not words:
        return
    yield Wording(words)
    if len(words) == 1:
        return
    for place in range(len(words) - 1):
        if _is_written_together(words[place], words[place + 1]):
            for joined in _joined(words[place : place + 2]):
                rest = (*words[:place], joined, *words[place + 2 :])
                yield Wording(rest, is_joined=len(rest) == 1)
    yield from _as_one_word(words)
    yield from _glued(words)
    yield from _without_article_of_the_next(words)
    yield from _described_after(words)
    yield from _somewhere(words)
    yield from _turned(words)
    yield from _described_by_classes(words)
    yield from _elsewhere(words)


def content_words(text: str, classes: Mapping[str, str]) -> tuple[ContentWord, ...]:
    """The words that a phrase needs; of one that says nothing without its small words and initials
    (The Base, N P C International), these too. With the classes of those that may be translated;
    the given name first, however it is listed."""
    every = tuple(_in_order(text, classes))
    content = tuple(word for word in every if not _is_dispensable(word))
    if len(content) > 1:
        says_little = all(map(_says_little, content))
        return tuple(
            word for word in every if not _is_dispensable(word) or (says_little and _is_odd(word))
        )
    return content if content and not _needs_small_words(every, content[0]) else every


def _needs_small_words(every: tuple[ContentWord, ...], content: ContentWord) -> bool:
    """Whether the only word that is left of a phrase does not stand for it alone."""
    has_signs = any(len(word.plain) == 1 or word.plain.isdigit() for word in every)
    if has_signs or any(word.plain in OF_A_FATHER for word in every):
        return True
    rank = load_ordinary_words().rank(content.plain)
    if rank is None or every[0] is content:
        return False
    return every[0].plain in FOREIGN_ARTICLES or (every[0].plain == "the" and rank < COMMON)


def _says_little(word: ContentWord) -> bool:
    return word.plain in FIRM_WORDS or load_ordinary_words().is_common(word.plain)


def _is_odd(word: ContentWord) -> bool:
    """Whether a small word is an initial, or no small word among these: United Wa State Army."""
    return len(word.plain) == 1 or word.plain == "wa"


@lru_cache(maxsize=1_000)
def plain_words(text: str) -> tuple[str, ...]:
    """All words of a form in their order, the small ones too."""
    return tuple(
        plain_of(piece.letters)
        for chunk in CHUNK.finditer(text)
        for piece in pieces_of(chunk.group())
    )


def is_more_than_words(text: str) -> bool:
    """Whether a form has more to it than the words that are looked for: initials, or signs that
    names in a text do not go past, as in Office #39 and Kave (Pvt) Ltd."""
    words = content_words(text, {})
    parts = LISTED.fullmatch(text) if any(word.is_surname for word in words) else None
    if not all(map(is_one_phrase_throughout, parts.groups() if parts else (text,))):
        return True
    return any(len(word.plain) == 1 for word in _words(text, {}) if word.plain not in PARTICLES)


def _in_order(text: str, classes: Mapping[str, str]) -> Iterator[ContentWord]:
    listed = LISTED.fullmatch(text)
    if listed is None:
        yield from _words(text, classes)
        return
    surname, given = (tuple(_words(part, classes)) for part in listed.groups())
    if all(_is_dispensable(word) or word.plain in FIRM_WORDS for word in given):
        yield from (*surname, *given)  # it is no person's
        return
    yield from given
    yield from (replace(word, is_surname=True) for word in surname)


def _is_dispensable(word: ContentWord) -> bool:
    is_initial = len(word.plain) == 1 and not word.plain.isdigit() and not is_abjad(word.plain)
    return is_initial or word.plain in PARTICLES


def _words(text: str, classes: Mapping[str, str]) -> Iterator[ContentWord]:
    article = ""
    for chunk in CHUNK.finditer(text):
        before = text[max(0, chunk.start() - 1) : chunk.start()]
        for piece in pieces_of(chunk.group()):
            plain = plain_of(piece.letters)
            end = chunk.start() + piece.end
            if plain in ARTICLES_BEFORE_A_HYPHEN and text[end : end + 1] in set(HYPHENS):
                article = plain
                continue
            rest, glued = _without_article(plain)
            yield ContentWord(
                rest,
                article=glued or article,
                follows_hyphen=piece.start == 0 and before != "" and before in HYPHENS,
                generic=classes.get(rest),
                is_lower=piece.letters.islower(),
            )
            article = plain if plain in GLUED_ARTICLES else article * (plain in PARTICLES)


def _without_article(plain: str) -> tuple[str, str]:
    if is_abjad(plain) and plain.startswith("ال") and len(plain) >= 4 and plain != "الله":
        return plain[2:], "ال"
    return plain, ""


def _is_written_together(left: ContentWord, right: ContentWord) -> bool:
    if right.follows_hyphen and not right.article:
        return True
    if is_abjad(left.plain) or is_abjad(right.plain):
        return True
    return left.plain in OFTEN_JOINED or right.plain in JOINED_TO_THE_LAST


def _joined(words: tuple[ContentWord, ...]) -> Iterator[ContentWord]:
    """The words as one, without and with the articles between them."""
    first = replace(words[0], generic=None)
    yield replace(first, plain="".join(word.plain for word in words))
    if any(word.article for word in words[1:]):
        glued = "".join(word.article + word.plain for word in words[1:])
        yield replace(first, plain=first.plain + glued)


def _as_one_word(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """#GreenZone, الحشدالشعبی"""
    if len(words) <= JOINED_AT_MOST and not any(map(_is_apart, words)):
        for joined in _joined(words):
            if len(joined.plain) >= JOINED_AT_LEAST:
                yield Wording((joined,), is_joined=True)


def _is_apart(word: ContentWord) -> bool:
    """Whether a word is never joined to another: Syrian S.A. is no Syriansa."""
    return word.plain in FIRM_WORDS or _is_dispensable(word)


def _glued(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Deir Ezzor for Deir ez-Zor, Itamar Bengvir for Ben-Gvir."""
    glued = tuple(replace(word, plain=_with_article(word), generic=None) for word in words[1:])
    if any(word.plain != bare.plain for word, bare in zip(glued, words[1:], strict=True)):
        yield Wording((words[0], *glued))


def _without_article_of_the_next(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Ansaroul Islam is Ansar ul Islam, and أنصار الإسلام."""
    stems = (_WITH_ARTICLE_OF_THE_NEXT.fullmatch(word.plain) for word in words[:-1])
    for place, stem in enumerate(stems):
        if stem and words[place].plain not in OFTEN_JOINED:
            without = replace(words[place], plain=stem.group(1), generic=None)
            yield Wording((*words[:place], without, *words[place + 1 :]))


def _somewhere(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """A movement in Palestine is one of Palestine too, and en Palestine; what it is called before
    that may stand in the order of another language."""
    for place in range(1, len(words) - 1):
        if words[place].generic == IN:
            name, where = words[:place], words[place + 1 :]
            yield Wording((*name, *where))
            if name[-1].generic in HEADS and len(name) > 1:
                for turned in dict.fromkeys((name[::-1], (name[-1], *name[:-1]))):
                    yield Wording((*turned, *where), is_turned=True)
                    yield Wording((*turned, *words[place:]), is_turned=True)


def _described_after(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Islamic Jihad is الجهاد الإسلامي, and the Islamic Maghreb le Maghreb islamique."""
    for place, (left, right) in enumerate(pairwise(words)):
        if left.generic in DESCRIPTIONS and right.generic is None:
            yield Wording((*words[:place], right, left, *words[place + 2 :]), is_turned=True)


def _with_article(word: ContentWord) -> str:
    """The word as it is written with its article, where `lexicon` does not see through it."""
    article, first = word.article, word.plain[:1]
    if article in {"al", "el", "ul"}:
        return f"a{first}{word.plain}" if first in SUN_LETTERS else word.plain
    known = article in GLUED_ARTICLES or (article.endswith(first) and first in SUN_LETTERS)
    return article + word.plain if article and known else word.plain


def _turned(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Badr Organization is سازمان بدر; Qassem Suleimani is listed as Suleimani, Qassem."""
    surnames = tuple(word for word in words if word.is_surname)
    if 0 < len(surnames) < len(words):
        given = tuple(word for word in words if not word.is_surname)
        yield Wording((*surnames, *given), comma_after=len(surnames))
        return
    first, last = words[0].generic in HEADS, words[-1].generic in HEADS
    if last and not first:
        yield Wording((words[-1], *words[:-1]), is_turned=True)
        yield from _mirrored(words)
    elif first and not last:
        yield Wording((*words[1:], words[0]), is_turned=True)
        yield from _mirrored(words)
    elif not any(word.generic for word in words):
        yield Wording((words[-1], *words[:-1]), comma_after=1)


def _described_by_classes(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Ogaden National Liberation Front is الجبهة الوطنية لتحرير أوغادين and, where what describes
    it stands before it, Национальный фронт освобождения Огадена."""
    name, *described = words
    if len(words) != DESCRIBED_TWICE or name.generic or words[-1].generic not in HEADS:
        return
    if all(word.generic in DESCRIPTIONS for word in described[:-1]):
        first, second, head = described
        yield Wording((head, first, second, name), is_turned=True)
        yield Wording((first, head, second, name), is_turned=True)


def _mirrored(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Kosovo Liberation Army is جيش تحرير كوسوفو. Not the Popular Mobilization Forces: they are
    named الحشد الشعبي, whatever stands before."""
    if len(words) > TURNED_WHOLE and not any(word.generic == MOBILIZATION for word in words):
        yield Wording(words[::-1], is_turned=True)


def _elsewhere(words: tuple[ContentWord, ...]) -> Iterator[Wording]:
    """Kim Jong Un is Ким Чен Ын, and Mao Zedong Mao Tse-tung."""
    if any(word.generic or word.article for word in words):
        return
    for other in renderings(tuple(word.plain for word in words)):
        yield Wording(tuple(map(ContentWord, other.words)), script=other.script)
