"""A silence ends before its time: what it held back waits for it no longer."""

from datetime import datetime

from sqlalchemy import Connection

from alerts.policy import freed, silenced, waits
from monitor.model import AlertSettings, Story
from monitor.storage import held, outbox, silences


def end(db: Connection, silence_id: int, *, settings: AlertSettings, now: datetime) -> int | None:
    """Let it ring again. How many alerts come earlier now; None if it is not in force."""
    outbox.pause_planning(db)
    before = silences.in_force(db, now=now)
    if not silences.end(db, silence_id, now=now):
        return None
    left = silences.in_force(db, now=now)
    reasons = {waits(silenced(one), one.until) for one in before}
    moved = 0
    for one in held.later(db, now=now):
        story = one.alert.subject
        if one.reason in reasons and isinstance(story, Story):
            comes_at, why = freed(story, left, settings, now=now)
            held.move(db, one.id, comes_at, waits(why, comes_at))
            moved += comes_at != one.not_before
    return moved
