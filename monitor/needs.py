"""What of the monitor's own health needs a person, and what to do about it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.slack_errors import advice as channel_advice
from monitor.model import SourceCondition
from monitor.status import Status, advice
from monitor.storage.vitals import LATELY

WAITS_TOO_LONG = timedelta(minutes=15)
"""An alert that could go out and has waited for so long shows that something is in its way."""

SHOWN = 12
"""Characters of a digest."""

MOST_NAMED = 5
"""Sources, in one need."""

_NOT_YET_OR_NEVER = {SourceCondition.NEW, SourceCondition.DISABLED}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is not as it should be."""

    what: str
    advice: str = ""
    since: datetime | None = None

    def __str__(self) -> str:
        since = f" since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
        return f"{self.what}{since}" + (f": {self.advice}" if self.advice else "")


def needs(status: Status) -> list[Need]:
    """All that needs a person, the gravest first; a source counts where something can be done."""
    service = [] if status.processes else [_NOT_RUNNING]
    return [*service, *ailments(status), *_sources(status)]


def ailments(status: Status) -> list[Need]:
    """What is wrong with the monitor itself, which works all the same."""
    return [*_room(status), *_configuration(status), *_channels(status), *_alerts(status)]


_NOT_RUNNING = Need("no service runs on this database", "start it with `tocsin run`")


def _room(status: Status) -> Iterator[Need]:
    if status.room and status.room.is_short:
        yield Need(f"the disk is nearly full: {status.room}", "free some space there")


def _configuration(status: Status) -> Iterator[Need]:
    if status.config_held:
        command = f"`tocsin reload --accept {status.config_held[:SHOWN]}` if it is meant"
        yield Need("an edit of the configuration is held", command, status.config_refused_at)
    elif status.config_problems:
        what = "the last edit of the configuration is refused"
        more = len(status.config_problems) - 1
        problem = status.config_problems[0] + (f", and {more} more" if more else "")
        yield Need(what, problem, status.config_refused_at)


def _channels(status: Status) -> Iterator[Need]:
    for lane in status.lanes:
        if lane.reason:
            what = f"{lane.channel} takes no alerts ({lane.reason})"
            yield Need(what, channel_advice(lane.reason))
    for why in sorted({one.buttons for one in status.processes if one.buttons}):
        yield Need(f"the buttons in Slack do not work ({why})")


def _alerts(status: Status) -> Iterator[Need]:
    oldest, refused = status.vitals.oldest, status.vitals.refused_lately
    late = (
        ("an alert waits", oldest.get("waiting")),
        ("it is not known whether an alert arrived", oldest.get("unknown")),
    )
    for what, since in late:
        if since and status.at - since > WAITS_TOO_LONG:
            yield Need(what, "`tocsin alerts list` says why", since)
    if refused:
        were = "alert was" if refused == 1 else "alerts were"
        what = f"{refused:,} {were} refused in the last {LATELY.days} days"
        yield Need(what, "`tocsin alerts list --state refused` says why")


def _sources(status: Status) -> Iterator[Need]:
    """One for each thing to be done, however many sources it is true of."""
    concerned: dict[tuple[str, str], list[str]] = {}
    for source, state in status.sources:
        told = advice(state)
        if told and state.condition not in _NOT_YET_OR_NEVER:
            how = "moved" if state.condition.is_well else state.condition.value
            concerned.setdefault((how, told), []).append(source.id)
    for (how, told), ids in concerned.items():
        count = "1 source" if len(ids) == 1 else f"{len(ids):,} sources"
        more = ", ..." if len(ids) > MOST_NAMED else ""
        yield Need(f"{count} {how} ({', '.join(ids[:MOST_NAMED])}{more})", told)
