"""What looks show of when a source publishes."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Activity
from monitor.polling.activity import (
    FIRST_RATE,
    begun,
    hastened,
    learned,
    level,
    mean_root,
    patience,
    rates,
)
from tests.polling.builders import DAY, HOUR, MINUTE, MONDAY, NOON, activity, watched


def rate_at(known: Activity, hours: float) -> float:
    """Entries due an hour, so many hours after a Monday's beginning."""
    return next(rates(known, MONDAY + hours * HOUR))[0]


@pytest.mark.parametrize(
    ("every", "found", "an_hour"),
    [
        (HOUR, [3], 3.0),
        (10 * MINUTE, [0, 0, 0, 0, 0, 3], 3.0),
        (6 * HOUR, [1], 1 / 6),
        (5 * MINUTE, [10], 120.0),
    ],
)
def test_the_rate_is_learned_however_often_one_looks(
    every: timedelta, found: list[int], an_hour: float
) -> None:
    assert level(watched(30, every, found)) == pytest.approx(an_hour, rel=0.1, abs=0.03)


def test_of_a_source_that_was_read_once_nothing_is_known_yet() -> None:
    assert level(begun(at=NOON)) == FIRST_RATE


def test_the_hours_of_the_day_are_learned() -> None:
    by_day = [0] * 8 + [4] * 12 + [0] * 4
    known = watched(28, HOUR, by_day[1:] + by_day[:1])

    # A look at nine finds what was published between eight and nine.
    assert rate_at(known, 12) == pytest.approx(4, rel=0.15)
    assert rate_at(known, 3) < 0.5


def test_the_days_of_rest_are_learned_whichever_they_are() -> None:
    weeks = [10] * 4 + [1, 1] + [10]  # Friday and Saturday
    known = watched(56, DAY, weeks[-1:] + weeks[:-1])

    friday, sunday = rate_at(known, 4.5 * 24), rate_at(known, 6.5 * 24)
    assert friday < 0.4 * sunday


def test_a_weekend_does_not_lower_the_level_of_the_week() -> None:
    known = watched(56, DAY, [0, 0, 24, 24, 24, 24, 24])

    assert level(known) * mean_root(replace(known, found=1.0, watched=1.0)) == pytest.approx(
        24 * 5 / 7 / 24, rel=0.25
    )


def test_a_rate_falls_by_more_than_half_in_a_week_of_silence() -> None:
    known = watched(60, HOUR, [10])

    silent = learned(known, 0, at=known.until + 7 * DAY)

    assert 0.3 * level(known) < level(silent) < 0.5 * level(known)


def test_rates_go_on_by_whole_hours() -> None:
    spans = [span for _, span in islice(rates(activity(), NOON + 45 * MINUTE), 3)]

    assert spans == pytest.approx([0.25, 1.0, 1.0])


def test_a_silence_is_counted_in_entries_that_were_due() -> None:
    known = learned(activity(2.0, at=NOON), 0, at=NOON + 3 * HOUR)

    assert known.silence == pytest.approx(6, rel=0.05)
    assert known.last_new_at == NOON

    heard = learned(known, 1, at=NOON + 4 * HOUR)
    assert heard.longest_silence == pytest.approx(7, rel=0.1)  # it ended half way, on average
    assert heard.silence < 1


def test_patience_with_a_regular_source_is_short_and_with_a_bursty_one_long() -> None:
    regular = watched(30, HOUR, [0, 1])
    bursty = watched(30, HOUR, [0] * 39 + [20])

    assert patience(regular) < 10
    assert patience(bursty) > 50


def test_what_was_held_back_and_comes_all_at_once_was_no_habit() -> None:
    known = watched(30, HOUR, [1])
    frozen = learned(known, 0, at=known.until + 4 * DAY)

    all_at_once = learned(frozen, 96, at=frozen.until + MINUTE)
    only_quiet = learned(frozen, 1, at=frozen.until + MINUTE)

    assert patience(all_at_once) < 2 * patience(known)
    assert patience(only_quiet) > 5 * patience(known)


def test_haste_fades() -> None:
    known = hastened(activity())

    assert known.haste == 4
    assert learned(known, 0, at=NOON + DAY).haste == pytest.approx(2.5)
    assert hastened(hastened(hastened(hastened(known)))).haste == 64


@given(
    new=st.integers(0, 2000),
    gap=st.timedeltas(-9000 * DAY, 400 * DAY),
    rate=st.floats(1e-6, 1e5),
)
def test_whatever_a_look_finds_after_whatever_time_the_figures_stay_figures(
    new: int, gap: timedelta, rate: float
) -> None:
    known = learned(activity(rate), new, at=NOON + gap)

    assert 0 < level(known) < 1e7
    assert known.silence >= 0
    assert all(0 <= found < 1e9 for found in (*known.by_hour, *known.due_by_day))
    assert known.until == NOON + gap


def test_what_is_assumed_of_a_new_source_makes_no_silence_of_its_first_days() -> None:
    known = watched(40, 6 * HOUR, [0, 0, 1, 0])

    assert known.silences >= 10
    assert known.longest_silence < 2
    assert patience(known) < 5
