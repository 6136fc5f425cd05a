"""How long articles wait for the look that finds them, policy by policy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median, quantiles

from tests.simulation.outlets import Outlet
from tests.simulation.policies import (
    CRAWL,
    HOUR,
    Looks,
    Policy,
    detection_delays,
    entry_frequency,
    fixed,
    hours_of,
    oracle,
    tocsin,
)

POLICIES: dict[str, Policy] = {
    "fixed": fixed,
    "entry frequency": entry_frequency,
    "tocsin": tocsin,
    "oracle": oracle,
}

LIMITS = {"fixed": 0.62, "oracle": 1.08}
"""What Tocsin's mean delay may be at most, as a share of theirs."""

LONGEST_WAIT = CRAWL.every_max / HOUR
"""Hours that no healthy source waits longer for a look."""

LEARNING = 7 * 24
"""Hours at the beginning that do not count: nobody knows anything yet."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a policy's looks were worth: delays in minutes, over all articles of all outlets."""

    median: float
    mean: float
    p90: float
    looks_a_day: float  # at an outlet, on average
    longest_wait: float  # between two looks, hours

    def mean_at(self, looks_a_day: float) -> float:
        """The mean delay at exactly so many looks: delays are in inverse proportion to looks."""
        return self.mean * self.looks_a_day / looks_a_day


def ratios(policies: Mapping[str, Measured], looks_a_day: float) -> dict[str, float]:
    """Tocsin's mean delay as a share of the others', at equal numbers of looks."""
    ours = policies["tocsin"].mean_at(looks_a_day)
    return {name: ours / policies[name].mean_at(looks_a_day) for name in LIMITS}


def measured(
    outlets: Sequence[Outlet], looks_a_day: float, names: Iterable[str] = tuple(POLICIES)
) -> dict[str, Measured]:
    """These policies on the same outlets at the same number of looks."""
    return {name: _measured(outlets, POLICIES[name](outlets, looks_a_day)) for name in names}


def _measured(outlets: Sequence[Outlet], looks: Sequence[Looks]) -> Measured:
    delays = [
        delay * 60
        for outlet, each in zip(outlets, looks, strict=True)
        for delay in detection_delays(outlet, each, since=LEARNING)
    ]
    counted = sum(LEARNING <= at < hours_of(outlets[0]) for each in looks for at in each)
    days = (hours_of(outlets[0]) - LEARNING) / 24
    return Measured(
        median=median(delays),
        mean=mean(delays),
        p90=quantiles(delays, n=10)[-1],
        looks_a_day=counted / days / len(outlets),
        longest_wait=round(max(b - a for each in looks for a, b in pairwise(each)), 6),
    )
