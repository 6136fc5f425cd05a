"""When to look at a source again.

For sources with new entries at rates r, the mean delay until an entry is seen is least, at a given
number of looks, where each source is looked at in proportion to sqrt(r): Cho and Garcia-Molina,
"Effective page refresh policies", 2003; Kolobov et al., LambdaCrawl, NeurIPS 2019. Looking in
proportion to r itself is no better than one interval for all.
"""

import hashlib
from datetime import datetime, timedelta
from math import log, sqrt

from monitor.model import CrawlSettings, Polled, Source, SourceCondition, SourceState

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

INTERVAL_AT_ONE_AN_HOUR = timedelta(minutes=15)
"""Between looks at a source of priority 1 with one new entry an hour; all others follow."""

LONGEST_PAUSE = DAY
"""No source is given up: a broken one is looked at daily."""

JITTER = 0.1
"""Share of an interval by which looks are moved, so that sources do not march in step."""

HALF_LIFE = timedelta(days=6)
"""An entry counts half as much for the rate after that time."""

FIRST_RATE = 1.0
"""New entries an hour: what is assumed of a source that nobody has watched yet."""

FIRST_WEIGHT = DAY
"""How long a watch that assumption is worth."""


def next_check(
    source: Source, state: SourceState, polled: Polled, crawl: CrawlSettings
) -> datetime:
    """When to look again after `polled`; `state` is what is known with that look counted in.

    A fixed `every` is taken as given. The pauses of a failing source grow, a Retry-After is kept
    whatever else is said, and no source is ever given up.
    """
    pause = _pause(source, state, polled, crawl)
    if polled.retry_after is not None:
        pause = max(pause, polled.retry_after)
    return polled.at + pause


def updated_rate(state: SourceState, polled: Polled) -> float:
    """New entries an hour, with this look counted in; `state` is from before it.

    A decayed count over a decayed time, both since the source was first seen well. What a first
    look finds is as old as the feed is long, and counts for nothing.
    """
    rate = FIRST_RATE if state.rate is None else state.rate
    if not polled.is_good or state.first_good_at is None:
        return rate
    since = state.last_good_at or state.first_good_at
    # Where the clock was set back in between, spans are not what they seem, but never negative.
    watched = max(since - state.first_good_at, timedelta(0))
    gone = max(polled.at - since, timedelta(0))
    counted = rate * _weight(watched) * _decay(gone) + polled.new_entries
    return counted / _weight(watched + gone)


def _pause(source: Source, state: SourceState, polled: Polled, crawl: CrawlSettings) -> timedelta:
    jitter = 1 + JITTER * _share(source.id, polled.at)
    if polled.condition is SourceCondition.GONE:
        return DAY * jitter
    if not polled.is_good:
        return max(_back_off(state, crawl) * jitter, source.every or timedelta(0))
    if source.every:
        return source.every
    interval: timedelta = INTERVAL_AT_ONE_AN_HOUR / sqrt(max(_rate(state) * source.priority, 1e-9))
    return _clamp(interval * jitter, crawl.every_min, crawl.every_max)


def _back_off(state: SourceState, crawl: CrawlSettings) -> timedelta:
    """Doubled with every failure in a row."""
    doublings = min(max(state.failures - 1, 0), 30)
    return min(crawl.every_min * (1 << doublings), LONGEST_PAUSE)


def _rate(state: SourceState) -> float:
    return FIRST_RATE if state.rate is None else state.rate


def _share(source_id: str, at: datetime) -> float:
    """A number from -1 to 1 that looks random and is always the same for these two."""
    digest = hashlib.sha256(f"{source_id} {at.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**31 - 1


def _decay(span: timedelta) -> float:
    return float(0.5 ** (span / HALF_LIFE))


def _weight(watched: timedelta) -> float:
    """Hours of watching, the older ones counting less, on top of the first assumption."""
    remains = _decay(watched)
    lifetime = HALF_LIFE / HOUR / log(2)  # the integral of the decay
    return FIRST_WEIGHT / HOUR * remains + lifetime * (1 - remains)


def _clamp(value: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(value, most))
