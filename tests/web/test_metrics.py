"""What the metrics say of how everything is."""

from datetime import timedelta

from monitor.model import SourceCondition, SourceState
from tests.web.builders import NOON, scrape, status

MINUTE = timedelta(minutes=1)


def test_they_count_what_there_is() -> None:
    told = scrape(status(SourceState("bbc", SourceCondition.OK)))

    assert told("tocsin_articles") == 7
    assert told("tocsin_matches") == 3
    assert told("tocsin_alerts", state="refused") == 1
    assert told("tocsin_sources", condition="ok") == 1
    assert told("tocsin_sources", condition="gone") == 0


def test_every_source_has_its_state_and_its_times() -> None:
    late = SourceState(
        "bbc", SourceCondition.FROZEN, last_good_at=NOON, next_at=NOON - 1.5 * MINUTE
    )

    told = scrape(status(late))

    assert told("tocsin_source_state", source="bbc", state="frozen") == 1
    assert told("tocsin_source_last_success_seconds", source="bbc") == NOON.timestamp()
    assert told("tocsin_source_lateness_seconds", source="bbc") == 90
    assert told("tocsin_source_state_since_seconds", source="bbc") is None  # nobody knows


def test_an_edit_that_is_not_in_force_is_told() -> None:
    good = scrape(status())
    held = scrape(status(config_problems=("watchlist.yaml:1: held",), config_held="abc"))

    assert good("tocsin_config_last_reload_successful") == 1
    assert held("tocsin_config_last_reload_successful") == 0
    assert (good("tocsin_config_held"), held("tocsin_config_held")) == (0, 1)


def test_no_id_of_a_source_breaks_the_format() -> None:
    hostile = 'a"} 1\n# EOF\\'

    told = scrape(status(SourceState(hostile, SourceCondition.OK)))

    assert told("tocsin_source_state", source=hostile, state="ok") == 1
