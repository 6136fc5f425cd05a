"""When a source is looked at again, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import CrawlSettings, Polled, Source, SourceCondition, SourceState
from monitor.polling import FIRST_RATE, next_check, updated_rate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRAWL = CrawlSettings()

OK, THROTTLED = SourceCondition.OK, SourceCondition.THROTTLED
GONE, UNREACHABLE = SourceCondition.GONE, SourceCondition.UNREACHABLE


def _pause(
    condition: SourceCondition = OK,
    *,
    every: timedelta | None = None,
    priority: float = 1.0,
    retry_after: timedelta | None = None,
    **known: Any,
) -> timedelta:
    source = Source("s", "http://news.example/feed", every=every, priority=priority)
    polled = Polled("s", condition, NOON, retry_after=retry_after)
    return next_check(source, SourceState("s", **known), polled, CRAWL) - NOON


@pytest.mark.parametrize(
    ("rate", "about"),
    [
        (1000.0, 2 * MINUTE),
        (9.0, 5 * MINUTE),
        (1.0, 15 * MINUTE),
        (1 / 9, 45 * MINUTE),
        (1 / (24 * 7), 194 * MINUTE),
        (0.0, 6 * HOUR),
    ],
)
def test_looks_come_as_the_square_root_of_the_rate_within_the_bounds(
    rate: float, about: timedelta
) -> None:
    assert 0.9 * about <= _pause(rate=rate) <= 1.1 * about


def test_a_source_of_four_times_the_priority_is_looked_at_twice_as_often() -> None:
    assert _pause(rate=1.0, priority=4.0) == _pause(rate=1.0) / 2


def test_a_fixed_interval_is_taken_as_given_beyond_the_bounds_too() -> None:
    assert _pause(every=30 * SECOND, rate=1.0) == 30 * SECOND
    assert _pause(every=2 * DAY, rate=1.0) == 2 * DAY


@pytest.mark.parametrize(
    ("failures", "about"),
    [
        (1, 2 * MINUTE),
        (2, 4 * MINUTE),
        (5, 32 * MINUTE),
        (10, 1024 * MINUTE),
        (11, DAY),
        (5000, DAY),
    ],
)
def test_the_pauses_of_a_failing_source_double_up_to_a_day(failures: int, about: timedelta) -> None:
    assert 0.9 * about <= _pause(UNREACHABLE, failures=failures) <= 1.1 * about


def test_a_failing_source_is_not_looked_at_more_often_than_it_says() -> None:
    assert _pause(UNREACHABLE, every=HOUR, failures=1) == HOUR
    assert _pause(UNREACHABLE, every=MINUTE, failures=8) >= 0.9 * 256 * MINUTE


def test_what_is_gone_is_looked_at_daily() -> None:
    assert 0.9 * DAY <= _pause(GONE, failures=1) <= 1.1 * DAY


@pytest.mark.parametrize("condition", [THROTTLED, OK])
def test_retry_after_is_kept_whatever_else_is_said(condition: SourceCondition) -> None:
    assert _pause(condition, retry_after=3 * HOUR, every=MINUTE, failures=1) == 3 * HOUR
    assert _pause(condition, retry_after=3 * HOUR, rate=100.0) == 3 * HOUR
    assert _pause(condition, retry_after=SECOND, every=MINUTE) >= MINUTE


def test_sources_do_not_march_in_step() -> None:
    pauses = {
        next_check(
            Source(f"s{number}", "http://news.example/feed"),
            SourceState(f"s{number}", rate=1.0),
            Polled(f"s{number}", OK, NOON),
            CRAWL,
        )
        for number in range(50)
    }

    assert len(pauses) == 50
    assert max(pauses) - min(pauses) > 2 * MINUTE


def _watch(days: int, every: timedelta, entries_per_look: list[int]) -> SourceState:
    """The state of a source after looks that brought these numbers of entries, over and over."""
    state = SourceState("s")
    looks = int(days * DAY / every)
    for look in range(looks):
        found = 500 if look == 0 else entries_per_look[look % len(entries_per_look)]
        polled = Polled("s", OK, NOON + look * every, new_entries=found)
        rate = updated_rate(state, polled)
        first = state.first_good_at or polled.at
        state = replace(state, rate=rate, first_good_at=first, last_good_at=polled.at)
    return state


@pytest.mark.parametrize(
    ("every", "entries", "an_hour"),
    [
        (HOUR, [3], 3.0),
        (10 * MINUTE, [0, 0, 0, 0, 0, 3], 3.0),
        (6 * HOUR, [1], 1 / 6),
        (5 * MINUTE, [10], 120.0),
    ],
)
def test_the_rate_is_learned_however_often_one_looks(
    every: timedelta, entries: list[int], an_hour: float
) -> None:
    learned = _watch(30, every, entries).rate

    assert learned == pytest.approx(an_hour, rel=0.1, abs=0.03)


def test_what_a_first_look_finds_counts_for_nothing() -> None:
    assert updated_rate(SourceState("s"), Polled("s", OK, NOON, new_entries=500)) == FIRST_RATE


def test_the_rate_outlives_failures_and_counts_what_came_meanwhile() -> None:
    state = _watch(20, HOUR, [2])
    assert state.last_good_at is not None
    down = Polled("s", UNREACHABLE, state.last_good_at + 12 * HOUR)
    back = Polled("s", OK, state.last_good_at + DAY, new_entries=48)

    assert updated_rate(state, down) == state.rate
    assert updated_rate(state, back) == pytest.approx(2.0, rel=0.05)


def test_a_rate_falls_by_half_or_so_in_a_week_of_silence() -> None:
    state = _watch(60, HOUR, [10])
    assert state.last_good_at is not None
    silent = Polled("s", SourceCondition.UNCHANGED, state.last_good_at + 7 * DAY)

    assert state.rate is not None
    assert 0.4 * state.rate < updated_rate(state, silent) < 0.5 * state.rate


@given(
    new=st.integers(0, 2000),
    gap=st.timedeltas(-DAY, 400 * DAY),
    rate=st.one_of(st.none(), st.floats(0, 1e6)),
    failures=st.integers(0, 10**6),
    condition=st.sampled_from([OK, UNREACHABLE, GONE, THROTTLED, SourceCondition.UNCHANGED]),
)
def test_whatever_happened_the_next_look_comes_within_a_day_or_so(
    new: int, gap: timedelta, rate: float | None, failures: int, condition: SourceCondition
) -> None:
    state = SourceState("s", first_good_at=NOON, last_good_at=NOON, rate=rate, failures=failures)
    polled = Polled("s", condition, NOON + gap, new_entries=new)
    learned = updated_rate(state, polled)
    source = Source("s", "http://news.example/feed")

    pause = next_check(source, replace(state, rate=learned), polled, CRAWL) - polled.at

    assert learned >= 0
    assert 1.8 * MINUTE <= pause <= 1.1 * DAY


def test_a_clock_that_was_set_back_by_decades_does_not_spoil_the_rate() -> None:
    state = SourceState("s", first_good_at=NOON + 9000 * DAY, last_good_at=NOON, rate=2.0)

    assert 1.0 < updated_rate(state, Polled("s", OK, NOON + HOUR, new_entries=2)) < 3.0
