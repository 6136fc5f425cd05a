"""Lanes: one for each channel, leased to one process at a time, which keeps order and pace.

    claim -> mark (under way: committed before the send) -> send -> settle -> ... -> release

An alert that is marked and not settled is of unknown fate, whatever became of the process.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from monitor.model import CONSOLE, DOOR, Alert, QueuedAlert, Uptime
from monitor.storage.dialects import Instant
from monitor.storage.holders import is_dead
from monitor.storage.subjects import decode
from monitor.storage.tables import IS_OPEN, IS_UNKNOWN, IS_WAITING, alert, lane

LONGEST_HOLD = timedelta(minutes=10)
"""A lane held for longer was held by a clock that has been set back since; it is due."""

LONGEST_LEASE = timedelta(minutes=10)
"""Likewise, and likewise free."""

LONGEST_EDIT_WAIT = timedelta(minutes=6)
"""Likewise, of an edit that waits for its time."""

_parent = alert.alias("parent")


@dataclass(frozen=True, slots=True)
class Lane:
    """One channel's lane: who has it until when, and what it waits for."""

    channel: str
    owner: str | None = None
    lease_until: datetime | None = None
    next_at: datetime | None = None
    reason: str = ""  # why nothing goes through; empty while all is well
    failures: int = 0  # in a row, of the channel and not of a message


