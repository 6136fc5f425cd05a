"""What people write: sources, watches, settings."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Literal


class SourceKind(StrEnum):
    """How a source lists its articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"


@dataclass(frozen=True, slots=True)
class Source:
    """A place that publishes articles, as `config/sources.yaml` names it."""

    id: str
    url: str
    name: str = ""  # for people; the id where none is given
    kind: SourceKind | None = None  # None: found out from what the URL answers
    every: timedelta | None = None  # None: adaptive, within the settings' bounds
    language: str | None = None  # ISO 639-1; None: detected
    tags: frozenset[str] = frozenset()
    enabled: bool = True
    fetch_articles: bool = True  # False: the feed's own text is all that is read
    links: str | None = None  # of a listing: CSS selector of the links to articles
    priority: float = 1.0  # weight in the polling budget
    ring_possible: bool = False  # ring for mentions that only the quick text has
    render: bool = False  # needs JavaScript

    @property
    def title(self) -> str:
        return self.name or self.id


class Severity(IntEnum):
    """How loud a watch rings. Ordered: a higher one breaks through what holds a lower one back."""

    LOW = 1
    NORMAL = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class Context:
    """Words of which one must (near) or must not (not_near) stand by a form.

    Whole words, blind to case and marks, no fuzz. `within` counts words in the same field; without
    it the whole of title and text counts.
    """

    any: tuple[str, ...]
    within: int | None = None


FormKind = Literal["name", "alias", "acronym"]
FormMatch = Literal["fuzzy", "exact", "regex"]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a watched name, and how it is looked for."""

    text: str
    kind: FormKind
    match: FormMatch = "fuzzy"
    near: Context | None = None  # beats the watch's own
    not_near: Context | None = None


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """The sources that a watch is limited to: those named, and those with one of the tags."""

    ids: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Examples:
    """Passages that a watch must ring for, and must not."""

    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A person, group or place that somebody wants to hear about."""

    id: str
    name: str
    forms: tuple[Form, ...]  # the name first, then aliases, then acronyms
    unless: tuple[str, ...] = ()  # longer phrases that claim the words they cover
    generic_words: bool = True
    near: Context | None = None
    not_near: Context | None = None
    severity: Severity = Severity.NORMAL
    channel: str | None = None  # None: by route
    threshold: float | None = None  # None: the settings'
    sources: SourceFilter | None = None
    languages: frozenset[str] = frozenset()  # empty: all
    cooldown: timedelta | None = None
    owner: str | None = None
    note: str | None = None
    expires: date | None = None
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Everything that is watched, and the known names that are not."""

    watches: tuple[Watch, ...]
    decoys: tuple[str, ...] = ()  # they claim their own words and never ring
    builtin_decoys: bool = True
    threshold: float = 88.0  # for watches without their own


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """The manners of the crawl."""

    every_min: timedelta = timedelta(minutes=2)
    every_max: timedelta = timedelta(hours=6)
    concurrency: int = 64
    per_host: int = 1
    delay: timedelta = timedelta(seconds=1)
    timeout: timedelta = timedelta(seconds=20)
    max_page: int = 8 * 1024 * 1024  # bytes
    robots: bool = True
    allow_networks: tuple[str, ...] = ()  # CIDR
    max_age: timedelta = timedelta(days=7)
    first_fetch: timedelta | None = timedelta(hours=6)  # None: everything of a first fetch rings
    revisit: timedelta = timedelta(hours=72)  # after publication, for changes; 0: never


@dataclass(frozen=True, slots=True)
class Route:
    """Which alerts go to a channel: every condition that is given must hold."""

    channel: str
    severity: Severity | None = None
    watches: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()  # of the source
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a channel is left in peace, by local time; `except_` still rings."""

    from_: time
    to: time
    timezone: str
    except_: frozenset[Severity] = frozenset()


@dataclass(frozen=True, slots=True)
class DailyAt:
    """A local time of every day."""

    at: time
    timezone: str
    # Of a heartbeat: the URL to call while all is well; often a secret.
    ping: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Canary:
    """A synthetic article that goes the whole way on a schedule."""

    every: timedelta
    channel: str


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Who is told, and what holds an alert back. Everything that holds back is off by default."""

    channel: str | None = None  # None: the console
    operations: str | None = None  # None: the console
    routes: tuple[Route, ...] = ()
    quiet_hours: QuietHours | None = None
    budget_per_hour: int | None = None
    digest: DailyAt | None = None
    heartbeat: DailyAt | None = None
    canary: Canary | None = None
    story_window: timedelta = timedelta(hours=72)
    story_interval: timedelta = timedelta(minutes=15)
    send_timeout: timedelta = timedelta(seconds=10)


DEFAULT_USER_AGENT = "Tocsin/1.0"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the monitor behaves, as `config/settings.yaml` and the environment say."""

    # Absolute once loaded. May hold a password, so no repr shows it.
    database: str = field(default="sqlite:///var/tocsin.db", repr=False)
    user_agent: str = DEFAULT_USER_AGENT
    crawl: CrawlSettings = CrawlSettings()
    matching_threshold: float = 88.0
    alerts: AlertSettings = AlertSettings()
    retention_articles: timedelta = timedelta(days=365)
    web_listen: tuple[str, int] | None = ("127.0.0.1", 8080)  # None: no web server


@dataclass(frozen=True, slots=True)
class Configuration:
    """One consistent reading of the configuration folder. A change is another one, swapped in."""

    folder: Path
    sources: tuple[Source, ...]
    watchlist: Watchlist
    settings: Settings
    digest: str  # of the files' bytes, hexadecimal
    loaded_at: datetime

    def source(self, source_id: str) -> Source | None:
        return next((source for source in self.sources if source.id == source_id), None)
