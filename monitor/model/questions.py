"""What is asked of the archive: words, phrases, and how they go together."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words, one right after the other, as they are folded for the search."""

    words: tuple[str, ...]
    goes_on: bool = False  # the last one is the beginning of a word


@dataclass(frozen=True, slots=True)
class Every:
    """All of these, and none of those. At least one has to be wanted."""

    wanted: tuple["Query", ...]
    unwanted: tuple["Query", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple["Query", ...]


Query = Phrase | Every | Either


@dataclass(frozen=True, slots=True)
class Among:
    """Which articles are asked at all; what is empty or None does not limit."""

    source_ids: tuple[str, ...] = ()
    language: str | None = None
    since: datetime | None = None  # by the date of the article, else by when it was fetched
    until: datetime | None = None
    watch_id: str | None = None  # a match of that watch is kept
