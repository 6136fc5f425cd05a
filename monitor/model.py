"""The nouns, in the order an article meets them. Read this file first.

What people write      Source, Watch, Settings            -> Configuration
What a source answers  FeedEntry, Page                    -> Article
What is found in it    Passage -> Mention, Match          -> Judgement
What is remembered     Finding, SourceState
What is told           Waiting -> Alert -> Message        -> Outcome
What people answer     Press                              -> Reaction

All are frozen. Instants are aware datetimes in UTC, spans of time are `timedelta`, positions in a
text count Unicode code points, scores run from 0 to 100.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any, Literal

# --- What people write -------------------------------------------------------------------------


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
    ping: str | None = None  # of a heartbeat: the URL to call while all is well


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


# --- What a source answers ---------------------------------------------------------------------


class Precision(StrEnum):
    """How exactly the time of publication is known."""

    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article as a source's list announces it."""

    source_id: str
    key: str  # unique within the source: guid, else link, else hash of title and date
    url: str | None  # http(s) only
    title: str  # plain text
    text: str = ""  # the feed's own, as HTML, to be read by `plain_text`: content, else summary
    published_at: datetime | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()


class FeedKind(StrEnum):
    """What an answer lists its articles in."""

    RSS = "rss"  # 0.9x and 2.0
    RDF = "rdf"  # RSS 0.90, 1.0 and 1.1
    ATOM = "atom"
    JSON = "json"  # jsonfeed.org
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap-index"  # lists sitemaps instead
    PAGE = "page"  # HTML: at best a listing page


@dataclass(frozen=True, slots=True)
class Feed:
    """A source's list as it answered: what it is, and its entries, newest first as given."""

    title: str
    entries: tuple[FeedEntry, ...]
    kind: FeedKind = FeedKind.RSS
    site_url: str | None = None
    ttl: timedelta | None = None  # may be kept for so long without asking again
    update_period: timedelta | None = None  # of `sy:updatePeriod`; WordPress says an hour, unasked
    skip_hours: frozenset[int] = frozenset()  # of the day in UTC, when nothing is published
    skip_days: frozenset[int] = frozenset()  # of the week in UTC, Monday is 0
    note: str = ""  # what was left out: "the first 2,000 of its entries only"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One of the sitemaps that a sitemap index lists."""

    url: str
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered, untouched."""

    source_id: str
    url: str  # after redirects
    body: bytes
    content_type: str  # the header, "" if there was none
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    is_whole: bool = True  # False: the connection broke within the answer


class Tier(StrEnum):
    """Which extractor read the text: the fast one on every page, or the precise one."""

    QUICK = "quick"
    CAREFUL = "careful"
    FEED = "feed"  # neither: the page could not be had, this is the feed's own text


DatedBy = Literal["feed", "page"]


@dataclass(frozen=True, slots=True)
class Article:
    """What a journalist published: the text, without the page around it."""

    source_id: str
    url: str  # canonical
    title: str
    text: str  # paragraphs joined by one line break
    tier: Tier
    published_at: datetime | None
    precision: Precision | None
    language: str | None  # ISO 639-1
    authors: tuple[str, ...]
    fetched_at: datetime
    note: str = ""  # why this is less than the article: "page answered 403", "careful timed out"
    dated_by: DatedBy | None = None  # whose word `published_at` is
    is_paywalled: bool = False  # the page says that this is not all of it
    is_truncated: bool = False  # it ends within the article


# --- What is found in it -----------------------------------------------------------------------


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


# --- What is remembered ------------------------------------------------------------------------


class Fate(StrEnum):
    """What became of an entry, exactly one each: the counter, the log line, the reason."""

    STORED = "stored"
    STORED_OLD = "stored-old"  # too old to ring
    STORED_QUIET = "stored-quiet"  # of a first fetch or a flood: stored, summed up, not rung
    KNOWN = "known"  # the article was there already
    NO_ARTICLE = "no-article"  # neither the page nor the feed holds a text
    FAILED = "failed"  # neither page nor feed text could be read; tried again
    COMPLETED = "completed"  # a later visit brought the page that was missing
    CHANGED = "changed"  # a later visit found another text
    SAME_TEXT = "same-text"  # a later visit found nothing new


@dataclass(frozen=True, slots=True)
class FoundMatch:
    """A match as it is kept and told: with the watch's terms at that time."""

    match: Match
    watch_name: str
    severity: Severity
    possible: bool = False  # only the quick text has it
    channel: str | None = None  # the watch's own


