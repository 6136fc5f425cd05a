"""What of a look rings by itself: by age, at a first look, after a silence, in a flood."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.ingest.influx import Flood, fate_of, flood_of, has_backlog
from monitor.model import (
    Activity,
    Article,
    CrawlSettings,
    Fate,
    FeedEntry,
    Precision,
    SourceState,
    Tier,
)
from monitor.storage.sources import Heard
from tests.ingest.builders import DAY, HOUR, NOON, entry

MINUTE = timedelta(minutes=1)
OLD, QUIET, RINGS = Fate.STORED_OLD, Fate.STORED_QUIET, Fate.STORED
DAY_ONLY = Precision.DAY


def article(at: datetime | None, precision: Precision = Precision.MINUTE) -> Article:
    return Article(
        "gazette",
        "https://gazette.example/1",
        "Roads",
        "Roads.",
        Tier.QUICK,
        published_at=at,
        precision=precision if at else None,
        language="en",
        authors=(),
        fetched_at=NOON,
    )


def fate(
    age: timedelta | None,
    precision: Precision = Precision.MINUTE,
    *,
    is_restrained: bool = False,
    flood: Flood | None = None,
    crawl: CrawlSettings | None = None,
) -> Fate:
    read = article(None if age is None else NOON - age, precision)
    crawl = crawl or CrawlSettings()
    return fate_of(read, crawl, is_restrained=is_restrained, flood=flood, now=NOON)


@pytest.mark.parametrize(
    ("age", "precision", "expected"),
    [
        (7 * DAY, Precision.MINUTE, RINGS),
        (7 * DAY + HOUR, Precision.MINUTE, OLD),
        (7 * DAY + HOUR, DAY_ONLY, RINGS),
        (8 * DAY + HOUR, DAY_ONLY, OLD),
        (-DAY, Precision.MINUTE, RINGS),
        (None, Precision.MINUTE, RINGS),
    ],
)
def test_the_age_that_counts_is_the_least_that_the_date_allows(
    age: timedelta | None, precision: Precision, expected: Fate
) -> None:
    assert fate(age, precision) is expected


@pytest.mark.parametrize(
    ("age", "precision", "expected"),
    [
        (6 * HOUR, Precision.MINUTE, RINGS),
        (7 * HOUR, Precision.MINUTE, QUIET),
        (12 * HOUR, DAY_ONLY, RINGS),
        (None, Precision.MINUTE, QUIET),
        (8 * DAY, Precision.MINUTE, OLD),
    ],
)
def test_of_a_backlog_only_what_is_young_rings(
    age: timedelta | None, precision: Precision, expected: Fate
) -> None:
    assert fate(age, precision, is_restrained=True) is expected
    assert fate(age, precision, flood=Flood()) is expected
    everything = CrawlSettings(first_fetch=None)
    if expected is not OLD:
        assert fate(age, precision, is_restrained=True, crawl=everything) is RINGS


def test_a_date_that_half_of_a_flood_has_is_no_proof_of_youth() -> None:
    flood = Flood(bulk=(NOON - 40 * MINUTE, NOON - 10 * MINUTE))

    assert fate(30 * MINUTE, flood=flood) is QUIET
    assert fate(5 * MINUTE, flood=flood) is RINGS
    assert fate(2 * HOUR, flood=flood) is RINGS


# --- The look -----------------------------------------------------------------------------------

NEW = SourceState("gazette")


def known(*, silent: timedelta = 5 * MINUTE, rate: float = 1.0) -> SourceState:
    activity = Activity(NOON - DAY, NOON, rate, 1.0, (), (), (), ())
    good_at = NOON - silent
    return replace(NEW, first_good_at=NOON - 9 * DAY, last_good_at=good_at, activity=activity)


def brought(number: int, *, every: timedelta) -> list[FeedEntry]:
    return [entry(n, published_at=NOON - 30 * MINUTE - n * every) for n in range(number)]


def test_a_source_that_is_new_or_was_silent_for_a_day_comes_with_a_backlog() -> None:
    long_ago = NOON - 9 * DAY

    assert has_backlog(Heard(), now=NOON)
    assert has_backlog(Heard(long_ago, NOON - DAY - HOUR), now=NOON)
    assert not has_backlog(Heard(long_ago, NOON - DAY + HOUR), now=NOON)


@pytest.mark.parametrize(
    ("number", "state", "is_flood"),
    [
        (24, known(), False),
        (25, known(), True),
        (200, NEW, False),  # a first look is one anyway
        (200, known(rate=60, silent=HOUR), False),  # an agency
        (60, known(rate=1, silent=20 * HOUR), False),  # a night's news
        (60, known(rate=1, silent=HOUR), True),
    ],
)
def test_a_flood_is_far_more_than_the_source_publishes(
    number: int, state: SourceState, is_flood: bool
) -> None:
    assert (flood_of(state, brought(number, every=HOUR), now=NOON) is not None) is is_flood


def test_dates_of_a_flood_are_doubted_where_half_of_it_has_them_at_once() -> None:
    redated = brought(200, every=timedelta(seconds=1))
    fresh = [entry(n, published_at=NOON - n * MINUTE) for n in range(1000, 1010)]
    old = [entry(n, published_at=NOON - n * DAY) for n in range(2000, 2100)]

    flood = flood_of(known(), [*old, *redated, *fresh], now=NOON)

    assert flood is not None
    assert flood.bulk is not None
    assert flood.doubts(article(NOON - 31 * MINUTE))
    assert not flood.doubts(article(NOON - MINUTE))
    assert flood_of(known(), brought(200, every=HOUR), now=NOON) == Flood(bulk=None)


def test_a_flood_without_dates_has_no_bulk() -> None:
    undated = [entry(n, published_at=None) for n in range(40)]

    assert flood_of(known(), undated, now=NOON) == Flood(bulk=None)
