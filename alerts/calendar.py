"""Local times as people mean them: quiet hours, and what is due once on every local date. Pure.

A night on which clocks change has an hour twice, or not at all. All arithmetic is done in UTC, and
what is due daily goes by the date: 02:30 comes once on each, where the clock skips it at 03:30.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import DailyAt, QuietHours

_DAY = timedelta(days=1)


def quiet_until(quiet: QuietHours, *, now: datetime) -> datetime | None:
    """When the quiet hours in which we are will end; None outside of them."""
    zone = ZoneInfo(quiet.timezone)
    today = now.astimezone(zone).date()
    for day in (today - _DAY, today):
        begins = _instant(day, quiet.from_, zone)
        last = day if quiet.from_ < quiet.to else day + _DAY
        ends = _instant(last, quiet.to, zone)
        if begins <= now < ends:
            return ends
    return None


def due_day(daily: DailyAt, *, now: datetime) -> date:
    """The last local date on which the time has come."""
    zone = ZoneInfo(daily.timezone)
    today = now.astimezone(zone).date()
    return today if _instant(today, daily.at, zone) <= now else today - _DAY


def is_new_day(daily: DailyAt, last: date | None, *, now: datetime) -> bool:
    """Whether the time has come on a date after the last one.

    A date later than tomorrow was reached by a clock that has been set back since.
    """
    day = due_day(daily, now=now)
    return last is None or not day <= last <= day + _DAY


def due_at(daily: DailyAt, day: date) -> datetime:
    """When the time comes on that date."""
    return _instant(day, daily.at, ZoneInfo(daily.timezone))


def next_due(daily: DailyAt, *, now: datetime) -> datetime:
    """When the time comes next."""
    return due_at(daily, due_day(daily, now=now) + _DAY)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant at which a clock on the wall shows that time, or has just skipped it."""
    return datetime.combine(day, at, zone).replace(fold=0).astimezone(UTC)
