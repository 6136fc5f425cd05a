"""The outbox: what is to be told, and the alerts that it has become.

An entry is written in the transaction of what it tells about. Planning turns entries into alerts,
one per channel, exactly once, whichever process does it. `monitor.storage.lanes` sends them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from monitor.model import Alert, AlertState, Manner, QueuedAlert, Waiting
from monitor.storage.dialects import Insert, insert_in, is_alone, one_at_a_time
from monitor.storage.lanes import queued_alert
from monitor.storage.subjects import Subject, decode, encode
from monitor.storage.tables import (
    IS_REFUSED,
    IS_UNKNOWN,
    IS_WAITING,
    alert,
    lane,
    outbox,
)

_PLANNING = 0x70_6C_61_6E  # "plan": names the lock

LONGEST_KEY = 300
"""Characters; PostgreSQL indexes no value of more than some 2,700 bytes."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is on its way, and how much is stuck."""

    waiting: int  # entries without a plan, and alerts to be sent
    unknown: int  # under way, or nobody knows yet whether they arrived
    refused: int


def put(db: Connection, subject: Subject, *, key: str, now: datetime) -> bool:
    """Have this told. False if an entry of that key was there already: then nothing changes."""
    row = {"key": _bounded(key), "subject": encode(subject), "created_at": now}
    return db.execute(_new(db.dialect.name, outbox), row).first() is not None


def knows(db: Connection, key: str) -> bool:
    """Whether there is, or was, an entry of that key."""
    return db.scalar(select(outbox.c.id).where(outbox.c.key == _bounded(key))) is not None


def waiting(db: Connection, *, most: int) -> list[Waiting]:
    """Entries that nobody has planned, oldest first."""
    question = (
        select(outbox.c.id, outbox.c.created_at, outbox.c.subject)
        .where(outbox.c.planned_at.is_(None))
        .order_by(outbox.c.id)
        .limit(most)
    )
    return [Waiting(row.id, row.created_at, decode(row.subject)) for row in db.execute(question)]


def has_waiting(db: Connection) -> bool:
    """Whether there is an entry without a plan."""
    return db.execute(_UNPLANNED).first() is not None


def plan(
    db: Connection,
    tell: Callable[[Connection, Waiting], None],
    *,
    now: datetime,
    most: int = 100,
) -> int:
    """Have waiting entries turned into alerts by `tell`. How many entries it was.

    None while another process does so: two at once would mix up the order.
    """
    entries = waiting(db, most=most) if is_alone(db, _PLANNING) else []
    for entry in entries:
        tell(db, entry)
    if entries:
        db.execute(_PLANNED, {"ids": [entry.id for entry in entries], "planned_at": now})
    return len(entries)


def pause_planning(db: Connection) -> None:
    """Wait until nobody plans; until our transaction ends, nobody will.

    For who changes how a story stands in its channels, which an outlet that comes does too.
    """
    one_at_a_time(db, _PLANNING)


def entry_of(db: Connection, alert_id: int) -> int:
    """The outbox entry that the alert was planned from."""
    return int(db.execute(select(alert.c.outbox_id).where(alert.c.id == alert_id)).scalar_one())


def queue(
    db: Connection,
    one: Alert,
    *,
    entry_id: int,
    now: datetime,
    state: AlertState = "waiting",
    not_before: datetime | None = None,
    reason: str = "",
    parent_id: int | None = None,
) -> int | None:
    """Put an alert into its channel's lane. Its id; None if one of its key is there already."""
    db.execute(_opened(db.dialect.name), {"channel": one.channel})
    row: dict[str, Any] = {
        "key": _bounded(one.key),
        "outbox_id": entry_id,
        "channel": one.channel,
        "kind": one.kind,
        "manner": one.manner,
        "subject": encode(one.subject),
        "state": state,
        "created_at": now,
        "not_before": not_before,
        "reason": reason,
        "parent_id": parent_id,
    }
    return db.execute(_new(db.dialect.name, alert), row).scalars().first()


def reword(db: Connection, alert_id: int, subject: Subject) -> bool:
    """Let an alert that is not under way say something else. False if it is too late for that."""
    waits = alert.c.state.in_(["waiting", "held"])
    # One that another process is marking is under way: two could wait for one another.
    question = select(alert.c.id).where(alert.c.id == alert_id, waits)
    found = db.execute(question.with_for_update(skip_locked=True, key_share=True)).first()
    if found is not None:
        db.execute(update(alert).where(alert.c.id == alert_id).values(subject=encode(subject)))
    return found is not None


def children(
    db: Connection, parent_id: int, manner: Manner, *, state: AlertState
) -> list[QueuedAlert]:
    """Replies to an alert, or edits of it, in this state, the oldest first."""
    question = select(alert).where(
        alert.c.parent_id == parent_id, alert.c.manner == manner, alert.c.state == state
    )
    return _read(db, question.order_by(alert.c.id))


def counts(db: Connection) -> Counts:
    """How many wait, are of unknown fate, or were refused."""
    row = db.execute(_COUNTS).one()
    return Counts(row.unplanned + row.waiting, row.unknown, row.refused)


def alerts(
    db: Connection,
    *,
    states: Iterable[AlertState] = (),
    manners: Iterable[Manner] = (),
    most: int = 100,
) -> list[QueuedAlert]:
    """Alerts in one of the states and manners, or in any: the newest `most`, oldest first."""
    question = select(alert).order_by(alert.c.id.desc()).limit(most)
    if chosen := list(states):
        question = question.where(alert.c.state.in_(chosen))
    if said := list(manners):
        question = question.where(alert.c.manner.in_(said))
    return _read(db, question)[::-1]


def queued(db: Connection, alert_id: int) -> QueuedAlert | None:
    """The alert with this id."""
    return next(iter(_read(db, select(alert).where(alert.c.id == alert_id))), None)


def retry(db: Connection, alert_id: int) -> bool:
    """Send a refused alert again, as if for the first time. False if it is not a refused one."""
    again = (
        update(alert)
        .where(alert.c.id == alert_id, alert.c.state == "refused")
        .values(state="waiting", attempts=0, not_before=None, reason="", plain=False)
    )
    return db.execute(again).rowcount == 1


def _bounded(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else f"sha256:{sha256(key.encode()).hexdigest()}"


def _read(db: Connection, question: Select[Any]) -> list[QueuedAlert]:
    return [queued_alert(row) for row in db.execute(question).mappings()]


@cache
def _new(dialect: str, table: Table) -> ReturningInsert[Any]:
    """A row whose key is new; its id comes back."""
    added = insert_in(dialect, table).on_conflict_do_nothing(index_elements=[table.c.key])
    return added.returning(table.c.id)


@cache
def _opened(dialect: str) -> Insert:
    return insert_in(dialect, lane).on_conflict_do_nothing(index_elements=[lane.c.channel])


# Asked many times a second: put together once.
_PLANNED = update(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_IS_UNPLANNED = outbox.c.planned_at.is_(None)
_UNPLANNED = select(outbox.c.id).where(_IS_UNPLANNED).limit(1)
_COUNTS = select(
    select(func.count())
    .select_from(outbox)
    .where(_IS_UNPLANNED)
    .scalar_subquery()
    .label("unplanned"),
    *(
        select(func.count()).where(is_so).scalar_subquery().label(state)
        for state, is_so in (
            ("waiting", IS_WAITING),
            ("unknown", IS_UNKNOWN),
            ("refused", IS_REFUSED),
        )
    ),
)
