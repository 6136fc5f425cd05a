"""Which service processes run on this database, and on which configuration."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from monitor.storage.holders import is_dead
from monitor.storage.tables import process

HEARTBEAT = timedelta(seconds=10)
"""How often a running process says that it is alive."""

FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Process:
    """One service process, as it last described itself."""

    id: str
    role: str
    started_at: datetime
    seen_at: datetime
    config_digest: str
    config_loaded_at: datetime
    config_problems: tuple[str, ...] = ()
    buttons: str = ""  # why those below its messages in Slack do not work
    config_watches: int = 0
    config_held: str = ""  # digest of an edit that waits to be accepted
    config_changes: str = ""  # what the last edit changed
    config_restart: tuple[str, ...] = ()  # settings that differ from those it started with
    reload_asked: int = 0  # how often somebody typed `tocsin reload` ...
    reload_accepts: str = ""  # ... and which edit was accepted last
    reload_answered: int = 0  # the last time of asking that it has answered
    config_refused_at: datetime | None = None  # or held; None: the last edit is in force

    def is_alive(self, now: datetime) -> bool:
        """Seen within three heartbeats (one may be late, two a busy disk) and not ended since.

        A time in the future is from before the clock was set back.
        """
        return abs(now - self.seen_at) < 3 * HEARTBEAT and not is_dead(self.id)


def say_alive(db: Connection, me: Process) -> None:
    """Write what `me` says of itself over what it said before; forget who is long silent."""
    row = {
        "role": me.role,
        "started_at": me.started_at,
        "seen_at": me.seen_at,
        "config_digest": me.config_digest,
        "config_loaded_at": me.config_loaded_at,
        "config_problems": list(me.config_problems),
        "buttons": me.buttons,
        "config_watches": me.config_watches,
        "config_held": me.config_held,
        "config_changes": me.config_changes,
        "config_restart": list(me.config_restart),
        "reload_answered": me.reload_answered,
        "config_refused_at": me.config_refused_at,
    }
    if db.execute(update(process).where(process.c.id == me.id).values(**row)).rowcount == 0:
        db.execute(insert(process).values(id=me.id, **row))
    db.execute(delete(process).where(process.c.seen_at < me.seen_at - FORGOTTEN_AFTER))


def say_goodbye(db: Connection, process_id: str) -> None:
    """Forget a process that ended in good order."""
    db.execute(delete(process).where(process.c.id == process_id))


def running(db: Connection, *, now: datetime) -> Sequence[Process]:
    """All that are alive, the last started first."""
    rows = db.execute(select(process).order_by(process.c.started_at.desc())).mappings()
    return [one for one in map(_process, rows) if one.is_alive(now)]


def ask_to_reload(db: Connection, process_id: str, *, accepts: str) -> None:
    """Have a process load its configuration now, and accept the edit of this digest, if any."""
    asked: dict[str, Any] = {"reload_asked": process.c.reload_asked + 1}
    if accepts:
        asked["reload_accepts"] = accepts
    db.execute(update(process).where(process.c.id == process_id).values(**asked))


def asked_to_reload(db: Connection, process_id: str) -> tuple[int, str]:
    """How often a process was asked to load its configuration, and which edit to accept."""
    question = select(process.c.reload_asked, process.c.reload_accepts)
    row = db.execute(question.where(process.c.id == process_id)).first()
    return (row.reload_asked, row.reload_accepts) if row else (0, "")


def _process(row: RowMapping) -> Process:
    listed = {name: tuple(row[name]) for name in ("config_problems", "config_restart")}
    return Process(**{**row, **listed})
