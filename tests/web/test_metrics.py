"""What the metrics say, read by the parser of Prometheus' own client."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from monitor.model import Source, SourceCondition, SourceState
from monitor.status import Status
from monitor.storage.outbox import Counts
from monitor.web.metrics import StatusCollector

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

Scraped = Callable[..., float | None]


def scrape(collector: Collector) -> Scraped:
    """The value of a metric by its name and labels, as a server of Prometheus reads it."""
    families = text_string_to_metric_families(generate_latest(collector).decode())
    values = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }
    return lambda name, **labels: values.get((name, frozenset(labels.items())))


def status(*states: SourceState, **fields: object) -> Status:
    usual = Status(
        at=NOON,
        sources=tuple((Source(one.source_id, "http://s.example/f"), one) for one in states),
        outbox=Counts(waiting=2, unknown=0, refused=1),
        lanes=(),
        config_digest="d",
        config_loaded_at=NOON,
        config_problems=(),
        watches=1,
        articles=7,
        matches=3,
        processes=(),
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def told_of(found: Status) -> Scraped:
    return scrape(StatusCollector(found))


def test_they_count_what_there_is() -> None:
    told = told_of(status(SourceState("bbc", SourceCondition.OK)))

    assert told("tocsin_articles") == 7
    assert told("tocsin_matches") == 3
    assert told("tocsin_alerts", state="refused") == 1
    assert told("tocsin_sources", condition="ok") == 1
    assert told("tocsin_sources", condition="gone") == 0


def test_every_source_has_its_state_and_its_times() -> None:
    late = SourceState(
        "bbc", SourceCondition.FROZEN, last_good_at=NOON, next_at=NOON - 1.5 * MINUTE
    )

    told = told_of(status(late))

    assert told("tocsin_source_state", source="bbc", state="frozen") == 1
    assert told("tocsin_source_last_success_seconds", source="bbc") == NOON.timestamp()
    assert told("tocsin_source_lateness_seconds", source="bbc") == 90
    assert told("tocsin_source_state_since_seconds", source="bbc") is None  # nobody knows


def test_an_edit_that_is_not_in_force_is_told() -> None:
    good = told_of(status())
    held = told_of(status(config_problems=("watchlist.yaml:1: held",), config_held="abc"))

    assert good("tocsin_config_last_reload_successful") == 1
    assert held("tocsin_config_last_reload_successful") == 0
    assert (good("tocsin_config_held"), held("tocsin_config_held")) == (0, 1)


def test_no_id_of_a_source_breaks_the_format() -> None:
    hostile = 'a"} 1\n# EOF\\'

    told = told_of(status(SourceState(hostile, SourceCondition.OK)))

    assert told("tocsin_source_state", source=hostile, state="ok") == 1