@dataclass(frozen=True, slots=True)
class Hold:
    """When the next message may go through a lane, and what is wrong with it, if anything."""

    next_at: datetime
    reason: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What one try, or one look, has made of an alert and of its lane."""

    state: Literal["waiting", "told", "refused", "folded"]
    hold: Hold
    attempts: int
    reason: str = ""
    not_before: datetime | None = None
    plain: bool = False
    ts: str | None = None
    channel_id: str | None = None
    leaves_thread: bool = False  # it belongs to no message from now on


def lanes(db: Connection) -> list[Lane]:
    """All lanes, by channel."""
    return [Lane(**row) for row in db.execute(select(lane).order_by(lane.c.channel)).mappings()]


def due(db: Connection, holder: str, *, now: datetime) -> list[Lane]:
    """Lanes through which something could go now, and that nobody else alive holds."""
    rows = (Lane(**row) for row in db.execute(_DUE, _moments(now)).mappings())
    return [one for one in rows if _is_free(one, holder, now)]


def claim(
    db: Connection, channel: str, holder: str, *, lease: timedelta, now: datetime
) -> Lane | None:
    """Lease the lane for so long, if it is due and nobody alive holds it."""
    # A row that another process is claiming is not waited for: two could wait for one another.
    row = db.execute(_FREE, {"of": channel, **_moments(now)}).mappings().first()
    if row is None or not _is_free(Lane(**row), holder, now):
        return None
    until = now + lease
    db.execute(_CLAIMED, {"of": channel, "owner": holder, "lease_until": until})
    return Lane(**{**row, "owner": holder, "lease_until": until})


def next_alert(db: Connection, channel: str, *, now: datetime) -> QueuedAlert | None:
    """What the lane has to do next: clear up an unknown fate, else send the oldest that is due."""
    for question in (_UNKNOWN, _NEXT):
        row = db.execute(question, {"of": channel, **_moments(now)}).mappings().first()
        if row is not None:
            return queued_alert(row)
    return None


def others_told(db: Connection, queued: QueuedAlert, *, until: datetime) -> bool:
    """Whether any other alert was told between this one's first try and then.

    That another door takes alerts says nothing of Slack.
    """
    question = select(alert.c.id).where(
        alert.c.id != queued.id,
        alert.c.channel != CONSOLE,
        alert.c.told_at.between(queued.first_tried_at, until),
    )
    if not queued.alert.channel.startswith(DOOR):
        question = question.where(~alert.c.channel.startswith(DOOR))
    return db.execute(question.limit(1)).first() is not None


def last_told(db: Connection, channel: str) -> datetime | None:
    """When the lane's last message was posted, by Slack's clock: what is under way came later."""
    ts = db.execute(_LAST_TOLD, {"of": channel}).scalar()
    try:
        return datetime.fromtimestamp(float(ts or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None  # from a door that names no messages, as a webhook or the console


def mark(
    db: Connection,
    queued: QueuedAlert,
    holder: str,
    *,
    lease: timedelta,
    now: datetime,
    uptime: Uptime,
) -> QueuedAlert | None:
    """Note that a send of this alert begins, and renew the lease. None if the lane was lost.

    The alert comes back as it is now: until this moment it may have been reworded.
    """
    if not _change(db, queued.alert.channel, holder, lease_until=now + lease):
        return None
    # One that is being reworded is not waited for: two processes could wait for one another.
    if db.execute(_WAITS, {"alert_id": queued.id}).first() is None:
        return None
    begun = {
        "state": "unknown",
        "attempts": queued.attempts + 1,
        "first_tried_at": queued.first_tried_at or now,
        "last_tried_at": now,
        "tried_boot": uptime.boot,
        "tried_uptime": uptime.seconds,
    }
    db.execute(_CHANGED, {"alert_id": queued.id, **begun})
    return queued_alert(db.execute(_ONE, {"alert_id": queued.id}).mappings().one())


def count_from(
    db: Connection,
    queued: QueuedAlert,
    holder: str,
    *,
    lease: timedelta,
    now: datetime,
    uptime: Uptime,
) -> bool:
    """From now on go by our clock how long ago the alert was tried. False if the lane was lost."""
    if not _change(db, queued.alert.channel, holder, lease_until=now + lease):
        return False
    tried = {"tried_boot": uptime.boot, "tried_uptime": uptime.seconds}
    db.execute(_CHANGED, {"alert_id": queued.id, **tried})
    return True


def settle(
    db: Connection, queued: QueuedAlert, holder: str, settled: Settlement, *, now: datetime
) -> bool:
    """Write down what became of a marked alert. False if the lane was lost: then nothing changes.

    That a message stands in the channel is true whoever holds the lane, and is always written.
    """
    is_mine = hold(db, queued.alert.channel, holder, settled.hold)
    if not is_mine and settled.state != "told":
        return False
    values: dict[str, Any] = {
        "alert_id": queued.id,
        "state": settled.state,
        "attempts": settled.attempts,
        "reason": settled.reason,
        "not_before": settled.not_before,
        "plain": settled.plain,
        "ts": settled.ts,
        "channel_id": settled.channel_id,
        "told_at": now if settled.state == "told" else None,
    }
    if settled.leaves_thread:
        values["parent_id"] = None
    db.execute(_UNTOLD, values)
    return is_mine


def hold(db: Connection, channel: str, holder: str, held: Hold) -> bool:
    """Let nothing through the lane before then. False if the lane was lost."""
    values = {"next_at": held.next_at, "reason": held.reason, "failures": held.failures}
    return _change(db, channel, holder, **values)


def hurry(db: Connection, *, at: datetime) -> None:
    """Let nothing wait for a later time than this: the clock by which it waits was set back."""
    db.execute(update(lane).where(lane.c.next_at > at).values(next_at=at))
    db.execute(
        update(alert)
        .where(
            alert.c.state == "waiting",
            or_(alert.c.attempts > 0, alert.c.manner == "edit"),
            alert.c.not_before > at,
        )
        .values(not_before=at)
    )


def release(db: Connection, channel: str, holder: str) -> None:
    """Give the lane back."""
    _change(db, channel, holder, owner=None, lease_until=None)


def queued_alert(row: RowMapping) -> QueuedAlert:
    """A row of the table of alerts as the noun it stands for."""
    return QueuedAlert(
        id=row["id"],
        alert=Alert(row["key"], row["channel"], row["kind"], decode(row["subject"]), row["manner"]),
        state=row["state"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        not_before=row["not_before"],
        first_tried_at=row["first_tried_at"],
        last_tried_at=row["last_tried_at"],
        tried_uptime=_uptime(row),
        told_at=row["told_at"],
        ts=row["ts"],
        reason=row["reason"],
        plain=row["plain"],
        parent_ts=row.get("parent_ts"),
        parent_key=row.get("parent_key"),
    )


def _uptime(row: RowMapping) -> Uptime | None:
    boot, seconds = row["tried_boot"], row["tried_uptime"]
    return None if boot is None or seconds is None else Uptime(boot, seconds)


def _moments(now: datetime) -> dict[str, datetime]:
    return {
        "now": now,
        "held_until": now + LONGEST_HOLD,
        "edited_until": now + LONGEST_EDIT_WAIT,
    }


def _alerts() -> Select[Any]:
    """Alerts, each with what is known of the message that it belongs to."""
    columns = (alert, _parent.c.ts.label("parent_ts"), _parent.c.key.label("parent_key"))
    return select(*columns).outerjoin(_parent, _parent.c.id == alert.c.parent_id)


def _change(db: Connection, channel: str, holder: str, **values: Any) -> bool:
    """Change the lane. False if the holder has lost it."""
    return db.execute(_MINE, {"of": channel, "holder": holder, **values}).rowcount == 1


def _is_due() -> ColumnElement[bool]:
    next_at = lane.c.next_at
    return or_(next_at.is_(None), next_at <= _NOW, next_at > bindparam("held_until", type_=Instant))


def _is_waiting() -> ColumnElement[bool]:
    not_before, is_edit = alert.c.not_before, alert.c.manner == "edit"
    is_late = not_before > bindparam("edited_until", type_=Instant)
    is_due = or_(not_before.is_(None), not_before <= _NOW, is_edit & is_late)
    # What goes into a thread, or takes a message's place, comes after that message, and after what
    # is to take its place earlier.
    first = alert.alias("first")
    has_first = exists().where(
        or_(
            first.c.id == alert.c.parent_id,
            is_edit
            & (first.c.parent_id == alert.c.parent_id)
            & (first.c.manner == "edit")
            & (first.c.id < alert.c.id),
        ),
        or_(first.c.state == "waiting", first.c.state == "unknown"),
    )
    return IS_WAITING & is_due & ~has_first


def _is_free(one: Lane, holder: str, now: datetime) -> bool:
    """Nobody else has it, or the lease ran out or cannot be true, or they died."""
    if one.owner in {None, holder} or one.lease_until is None:
        return True
    is_out = one.lease_until <= now or one.lease_until > now + LONGEST_LEASE
    return is_out or is_dead(one.owner)


# Asked many times a second: put together once.
_NOW = bindparam("now", type_=Instant)
_OF = bindparam("of", type_=Text)
_IS_THIS = alert.c.id == bindparam("alert_id")

_DUE = (
    select(lane)
    .where(
        _is_due(),
        exists().where(alert.c.channel == lane.c.channel, IS_OPEN, or_(IS_UNKNOWN, _is_waiting())),
    )
    .order_by(lane.c.channel)
)
_FREE = select(lane).where(lane.c.channel == _OF, _is_due()).with_for_update(skip_locked=True)
_CLAIMED = update(lane).where(lane.c.channel == _OF)
_UNKNOWN, _NEXT = (
    _alerts().where(alert.c.channel == _OF, wanted).order_by(alert.c.id).limit(1)
    for wanted in (IS_UNKNOWN, _is_waiting())
)
_ONE = _alerts().where(_IS_THIS)
_LAST_TOLD = (
    select(alert.c.ts)
    .where(alert.c.channel == _OF, alert.c.state == "told", alert.c.manner != "edit")
    .order_by(alert.c.id.desc())
    .limit(1)
)
_WAITS = (
    select(alert.c.id)
    .where(_IS_THIS, alert.c.state == "waiting")
    .with_for_update(skip_locked=True, key_share=True)
)
_CHANGED = update(alert).where(_IS_THIS)
_UNTOLD = _CHANGED.where(alert.c.state != "told")
_MINE = update(lane).where(lane.c.channel == _OF, lane.c.owner == bindparam("holder"))
