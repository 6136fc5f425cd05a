"""What the metrics say of how everything is."""

from dataclasses import replace
from datetime import timedelta

from monitor.model import SourceCondition, SourceState
from monitor.polling.activity import begun
from monitor.storage.lanes import Lane
from monitor.storage.processes import Process
from monitor.storage.vitals import Vitals
from tests.web.builders import NOON, scrape, status

MINUTE = timedelta(minutes=1)
PROCESS = Process("me", "deliver", NOON, NOON, "d", NOON)


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


def test_what_waits_has_an_age_and_what_does_not_has_none() -> None:
    waits = Vitals(held=3, oldest={"waiting": NOON - MINUTE})

    told = scrape(status(vitals=waits))

    assert told("tocsin_alerts", state="held") == 3
    assert told("tocsin_alerts_oldest_seconds", state="waiting") == 60
    assert told("tocsin_alerts_oldest_seconds", state="unknown") == 0


def test_what_never_happened_and_what_does_not_exist_has_no_series() -> None:
    told = scrape(status(vitals=Vitals(last_told_at=NOON)))

    assert told("tocsin_last_alert_timestamp_seconds") == NOON.timestamp()
    assert told("tocsin_last_article_timestamp_seconds") is None
    assert told("tocsin_disk_free_bytes") is None  # a server's, as far as we know


def test_the_silence_of_a_source_counts_from_its_last_news() -> None:
    news = replace(begun(at=NOON - 9 * MINUTE), last_new_at=NOON - 3 * MINUTE)
    read = SourceState("bbc", SourceCondition.OK, activity=news)

    told = scrape(status(read, SourceState("new")))

    assert told("tocsin_source_silence_seconds", source="bbc") == 180
    assert told("tocsin_source_silence_seconds", source="new") is None


def test_a_channel_that_takes_nothing_is_told_and_counts_as_a_need() -> None:
    lanes = (Lane("#desk", reason="not_in_channel"), Lane("#other"))

    told = scrape(status(lanes=lanes, processes=(PROCESS,)))

    assert told("tocsin_channel_held", channel="#desk") == 1
    assert told("tocsin_channel_held", channel="#other") == 0
    assert told("tocsin_processes", role="deliver") == 1
    assert told("tocsin_needs") == 1


def test_no_id_of_a_source_breaks_the_format() -> None:
    hostile = 'a"} 1\n# EOF\\'

    told = scrape(status(SourceState(hostile, SourceCondition.OK)))

    assert told("tocsin_source_state", source=hostile, state="ok") == 1
