"""What `/metrics` says: how everything is, and what was counted. docs/metrics.md has each name."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitor.model import AlertState, SourceCondition, SourceState
from monitor.needs import needs
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
        yield _gauge("tocsin_needs", "Things that need a person.", len(needs(self._status)))
        yield from _archive(self._status)
        yield from _alerts(self._status)
        yield from _sources(self._status)
        yield from _configuration(self._status)


def _without_births(metric: Metric) -> Metric:
    """The client adds the moment of birth of each counter, as a series that nobody asks for."""
    metric.samples = [one for one in metric.samples if not one.name.endswith("_created")]
    return metric


def _archive(status: Status) -> Iterator[Metric]:
    yield _gauge("tocsin_articles", "Articles in the archive.", status.articles)
    yield _gauge("tocsin_matches", "Watches found in articles of the archive.", status.matches)
    yield _gauge("tocsin_watches", "Names that are watched.", status.watches)
    yield _gauge(
        "tocsin_watches_dark",
        "Watches with a source that was dark in the last 24 hours.",
        len(status.coverage),
    )
    yield _gauge(
        "tocsin_last_article_timestamp_seconds",
        "When the last article came.",
        _seconds(status.vitals.last_article_at),
    )
    yield _gauge("tocsin_database_bytes", "The size of the database.", status.vitals.size)
    if status.room:
        told = "What is free of the disk that holds the database."
        yield _gauge("tocsin_disk_free_bytes", told, status.room.free)
        yield _gauge("tocsin_disk_size_bytes", "The size of that disk.", status.room.total)


def _alerts(status: Status) -> Iterator[Metric]:
    """The outbox, its channels, and those who empty it."""
    alerts = GaugeMetricFamily(
        "tocsin_alerts", "Alerts that are on their way, or stuck.", labels=["state"]
    )
    ages = GaugeMetricFamily(
        "tocsin_alerts_oldest_seconds", "How old the oldest of them is.", labels=["state"]
    )
    counts = status.outbox
    states: tuple[tuple[AlertState, int], ...] = (
        ("waiting", counts.waiting),
        ("unknown", counts.unknown),
        ("refused", counts.refused),
        ("held", status.vitals.held),
    )
    for state, count in states:
        alerts.add_metric([state], count)
        since = status.vitals.oldest.get(state, status.at)
        ages.add_metric([state], (status.at - since).total_seconds())
    yield alerts
    yield ages
    yield _gauge(
        "tocsin_last_alert_timestamp_seconds",
        "When a story was told last.",
        _seconds(status.vitals.last_told_at),
    )
    held = GaugeMetricFamily(
        "tocsin_channel_held", "Whether a channel takes no alerts.", labels=["channel"]
    )
    for lane in status.lanes:
        held.add_metric([lane.channel], bool(lane.reason))
    yield held
    roles = [one.role for one in status.processes]
    running = GaugeMetricFamily("tocsin_processes", "Processes that run.", labels=["role"])
    for role in ("all", "crawl", "deliver"):
        running.add_metric([role], roles.count(role))
    yield running


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

    def silence(state: SourceState) -> float | None:
        last = state.activity and (state.activity.last_new_at or state.activity.since)
        return (status.at - last).total_seconds() if last else None

    figures: tuple[tuple[str, str, Value], ...] = (
        ("state_since_seconds", "When the source came into its state.", _since),
        ("last_success_seconds", "When the source last answered well.", _last_success),
        ("next_look_seconds", "When the source is to be looked at next.", _next_look),
        ("lateness_seconds", "How long ago the source should have been looked at.", late),
        ("silence_seconds", "How long ago the source last had something new.", silence),
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
        "tocsin_config_refused_timestamp_seconds",
        "Since when an edit is not in force.",
        _seconds(status.config_refused_at),
    )
    yield _gauge(
        "tocsin_config_loaded_at_seconds",
        "When the configuration in force was loaded.",
        status.config_loaded_at.timestamp(),
    )


def _gauge(name: str, told: str, value: float | None) -> Metric:
    """Without a value there is no series."""
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
