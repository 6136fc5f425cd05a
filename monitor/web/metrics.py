"""What `/metrics` says of each source: how it is, since when, and when it was and will be read."""

from collections.abc import Callable, Iterator
from datetime import datetime

from monitor.model import SourceState
from monitor.status import Status, lateness

Value = Callable[[SourceState], float | None]


def source_metrics(status: Status) -> Iterator[str]:
    """Lines in Prometheus' text format; instants are seconds since 1970, spans seconds."""
    yield "# HELP tocsin_source_state The state of each source: 1 for the one that it is in."
    yield "# TYPE tocsin_source_state gauge"
    for source, state in status.sources:
        labels = f'source="{source.id}",state="{state.condition.value}"'
        yield f"tocsin_source_state{{{labels}}} 1"
    for name, (told, value) in _instants(status).items():
        yield f"# HELP {name} {told}"
        yield f"# TYPE {name} gauge"
        for source, state in status.sources:
            if (figure := value(state)) is not None:
                yield f'{name}{{source="{source.id}"}} {figure:.0f}'


def _instants(status: Status) -> dict[str, tuple[str, Value]]:
    def late(state: SourceState) -> float | None:
        return lateness(state, now=status.at).total_seconds()

    return {
        "tocsin_source_state_since_seconds": (
            "When the source came into its state.",
            lambda state: _seconds(state.since),
        ),
        "tocsin_source_last_success_seconds": (
            "When the source last answered well.",
            lambda state: _seconds(state.last_good_at),
        ),
        "tocsin_source_next_look_seconds": (
            "When the source is to be looked at next.",
            lambda state: _seconds(state.next_at),
        ),
        "tocsin_source_lateness_seconds": (
            "How long ago the source should have been looked at.",
            late,
        ),
        "tocsin_source_failures": (
            "Looks in a row that failed.",
            lambda state: float(state.failures),
        ),
    }


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