@dataclass(frozen=True, slots=True)
class Finding:
    """An article judged, ready to be recorded in one transaction with what is to be told."""

    entry_key: str
    article: Article
    fate: Fate
    matches: tuple[FoundMatch, ...] = ()
    rings: bool = False  # an outbox entry is written with it


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is due to be fetched again: it could not be had, or may have changed since."""

    entry: FeedEntry  # as it was announced
    since: datetime  # from when the schedule counts: publication, or the first try
    due_at: datetime
    article_id: int | None = None  # None: nothing of it is stored yet
    is_missed: bool = False  # the page was never had
    tries: int = 0  # in vain, so far
    is_lively: bool = False  # names a watch, or has changed: looked at more often
    digest: str = ""  # of the quick text that was last read
    doubted: str = ""  # digest of a text too short to be believed at once
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A visit in vain."""

    was_asked: bool = True  # False: the host is to be left alone for now
    is_refusal: bool = False  # rather than a fault that may pass
    is_final: bool = False  # no patience changes it
    wait: timedelta | None = None  # that the host asks for


class SourceCondition(StrEnum):
    """How a source is doing."""

    NEW = "new"
    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    BLOCKED = "blocked"
    DISALLOWED = "disallowed"
    THROTTLED = "throttled"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    SERVER_ERROR = "server-error"
    PARSE_ERROR = "parse-error"
    SLOW = "slow"  # answers well, after a wait that costs news
    FROZEN = "frozen"  # answers well, with nothing new for far longer than it ever was silent
    OVERDUE = "overdue"  # answers well, with far fewer new entries than are usual at these hours
    DISABLED = "disabled"

    @property
    def is_well(self) -> bool:
        """All that the source publishes is seen, in time."""
        return self in _WELL

    @property
    def is_dark(self) -> bool:
        """What the source publishes is not seen."""
        return self in _DARK


_WELL = frozenset({SourceCondition.OK, SourceCondition.UNCHANGED})
_DARK = frozenset(
    {
        SourceCondition.EMPTY,
        SourceCondition.BLOCKED,
        SourceCondition.DISALLOWED,
        SourceCondition.THROTTLED,
        SourceCondition.GONE,
        SourceCondition.UNREACHABLE,
        SourceCondition.SERVER_ERROR,
        SourceCondition.PARSE_ERROR,
        SourceCondition.FROZEN,
    }
)


@dataclass(frozen=True, slots=True)
class Asks:
    """How often a source asks to be looked at."""

    fresh_for: timedelta | None = None  # an answer is good for so long
    skip_hours: frozenset[int] = frozenset()  # of the day in UTC, when nothing is published
    skip_days: frozenset[int] = frozenset()  # of the week in UTC, Monday is 0


@dataclass(frozen=True, slots=True)
class Polled:
    """What one look at a source gave: the condition it shows, and the validators for the next."""

    source_id: str
    condition: SourceCondition
    at: datetime
    reason: str = ""  # one line for a person: "connection refused by news.example:443"
    entries: int = 0
    new_entries: int = 0
    newest_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: timedelta | None = None
    kind: SourceKind | None = None  # what it was read as
    known_entries: int = 0  # of the entries, those that an earlier look had found
    oldest_at: datetime | None = None  # of the entries
    took: timedelta | None = None  # until the list began to arrive
    asks: Asks | None = None  # None: the answer said nothing about it
    moved_to: str | None = None  # the source's own address leads here, for good
    ended_at: datetime | None = None  # None: at once

    @property
    def is_good(self) -> bool:
        return self.condition in {
            SourceCondition.OK,
            SourceCondition.UNCHANGED,
            SourceCondition.EMPTY,
        }


