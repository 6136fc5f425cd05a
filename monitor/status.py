"""What an operator asks: which source is silent, what waits, what was refused, and what to do."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from monitor.errors import ConfigError
from monitor.model import (
    Configuration,
    Settings,
    Source,
    SourceCondition,
    SourceState,
    Watchlist,
)
from monitor.polling.advice import advice as advice_on
from monitor.polling.coverage import Coverage, coverage
from monitor.polling.looks import has_moved
from monitor.storage import articles, outbox, sources
from monitor.storage.lanes import Lane, lanes
from monitor.storage.processes import Process, running
from monitor.storage.room import Room, room_of
from monitor.storage.vitals import Vitals, vitals

DAY = timedelta(days=1)
NO_VITALS = Vitals()


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
    config_held: str = ""  # digest of an edit that waits to be accepted
    config_refused_at: datetime | None = None  # or held, at first; None: the last edit is in force
    config_changes: str = ""  # what the last edit changed
    config_restart: tuple[str, ...] = ()  # settings that differ from those of the start
    vitals: Vitals = NO_VITALS
    room: Room | None = None  # on the disk that holds the database
    coverage: tuple[Coverage, ...] = ()  # in the last 24 hours; of watches with dark sources alone

    def as_json(self) -> dict[str, Any]:
        """The object that `tocsin status --json` prints."""
        return {
            "sources": [_source_as_json(source, state) for source, state in self.sources],
            "outbox": {
                "waiting": self.outbox.waiting,
                "unknown": self.outbox.unknown,
                "refused": self.outbox.refused,
                "held": self.vitals.held,
                "oldest": {state: _instant(at) for state, at in self.vitals.oldest.items()},
                "last_told_at": _instant(self.vitals.last_told_at),
            },
            "config": {
                "digest": self.config_digest,
                "loaded_at": _instant(self.config_loaded_at),
                "watches": self.watches,
                "problems": list(self.config_problems),
                "held": self.config_held or None,
                "refused_at": _instant(self.config_refused_at),
                "needs_restart": list(self.config_restart),
            },
            "articles": self.articles,
            "matches": self.matches,
            "last_article_at": _instant(self.vitals.last_article_at),
            "database": {
                "bytes": self.vitals.size,
                "disk_free": self.room.free if self.room else None,
                "disk_size": self.room.total if self.room else None,
            },
            "processes": [
                {"role": one.role, "id": one.id, "started_at": _instant(one.started_at)}
                for one in self.processes
            ],
        }


def read_status(db: Connection, configuration: Configuration, *, now: datetime) -> Status:
    """Ask the database how everything is; a running service knows best what configuration runs."""
    alive = tuple(running(db, now=now))
    states = sources.all_states(db)
    refused = [one.config_refused_at for one in alive if one.config_refused_at]
    watches = configuration.watchlist.watches
    hits = articles.hits(db, since=now - DAY)
    covered = coverage(watches, configuration.sources, states, hits, now=now, window=DAY)
    return Status(
        at=now,
        sources=tuple((one, _state(one, states)) for one in configuration.sources),
        outbox=outbox.counts(db),
        lanes=tuple(lanes(db)),
        config_digest=alive[0].config_digest if alive else configuration.digest,
        config_loaded_at=alive[0].config_loaded_at if alive else configuration.loaded_at,
        config_problems=tuple({told: None for one in alive for told in one.config_problems}),
        config_held=next((one.config_held for one in alive if one.config_held), ""),
        config_refused_at=min(refused, default=None),
        config_changes=alive[0].config_changes if alive else "",
        config_restart=alive[0].config_restart if alive else (),
        watches=alive[0].config_watches if alive else len(watches),
        articles=articles.count_articles(db),
        matches=articles.count_matches(db),
        processes=alive,
        vitals=vitals(db, now=now),
        room=room_of(configuration.settings.database),
        coverage=tuple(one for one in covered if one.dark),
    )


def read_status_of_known(db: Connection, error: ConfigError, *, now: datetime) -> Status:
    """The same where the folder holds no good configuration: of the sources that were crawled."""
    known = tuple(Source(id_, state.url or "") for id_, state in sources.all_states(db).items())
    stand_in = Configuration(Path(), known, Watchlist(()), Settings(), digest="", loaded_at=now)
    found = read_status(db, stand_in, now=now)
    return (
        found
        if found.processes
        else replace(found, config_problems=tuple(map(str, error.problems)))
    )


def advice(state: SourceState) -> str:
    """What to do about a source; nothing where all is well."""
    told = advice_on(state.condition)
    if has_moved(state):
        moved = f"it has moved for good to {state.moved_to}: edit its url"
        return f"{told}; {moved}" if told else moved
    return told


def lateness(state: SourceState, *, now: datetime) -> timedelta:
    """How long ago the source should have been looked at."""
    if state.next_at is None:
        return timedelta(0)
    return max(now - state.next_at, timedelta(0))


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
