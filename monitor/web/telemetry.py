"""Counts what happens in this process, since its start, for `/metrics`."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from monitor.meter import Access, LookBack
from monitor.model import (
    AlertState,
    Deferred,
    Delivered,
    Fate,
    Outcome,
    QueuedAlert,
    Refused,
    SourceCondition,
    Story,
)

QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
SLOW = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)
"""Upper bounds of the histograms' buckets, in seconds."""

OUTCOMES = ("delivered", "ratelimited", "deferred", "refused", "unknown")
SETTLED: tuple[AlertState, ...] = ("told", "waiting", "refused", "folded")
SEEN: tuple[LookBack, ...] = ("seen", "absent", "unclear")
ACCESSES: tuple[Access, ...] = ("read", "write")


class Telemetry:
    """The meter of a service process. What has not happened yet is there too, as 0."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._lateness = self._histogram(
            "tocsin_look_lateness_seconds", "How long after it was due a look began.", SLOW
        )
        self._looks = self._counter(
            "tocsin_looks", "Looks at sources, by how the source was then.", "condition"
        )
        self._entries = self._counter("tocsin_entries", "Entries, by what became of them.", "fate")
        self._judging = self._histogram(
            "tocsin_matching_seconds", "Time that the matcher took for a sitting.", QUICK
        )
        self._asking = self._histogram(
            "tocsin_database_seconds", "Time until the database had answered.", QUICK, "access"
        )
        self._tries = self._counter(
            "tocsin_tries", "Calls on a channel for an alert, by their outcome.", "outcome"
        )
        self._lookbacks = self._counter(
            "tocsin_lookbacks", "Messages of unknown fate, by what the channel showed.", "found"
        )
        self._settled = self._counter(
            "tocsin_alerts_settled", "What tries made of alerts.", "state"
        )
        self._reaction = self._histogram(
            "tocsin_article_to_alert_seconds", "From a page's arrival until it was told.", SLOW
        )
        self._jumps = self._counter("tocsin_clock_jumps", "Times that the wall clock was set.")
        self._generation = self._gauge(
            "tocsin_config_generation", "Configurations that were in force since the start."
        )
        self._generation.set(1)
        self._gauge(
            "tocsin_start_timestamp_seconds", "When the process began to count."
        ).set_to_current_time()
        self._begin_at_zero()

    def look_began(self, late: timedelta) -> None:
        self._lateness.observe(max(late.total_seconds(), 0))

    def look_ended(self, condition: SourceCondition) -> None:
        self._looks.labels(condition.value).inc()

    def entry_ended(self, fate: Fate) -> None:
        self._entries.labels(fate.value).inc()

    def judging(self) -> AbstractContextManager[object]:
        return self._judging.time()

    def asking(self, access: Access) -> AbstractContextManager[object]:
        return self._asking.labels(access).time()

    def tried(self, outcome: Outcome) -> None:
        self._tries.labels(_word_for(outcome)).inc()

    def looked_back(self, found: LookBack) -> None:
        self._lookbacks.labels(found).inc()

    def settled(self, alert: QueuedAlert, state: AlertState, *, now: datetime) -> None:
        self._settled.labels(state).inc()
        if state == "told" and (since := _arrival(alert)) is not None:
            self._reaction.observe(max((now - since).total_seconds(), 0))

    def clock_jumped(self) -> None:
        """The wall clock was set, or the machine slept."""
        self._jumps.inc()

    def configured(self) -> None:
        """Another configuration is in force."""
        self._generation.inc()

    def _begin_at_zero(self) -> None:
        """A rate over a counter that appears with its first event would miss that event."""
        known: tuple[tuple[Counter | Histogram, tuple[str, ...]], ...] = (
            (self._looks, tuple(one.value for one in SourceCondition)),
            (self._entries, tuple(one.value for one in Fate)),
            (self._asking, ACCESSES),
            (self._tries, OUTCOMES),
            (self._lookbacks, SEEN),
            (self._settled, SETTLED),
        )
        for metric, labels in known:
            for label in labels:
                metric.labels(label)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, registry=self.registry)

    def _gauge(self, name: str, told: str) -> Gauge:
        return Gauge(name, told, registry=self.registry)

    def _histogram(
        self, name: str, told: str, bounds: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(name, told, labels, registry=self.registry, buckets=bounds)


def _word_for(outcome: Outcome) -> str:
    match outcome:
        case Delivered():
            return "delivered"
        case Deferred(reason="ratelimited"):
            return "ratelimited"
        case Deferred():
            return "deferred"
        case Refused():
            return "refused"
    return "unknown"


def _arrival(queued: QueuedAlert) -> datetime | None:
    """When the page came that the alert is the first message about."""
    story = queued.alert.subject
    is_first = queued.alert.kind == "tocsin_alert" and queued.alert.manner == "post"
    if is_first and isinstance(story, Story) and story.kind == "article":
        return story.fetched_at
    return None
