"""What is found in an article."""

from dataclasses import dataclass
from typing import Literal

from monitor.model.answered import Tier


@dataclass(frozen=True, slots=True)
class Passage:
    """What the matcher reads. A watch's limits apply only where source or language is given."""

    text: str
    title: str = ""
    language: str | None = None
    source_id: str | None = None
    tags: frozenset[str] = frozenset()  # the source's


Field = Literal["title", "text"]
MentionKind = Literal["name", "alias", "acronym", "followup"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a passage that name a watch, and why we think so. `surface` is field[start:end]."""

    watch_id: str
    field: Field
    start: int
    end: int
    surface: str
    form: str  # the form of the watch that was found
    kind: MentionKind
    score: float
    why: tuple[str, ...]
    suppressed_by: str | None = None  # None: it counts
    seen_by: tuple[Tier, ...] = ()  # the readings of the article that have these words


@dataclass(frozen=True, slots=True)
class Match:
    """A watch that a passage concerns, with the mentions that show it."""

    watch_id: str
    score: float  # of its best mention
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that the matcher says about one passage: what rings, and what does not and why."""

    matches: tuple[Match, ...] = ()  # by falling score, then id
    suppressed: tuple[Mention, ...] = ()  # claimed by others, out of context, near-misses
    notes: tuple[str, ...] = ()  # what was not looked at, and why: a flood of names or of words


@dataclass(frozen=True, slots=True)
class Imprint:
    """By what it can be told of an archived text whether a name may stand in it.

    Written and read by `monitor.matching` alone.
    """

    version: str  # names how texts were read
    words: bytes  # all, by their letters
    sounds: bytes  # of those that are compared by sound
