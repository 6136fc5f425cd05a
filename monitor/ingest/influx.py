"""When a look brings more than news: what of it rings by itself, and what is summed up. Pure.

| the look                                            | rings                                     |
| --------------------------------------------------- | ----------------------------------------- |
| an ordinary one                                     | all that is younger than `max_age`        |
| of a new source, or the first after days of silence | what is younger than `first_fetch`        |
| a flood: far more at once than the source publishes | the same, but no date that half of it has |

Everything is stored and matched, whatever rings. A site that moves house dates its archive on that
day and names every article anew; what it publishes while it does so is still news.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Article, CrawlSettings, Fate, FeedEntry, Precision, SourceState
from monitor.storage.sources import Heard

RETURNS_AFTER = timedelta(days=1)
"""Without a good answer; what then comes is a backlog, of which only the young part is news."""

FLOOD = 25
"""New entries in one look, at the least; a front page has as many links."""

FLOODS_ABOVE = 4
"""Times as many new entries as a source's rate lets expect. Great events double and treble it."""

BULK_WITHIN = timedelta(minutes=15)
"""Half of a flood dated within this was not written then."""


@dataclass(frozen=True, slots=True)
class Flood:
    """More than a source can have written, and the span of dates that are not to be believed."""

    bulk: tuple[datetime, datetime] | None = None

    def doubts(self, article: Article) -> bool:
        """Whether the article's date is one that the whole flood has."""
        if self.bulk is None or article.published_at is None:
            return False
        return self.bulk[0] <= article.published_at <= self.bulk[1]


def has_backlog(heard: Heard, *, now: datetime) -> bool:
    """Whether the source is new to us, or as good as new after a long silence.

    It stays so until a look has ended well: one that was cut short must not make the rest ring.
    """
    if heard.first_at is None or heard.last_at is None:
        return True
    return now - heard.last_at > RETURNS_AFTER


def flood_of(state: SourceState, new: Sequence[FeedEntry], *, now: datetime) -> Flood | None:
    """The flood that these entries are; None for as many as the source may have published."""
    if len(new) < FLOOD or state.last_good_at is None:
        return None
    hours = max((now - state.last_good_at) / timedelta(hours=1), 0.0)
    expected = (1.0 if state.rate is None else state.rate) * hours
    return Flood(_bulk(new)) if len(new) > FLOODS_ABOVE * (expected + 1) else None


def fate_of(
    article: Article,
    crawl: CrawlSettings,
    *,
    is_restrained: bool,
    flood: Flood | None,
    now: datetime,
) -> Fate:
    """Whether the article is news, old, or part of a backlog that is summed up."""
    latest = latest_instant(article)
    if latest is not None and now - latest > crawl.max_age:
        return Fate.STORED_OLD
    if not (is_restrained or flood) or crawl.first_fetch is None:
        return Fate.STORED
    is_fresh = latest is not None and now - latest <= crawl.first_fetch
    is_believed = flood is None or not flood.doubts(article)
    return Fate.STORED if is_fresh and is_believed else Fate.STORED_QUIET


def latest_instant(article: Article) -> datetime | None:
    """The last instant at which the article may have been published."""
    if article.published_at is None or article.precision is not Precision.DAY:
        return article.published_at
    return article.published_at + timedelta(days=1)


def _bulk(entries: Sequence[FeedEntry]) -> tuple[datetime, datetime] | None:
    """The shortest span of dates that half of the entries have, if nobody writes so fast."""
    dates = sorted(entry.published_at for entry in entries if entry.published_at)
    half = (len(entries) + 1) // 2
    spans = [(first, last) for first, last in zip(dates, dates[half - 1 :], strict=False)]
    narrow = min(spans, key=lambda span: span[1] - span[0], default=None)
    if narrow is None or narrow[1] - narrow[0] > BULK_WITHIN:
        return None
    first, last = narrow
    return first - BULK_WITHIN, last + BULK_WITHIN  # the other half was dated just before or after
