"""A press takes effect: recorded, silenced, and shown in every message that tells the story.

All of it in one transaction, once, however often and to however many processes Slack hands it over.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from alerts.actions import FROM_SLACK, Wish, answer, granted, person, remarks, wish_of
from alerts.planning import edit
from monitor.model import Alert, Notice, Press, Reaction, Silence, Story, Thread
from monitor.storage import feedback, outbox, presses, silences, threads

AT_ONCE = timedelta(0)


def react(db: Connection, press: Press, *, now: datetime, name: str = "") -> str | None:
    """Do what was pressed. What to tell whoever did, if anything; None if it was done before.

    `name`: of what is to be silent, where no story says it.
    """
    outbox.pause_planning(db)
    presses.forget(db, press.key)
    if feedback.knows(db, press):
        return None
    told = threads.threads_of(db, press.story_id)
    story = told[0][1].story if told else None
    reaction, said = _with_silence(db, _reaction(press, told, now=now), story, name)
    feedback.add(db, reaction)
    _show(db, press.story_id, told, now=now)
    return said


def reply_in_threads(db: Connection, press: Press, notice: Notice, *, now: datetime) -> None:
    """Tell it in the story's threads, where whoever asked cannot be told alone."""
    for channel, thread in threads.threads_of(db, press.story_id):
        alert = Alert(f"update:{notice.key}:{channel}", channel, "tocsin_update", notice, "reply")
        entry_id = outbox.entry_of(db, thread.alert_id)
        outbox.queue(db, alert, entry_id=entry_id, now=now, parent_id=thread.alert_id)


def _reaction(press: Press, told: list[tuple[str, Thread]], *, now: datetime) -> Reaction:
    watches = {watch_id for _, thread in told for watch_id in thread.watches}
    return Reaction(press, now, watches=tuple(sorted(watches)))


def _with_silence(
    db: Connection, reaction: Reaction, story: Story | None, name: str
) -> tuple[Reaction, str]:
    """The silence that was wished for, new or as it is; and what is said of it."""
    press, now = reaction.press, reaction.at
    wish = wish_of(press, story, now=now)
    if wish is None:
        return reaction, ""
    wish = replace(wish, name=name or wish.name)
    known = granted(wish, silences.in_force(db, now=now))
    silence = known or _silenced(db, wish, person(press), now=now)
    reaction = replace(reaction, target_name=wish.name, until=silence.until)
    if known is None:
        reaction = replace(reaction, silence_id=silence.id)
    return reaction, answer(wish, silence, is_new=known is None)


def _silenced(db: Connection, wish: Wish, author: str, *, now: datetime) -> Silence:
    added = silences.add(
        db,
        wish.target,
        wish.target_id,
        until=wish.until,
        author=author,
        reason=FROM_SLACK,
        now=now,
    )
    return Silence(added, wish.target, wish.target_id, wish.until, author, FROM_SLACK, now)


def _show(db: Connection, story_id: str, told: list[tuple[str, Thread]], *, now: datetime) -> None:
    """Have the story's messages say what was said of it."""
    said = remarks(feedback.of_story(db, story_id)) if told else ()
    for channel, thread in told:
        if thread.story.remarks == said:
            continue
        changed = replace(thread, story=replace(thread.story, remarks=said))
        threads.save(db, channel, changed)
        entry_id = outbox.entry_of(db, thread.alert_id)
        edit(db, channel, changed, entry_id=entry_id, now=now, after=AT_ONCE)
