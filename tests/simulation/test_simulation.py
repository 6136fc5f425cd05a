"""Polling on simulated outlets: how soon articles are found, and what is said of the outlets.

Small enough for every run; `make simulate` prints the same of more outlets and days.
"""

from itertools import product
from statistics import mean

import pytest

from tests.simulation.delays import LIMITS, LONGEST_WAIT, Measured, ratios
from tests.simulation.experiments import (
    OTHERS,
    RATES,
    SEEDS,
    SPREADS,
    USUAL,
    Size,
    delays,
    faults,
    freezes,
    habits_with,
    neighbours,
    quiet_days,
    waits,
)
from tests.simulation.outlets import HABITS
from tests.simulation.replay import FAULTS, FROZEN_LIST, MOST_INTERVALS, in_time
from tests.simulation.sites import SITES

A_YEAR = Size(outlets=1, days=364)
SMALL = Size(outlets=24, days=16)
ONE = Size(outlets=1, days=42)
SOME = Size(outlets=4, days=364)


def check_delays(policies: dict[str, Measured], looks_a_day: float) -> None:
    for name, ratio in ratios(policies, looks_a_day).items():
        assert ratio <= LIMITS[name], name
    assert policies["tocsin"].longest_wait <= LONGEST_WAIT
    assert policies["tocsin"].looks_a_day <= 1.02 * looks_a_day


def test_articles_are_found_nearly_as_soon_as_by_who_knows_all_rates() -> None:
    check_delays(delays(SMALL, 48, ["tocsin", *LIMITS]), 48)


@pytest.mark.nightly
@pytest.mark.parametrize("looks_a_day", [24, 96])
def test_articles_are_found_as_soon_for_months_at_every_budget(looks_a_day: float) -> None:
    check_delays(delays(Size(16, 91), looks_a_day, ["tocsin", *LIMITS]), looks_a_day)


@pytest.mark.nightly
def test_articles_are_found_as_soon_where_rates_differ_less_or_more() -> None:
    found = [
        ratios(delays(OTHERS, USUAL, ["tocsin", *LIMITS], seed=seed, spread=spread), USUAL)
        for spread in SPREADS
        for seed in SEEDS
    ]

    assert mean(one["fixed"] for one in found) <= LIMITS["fixed"]
    assert all(one["oracle"] <= LIMITS["oracle"] for one in found)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_list_that_turns_into_something_else_is_reported_by_the_right_word(fault: str) -> None:
    for habit in habits_with(fault)[-2:]:
        for report in faults(ONE, fault, habit):
            assert in_time(report, fault), (habit, report)
            assert 1 <= report.notices <= 2


@pytest.mark.parametrize("a_day", RATES[-2:])
def test_a_regular_list_that_freezes_is_reported_within_a_few_of_its_intervals(
    a_day: float,
) -> None:
    for report in waits(1, a_day, "clockwork"):
        assert in_time(report, FROZEN_LIST), report
        assert report.hours <= MOST_INTERVALS * 24 / a_day


@pytest.mark.nightly
@pytest.mark.parametrize("fault", FAULTS)
def test_so_it_is_whatever_the_habit_of_the_outlet(fault: str) -> None:
    for habit in habits_with(fault):
        for report in faults(SOME, fault, habit, seed=903):
            assert in_time(report, fault), (habit, report)


def test_a_list_that_freezes_while_its_site_goes_on_is_reported_within_a_few_entries() -> None:
    (found,) = freezes(1, "4 a day", "all")

    assert found.by_site
    assert found.hours < found.alone / 2


@pytest.mark.parametrize("carriage", ["all, later", "two thirds", "all but columns"])
def test_a_list_that_lacks_a_part_of_its_site_is_not_reported_by_it(carriage: str) -> None:
    (found,) = neighbours(Size(1, 91), "4 a day", carriage)

    assert found.by_site == 0


@pytest.mark.nightly
@pytest.mark.parametrize("carriage", SITES)
def test_whatever_a_list_has_of_its_site_it_is_not_reported_for_a_year(carriage: str) -> None:
    found = [one for habit in HABITS for one in neighbours(A_YEAR, habit, carriage, seed=907)]

    assert mean(one.by_site for one in found) <= 0.125  # one in eight years


@pytest.mark.parametrize("habit", ["24 a day", "weekdays only"])
def test_nights_weekends_and_holidays_are_no_trouble(habit: str) -> None:
    assert not quiet_days(ONE, habit).reports


@pytest.mark.nightly
def test_quiet_times_are_no_trouble_all_year_long() -> None:
    years = product(HABITS, (902, 903, 904))  # of fewer, one report more or less decides
    watched = [quiet_days(SOME, habit, seed=seed) for habit, seed in years]

    assert mean(one.false_reports_a_year for one in watched) <= 0.05
