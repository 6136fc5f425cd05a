"""When a page is visited again: one that is missing soon, one that may change ever more rarely.

Most changes are made in the first hours. What names a watch is looked at most often; what names
none only while it is fresh, for that is when a name may be added. Pure.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.ingest.influx import latest_instant
from monitor.model import Article, CrawlSettings, FeedEntry, Miss, Page, Source, Tier, Visit

_HOUR = timedelta(hours=1)

LIVELY = (_HOUR / 4, _HOUR, 4 * _HOUR, 12 * _HOUR, 24 * _HOUR, 48 * _HOUR, 72 * _HOUR)
"""After publication: of what names a watch, or has changed before."""

ORDINARY = (_HOUR, 6 * _HOUR, 24 * _HOUR)
"""After publication: of everything else."""

MISSED_FOR = timedelta(hours=24)
"""How long a page that cannot be had is asked for."""

FIRST_RETRY = timedelta(seconds=30)
SOONEST_RETRY = timedelta(seconds=2)
"""The bounds of the first pause after a page was missed; in between, a source's `every`."""

AFTER_FAULT = 0.5
AFTER_REFUSAL = 1.0
"""The pause after a try in vain, as a share of the time since the first one: pauses grow by half,
or double where the site refuses. A page that fails five times in a row is not lost for long."""

LATER = timedelta(minutes=30)
"""When a page is looked at again that shows half of its text."""

WHILE_ABSENT = timedelta(hours=6)
"""When visits are thought of again whose source is switched off or was taken out."""


def after_miss(visit: Visit, source: Source, miss: Miss, *, now: datetime) -> Visit | None:
    """The next visit to a page that could not be had; None where it was asked for long enough."""
    if miss.is_final or now - visit.since >= MISSED_FOR:
        return None
    first = min(max(source.every or FIRST_RETRY, SOONEST_RETRY), FIRST_RETRY)
    grown = (now - visit.since) * (AFTER_REFUSAL if miss.is_refusal else AFTER_FAULT)
    pause = max(first, grown) if miss.was_asked else first
    due_at = now + max(pause, miss.wait or timedelta(0))
    return replace(visit, tries=visit.tries + miss.was_asked, due_at=due_at)


def missed_visit(
    source: Source, entry: FeedEntry, article_id: int | None, *, now: datetime
) -> Visit:
    """The first visit to a page that a look could not have."""
    first = Visit(entry, since=now, due_at=now, article_id=article_id, is_missed=True)
    planned = after_miss(first, source, Miss(), now=now)
    assert planned is not None
    return planned


def checking_visit(
    entry: FeedEntry,
    article_id: int,
    read: Article,
    page: Page,
    crawl: CrawlSettings,
    *,
    is_lively: bool,
    now: datetime,
) -> Visit | None:
    """The first visit that looks whether the article has changed; None where none pays.

    By what it is told from a changed one, its digest, is for the caller to add.
    """
    since = min(latest_instant(read) or now, now)
    visit = Visit(
        entry=entry if read.tier is Tier.FEED else replace(entry, text=""),
        since=since,
        due_at=now,
        article_id=article_id,
        is_lively=is_lively,
        etag=page.etag,
        last_modified=page.last_modified,
    )
    return after_check(visit, crawl, now=now)


def after_check(visit: Visit, crawl: CrawlSettings, *, now: datetime) -> Visit | None:
    """The next visit to a page that was had; None where it has been looked at for long enough."""
    for age in LIVELY if visit.is_lively else ORDINARY:
        if age <= crawl.revisit and visit.since + age > now:
            return replace(visit, due_at=visit.since + age, tries=0, is_missed=False)
    return None
