"""The experiments that are printed: each stands alone, so that they run side by side."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.simulation.delays import POLICIES, Measured, measured
from tests.simulation.outlets import HABITS, SPREAD, Habit, Outlet, outlet, outlets
from tests.simulation.replay import FROZEN_LIST, LOST_PART, Quiet, Report, broken, quiet
from tests.simulation.sites import SITES, Neighbours, Site, Thaw, frozen, site, well

HOLIDAYS = frozenset({44, 45, 60, 75, 76, 90, 150, 200, 201, 300, 355, 356})
"""Days of a year on which every outlet publishes less."""

LEARNED, KNOWN = 42, 14
"""Days that an outlet is watched before its list freezes or thins out, or is another thing."""

HALF_A_YEAR = 182
"""Days that it is watched until no more is learned of it."""

AFTERWARDS = 63
"""Days of its history from then on."""

WIRE = "150 a day"
"""Only of such a source can a few entries of many be told from a lull."""

RATES = (50, 10, 3, 1)
"""Entries a day."""

RHYTHMS = {
    "clockwork": Habit(1, is_regular=True),
    "nearly even": Habit(1, evenness=20),
    "uneven": Habit(1, evenness=5),
    "by day, by chance": Habit(1),
}
"""How an outlet of any rate may publish, the most even first."""

SPREADS, SEEDS = (1.4, 1.6), (101, 102, 103)
"""Of the rates of outlets that nothing was chosen by."""

USUAL = 48
"""Looks a day at those."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many outlets are simulated, for how many days."""

    outlets: int
    days: int


OTHERS = Size(outlets=40, days=21)


def delays(
    size: Size,
    looks_a_day: float,
    policies: Iterable[str] = tuple(POLICIES),
    *,
    seed: int = 1,
    spread: float = SPREAD,
) -> dict[str, Measured]:
    """The policies on the same outlets, at the same number of looks."""
    made = outlets(size.outlets, days=size.days, seed=seed, spread=spread)
    return measured(made, looks_a_day, policies)


def quiet_days(size: Size, habit: str, *, seed: int = 702) -> Quiet:
    """Outlets that are well, through nights, weekends and holidays."""
    return quiet(_outlets(size, habit, seed=seed))


def faults(size: Size, fault: str, habit: str, *, seed: int = 703) -> list[Report]:
    """Outlets whose list turns into something else, or freezes, after some weeks."""
    days = LEARNED if fault in {FROZEN_LIST, LOST_PART} else KNOWN
    made = _outlets(Size(size.outlets, days + AFTERWARDS), habit, seed=seed)
    return [broken(one, number, fault, after_days=days) for number, one in enumerate(made)]


def waits(count: int, a_day: float, rhythm: str, *, seed: int = 704) -> list[Report]:
    """Outlets of this rate and rhythm whose list freezes once they are well known."""
    habit = replace(RHYTHMS[rhythm], a_day=a_day)
    dice = random.Random(f"{a_day} {rhythm} {seed}")
    made = [outlet(habit, dice, days=HALF_A_YEAR + AFTERWARDS) for _ in range(count)]
    return [
        broken(one, number, FROZEN_LIST, after_days=HALF_A_YEAR) for number, one in enumerate(made)
    ]


def freezes(count: int, habit: str, carriage: str, *, seed: int = 705) -> list[Thaw]:
    """Sites whose list freezes once it is well known, while the site goes on."""
    made = _sites(Size(count, HALF_A_YEAR + AFTERWARDS), habit, carriage, seed=seed)
    return [frozen(one, number, after_days=HALF_A_YEAR) for number, one in enumerate(made)]


def neighbours(size: Size, habit: str, carriage: str, *, seed: int = 706) -> list[Neighbours]:
    """Sites that are well, with lists that carry this of them."""
    made = _sites(size, habit, carriage, seed=seed, holidays=sorted(HOLIDAYS))
    return [well(one, number) for number, one in enumerate(made)]


def _sites(
    size: Size, habit: str, carriage: str, *, seed: int, holidays: Sequence[int] = ()
) -> list[Site]:
    dice = random.Random(f"{habit} {carriage} {seed}")
    days = [day for day in holidays if day < size.days]
    return [
        site(HABITS[habit], SITES[carriage], dice, days=size.days, holidays=days)
        for _ in range(size.outlets)
    ]


def habits_with(fault: str) -> list[str]:
    """The habits in which the fault can be seen."""
    return [WIRE] if fault == LOST_PART else list(HABITS)


def _outlets(size: Size, habit: str, *, seed: int) -> list[Outlet]:
    dice = random.Random(f"{habit} {seed}")
    return [
        outlet(HABITS[habit], dice, days=size.days, holidays=sorted(HOLIDAYS))
        for _ in range(size.outlets)
    ]
