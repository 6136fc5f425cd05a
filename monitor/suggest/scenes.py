"""A labelled article as a learner sees it: where the watch is named, and the words around. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.matching import Matcher
from monitor.matching.ordinary import load_ordinary_words
from monitor.model import Mention, Passage, Watch, Watchlist

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
SHORTEST = 4
"""Letters of a word that may be part of a context."""
EVERYWHERE = 200
"""Words that are more frequent than this in their language stand in any text."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage that rang for a watch, and whether it was right to."""

    passage: Passage
    is_relevant: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A labelled passage, as the watch now reads it."""

    labelled: Labelled
    mentions: tuple[Mention, ...]  # full names, no later surnames
    score: float

    @property
    def is_relevant(self) -> bool:
        return self.labelled.is_relevant

    def words(self, within: int | None) -> frozenset[str]:
        """The words within so many of a mention in its field; without, those of all of it."""
        passage = self.labelled.passage
        if within is None:
            return frozenset(_plain(f"{passage.title}\n{passage.text}"))
        near: set[str] = set()
        for mention in self.mentions:
            text = field_of(passage, mention)
            before = WORD.findall(text[: mention.start])[-within:]
            after = WORD.findall(text[mention.end :])[:within]
            near.update(_plain(" ".join([*before, *after])))
        return frozenset(near)


def scenes(watch: Watch, labelled: Iterable[Labelled], *, threshold: float) -> list[Scene]:
    """Those of the passages that the watch rings for."""
    listed = list(labelled)
    matches = (
        next(iter(judged.matches), None)
        for judged in _matcher(watch, threshold).judge_all(one.passage for one in listed)
    )
    return [
        Scene(one, tuple(m for m in found.mentions if m.kind != "followup"), found.score)
        for one, found in zip(listed, matches, strict=True)
        if found
    ]


def rings(watch: Watch, passages: Iterable[Passage], *, threshold: float) -> list[bool]:
    """For which of the passages the watch rings, if nothing else is watched."""
    judged = _matcher(watch, threshold).judge_all(passages)
    return [bool(one.matches) for one in judged]


def field_of(passage: Passage, mention: Mention) -> str:
    """The text in which the mention stands."""
    return passage.title if mention.field == "title" else passage.text


def _matcher(watch: Watch, threshold: float) -> Matcher:
    # Whatever else claims words of these passages did not keep the watch from ringing.
    return Matcher(Watchlist((watch,), builtin_decoys=False, threshold=threshold))


def _plain(text: str) -> Iterator[str]:
    ordinary = load_ordinary_words()
    for word in WORD.findall(text.casefold()):
        rank = ordinary.rank(word)
        if len(word) >= SHORTEST and not word.isdecimal() and (rank is None or rank >= EVERYWHERE):
            yield word
