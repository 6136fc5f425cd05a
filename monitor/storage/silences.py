"""Silences: what people do not want to hear of for a while, with who wished so and why."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from monitor.model import Silence, SilenceTarget
from monitor.storage.dialects import insert
from monitor.storage.tables import silence


def add(
    db: Connection,
    target: SilenceTarget,
    target_id: str,
    *,
    until: datetime,
    author: str,
    reason: str,
    now: datetime,
) -> int:
    """Hold back alerts of this until then. The silence's id."""
    row = {"target": target, "target_id": target_id, "until": until}
    added = insert(db, silence).values(**row, author=author, reason=reason, created_at=now)
    return int(db.execute(added.returning(silence.c.id)).scalar_one())


def in_force(db: Connection, *, now: datetime) -> list[Silence]:
    """Those that have not run out, the one that lasts longest first."""
    question = select(silence).where(silence.c.until > now)
    rows = db.execute(question.order_by(silence.c.until.desc(), silence.c.id)).mappings()
    return [Silence(**row) for row in rows]


def end(db: Connection, silence_id: int, *, now: datetime) -> bool:
    """Let it ring again. False if there is no such silence in force."""
    ended = update(silence).where(silence.c.id == silence_id, silence.c.until > now)
    return db.execute(ended.values(until=now)).rowcount == 1
