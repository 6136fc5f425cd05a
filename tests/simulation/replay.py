"""Sources that fail without saying so, and sources that are only quiet: which word is reported?

Each outlet is watched through quiet nights, weekends and holidays; then its list turns into
something else. The state and the notices are those of the service.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.model import Polled, SourceCondition, Told
from monitor.polling.activity import usual_silence
from monitor.polling.health import SLOW, SLOW_ANSWERS
from monitor.polling.interval import USUAL_PACE
from monitor.polling.notices import news
from tests.simulation.outlets import Outlet
from tests.simulation.policies import EPOCH, HOUR, Watched, hours_of

FROZEN_LIST, SLOW_SITE, LOST_PART = "frozen list", "slow site", "lost a part"

FAULTS = {
    "challenge page": SourceCondition.BLOCKED,
    "empty list": SourceCondition.EMPTY,
    "no feed any more": SourceCondition.PARSE_ERROR,
    SLOW_SITE: SourceCondition.SLOW,
    LOST_PART: SourceCondition.OVERDUE,
    FROZEN_LIST: SourceCondition.FROZEN,
}
"""What may happen, and the word by which it is to be reported."""

PART_LEFT = 0.04
"""What an outlet still brings after it has lost the larger part of its list."""

MOST_LOOKS, MOST_ENTRIES = 2, 2.0
"""Usual intervals between two looks, and two entries, until what needs no waiting is said."""

MOST_SILENCES = 2.0
"""Longest silences that are usual until a list counts as frozen: 1.6, and the next look."""

MOST_INTERVALS = 3.0
"""Usual intervals between entries until a list counts as frozen that changes like clockwork."""

MOST_DAYS = 7
"""Until it is said that a part was lost of what a wire publishes."""

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
    """How a fault came to be known: the first word of trouble, and what passed until then."""

    condition: SourceCondition | None  # None: there never was one
    hours: float = 0.0  # since the last look at which all was well
    looks: int = 0
    entries: float = 0.0  # that would have come
    silences: float = 0.0  # as long as the longest that is usual
    notices: int = 0  # told of it until it was known for a day

    @property
    def word(self) -> str:
        return self.condition.value if self.condition else "nothing"


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


def in_time(report: Report, fault: str) -> bool:
    """Whether the fault was told by the right word, as soon as it can be."""
    if fault == LOST_PART:  # what is left comes with gaps, which are longer than any before
        words = {SourceCondition.OVERDUE, SourceCondition.FROZEN}
        return report.condition in words and report.hours <= MOST_DAYS * 24
    if report.condition is not FAULTS[fault]:
        return False
    if fault == FROZEN_LIST:
        return report.silences <= MOST_SILENCES
    if fault == SLOW_SITE:
        return report.looks <= SLOW_ANSWERS
    return report.looks <= MOST_LOOKS and report.entries <= MOST_ENTRIES


def broken(outlet: Outlet, number: int, fault: str, *, after_days: int) -> Report:
    """Watch the outlet for that long and some hours; then its list is not what it was."""
    dice = random.Random(number)
    watched = Watched(outlet, number)
    watched.look_until(fault_at(dice, after_days), pace=USUAL_PACE)
    began = watched.looks[-1]
    if fault == LOST_PART:
        watched.outlet = _partly(outlet, dice, since=began)
    # Of a source whose rate is not learned yet, no silence is known: one entry is due then.
    usual = (watched.state.activity and usual_silence(watched.state.activity)) or 1.0
    seen = len(watched.looks)
    while watched.state.condition.is_well:
        watched.look(pace=USUAL_PACE, polled=polled_by(watched, fault))
        if watched.next_at - began > LONGEST_WAIT:
            return Report(None)
    state, found_at = watched.state, watched.looks[-1]
    return Report(
        state.condition,
        hours=found_at - began,
        looks=len(watched.looks) - seen,
        entries=due_until(outlet, found_at) - due_until(outlet, began),
        silences=state.activity.silence / usual if state.activity else 0.0,
        notices=_told(watched, fault),
    )


def fault_at(dice: random.Random, after_days: int) -> float:
    """When an outlet's list turns into something else: in any hour of the week."""
    return after_days * 24 + dice.uniform(0, 168)


def due_until(outlet: Outlet, at: float) -> float:
    """Entries that were to come by then."""
    hour = int(at)
    return sum(outlet.rates[:hour]) + sum(outlet.rates[hour : hour + 1]) * (at - hour)


def polled_by(watched: Watched, fault: str) -> Polled:
    """What a look gives, by what has happened."""
    polled = watched.polled()
    if fault == LOST_PART:
        return polled
    if fault == SLOW_SITE:
        return replace(polled, took=3 * SLOW)
    answer = SourceCondition.UNCHANGED if fault == FROZEN_LIST else FAULTS[fault]
    return replace(polled, condition=answer, new_entries=0)


def _partly(outlet: Outlet, dice: random.Random, *, since: float) -> Outlet:
    left = (at for at in outlet.entries if at <= since or dice.random() < PART_LEFT)
    return Outlet(outlet.rates, tuple(left))


def _told(watched: Watched, fault: str) -> int:
    """How often operations are told of the fault, in the day after it was noticed."""
    told: dict[str, Told] = {}
    end, notices = watched.looks[-1] + timedelta(days=1) / HOUR, 0
    while True:
        now = EPOCH + HOUR * watched.looks[-1]
        found = news([watched.source], {watched.source.id: watched.state}, told, now=now)
        told |= found.marks
        notices += len(found.notices)
        if watched.next_at > end:
            return notices
        watched.look(pace=USUAL_PACE, polled=polled_by(watched, fault))
