"""What `/metrics` says: how everything is, and what was counted. docs/metrics.md has each name."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.model import SourceCondition, SourceState
from monitor.status import Status, lateness
from monitor.web.telemetry import Telemetry

Value = Callable[[SourceState], float | None]


class Exposed(Collector):
    """The status, and what was counted; instants are seconds since 1970, spans seconds."""

    def __init__(self, status: Status, telemetry: Telemetry) -> None:
        self._status = status
        self._telemetry = telemetry

    def collect(self) -> Iterable[Metric]:
        yield from map(_without_births, self._telemetry.registry.collect())
        yield from _archive(self._status)
        yield from _sources(self._status)
        yield from _configuration(self._status)


def _without_births(metric: Metric) -> Metric:
    """The client adds the moment of birth of each counter, as a series that nobody asks for."""
    metric.samples = [one for one in metric.samples if not one.name.endswith("_created")]
    return metric


def _archive(status: Status) -> Iterator[Metric]:
    yield _gauge("tocsin_articles", "Articles in the archive.", status.articles)
    yield _gauge("tocsin_matches", "Watches found in articles of the archive.", status.matches)
    alerts = GaugeMetricFamily(
        "tocsin_alerts", "Alerts that are on their way, or stuck.", labels=["state"]
    )
    alerts.add_metric(["waiting"], status.outbox.waiting)
    alerts.add_metric(["unknown"], status.outbox.unknown)
    alerts.add_metric(["refused"], status.outbox.refused)
    yield alerts


def _sources(status: Status) -> Iterator[Metric]:
    conditions = [state.condition for _, state in status.sources]
    counts = GaugeMetricFamily("tocsin_sources", "Sources in each state.", labels=["condition"])
    for condition in SourceCondition:
        counts.add_metric([condition.value], conditions.count(condition))
    yield counts
    states = GaugeMetricFamily(
        "tocsin_source_state",
        "The state of each source: 1 for the one that it is in.",
        labels=["source", "state"],
    )
    for source, state in status.sources:
        states.add_metric([source.id, state.condition.value], 1)
    yield states
    yield from _times(status)


def _times(status: Status) -> Iterator[Metric]:
    """When each source was and will be read."""

    def late(state: SourceState) -> float:
        return lateness(state, now=status.at).total_seconds()

    figures: tuple[tuple[str, str, Value], ...] = (
        ("state_since_seconds", "When the source came into its state.", _since),
        ("last_success_seconds", "When the source last answered well.", _last_success),
        ("next_look_seconds", "When the source is to be looked at next.", _next_look),
        ("lateness_seconds", "How long ago the source should have been looked at.", late),
        ("failures", "Looks in a row that failed.", _failures),
    )
    for name, told, value in figures:
        family = GaugeMetricFamily(f"tocsin_source_{name}", told, labels=["source"])
        for source, state in status.sources:
            if (figure := value(state)) is not None:
                family.add_metric([source.id], figure)
        yield family


def _configuration(status: Status) -> Iterator[Metric]:
    problems = status.config_problems
    yield _gauge("tocsin_config_problems", "Problems of the last edit.", len(problems))
    yield _gauge(
        "tocsin_config_last_reload_successful",
        "Whether the last edit is in force.",
        not problems,
    )
    yield _gauge(
        "tocsin_config_held", "Whether an edit waits to be accepted.", bool(status.config_held)
    )
    yield _gauge(
        "tocsin_config_loaded_at_seconds",
        "When the configuration in force was loaded.",
        status.config_loaded_at.timestamp(),
    )


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _since(state: SourceState) -> float | None:
    return _seconds(state.since)


def _last_success(state: SourceState) -> float | None:
    return _seconds(state.last_good_at)


def _next_look(state: SourceState) -> float | None:
    return _seconds(state.next_at)


def _failures(state: SourceState) -> float:
    return state.failures


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
