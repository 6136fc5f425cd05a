"""How stories stand in channels: told as which message, replied to when, rung by which watches."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, func, select

from monitor.model import Alert, Cooling, Severity, Standing, Story, Thread
from monitor.storage import silences
from monitor.storage.dialects import insert
from monitor.storage.subjects import decode, encode
from monitor.storage.tables import alert, cooling, thread

HOUR = timedelta(hours=1)


def standing(db: Connection, story: Story, channel: str, *, now: datetime) -> Standing:
    """All that bears on whether, and how, the story is told in the channel now."""
    thread = _thread_of(db, story.id, channel)
    return Standing(
        thread=_with_pending(db, thread) if thread else None,
        cooling=_cooling(db, (rung.watch_id for rung in story.rungs), channel),
        told_in_last_hour=_told_in(db, channel, now - HOUR, now),
        silences=tuple(silences.in_force(db, now=now)),
    )


def threads_of(db: Connection, story_id: str) -> list[tuple[str, Thread]]:
    """The story in every channel that has it."""
    question = select(thread.c.channel).where(thread.c.story_id == story_id)
    channels = db.scalars(question.order_by(thread.c.channel)).all()
    found = ((channel, _thread_of(db, story_id, channel)) for channel in channels)
    return [(channel, one) for channel, one in found if one]


def save(db: Connection, channel: str, one: Thread) -> None:
    """From now on the channel has the story like this."""
    row = {
        "alert_id": one.alert_id,
        "subject": encode(one.story),
        "watches": sorted(one.watches),
        "severity": int(one.severity),
        "replied_at": one.replied_at,
    }
    saved = insert(db, thread).values(story_id=one.story.id, channel=channel, **row)
    keys = [thread.c.story_id, thread.c.channel]
    db.execute(saved.on_conflict_do_update(index_elements=keys, set_=row))


def rang(db: Connection, said: Alert, *, now: datetime) -> None:
    """The story's watches ring in the channel: their cooldowns begin."""
    rungs = said.subject.rungs if isinstance(said.subject, Story) else ()
    for rung in (one for one in rungs if not one.is_gone):
        row = {"told_at": now, "severity": int(rung.severity)}
        saved = insert(db, cooling).values(watch_id=rung.watch_id, channel=said.channel, **row)
        keys = [cooling.c.watch_id, cooling.c.channel]
        db.execute(saved.on_conflict_do_update(index_elements=keys, set_=row))


def _thread_of(db: Connection, story_id: str, channel: str) -> Thread | None:
    question = (
        select(thread, alert.c.state, alert.c.told_at, alert.c.created_at)
        .join(alert, alert.c.id == thread.c.alert_id)
        .where(thread.c.story_id == story_id, thread.c.channel == channel)
    )
    row = db.execute(question).mappings().first()
    return _thread(row) if row else None


def _cooling(db: Connection, watch_ids: Iterable[str], channel: str) -> dict[str, Cooling]:
    question = select(cooling).where(
        cooling.c.channel == channel, cooling.c.watch_id.in_(list(watch_ids))
    )
    return {
        row["watch_id"]: Cooling(row["told_at"], Severity(row["severity"]))
        for row in db.execute(question).mappings()
    }


def _told_in(db: Connection, channel: str, since: datetime, until: datetime) -> int:
    # Later is what was told before the clock was set back.
    question = select(func.count()).where(
        alert.c.channel == channel,
        alert.c.kind == "tocsin_alert",
        alert.c.manner == "post",
        alert.c.created_at > since,
        alert.c.created_at <= until,
        alert.c.state.not_in(["held", "folded"]),
    )
    return db.execute(question).scalar_one()


def _thread(row: RowMapping) -> Thread:
    story = decode(row["subject"])
    assert isinstance(story, Story)
    return Thread(
        alert_id=row["alert_id"],
        state=row["state"],
        story=story,
        watches=frozenset(row["watches"]),
        severity=Severity(row["severity"]),
        told_at=row["told_at"] or row["created_at"],
        replied_at=row["replied_at"],
    )


def _with_pending(db: Connection, one: Thread) -> Thread:
    """The thread with the reply that is not under way yet, nor will be while we are at it.

    A reply about a change of an article speaks for itself alone.
    """
    question = (
        select(alert.c.id, alert.c.subject)
        .where(
            alert.c.parent_id == one.alert_id,
            alert.c.manner == "reply",
            alert.c.state == "waiting",
        )
        .order_by(alert.c.id.desc())
        .with_for_update(skip_locked=True, key_share=True)
    )
    for row in db.execute(question):
        story = decode(row.subject)
        if isinstance(story, Story) and story.kind == "article":
            return replace(one, pending=story, pending_id=row.id)
    return one
