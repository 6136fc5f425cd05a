"""When each policy looks at the outlets, at the same number of looks a day on average.

A policy gives, for every outlet, the times of its looks; `detection_delays` says what they are
worth. Times are hours since a Monday, 00:00 UTC.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import sqrt

from monitor.model import CrawlSettings, Polled, Source, SourceCondition, SourceState
from monitor.polling.interval import demand, fitted_pace
from monitor.polling.looks import after
from tests.simulation.outlets import Outlet

Looks = list[float]
Policy = Callable[[Sequence[Outlet], float], list[Looks]]
"""From outlets, and looks a day at each on average, to when they are looked at."""

EPOCH = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
CRAWL = CrawlSettings()
SHORTEST, LONGEST = CRAWL.every_min / HOUR, CRAWL.every_max / HOUR

WEEK = 7 * 24

HALVINGS = 8
"""Of the span in which the factor lies that keeps the budget; near it is enough."""

FITTED_EVERY = 6
"""Hours between two adjustments of Tocsin's pace to the budget."""


def fixed(outlets: Sequence[Outlet], looks_a_day: float) -> list[Looks]:
    """The same interval for all, always."""
    dice, every = random.Random(1), 24 / looks_a_day
    return [_regular(dice.random() * every, every, hours_of(outlet)) for outlet in outlets]


def entry_frequency(outlets: Sequence[Outlet], looks_a_day: float) -> list[Looks]:
    """In proportion to the entries of the past week, as Miniflux does, the budget kept."""
    lowest, highest = 1e-2, 1e2
    for _ in range(HALVINGS):
        factor = sqrt(lowest * highest)
        looks = [_by_last_week(outlet, factor) for outlet in outlets]
        done = sum(at >= WEEK for each in looks for at in each)
        wanted = looks_a_day * len(outlets) * (hours_of(outlets[0]) - WEEK) / 24
        lowest, highest = (factor, highest) if done < wanted else (lowest, factor)
    return looks


def oracle(outlets: Sequence[Outlet], looks_a_day: float) -> list[Looks]:
    """The optimum for rates that are known, hour by hour, past and to come."""
    pace = fitted_pace(
        [sqrt(rate) for outlet in outlets for rate in outlet.rates],
        looks=looks_a_day / 24 * sum(len(outlet.rates) for outlet in outlets),
        shortest=CRAWL.every_min,
        longest=CRAWL.every_max,
    )
    dice = random.Random(2)
    return [_by_true_rates(outlet, pace, phase=dice.random()) for outlet in outlets]


def tocsin(outlets: Sequence[Outlet], looks_a_day: float) -> list[Looks]:
    """What the service does, by its own functions, knowing what its looks have found."""
    watched = [Watched(outlet, number) for number, outlet in enumerate(outlets)]
    for until in range(FITTED_EVERY, hours_of(outlets[0]) + 1, FITTED_EVERY):
        pace = fitted_pace(
            [demand(one.source, one.state.activity) for one in watched],
            looks=looks_a_day / 24 * len(outlets),
            shortest=CRAWL.every_min,
            longest=CRAWL.every_max,
        )
        for one in watched:
            one.look_until(until, pace=pace)
    return [one.looks for one in watched]


@dataclass(slots=True)
class Watched:
    """An outlet as the service sees it: by its looks alone."""

    outlet: Outlet
    number: int
    source: Source = field(init=False)
    state: SourceState = field(init=False)
    looks: Looks = field(default_factory=list)
    next_at: float = 0.0
    seen: int = 0  # entries

    def __post_init__(self) -> None:
        self.source = Source(f"outlet-{self.number}", f"http://{self.number}.example/feed")
        self.state = SourceState(self.source.id)
        self.next_at = self.number % 60 / 60

    def look_until(self, until: float, *, pace: float) -> None:
        while self.next_at < until:
            self.look(pace=pace)

    def look(self, *, pace: float, polled: Polled | None = None) -> None:
        """Look once; `polled` is what the look gives where it is not what the outlet has."""
        self.looks.append(self.next_at)
        self.state = after(self.state, polled or self.polled(), self.source, CRAWL, pace=pace)
        assert self.state.next_at is not None
        self.next_at = (self.state.next_at - EPOCH) / HOUR

    def polled(self) -> Polled:
        """What the next look finds."""
        before, at = self.seen, EPOCH + HOUR * self.next_at
        self.seen = bisect_right(self.outlet.entries, self.next_at, lo=before)
        new = self.seen - before
        is_first = self.state.activity is None
        condition = SourceCondition.OK if new or is_first else SourceCondition.UNCHANGED
        return Polled(self.source.id, condition, at, new_entries=new, known_entries=1)


def detection_delays(outlet: Outlet, looks: Looks, *, since: float) -> list[float]:
    """For each entry from then on, the hours until a look found it."""
    first = bisect_left(outlet.entries, since)
    found = ((at, bisect_left(looks, at)) for at in outlet.entries[first:])
    return [looks[index] - at for at, index in found if index < len(looks)]


def hours_of(outlet: Outlet) -> int:
    return len(outlet.rates)


def _regular(first: float, every: float, until: float) -> Looks:
    return [first + every * number for number in range(int((until - first) / every) + 1)]


def _by_last_week(outlet: Outlet, factor: float) -> Looks:
    looks: Looks = []
    at, old, seen = 0.0, 0, 0
    entries, end = outlet.entries, hours_of(outlet)
    while at < end:
        looks.append(at)
        seen = bisect_right(entries, at, lo=seen)
        old = bisect_left(entries, at - WEEK, lo=old)
        every = WEEK / max(seen - old, 1) / factor
        at += min(max(every, SHORTEST), LONGEST)
    return looks


def _by_true_rates(outlet: Outlet, pace: float, *, phase: float) -> Looks:
    looks: Looks = []
    due = phase  # looks, of the next one
    for hour, rate in enumerate(outlet.rates):
        an_hour = min(max(pace * sqrt(rate), 1 / LONGEST), 1 / SHORTEST)
        while due < an_hour:
            looks.append(hour + due / an_hour)
            due += 1
        due -= an_hour
    return looks
