"""What people said of stories in Slack: each press of a button once, with who and when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from monitor.model import Press, Reaction
from monitor.storage.dialects import insert
from monitor.storage.tables import feedback


def knows(db: Connection, press: Press) -> bool:
    """Whether the press has been handed over before."""
    return db.scalars(select(feedback.c.id).where(feedback.c.key == press.key)).first() is not None


def add(db: Connection, reaction: Reaction) -> None:
    """Remember a press; one that is known stays as it is."""
    press = reaction.press
    row = {
        "key": press.key,
        "story_id": press.story_id,
        "action": press.action,
        "target_id": press.target_id,
        "target_name": reaction.target_name,
        "watches": list(reaction.watches),
        "user_id": press.user_id,
        "user_name": press.user_name,
        "at": reaction.at,
        "silence_id": reaction.silence_id,
        "until": reaction.until,
    }
    added = insert(db, feedback).values(row)
    db.execute(added.on_conflict_do_nothing(index_elements=[feedback.c.key]))


def of_story(db: Connection, story_id: str) -> list[Reaction]:
    """All that was said of the story, in order."""
    question = select(feedback).where(feedback.c.story_id == story_id).order_by(feedback.c.id)
    return [_reaction(row) for row in db.execute(question).mappings()]


def _reaction(row: Mapping[Any, Any]) -> Reaction:
    at, until = row["at"], row["until"]
    names = ("key", "action", "story_id", "target_id", "user_id", "user_name")
    return Reaction(
        Press(**{name: row[name] for name in names}, lasting=until - at if until else timedelta(0)),
        at=at,
        target_name=row["target_name"],
        watches=tuple(row["watches"]),
        silence_id=row["silence_id"],
        until=until,
    )
