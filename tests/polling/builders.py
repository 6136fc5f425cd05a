"""A source, its looks and its states for tests of polling: a test names what matters to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.model import (
    Activity,
    CrawlSettings,
    Polled,
    Source,
    SourceCondition,
    SourceState,
)
from monitor.polling.activity import DAYS, HOURS, begun, learned
from monitor.polling.looks import after

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
NOON = MONDAY + timedelta(hours=12)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRAWL = CrawlSettings()

OK, UNCHANGED = SourceCondition.OK, SourceCondition.UNCHANGED
EMPTY, FROZEN, OVERDUE = SourceCondition.EMPTY, SourceCondition.FROZEN, SourceCondition.OVERDUE
UNREACHABLE, BLOCKED = SourceCondition.UNREACHABLE, SourceCondition.BLOCKED
GONE, THROTTLED = SourceCondition.GONE, SourceCondition.THROTTLED


def source(id_: str = "gazette", **fields: Any) -> Source:
    return Source(id_, f"https://{id_}.example/feed", **fields)


def activity(an_hour: float = 1.0, *, at: datetime = NOON, **fields: Any) -> Activity:
    """Of a source that publishes at this rate, at all hours and on all days alike."""
    even = {"found": an_hour * 1000, "watched": 1000.0, "level_then": an_hour}
    return replace(begun(at=at), **{**even, **fields})


def at_hours(an_hour: float, hours: Sequence[int], *, at: datetime = NOON) -> Activity:
    """Of a source that publishes in these hours of the day alone."""
    share = HOURS / len(hours)
    found = tuple(1e6 * share if hour in hours else 0.0 for hour in range(HOURS))
    return activity(an_hour, at=at, by_hour=found, due_by_hour=(1e6,) * HOURS)


def on_days(an_hour: float, days: Sequence[int], *, at: datetime = NOON) -> Activity:
    share = DAYS / len(days)
    found = tuple(1e6 * share if day in days else 0.0 for day in range(DAYS))
    return activity(an_hour, at=at, by_day=found, due_by_day=(1e6,) * DAYS)


def watched(days: float, every: timedelta, found: Sequence[int]) -> Activity:
    """What looks have shown that brought these numbers of new entries, over and over."""
    known = begun(at=MONDAY)
    for look in range(1, int(days * DAY / every) + 1):
        known = learned(known, found[look % len(found)], at=MONDAY + look * every)
    return known


def polled(condition: SourceCondition = OK, at: datetime = NOON, **fields: Any) -> Polled:
    return replace(Polled("gazette", condition, at, entries=20, known_entries=20), **fields)


def looked(state: SourceState, look: Polled, one: Source | None = None) -> SourceState:
    return after(state, look, one or source(), CRAWL)
