"""When to look at a source again. Pure.

For sources with new entries at rates r, the mean delay until an entry is seen is least, at a given
number of looks, where each source is looked at in proportion to sqrt(r): Cho and Garcia-Molina,
"Effective page refresh policies", 2003; Kolobov et al., LambdaCrawl, NeurIPS 2019. Looking in
proportion to r itself is no better than one interval for all. The same holds for the hours of one
source: `tests/simulation` shows what it gains.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from math import sqrt

from monitor.model import (
    Activity,
    Asks,
    CrawlSettings,
    Polled,
    Source,
    SourceCondition,
    SourceState,
)
from monitor.polling.activity import mean_root, rates

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

USUAL_PACE = 4.0
"""Looks an hour at a source of priority 1 with one new entry an hour; all others follow."""

MOST_LOOKS = 20_000
"""Looks an hour at all sources together, but those with an `every` of their own: the budget."""

LONGEST_PAUSE = DAY
"""No source is given up: a broken one is looked at daily."""

BACK_OFF = 1.5
"""By how much each failure in a row lengthens the pause: about as long again as half of the time
that the source has been failing."""

JITTER = 0.1
"""Share of an interval by which looks are moved, so that sources do not march in step."""

LONGEST_REQUEST = HOUR
"""Caches are told a day by many a site whose news changes every minute: what is said about
freshness, by whatever means, holds off a look for so long and no longer."""

OVERLAP = 2.0
"""A list is looked at so often that, at the rate known, only one in so many of its entries is new:
what scrolls off between two looks is lost."""


def next_check(
    source: Source,
    state: SourceState,
    polled: Polled,
    crawl: CrawlSettings,
    *,
    pace: float = USUAL_PACE,
) -> datetime:
    """When to look again after `polled`; `state` is what is known with that look counted in.

    A fixed `every` is taken as given. The pauses of a failing source grow, a Retry-After is kept
    whatever else is said, and no source is ever given up. Pauses count from the end of the look
    where it failed, was told to wait, or took longer than the pause itself.
    """
    pause = _pause(source, state, polled, crawl, pace)
    ended_at, on_time = polled.ended_at or polled.at, polled.at + pause
    if polled.retry_after is not None:
        return ended_at + max(pause, polled.retry_after)
    return on_time if polled.is_good and on_time > ended_at else ended_at + pause


def interval(
    activity: Activity,
    *,
    at: datetime,
    pace: float,
    shortest: timedelta,
    longest: timedelta,
    entries: int = 0,
) -> timedelta:
    """Until the next look, where looks come `pace` times the square root of the rate an hour.

    `entries` of the list, where that is known, must not turn over in between.
    """
    least, most = HOUR / longest, HOUR / shortest
    waited, left = 0.0, 1.0
    for rate, hours in rates(activity, at):
        needed = rate * OVERLAP / entries if entries else 0.0
        looks = min(max(pace * activity.haste * sqrt(rate), needed, least), most)
        if looks * hours >= left:
            return HOUR * (waited + left / looks)
        waited, left = waited + hours, left - looks * hours
    raise AssertionError("rates have no end")


def budgeted_pace(
    sources: Iterable[Source], states: Mapping[str, SourceState], crawl: CrawlSettings
) -> float:
    """The usual pace, or a slower one where these sources would take more looks than there are."""
    known = ((one, states.get(one.id)) for one in sources)
    demands = [demand(one, state.activity if state else None) for one, state in known]
    fitted = fitted_pace(
        demands, looks=MOST_LOOKS, shortest=crawl.every_min, longest=crawl.every_max
    )
    return min(USUAL_PACE, fitted)


def fitted_pace(
    demands: Collection[float], *, looks: float, shortest: timedelta, longest: timedelta
) -> float:
    """The pace at which all sources together are looked at so many times an hour.

    Where the bounds alone ask for more or for fewer looks, it is the slowest, or the fastest, that
    makes sense.
    """
    least, most = HOUR / longest, HOUR / shortest
    slow, fast = 1e-3, 1e3
    for _ in range(40):
        middle = sqrt(slow * fast)
        if sum(min(max(middle * each, least), most) for each in demands) > looks:
            fast = middle
        else:
            slow = middle
    return slow


def demand(source: Source, activity: Activity | None) -> float:
    """What a source's share of the looks follows: the square root of its rate and priority."""
    return sqrt(source.priority) * (mean_root(activity) if activity else 1.0)


def _pause(
    source: Source, state: SourceState, polled: Polled, crawl: CrawlSettings, pace: float
) -> timedelta:
    jitter = 1 + JITTER * _share(source.id, polled.at)
    if polled.condition is SourceCondition.GONE:
        return min(DAY * jitter, LONGEST_PAUSE)
    if not polled.is_good:
        pause = min(_back_off(source, state, crawl) * jitter, LONGEST_PAUSE)
        return max(pause, source.every or timedelta(0))
    if source.every:
        return source.every
    due = _interval(source, state, crawl, at=polled.at, pace=pace)
    due = _clamp(due * jitter, crawl.every_min, crawl.every_max)
    return max(due, _asked(state, at=polled.at + due))


def _interval(
    source: Source, state: SourceState, crawl: CrawlSettings, *, at: datetime, pace: float
) -> timedelta:
    if state.activity is None:
        return HOUR / pace
    return interval(
        state.activity,
        at=at,
        pace=pace * sqrt(source.priority),
        shortest=crawl.every_min,
        longest=crawl.every_max,
        entries=state.entries,
    )


def _asked(state: SourceState, *, at: datetime) -> timedelta:
    """The shortest pause that the source asks for, as far as we follow it."""
    asks = state.asks or Asks()
    is_in_haste = state.activity is not None and state.activity.haste > OVERLAP
    if is_in_haste:  # what it asks for has just cost us articles
        return timedelta(0)
    if at.hour in asks.skip_hours or at.weekday() in asks.skip_days:
        return LONGEST_REQUEST
    return min(asks.fresh_for or timedelta(0), LONGEST_REQUEST)


def _back_off(source: Source, state: SourceState, crawl: CrawlSettings) -> timedelta:
    """Longer with every failure in a row."""
    first = min(source.every or crawl.every_min, crawl.every_min)
    return min(first * BACK_OFF ** min(max(state.failures - 1, 0), 50), LONGEST_PAUSE)


def _share(source_id: str, at: datetime) -> float:
    """A number from -1 to 1 that looks random and is always the same for these two."""
    digest = hashlib.sha256(f"{source_id} {at.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**31 - 1


def _clamp(value: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(value, most))
