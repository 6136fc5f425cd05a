"""What an operator asks: which source is silent, what waits, what was refused, and what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.model import Configuration, Source, SourceCondition, SourceState
from monitor.storage import articles, outbox, sources
from monitor.storage.lanes import Lane, lanes
from monitor.storage.processes import Process, running

ADVICE = {
    SourceCondition.NEW: "not looked at yet",
    SourceCondition.EMPTY: "the feed has no entries: open its address and see whether it moved",
    SourceCondition.BLOCKED: "the site answers robots with a challenge: use another of its feeds",
    SourceCondition.DISALLOWED: "its robots.txt forbids this address: use another feed of the site",
    SourceCondition.THROTTLED: "the site asks for fewer requests: set a longer `every`",
    SourceCondition.GONE: "the address is gone for good: find the new one and edit sources.yaml",
    SourceCondition.UNREACHABLE: "check the address and this machine's network",
    SourceCondition.SERVER_ERROR: "the site has a fault: it is tried again with growing pauses",
    SourceCondition.PARSE_ERROR: "this is no feed: try `tocsin sources test` and edit its url",
    SourceCondition.DISABLED: "`enabled: false` in sources.yaml",
}


@dataclass(frozen=True, slots=True)
class Status:
    """The health of everything, at one moment."""

    at: datetime
    sources: tuple[tuple[Source, SourceState], ...]
    outbox: outbox.Counts
    lanes: tuple[Lane, ...]
    config_digest: str
    config_loaded_at: datetime
    config_problems: tuple[str, ...]
    watches: int
    articles: int
    matches: int
    processes: tuple[Process, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `tocsin status --json` prints."""
        return {
            "sources": [_source_as_json(source, state) for source, state in self.sources],
            "outbox": {
                "waiting": self.outbox.waiting,
                "unknown": self.outbox.unknown,
                "refused": self.outbox.refused,
            },
            "config": {
                "digest": self.config_digest,
                "loaded_at": _instant(self.config_loaded_at),
                "watches": self.watches,
                "problems": list(self.config_problems),
            },
            "articles": self.articles,
            "matches": self.matches,
        }


def read_status(db: Connection, configuration: Configuration, *, now: datetime) -> Status:
    """Ask the database how everything is; a running service knows best what configuration runs."""
    alive = tuple(running(db, now=now))
    states = sources.all_states(db)
    return Status(
        at=now,
        sources=tuple((one, _state(one, states)) for one in configuration.sources),
        outbox=outbox.counts(db),
        lanes=tuple(lanes(db)),
        config_digest=alive[0].config_digest if alive else configuration.digest,
        config_loaded_at=alive[0].config_loaded_at if alive else configuration.loaded_at,
        config_problems=alive[0].config_problems if alive else (),
        watches=len(configuration.watchlist.watches),
        articles=articles.count_articles(db),
        matches=articles.count_matches(db),
        processes=alive,
    )


def advice(state: SourceState) -> str:
    """What to do about a source; nothing where all is well."""
    if state.condition in {SourceCondition.OK, SourceCondition.UNCHANGED}:
        return ""
    return ADVICE.get(state.condition, "")


def _state(source: Source, states: dict[str, SourceState]) -> SourceState:
    if not source.enabled:
        return SourceState(source.id, condition=SourceCondition.DISABLED)
    return states.get(source.id, SourceState(source.id))


def _source_as_json(source: Source, state: SourceState) -> dict[str, Any]:
    return {
        "id": source.id,
        "state": state.condition.value,
        "since": _instant(state.since),
        "last_good_at": _instant(state.last_good_at),
        "next_at": _instant(state.next_at),
        "advice": "; ".join(filter(None, (state.reason, advice(state)))),
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
