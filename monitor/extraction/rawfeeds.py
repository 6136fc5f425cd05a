"""A feed as its format has it, before it is judged: what each reader gives to `feeds`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item, in the feed's own words: markup, relative links and odd dates included."""

    guid: str = ""
    link: str = ""
    title: str = ""
    texts: tuple[str, ...] = ()  # markup, the fullest first
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A list of items, and what it says of itself."""

    title: str = ""
    link: str = ""
    ttl: str = ""  # minutes
    language: str = ""
    entries: tuple[RawEntry, ...] = ()