@dataclass(frozen=True, slots=True)
class Activity:
    """When a source publishes, as looks have shown: counts of new entries that fade with time.

    `monitor.polling.activity` learns it, and says what is due when.
    """

    since: datetime  # watched
    until: datetime
    found: float  # entries, in ...
    watched: float  # ... so many hours of usual activity
    by_hour: tuple[float, ...]  # of the day in UTC: entries found, ...
    due_by_hour: tuple[float, ...]  # ... and due if all hours were alike
    by_day: tuple[float, ...]  # of the week, Monday first; likewise
    due_by_day: tuple[float, ...]
    recent: float = 0.0  # entries found of late, ...
    due_recently: float = 0.0  # ... and due
    last_new_at: datetime | None = None
    level_then: float = 1.0  # entries in an hour of usual activity
    silence: float = 0.0  # entries that were due since, had that level stayed
    longest_silence: float = 0.0  # usually, in entries due
    silences: float = 0.0  # how many that rests on, ...
    silent: float = 0.0  # ... and the entries due in all of them
    haste: float = 1.0  # more looks than the rate alone asks for: a list turned over between two


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered of a source between looks."""

    source_id: str
    condition: SourceCondition = SourceCondition.NEW
    url: str | None = None  # that was looked at; an edit may have changed the source's since
    since: datetime | None = None  # of the condition
    reason: str = ""
    first_good_at: datetime | None = None
    last_good_at: datetime | None = None
    last_polled_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0  # in a row
    etag: str | None = None
    last_modified: str | None = None
    full_fetch_at: datetime | None = None  # the last answer that was not "not modified"
    kind: SourceKind | None = None  # what it was read as; None: never read
    times: int = 0  # looks in a row that showed the condition
    entries: int = 0  # in the list, when it was last read
    activity: Activity | None = None  # None: never read
    asks: Asks | None = None
    slow_answers: int = 0  # in a row
    moved_to: str | None = None  # where its address leads, for good ...
    moved_times: int = 0  # ... by so many answers
    dark_from: datetime | None = None  # the last time that it was dark: since it was last read, ...
    dark_until: datetime | None = None  # ... until it was again; None: it still is
    dark_before: tuple[tuple[datetime, datetime], ...] = ()  # that day, and was read again

    @property
    def rate(self) -> float | None:
        """New entries an hour, averaged over the week; None of a source that was never read."""
        return self.activity.found / self.activity.watched if self.activity else None


@dataclass(frozen=True, slots=True)
class Told:
    """The last that operations were told of a source."""

    condition: SourceCondition  # OK: that it has recovered
    at: datetime
    with_others: bool = False  # in one notice for many


# --- What is told ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """One mention as an alert shows it: the sentence, and where in it the name stands."""

    sentence: str
    start: int
    end: int
    how: str  # "exact" | "spelling 92" | "alias" | "acronym" | "as written in Arabic" ...


@dataclass(frozen=True, slots=True)
class Rung:
    """One watch in an alert."""

    watch_id: str
    watch_name: str
    severity: Severity
    score: float
    hits: tuple[Hit, ...]
    channel: str | None = None
    possible: bool = False
    is_gone: bool = False  # of a revision: the article named it, and does not any more
    cooldown: timedelta | None = None


StoryKind = Literal["article", "revision", "backlog"]

Part = Literal["first", "copy", "news"]
"""What an article is of its story: what opens it, the same text again, or that and something new
about a watched name."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Somebody who carries a story, and where."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Story:
    """What an alert is about, with all that a message needs; nothing is looked up later."""

    id: str  # the same for every article that tells it
    url: str
    headline: str
    source_id: str
    outlet: str
    source_tags: frozenset[str]
    language: str | None
    published_at: datetime | None
    fetched_at: datetime
    rungs: tuple[Rung, ...]
    note: str = ""
    precision: Precision | None = None  # of published_at
    # An article; what a change of it added or took away; or earlier articles that did not ring.
    kind: StoryKind = "article"
    article: str = ""  # names the article that tells it here
    part: Part = "first"
    is_own_text: bool = True  # of a copy: somebody wrote it anew
    also: tuple[Outlet, ...] = ()  # who else carries it, in the order of their coming
    texts: int = 1  # written independently of one another
    remarks: tuple[str, ...] = ()  # what people said and did about it


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One story in a digest."""

    headline: str
    url: str
    outlet: str
    watches: tuple[str, ...]  # names
    severity: Severity
    at: datetime
    why: str = ""  # it was not told by itself; "": it was


@dataclass(frozen=True, slots=True)
class Digest:
    """What was held back in a channel, and on a daily one also what was told, in one message."""

    key: str
    channel: str
    title: str
    items: tuple[DigestItem, ...]
    more: int = 0  # stories that found no room


@dataclass(frozen=True, slots=True)
class Notice:
    """Something operators should know: about a source, the configuration, delivery; or a test."""

    key: str
    title: str
    text: str
    channel: str | None = None  # None: operations


SilenceTarget = Literal["watch", "source", "story"]


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody wished that something does not ring by itself until then."""

    id: int
    target: SilenceTarget
    target_id: str
    until: datetime
    author: str
    reason: str
    created_at: datetime


