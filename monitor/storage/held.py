"""Alerts that are held for a digest, and what was done once on which local date."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from monitor.model import QueuedAlert
from monitor.storage.dialects import insert
from monitor.storage.lanes import queued_alert
from monitor.storage.tables import alert, daily

MOST = 500
"""Alerts in one digest."""


def channels(db: Connection, *, now: datetime) -> list[str]:
    """Channels for which something is held whose time has come."""
    question = select(alert.c.channel).where(alert.c.state == "held", alert.c.not_before <= now)
    return list(db.scalars(question.distinct().order_by(alert.c.channel)))


def of_channel(db: Connection, channel: str, *, now: datetime) -> list[QueuedAlert]:
    """What is held for the channel and whose time has come, the oldest first."""
    question = select(alert).where(
        alert.c.state == "held", alert.c.channel == channel, alert.c.not_before <= now
    )
    # One that is being reworded is not waited for, and folded later.
    question = question.order_by(alert.c.id).limit(MOST).with_for_update(skip_locked=True)
    return [queued_alert(row) for row in db.execute(question).mappings()]


def fold(db: Connection, alerts: Iterable[QueuedAlert], *, now: datetime) -> None:
    """A digest says these."""
    ids = [one.id for one in alerts]
    db.execute(update(alert).where(alert.c.id.in_(ids)).values(state="folded", told_at=now))


def told_since(db: Connection, since: datetime) -> list[QueuedAlert]:
    """The stories that were told by themselves since then, the oldest first."""
    question = select(alert).where(
        alert.c.kind == "tocsin_alert",
        alert.c.manner == "post",
        alert.c.state == "told",
        alert.c.told_at > since,
    )
    rows = db.execute(question.order_by(alert.c.id).limit(MOST)).mappings()
    return [queued_alert(row) for row in rows]


def last_day(db: Connection, name: str) -> date | None:
    """The local date for which this was done last."""
    kept = db.scalars(select(daily.c.day).where(daily.c.name == name)).first()
    return date.fromisoformat(kept) if kept else None


def done(db: Connection, name: str, day: date) -> None:
    """This was done for that local date."""
    saved = insert(db, daily).values(name=name, day=day.isoformat())
    values = {"day": day.isoformat()}
    db.execute(saved.on_conflict_do_update(index_elements=[daily.c.name], set_=values))
