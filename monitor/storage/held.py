"""Alerts that are held for a digest, and what was done once on which local date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, Text, bindparam, select, update

from monitor.model import QueuedAlert
from monitor.storage.dialects import Instant, insert
from monitor.storage.lanes import queued_alert
from monitor.storage.tables import IS_HELD, alert, daily

MOST = 500
"""Alerts of a pile that are read: a digest shows the loudest of these, and counts all."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Alerts of a channel that a digest speaks of."""

    ids: tuple[int, ...]  # of all, the oldest first
    alerts: tuple[QueuedAlert, ...]  # the newest ones, the oldest first


def channels(db: Connection, *, now: datetime) -> list[str]:
    """Channels for which something is held whose time has come."""
    return list(db.scalars(_CHANNELS, {"now": now}))


def of_channel(db: Connection, channel: str, *, now: datetime) -> Pile:
    """What is held for the channel and whose time has come."""
    is_due = alert.c.not_before <= now
    question = select(alert.c.id).where(IS_HELD, alert.c.channel == channel, is_due)
    # One that is being reworded is not waited for, and folded later.
    return _pile(db, question.with_for_update(skip_locked=True))


def later(db: Connection, *, now: datetime) -> list[QueuedAlert]:
    """What is held and whose time has not come, the oldest first."""
    question = select(alert).where(IS_HELD, alert.c.not_before > now)
    return [queued_alert(row) for row in db.execute(question.order_by(alert.c.id)).mappings()]


def move(db: Connection, alert_id: int, moment: datetime, reason: str) -> None:
    """Hold it until another time."""
    is_held = (alert.c.id == alert_id) & (alert.c.state == "held")
    db.execute(update(alert).where(is_held).values(not_before=moment, reason=reason))


def fold(db: Connection, ids: Sequence[int], *, now: datetime) -> None:
    """A digest says these."""
    for start in range(0, len(ids), MOST):
        some = alert.c.id.in_(ids[start : start + MOST])
        db.execute(update(alert).where(some).values(state="folded", told_at=now))


def told_in(db: Connection, since: datetime) -> list[str]:
    """Channels in which stories were told by themselves since then."""
    return list(db.scalars(select(alert.c.channel).where(*_told(since)).distinct()))


def told_since(db: Connection, channel: str, since: datetime) -> Pile:
    """The stories that were told in the channel by themselves since then."""
    return _pile(db, select(alert.c.id).where(alert.c.channel == channel, *_told(since)))


def _told(since: datetime) -> list[ColumnElement[bool]]:
    return [
        alert.c.kind == "tocsin_alert",
        alert.c.manner == "post",
        alert.c.state == "told",
        alert.c.told_at > since,
    ]


def _pile(db: Connection, question: Select[int]) -> Pile:
    ids = tuple(db.scalars(question.order_by(alert.c.id)))
    newest = select(alert).where(alert.c.id.in_(ids[-MOST:])).order_by(alert.c.id)
    return Pile(ids, tuple(queued_alert(row) for row in db.execute(newest).mappings()))


def last_day(db: Connection, name: str) -> date | None:
    """The local date for which this was done last."""
    kept = db.scalar(_LAST_DAY, {"of": name})
    return date.fromisoformat(kept) if kept else None


def done(db: Connection, name: str, day: date) -> None:
    """This was done for that local date."""
    saved = insert(db, daily).values(name=name, day=day.isoformat())
    values = {"day": day.isoformat()}
    db.execute(saved.on_conflict_do_update(index_elements=[daily.c.name], set_=values))


# Asked at every look round: put together once.
_CHANNELS = (
    select(alert.c.channel)
    .where(IS_HELD, alert.c.not_before <= bindparam("now", type_=Instant))
    .distinct()
    .order_by(alert.c.channel)
)
_LAST_DAY = select(daily.c.day).where(daily.c.name == bindparam("of", type_=Text))
