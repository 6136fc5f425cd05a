"""The experiments that are printed: each stands alone, so that they run side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.simulation.delays import POLICIES, Measured, measured
from tests.simulation.outlets import outlets
from tests.simulation.replay import FROZEN_LIST, Quiet, Report, broken, quiet

HOLIDAYS = frozenset({44, 45, 60, 75, 76, 90, 150, 200, 201, 300, 355, 356})
"""Days of a year on which every outlet publishes less."""

LEVEL = 1.2
"""Spread of rates where states are replayed: from an entry a day to a hundred."""

LEARNED, KNOWN = 42, 7
"""Days that an outlet is watched before its list freezes, or turns into something else."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many outlets are simulated, for how many days."""

    outlets: int
    days: int


def delays(
    size: Size, looks_a_day: float, policies: Iterable[str] = tuple(POLICIES)
) -> dict[str, Measured]:
    """The policies on the same outlets, at the same number of looks."""
    return measured(outlets(size.outlets, days=size.days, seed=1), looks_a_day, policies)


def quiet_days(size: Size) -> Quiet:
    """Outlets that are well, through nights, weekends and holidays."""
    made = outlets(size.outlets, days=size.days, seed=2, holidays=HOLIDAYS, spread=LEVEL)
    return quiet(made)


def faults(size: Size, fault: str) -> list[Report]:
    """Outlets whose list turns into something else, or freezes, after some weeks."""
    days = LEARNED if fault == FROZEN_LIST else KNOWN
    made = outlets(size.outlets, days=days + 7, seed=3, spread=LEVEL)
    return [broken(one, number, fault, after_days=days) for number, one in enumerate(made)]
