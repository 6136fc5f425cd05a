"""A feed as its format has it, before it is judged: what each reader gives to `feeds`."""

from dataclasses import dataclass

from monitor.model import FeedKind


@dataclass(slots=True)
class RawEntry:
    """One item, in the feed's own words: markup, relative links and odd dates included."""

    guid: str = ""
    link: str = ""
    title: str = ""
    texts: tuple[str, ...] = ()  # markup, the fullest first
    date: str = ""
    changed: str = ""  # a sitemap's date of the page's last change
    language: str = ""
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class RawFeed:
    """A list of items, and what it says of itself."""

    kind: FeedKind
    title: str = ""
    link: str = ""
    language: str = ""
    ttl: str = ""  # minutes
    period: str = ""  # "hourly", ...
    frequency: str = ""  # times in a period
    skip_hours: tuple[str, ...] = ()
    skip_days: tuple[str, ...] = ()
    entries: tuple[RawEntry, ...] = ()
    note: str = ""  # what was left out
