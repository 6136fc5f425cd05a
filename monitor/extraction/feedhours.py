"""When does a feed want to be asked? What it says of that, as far as it can be meant."""

import re
from collections.abc import Iterable
from datetime import timedelta

_LONGEST = timedelta(days=7)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def ttl(minutes: str) -> timedelta | None:
    """RSS 2.0: for how long the feed may be kept without asking again."""
    return _capped(timedelta(minutes=_number(minutes) or 0))


def update_period(period: str, frequency: str) -> timedelta | None:
    """RSS 1.0's syndication module: `frequency` times in a period, once where none is given."""
    return _capped(_PERIODS.get(period.lower(), timedelta()) / (_number(frequency) or 1))


def skipped_hours(hours: Iterable[str]) -> frozenset[int]:
    """The hours in UTC at which nothing is published. Midnight is 0 in RSS 2.0, 24 in 0.91."""
    known = [hour for hour in map(_number, hours) if hour is not None]
    return _some({hour % 24 for hour in known if hour <= 24}, of=24)


def skipped_days(days: Iterable[str]) -> frozenset[int]:
    """The days of the week on which nothing is published, Monday is 0."""
    names = map(str.lower, days)
    return _some({_DAYS.index(name) for name in names if name in _DAYS}, of=len(_DAYS))


def _some(skipped: set[int], *, of: int) -> frozenset[int]:
    """None of them where all of them are skipped, which cannot be meant."""
    return frozenset(skipped) if len(skipped) < of else frozenset()


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _capped(span: timedelta) -> timedelta | None:
    return min(span, _LONGEST) or None
