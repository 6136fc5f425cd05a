"""Sources that fail without saying so, and sources that are only quiet: which word is reported?

Each outlet is watched through quiet nights, weekends and holidays; then its list turns into
something else. The state and the notices are those of the service.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import Polled, SourceCondition
from monitor.polling.activity import usual_silence
from monitor.polling.interval import USUAL_PACE
from monitor.polling.notices import news
from tests.simulation.outlets import Outlet
from tests.simulation.policies import EPOCH, HOUR, Watched, hours_of

FROZEN_LIST = "frozen list"

FAULTS = {
    "challenge page": SourceCondition.BLOCKED,
    "empty list": SourceCondition.EMPTY,
    "no feed any more": SourceCondition.PARSE_ERROR,
    FROZEN_LIST: SourceCondition.UNCHANGED,
}
"""What a look then gives, by what has happened."""

REPORTED_AS = {
    **FAULTS,
    FROZEN_LIST: SourceCondition.FROZEN,
}

LIMIT = 2.0
"""Usual intervals within which a fault is to be reported."""

LONGEST_WAIT = 120 * 24
"""Hours until a fault counts as never reported."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """What was said of sources that were well all the time."""

    days: int  # watched, of all together
    reports: Counter[SourceCondition]  # of trouble, where there was none

    @property
    def false_reports_a_year(self) -> float:
        return sum(self.reports.values()) / (self.days / 365)


@dataclass(frozen=True, slots=True)
class Report:
    """How a fault came to be known."""

    condition: SourceCondition | None  # the first word of trouble; None: there never was one
    intervals: float  # that passed until then: of looks, and of its longest silences where frozen
    hours: float
    looks: int  # until operations were told
    notices: int


def quiet(outlets: Sequence[Outlet]) -> Quiet:
    """Watch the outlets to the end of their histories."""
    reports: Counter[SourceCondition] = Counter()
    for number, outlet in enumerate(outlets):
        watched, before = Watched(outlet, number), SourceCondition.NEW
        while watched.next_at < hours_of(outlet):
            watched.look(pace=USUAL_PACE)
            now = watched.state.condition
            reports[now] += now is not before and not now.is_well
            before = now
    return Quiet(len(outlets) * hours_of(outlets[0]) // 24, +reports)


def broken(outlet: Outlet, number: int, fault: str, *, after_days: int) -> Report:
    """Watch the outlet for that long and some hours; then its list is not what it was."""
    watched = Watched(outlet, number)
    watched.look_until(after_days * 24 + random.Random(number).uniform(0, 168), pace=USUAL_PACE)
    began, usual = watched.next_at, _usual_interval(watched, fault)
    looks, condition, intervals, hours = 0, None, 0.0, 0.0
    while watched.next_at < began + LONGEST_WAIT:
        at = EPOCH + HOUR * watched.next_at
        polled = Polled(watched.source.id, FAULTS[fault], at, known_entries=1)
        watched.look(pace=USUAL_PACE, polled=polled)
        looks += 1
        if condition is None and not watched.state.condition.is_well:
            condition = watched.state.condition
            hours = watched.looks[-1] - began
            intervals = _passed(watched, began, fault) / usual
        found = news([watched.source], {watched.source.id: watched.state}, {}, now=at)
        if found.notices:
            return Report(condition, intervals, hours, looks, len(found.notices))
    return Report(condition, intervals, hours, looks, 0)


def _usual_interval(watched: Watched, fault: str) -> float:
    """Of a list that freezes: the longest silence that is usual, in entries due; else of looks."""
    activity = watched.state.activity
    assert activity
    if fault == FROZEN_LIST:
        return usual_silence(activity)
    earlier, later = watched.looks[-2:]
    return later - earlier


def _passed(watched: Watched, began: float, fault: str) -> float:
    activity = watched.state.activity
    assert activity
    return activity.silence if fault == FROZEN_LIST else watched.looks[-1] - began
