"""Quiet hours and daily times, also on nights on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from alerts.calendar import due_day, is_new_day, next_due, quiet_until
from monitor.model import DailyAt, QuietHours

NIGHT = QuietHours(time(22), time(7), "Asia/Baghdad")  # UTC+3, no daylight saving time
LUNCH = QuietHours(time(12), time(13), "Asia/Baghdad")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "ends"),
    [
        (NIGHT, "2026-11-22 18:59", None),
        (NIGHT, "2026-11-22 19:00", "2026-11-23 04:00"),
        (NIGHT, "2026-11-23 03:59", "2026-11-23 04:00"),
        (NIGHT, "2026-11-23 04:00", None),
        (LUNCH, "2026-11-22 09:30", "2026-11-22 10:00"),
        (LUNCH, "2026-11-22 10:00", None),
    ],
)
def test_quiet_hours_begin_and_end_by_local_time(
    quiet: QuietHours, now: str, ends: str | None
) -> None:
    assert quiet_until(quiet, now=utc(now)) == (ends and utc(ends))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", [time(1, 59), time(2), time(2, 30), time(3)])
def test_a_daily_time_comes_once_on_every_date_of_a_year(zone: str, at: time) -> None:
    daily = DailyAt(at, zone)
    now, days = utc("2026-01-01 12:00"), []
    while len(days) < 365:
        now = next_due(daily, now=now)
        days.append(due_day(daily, now=now))
        assert due_day(daily, now=now - timedelta(seconds=1)) == days[-1] - timedelta(days=1)

    first = days[0]
    assert days == [first + timedelta(days=number) for number in range(365)]


def test_half_past_two_is_past_two_where_the_clock_skips_it() -> None:
    daily = DailyAt(time(2, 30), "Europe/Berlin")

    assert due_day(daily, now=utc("2026-03-29 01:29")) == date(2026, 3, 28)
    assert due_day(daily, now=utc("2026-03-29 01:30")) == date(2026, 3, 29)


def test_a_day_is_new_once_and_again_after_a_clock_that_was_days_ahead() -> None:
    daily, now = DailyAt(time(8), "UTC"), datetime(2026, 11, 22, 9, tzinfo=UTC)
    today = date(2026, 11, 22)

    assert is_new_day(daily, None, now=now)
    assert is_new_day(daily, today - timedelta(days=1), now=now)
    assert not is_new_day(daily, today, now=now)
    assert not is_new_day(daily, today, now=now - timedelta(hours=2))
    assert is_new_day(daily, today + timedelta(days=2), now=now)
