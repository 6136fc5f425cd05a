"""Polling on simulated outlets: how soon articles are found, and what is said of the outlets.

Small enough for every run; `make simulate` prints the same of a whole year.
"""

import pytest

from monitor.model import SourceCondition
from tests.simulation.delays import LIMITS, LONGEST_WAIT, ratios
from tests.simulation.experiments import Size, delays, faults, quiet_days
from tests.simulation.replay import LIMIT, REPORTED_AS

SMALL = Size(outlets=24, days=16)
FEW = Size(outlets=3, days=49)
YEAR = Size(outlets=12, days=364)


def check_delays(size: Size, looks_a_day: float) -> None:
    policies = delays(size, looks_a_day, ["tocsin", *LIMITS])

    for name, ratio in ratios(policies, looks_a_day).items():
        assert ratio <= LIMITS[name], name
    assert policies["tocsin"].longest_wait <= LONGEST_WAIT
    assert policies["tocsin"].looks_a_day <= 1.02 * looks_a_day


def test_articles_are_found_nearly_as_soon_as_by_who_knows_all_rates() -> None:
    check_delays(SMALL, 48)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("looks_a_day", [24, 48, 96])
def test_articles_are_found_as_soon_all_year_long_at_every_budget(looks_a_day: float) -> None:
    check_delays(YEAR, looks_a_day)


@pytest.mark.parametrize("fault", REPORTED_AS)
def test_a_list_that_turns_into_something_else_is_reported_by_the_right_word(fault: str) -> None:
    for report in faults(Size(outlets=2, days=0), fault):
        assert report.condition is REPORTED_AS[fault]
        assert report.intervals <= LIMIT
        assert report.notices == 1
        if report.condition is not SourceCondition.FROZEN:
            assert report.looks <= LIMIT


def test_nights_weekends_and_holidays_are_no_trouble() -> None:
    assert not quiet_days(FEW).reports


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_quiet_times_are_no_trouble_all_year_long() -> None:
    assert quiet_days(YEAR).false_reports_a_year <= 0.05
