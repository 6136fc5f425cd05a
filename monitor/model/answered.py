"""What a source answers, up to the article."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal


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
