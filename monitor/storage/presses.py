"""Presses that were acknowledged and have not taken effect: they outlive the process that heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, select

from monitor.model import Press
from monitor.storage.dialects import insert
from monitor.storage.holders import is_dead
from monitor.storage.tables_presses import press

OVERDUE = timedelta(minutes=1)
"""Whoever heard a press so long ago, and still lives, does not do it any more."""

GIVEN_UP = timedelta(days=1)
"""So old is what cannot be done at all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A press, and when it was heard."""

    press: Press
    at: datetime
    target_name: str = ""  # of what is to be silent, where no story says it


def keep(db: Connection, heard: Sequence[Heard], holder: str) -> None:
    """Write down what is to be done; what Slack hands over again stands there already."""
    for one in heard:
        db.execute(delete(press).where(press.c.heard_at < one.at - GIVEN_UP))
        row = {
            "key": one.press.key,
            "action": one.press.action,
            "story_id": one.press.story_id,
            "target_id": one.press.target_id,
            "target_name": one.target_name,
            "user_id": one.press.user_id,
            "user_name": one.press.user_name,
            "lasting": one.press.lasting.total_seconds(),
            "holder": holder,
            "heard_at": one.at,
        }
        added = insert(db, press).values(row)
        db.execute(added.on_conflict_do_nothing(index_elements=[press.c.key]))


def forget(db: Connection, key: str) -> None:
    """It has taken effect."""
    db.execute(delete(press).where(press.c.key == key))


def left_behind(db: Connection, *, now: datetime) -> list[Heard]:
    """What nobody is at any more, the oldest first.

    A time that is far ahead is from before the clock was set back.
    """
    rows = db.execute(select(press).order_by(press.c.heard_at, press.c.key)).mappings()
    return [
        _heard(row)
        for row in rows
        if abs(now - row["heard_at"]) > OVERDUE or is_dead(row["holder"])
    ]


def _heard(row: RowMapping) -> Heard:
    names = ("key", "action", "story_id", "target_id", "user_id", "user_name")
    lasting = timedelta(seconds=row["lasting"])
    made = Press(**{name: row[name] for name in names}, lasting=lasting)
    return Heard(made, row["heard_at"], row["target_name"])
