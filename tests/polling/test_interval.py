"""When a source is looked at again, case by case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Activity, Asks, SourceCondition, SourceState
from monitor.polling.interval import (
    USUAL_PACE,
    budgeted_pace,
    demand,
    fitted_pace,
    interval,
    next_check,
)
from tests.polling.builders import (
    CRAWL,
    DAY,
    GONE,
    HOUR,
    MINUTE,
    NOON,
    OK,
    SECOND,
    THROTTLED,
    UNCHANGED,
    UNREACHABLE,
    activity,
    at_hours,
    polled,
    source,
)


def pause(
    condition: SourceCondition = OK,
    *,
    an_hour: float | None = None,
    every: timedelta | None = None,
    priority: float = 1.0,
    retry_after: timedelta | None = None,
    known: Activity | None = None,
    **state: Any,
) -> timedelta:
    one = source(every=every, priority=priority)
    known = activity(an_hour) if an_hour is not None else known
    before = SourceState(one.id, activity=known, **state)
    return next_check(one, before, polled(condition, retry_after=retry_after), CRAWL) - NOON


@pytest.mark.parametrize(
    ("an_hour", "about"),
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
    an_hour: float, about: timedelta
) -> None:
    assert 0.9 * about <= pause(an_hour=an_hour) <= 1.1 * about


def test_a_source_that_was_never_read_is_looked_at_as_one_of_an_entry_an_hour() -> None:
    assert pause(UNCHANGED) == pause(UNCHANGED, an_hour=1.0)


def test_a_source_of_four_times_the_priority_is_looked_at_twice_as_often() -> None:
    assert abs(pause(an_hour=1.0, priority=4.0) - pause(an_hour=1.0) / 2) < SECOND


def test_a_night_is_slept_through_and_the_morning_is_not() -> None:
    """It publishes from six in the morning on: three looks at night, then one every few minutes."""
    known = at_hours(1.0, range(6, 24))
    bounds = {"pace": USUAL_PACE, "shortest": CRAWL.every_min, "longest": CRAWL.every_max}
    midnight = NOON - 12 * HOUR

    asleep = interval(known, at=midnight, **bounds)
    towards_morning = interval(known, at=midnight + 5 * HOUR, **bounds)

    assert asleep > 5 * HOUR
    assert HOUR < towards_morning < 75 * MINUTE
    assert interval(known, at=NOON, **bounds) < 15 * MINUTE


def test_a_fixed_interval_is_taken_as_given_beyond_the_bounds_too() -> None:
    asks = Asks(fresh_for=HOUR)

    assert pause(every=30 * SECOND, an_hour=1.0, asks=asks) == 30 * SECOND
    assert pause(every=2 * DAY, an_hour=1.0) == 2 * DAY


@pytest.mark.parametrize(
    ("failures", "about"),
    [(1, 2 * MINUTE), (2, 3 * MINUTE), (5, 10 * MINUTE), (10, 77 * MINUTE), (5000, DAY)],
)
def test_the_pauses_of_a_failing_source_grow_up_to_a_day(failures: int, about: timedelta) -> None:
    found = pause(UNREACHABLE, failures=failures)

    assert 0.89 * about <= found <= 1.11 * about
    assert found <= DAY


def test_a_failing_source_is_looked_at_no_more_often_than_it_says_and_as_soon_as_it_may_be() -> (
    None
):
    assert pause(UNREACHABLE, every=HOUR, failures=1) == HOUR
    assert pause(UNREACHABLE, every=2 * SECOND, failures=1) <= 2.2 * SECOND
    assert pause(UNREACHABLE, every=2 * SECOND, failures=9) > 40 * SECOND


def test_what_is_gone_is_looked_at_daily() -> None:
    assert 0.9 * DAY <= pause(GONE, failures=1) <= DAY


@pytest.mark.parametrize("condition", [THROTTLED, OK])
def test_retry_after_is_kept_whatever_else_is_said(condition: SourceCondition) -> None:
    assert pause(condition, retry_after=3 * HOUR, every=MINUTE, failures=1) == 3 * HOUR
    assert pause(condition, retry_after=3 * HOUR, an_hour=100.0) == 3 * HOUR
    assert pause(condition, retry_after=SECOND, every=MINUTE) >= MINUTE


def test_pauses_count_from_the_end_of_a_look_that_hung_or_was_told_to_wait() -> None:
    one, before = source(every=2 * SECOND), SourceState("gazette", failures=1)
    ended_at = NOON + 20 * SECOND

    def asked_again(condition: SourceCondition, **fields: Any) -> timedelta:
        return next_check(one, before, polled(condition, **fields), CRAWL) - NOON

    assert asked_again(UNREACHABLE, ended_at=ended_at) >= 22 * SECOND
    assert asked_again(OK, ended_at=ended_at) == 22 * SECOND
    assert asked_again(OK, ended_at=ended_at, retry_after=HOUR) == HOUR + 20 * SECOND
    assert asked_again(OK, ended_at=NOON + SECOND) == 2 * SECOND


def test_what_a_source_asks_for_holds_a_look_off_for_an_hour_at_most() -> None:
    assert pause(an_hour=100.0, asks=Asks(fresh_for=20 * MINUTE)) == 20 * MINUTE
    assert pause(an_hour=100.0, asks=Asks(fresh_for=DAY)) == HOUR
    assert pause(an_hour=1 / 100, asks=Asks(fresh_for=MINUTE)) > HOUR


def test_hours_and_days_that_a_feed_wants_to_be_left_alone_in_have_one_look_an_hour() -> None:
    assert pause(an_hour=100.0, asks=Asks(skip_hours=frozenset({12}))) == HOUR
    assert pause(an_hour=100.0, asks=Asks(skip_hours=frozenset({11}))) < 5 * MINUTE
    assert pause(an_hour=100.0, asks=Asks(skip_days=frozenset({NOON.weekday()}))) == HOUR


def test_a_short_list_is_looked_at_before_it_can_turn_over() -> None:
    assert 2.7 * MINUTE < pause(an_hour=10.0, entries=1) < 3.3 * MINUTE < pause(an_hour=10.0)
    assert pause(an_hour=1.0, entries=100) == pause(an_hour=1.0)


def test_a_list_that_did_turn_over_is_looked_at_more_often_whatever_it_asks_for() -> None:
    hasty = activity(1.0, haste=4.0)

    assert abs(pause(known=hasty) - pause(an_hour=1.0) / 4) < SECOND
    assert pause(known=hasty, asks=Asks(fresh_for=DAY)) == pause(known=hasty)


def test_sources_do_not_march_in_step() -> None:
    nexts = {
        next_check(
            source(f"s{number}"), SourceState(f"s{number}", activity=activity()), polled(), CRAWL
        )
        for number in range(50)
    }

    assert len(nexts) == 50
    assert max(nexts) - min(nexts) > 2 * MINUTE


# --- The budget ---------------------------------------------------------------------------------


def test_the_pace_is_such_that_all_looks_together_keep_the_budget() -> None:
    roots = [0.1, 1.0, 1.0, 3.0]
    bounds = {"shortest": MINUTE, "longest": 100 * HOUR}

    pace = fitted_pace(roots, looks=10.2, **bounds)

    assert pace == pytest.approx(2.0, rel=1e-3)


def test_the_bounds_count_in_the_budget() -> None:
    """One source is looked at every two minutes at most: the others get what it leaves."""
    pace = fitted_pace([1000.0, 1.0, 1.0], looks=50, shortest=2 * MINUTE, longest=6 * HOUR)

    assert pace == pytest.approx(10.0, rel=1e-3)


def test_few_sources_are_looked_at_at_the_usual_pace_and_very_many_more_slowly() -> None:
    few = [source(f"s{number}") for number in range(10)]
    many = [source(f"s{number}") for number in range(20_000)]

    assert budgeted_pace(few, {}, CRAWL) == USUAL_PACE
    assert budgeted_pace(many, {}, CRAWL) == pytest.approx(1.0, rel=1e-3)


def test_priority_is_a_weight_in_the_budget() -> None:
    assert demand(source(priority=4.0), activity(9.0)) == pytest.approx(6.0)


@given(
    an_hour=st.floats(0, 1e6),
    failures=st.integers(0, 10**6),
    condition=st.sampled_from([OK, UNCHANGED, UNREACHABLE, GONE, THROTTLED]),
    haste=st.floats(1, 64),
    entries=st.integers(0, 2000),
)
def test_whatever_happened_the_next_look_comes_within_the_bounds(
    an_hour: float, failures: int, condition: SourceCondition, haste: float, entries: int
) -> None:
    known = replace(activity(an_hour), haste=haste)

    found = pause(condition, known=known, failures=failures, entries=entries)

    is_good = condition in {OK, UNCHANGED}
    assert 1.8 * MINUTE <= found <= (CRAWL.every_max if is_good else DAY)
