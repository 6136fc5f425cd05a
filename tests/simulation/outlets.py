"""Outlets that publish as outlets do: by day and by night, in bursts, and less on some days.

Rates are log-normal over the outlets (a few wires, many that publish a few times a day), each with
its own hours, days of rest, burstiness and drift. Times are hours since a Monday, 00:00 UTC.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, exp, pi, sqrt
from statistics import NormalDist, mean

MEDIAN_A_DAY = 11.0
SPREAD = 1.6
"""Standard deviation of the logarithm of rates: one in six has five times the median, or more."""

WEEKENDS = ((5, 6), (5, 6), (4, 5))
BURST_LENGTH = 1 / 3
"""Mean time, in hours, by which what follows up an article comes after it."""

HOLIDAY = (0.3, 0.6)
"""What is published on a holiday, by the outlet, of what is usual."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How an outlet publishes; what is None differs from outlet to outlet."""

    a_day: float
    at_rest: float | None = None  # share of the usual that comes on days of rest
    followed: float | None = None  # entries that follow up each one, on average
    is_batched: bool = False  # all of an hour's come at its end
    is_regular: bool = False  # at even intervals, day and night, like clockwork
    evenness: float | None = None  # of intervals, day and night: their gamma distribution's shape


HABITS = {
    "150 a day": Habit(150),
    "24 a day": Habit(24),
    "4 a day": Habit(4),
    "1 a day": Habit(1),
    "weekdays only": Habit(10, at_rest=0.0),
    "hourly batches": Habit(40, is_batched=True),
    "bursts": Habit(20, followed=4.0),
    "clockwork": Habit(24, is_regular=True),
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: what it is to publish in each hour, and when it did."""

    rates: tuple[float, ...]  # entries due in each hour
    entries: tuple[float, ...]  # times, in order


def outlets(
    count: int, *, days: int, seed: int, holidays: Sequence[int] = (), spread: float = SPREAD
) -> list[Outlet]:
    """Outlets with their entries; the rates are quantiles, so that few outlets are like many."""
    dice = random.Random(seed)
    shares = [(number + 0.5) / count for number in range(count)]
    levels = [MEDIAN_A_DAY / 24 * exp(spread * NormalDist().inv_cdf(share)) for share in shares]
    habits = [Habit(level * 24) for level in levels]
    return [outlet(habit, dice, days=days, holidays=holidays) for habit in habits]


def outlet(habit: Habit, dice: random.Random, *, days: int, holidays: Sequence[int] = ()) -> Outlet:
    """One outlet of this habit."""
    if habit.is_regular:
        every = 24 / habit.a_day
        times = ((number + 0.5) * every for number in range(int(days * habit.a_day)))
        return Outlet((1 / every,) * (days * 24), tuple(times))
    if habit.evenness is not None:
        return _at_intervals(24 / habit.a_day, habit.evenness, dice, days=days)
    rates = _rates(habit, dice, days=days, holidays=holidays)
    followed = dice.uniform(0, 0.6) if habit.followed is None else habit.followed
    entries: list[float] = []
    for hour, rate in enumerate(rates):
        for _ in range(_poisson(rate / (1 + followed), dice)):
            at = hour + (1.0 if habit.is_batched else dice.random())
            entries.append(at)
            more = _poisson(followed, dice)
            entries += (at + dice.expovariate(1 / BURST_LENGTH) for _ in range(more))
    return Outlet(tuple(rates), tuple(sorted(at for at in entries if at < days * 24)))


def _at_intervals(every: float, evenness: float, dice: random.Random, *, days: int) -> Outlet:
    """Every so many hours on average, the more evenly the higher: 1 is Poisson's law."""
    times, at = [], dice.uniform(0, every)
    while at < days * 24:
        times.append(at)
        at += dice.gammavariate(evenness, every / evenness)
    return Outlet((1 / every,) * (days * 24), tuple(times))


def _rates(habit: Habit, dice: random.Random, *, days: int, holidays: Sequence[int]) -> list[float]:
    """By its clock, its week and its holidays; the level drifts from week to week."""
    level, hours, week = habit.a_day / 24, _hours(dice), _week(dice, habit.at_rest)
    unrest, quiet = dice.uniform(0, 0.15), dice.uniform(*HOLIDAY)
    rates: list[float] = []
    drift = 0.0
    for day in range(days):
        drift += dice.gauss(0, unrest) if day % 7 == 0 else 0.0
        today = level * exp(drift) * week[day % 7] * (quiet if day in holidays else 1.0)
        rates += (today * hour for hour in hours)
    return rates


def _hours(dice: random.Random) -> list[float]:
    """From nearly even to all but silent at night; the peak at any hour, by its time zone."""
    depth, peak, narrow = dice.uniform(0.3, 0.97), dice.uniform(0, 24), dice.uniform(0.6, 2)
    wave = [((1 + cos((hour - peak) / 12 * pi)) / 2) ** narrow for hour in range(24)]
    return _evened([1 - depth + depth * height for height in wave])


def _week(dice: random.Random, at_rest: float | None) -> list[float]:
    rest, share = dice.choice(WEEKENDS), dice.uniform(0.25, 1)
    share = share if at_rest is None else at_rest
    return _evened([share if day in rest else 1.0 for day in range(7)])


def _evened(factors: list[float]) -> list[float]:
    return [factor / mean(factors) for factor in factors]


def _poisson(due: float, dice: random.Random) -> int:
    """A count with this mean, by Poisson's law; by the normal one where it is large."""
    if due > 30:
        return max(0, round(dice.gauss(due, sqrt(due))))
    count, product, limit = 0, dice.random(), exp(-due)
    while product > limit:
        count, product = count + 1, product * dice.random()
    return count