Action = Literal["relevant", "not_relevant", "snooze_story", "snooze_watch", "mute_source", "why"]
"""What the buttons below a story's message are for."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button in Slack, or wrote a command that means the same."""

    key: str  # the same however often Slack hands it over
    action: Action
    story_id: str  # "": of a command that names no story
    target_id: str  # the watch or source that is to be silent; else ""
    user_id: str
    user_name: str
    lasting: timedelta = timedelta(hours=24)  # of a silence


@dataclass(frozen=True, slots=True)
class Reaction:
    """A press, and what came of it."""

    press: Press
    at: datetime
    target_name: str = ""  # of what is silent, for people
    watches: tuple[str, ...] = ()  # ids, that the story named by then
    silence_id: int | None = None  # None: there was one already
    until: datetime | None = None  # when the silence ends that was wished for


@dataclass(frozen=True, slots=True)
class Waiting:
    """An outbox entry: something is to be told, nobody has decided yet to whom."""

    id: int
    created_at: datetime
    subject: Story | Notice | Digest


AlertKind = Literal["tocsin_alert", "tocsin_update", "tocsin_digest", "tocsin_notice"]

Manner = Literal["post", "reply", "broadcast", "edit"]
"""How an alert is said: as a message of its own, in the thread of another one, there and in the
channel too, or in the place of another one."""

CANARY = "tocsin:canary"
"""The source and the watch of the canary; nobody can name one of theirs so."""

CONSOLE = "console"
"""The channel of those who have configured none."""

DOOR = "door:"
"""A channel that begins so is no channel of Slack, but what Apprise opens: `door:on-call`."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is to be said in one channel. The key is the same on every try."""

    key: str
    channel: str
    kind: AlertKind
    subject: Story | Notice | Digest
    manner: Manner = "post"


AlertState = Literal["waiting", "unknown", "told", "refused", "held", "folded"]
"""Held: for a digest. Folded: another message says it, a digest or a later edit."""


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """An alert in its lane, and how far it got."""

    id: int
    alert: Alert
    state: AlertState
    attempts: int
    created_at: datetime
    not_before: datetime | None = None
    first_tried_at: datetime | None = None
    last_tried_at: datetime | None = None
    told_at: datetime | None = None
    ts: str | None = None  # Slack's name for the message
    reason: str = ""
    plain: bool = False  # Slack refused the blocks: it goes as plain text
    parent_ts: str | None = None  # of a reply or an edit: the message that it belongs to
    parent_key: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A story as a channel has it."""

    alert_id: int  # of the message that told it
    state: AlertState  # of that
    story: Story  # as the message should read by now
    watches: frozenset[str]  # told there so far
    severity: Severity  # the highest told there so far
    told_at: datetime
    replied_at: datetime | None = None  # or will be, if a reply is pending
    pending: Story | None = None  # what the reply says that waits for its time ...
    pending_id: int | None = None  # ... and which alert that is


@dataclass(frozen=True, slots=True)
class Cooling:
    """When a watch rang in a channel last, and how loudly."""

    told_at: datetime
    severity: Severity


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in a channel, as far as one story is concerned."""

    thread: Thread | None = None
    cooling: Mapping[str, Cooling] = field(default_factory=dict)  # by watch
    told_in_last_hour: int = 0
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """An alert as Slack takes it."""

    channel: str
    text: str  # one full sentence: the notification, and what a screen reader says
    blocks: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    thread_ts: str | None = None  # the message in whose thread it goes
    is_broadcast: bool = False  # a reply that the channel shows too
    edits_ts: str | None = None  # the message that it takes the place of


@dataclass(frozen=True, slots=True)
class Delivered:
    """It stands in the channel."""

    ts: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Definitely not posted, and not the message's fault: its channel waits for a while."""

    reason: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not posted, and it will never be as it is; a person must see it."""

    reason: str
    concerns_blocks: bool = False  # the blocks were at fault: plain text may pass
    concerns_thread: bool = False  # there is no thread to go into: the channel may do


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may stand in the channel or not: look before another try."""

    reason: str
    is_over: bool = False  # Slack answered: what it does with the request, it has done


Outcome = Delivered | Deferred | Refused | Unknown
