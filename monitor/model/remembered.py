"""What is remembered, of articles and of sources."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.answered import Article, FeedEntry
from monitor.model.found import Match
from monitor.model.written import Severity, SourceKind


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
    FROZEN = "frozen"  # answers well, with nothing new though its site goes on, or for far too long
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
    page: str | None = None  # that it is the list of
    digest: str = ""  # of the list, byte by byte; "": there was none, or not all of it is recorded

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
    digest: str = ""  # of the list that was last read

    @property
    def rate(self) -> float | None:
        """New entries an hour, averaged over the week; None of a source that was never read."""
        return self.activity.found / self.activity.watched if self.activity else None


@dataclass(frozen=True, slots=True)
class Sighted:
    """An article that a page of the site linked to, and that its source did not list."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Witness:
    """What another page of a source's site has shown, and what the source listed of it.

    `monitor.polling.witness` learns it, and says what it proves.
    """

    source_id: str
    page: str  # its address
    since: datetime | None = None  # looked at
    looked_at: datetime | None = None
    silence: float = 0.0  # of the source, in entries due, when the page was looked at
    is_telling: bool = True  # most of what it links to, the source lists
    known: tuple[str, ...] = ()  # marks of articles that it links to and the source never listed
    unlisted: tuple[Sighted, ...] = ()  # likewise, since the source fell silent
    silences: float = 0.0  # that ended by themselves, with a look at the page in them
    most: float = 0.0  # articles that the source lacked for long in one of these
    lag: timedelta = timedelta(0)  # the longest that it lacked one which it listed after all
    in_vain: int = 0  # looks in a row at a page that could not be had


@dataclass(frozen=True, slots=True)
class Told:
    """The last that operations were told of a source."""

    condition: SourceCondition  # OK: that it has recovered
    at: datetime
    with_others: bool = False  # in one notice for many
