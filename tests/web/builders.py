"""A status, and a look at its metrics as a server of Prometheus takes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from monitor.model import Source, SourceState
from monitor.status import Status
from monitor.storage.outbox import Counts
from monitor.web.metrics import Exposed
from monitor.web.telemetry import Telemetry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

Scraped = Callable[..., float | None]


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


def scrape(found: Status | None = None, telemetry: Telemetry | None = None) -> Scraped:
    """The value of a metric by its name and labels; None where there is no such series."""
    exposed = Exposed(found or status(), telemetry or Telemetry())
    text = generate_latest(exposed).decode()
    values = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    return lambda name, **labels: values.get((name, frozenset(labels.items())))
