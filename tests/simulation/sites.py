"""Sites around simulated lists: what a front page links to, and what of it the list has.

A list may carry all of its site, a part or a section of it, and later than the page does; and the
page may show what the list never has, at hours of its own.
"""

import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from monitor.model import Polled, SourceCondition, Witness
from monitor.polling.interval import USUAL_PACE
from monitor.polling.looks import after
from monitor.polling.witness import is_due, lacking, looked, settled
from tests.simulation.outlets import Habit, Outlet, outlet
from tests.simulation.policies import CRAWL, EPOCH, HOUR, Watched, hours_of
from tests.simulation.replay import (
    FROZEN_LIST,
    Quiet,
    broken,
    due_until,
    fault_at,
    polled_by,
)

LINKS = 40
"""Articles that a front page links to, the newest ones."""


@dataclass(frozen=True, slots=True)
class Carriage:
    """What a list has of what its site publishes."""

    share: float = 1.0  # of the site's articles
    late: float = 0.0  # hours until the list has an article, at most
    others: int = 0  # articles that the list never has, ...
    every: int = 1  # ... on every so manieth day
    on_holidays: int = 0  # and on holidays


SITES = {
    "all": Carriage(),
    "all, later": Carriage(late=2.0),
    "nearly all": Carriage(share=0.95),
    "two thirds": Carriage(share=0.67),
    "a section": Carriage(share=0.15),
    "all but columns": Carriage(others=4),
    "all but a weekly": Carriage(others=6, every=7),
    "all but specials": Carriage(on_holidays=2),
}


@dataclass(frozen=True, slots=True)
class Site:
    """When each article came onto the page, in order, and into the list; infinite: never."""

    list: Outlet
    shown: tuple[float, ...]
    listed: tuple[float, ...]


def site(
    habit: Habit, carriage: Carriage, dice: random.Random, *, days: int, holidays: Sequence[int]
) -> Site:
    """A site whose list publishes by the habit."""
    whole = replace(habit, a_day=habit.a_day / carriage.share)
    published = outlet(whole, dice, days=days, holidays=holidays)
    articles = [
        (at, at + dice.uniform(0, carriage.late) if dice.random() < carriage.share else inf)
        for at in published.entries
    ]
    articles += ((at, inf) for at in _never_listed(carriage, dice, days=days, holidays=holidays))
    articles.sort()
    its = Outlet(
        rates=tuple(rate * carriage.share for rate in published.rates),
        entries=tuple(sorted(at for _, at in articles if at < 24 * days)),
    )
    return Site(its, tuple(at for at, _ in articles), tuple(at for _, at in articles))


def _never_listed(
    carriage: Carriage, dice: random.Random, *, days: int, holidays: Sequence[int]
) -> list[float]:
    """Columns come in one hour of the day, specials in any."""
    hour = dice.uniform(0, 23)
    columns = range(dice.randrange(carriage.every), days, carriage.every)
    times = [24 * day + hour + dice.random() for day in columns for _ in range(carriage.others)]
    specials = (day for day in holidays for _ in range(carriage.on_holidays))
    return times + [24 * day + dice.uniform(0, 24) for day in specials]


@dataclass(slots=True)
class Neighbourly(Watched):
    """An outlet as the service sees it: by its list, and by the front page of its site."""

    site: Site = field(kw_only=True)
    witness: Witness = field(init=False)
    pages: int = 0  # looks at the front page
    frozen_at: float = inf

    def __post_init__(self) -> None:
        Watched.__post_init__(self)
        self.witness = Witness(self.source.id, "http://site.example/")

    def look(self, *, pace: float, polled: Polled | None = None) -> None:
        """Look once, and at the page after it where that is due."""
        polled = polled or self.polled()
        self.looks.append(self.next_at)
        if polled.new_entries:
            listed = {one.url for one in self.witness.unlisted if self._lists(int(one.url))}
            self.witness = settled(self.witness, listed, self.state, at=polled.at)
        self.state = after(self.state, polled, self.source, CRAWL, pace=pace, witness=self.witness)
        if is_due(self.witness, self.state, now=polled.at):
            self._look_beside(polled)
        assert self.state.next_at is not None
        self.next_at = (self.state.next_at - EPOCH) / HOUR

    def _look_beside(self, polled: Polled) -> None:
        assert self.state.activity is not None
        last = bisect_right(self.site.shown, self.next_at)
        linked = {str(number): self._lists(number) for number in range(max(0, last - LINKS), last)}
        self.witness = looked(self.witness, linked, self.state.activity, at=polled.at)
        self.pages += 1

    def _lists(self, number: int) -> bool:
        return self.site.listed[number] <= min(self.next_at, self.frozen_at)


@dataclass(frozen=True, slots=True)
class Thaw:
    """How it came to be known that a list has frozen while its site went on."""

    hours: float  # since the last look at which all was well
    entries: float  # that would have come
    by_site: bool  # rather than by its silence alone
    alone: float  # hours until its silence alone would have told


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What was said of sources that were well, and how often their front pages were looked at."""

    quiet: Quiet
    by_site: int  # of the reports, those that the front page gave the reason for
    pages_a_day: float


def frozen(made: Site, number: int, *, after_days: int) -> Thaw:
    """Watch for that long and some hours; then the list brings nothing any more."""
    alone = broken(made.list, number, FROZEN_LIST, after_days=after_days)
    watched = Neighbourly(made.list, number, site=made)
    watched.look_until(fault_at(random.Random(number), after_days), pace=USUAL_PACE)
    began = watched.frozen_at = watched.looks[-1]
    while watched.state.condition.is_well:
        watched.look(pace=USUAL_PACE, polled=polled_by(watched, FROZEN_LIST))
    told_at = watched.looks[-1]
    return Thaw(
        hours=told_at - began,
        entries=due_until(made.list, told_at) - due_until(made.list, began),
        by_site=_by_site(watched),
        alone=alone.hours,
    )


def well(made: Site, number: int) -> Neighbours:
    """Watch the site to the end of its history."""
    watched, before = Neighbourly(made.list, number, site=made), SourceCondition.NEW
    reports: Counter[SourceCondition] = Counter()
    by_site = 0
    while watched.next_at < hours_of(made.list):
        watched.look(pace=USUAL_PACE)
        now = watched.state.condition
        is_report = now is not before and not now.is_well
        reports[now] += is_report
        by_site += is_report and _by_site(watched)
        before = now
    days = hours_of(made.list) // 24
    return Neighbours(Quiet(days, +reports), by_site, watched.pages / days)


def _by_site(watched: Neighbourly) -> bool:
    assert watched.state.activity is not None
    at = EPOCH + HOUR * watched.looks[-1]
    is_frozen = watched.state.condition is SourceCondition.FROZEN
    return is_frozen and bool(lacking(watched.witness, watched.state, at=at))
