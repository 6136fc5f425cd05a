"""From what waits in the outbox to alerts in their channels, by the policy and by how things stand.

All of it happens in one transaction: whatever two processes or a crash do, an entry is told once.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from alerts.policy import Hold, Join, Post, alerts_of, decide, waits
from monitor.model import CANARY, Alert, AlertSettings, Severity, Story, Thread, Waiting
from monitor.storage import outbox, threads

EDIT_AFTER = timedelta(seconds=5)
"""Outlets that come within so short a time make one edit of the message."""


def tell(db: Connection, entry: Waiting, *, settings: AlertSettings, now: datetime) -> None:
    """Turn an entry of the outbox into alerts."""
    for alert in alerts_of(entry.subject, settings):
        if isinstance(alert.subject, Story) and _is_news(alert.subject):
            _tell_story(db, alert, alert.subject, entry.id, settings, now=now)
        else:
            outbox.queue(db, alert, entry_id=entry.id, now=now)


def _is_news(story: Story) -> bool:
    """Whether the policy is asked: not of a summary, nor of the canary, which is to arrive."""
    return story.kind != "backlog" and story.source_id != CANARY


def _tell_story(
    db: Connection,
    alert: Alert,
    story: Story,
    entry_id: int,
    settings: AlertSettings,
    *,
    now: datetime,
) -> None:
    standing = threads.standing(db, story, alert.channel, now=now)
    match decide(alert, story, standing, settings, now=now):
        case Post(posted):
            queued = outbox.queue(db, posted, entry_id=entry_id, now=now)
            _open(db, posted, queued, now=now)
            threads.rang(db, posted, now=now)
        case Hold(held, until, why, thread):
            queued = outbox.queue(
                db,
                held,
                entry_id=entry_id,
                now=now,
                state="held",
                not_before=until,
                reason=waits(why, until),
            )
            if thread is None:
                _open(db, held, queued, now=now)
            else:
                _count(db, alert.channel, thread, standing.thread, entry_id, now=now)
        case Join() as join:
            _count(db, alert.channel, join.thread, standing.thread, entry_id, now=now)
            _say(db, join, standing.thread, entry_id, now=now)


def _open(db: Connection, alert: Alert, queued: int | None, *, now: datetime) -> None:
    """From now on the channel has the story as this message."""
    story = alert.subject
    if queued is None or not isinstance(story, Story):
        return
    thread = Thread(
        alert_id=queued,
        state="waiting",
        story=story,
        watches=frozenset(rung.watch_id for rung in story.rungs),
        severity=max((rung.severity for rung in story.rungs), default=Severity.NORMAL),
        told_at=now,
    )
    threads.save(db, alert.channel, thread)


def _count(
    db: Connection,
    channel: str,
    thread: Thread,
    before: Thread | None,
    entry_id: int,
    *,
    now: datetime,
) -> None:
    """Have the story's message say what it says by now, if that is something else."""
    threads.save(db, channel, thread)
    if before and thread.story != before.story:
        edit(db, channel, thread, entry_id=entry_id, now=now)


def _say(
    db: Connection, join: Join, before: Thread | None, entry_id: int, *, now: datetime
) -> None:
    """Tell in the story's thread what is new about it, with what waits to be told there."""
    if join.reply is None:
        return
    if join.is_merged and before and before.pending_id:
        outbox.reword(db, before.pending_id, join.reply.subject)
        return
    outbox.queue(
        db,
        join.reply,
        entry_id=entry_id,
        now=now,
        not_before=join.not_before,
        parent_id=join.thread.alert_id,
    )
    if join.reply.manner == "broadcast":
        threads.rang(db, join.reply, now=now)


def edit(
    db: Connection,
    channel: str,
    thread: Thread,
    *,
    entry_id: int,
    now: datetime,
    after: timedelta = EDIT_AFTER,
) -> None:
    """Have the message read as the story does by now: before it goes out, or by an edit."""
    if thread.state in {"refused", "folded"}:
        return
    is_reworded = outbox.reword(db, thread.alert_id, thread.story)
    # One that was planned while the message was under way must not take its new words back.
    for waiting in outbox.children(db, thread.alert_id, "edit", state="waiting"):
        is_reworded = outbox.reword(db, waiting.id, thread.story) or is_reworded
    if is_reworded:
        return
    key = f"edit:{thread.alert_id}:{now.isoformat()}"
    outbox.queue(
        db,
        Alert(key, channel, "tocsin_alert", thread.story, "edit"),
        entry_id=entry_id,
        now=now,
        not_before=now + after,
        parent_id=thread.alert_id,
    )
