"""Digests: what was held back, in one message; and once a day, what was told.

A digest goes through the outbox like everything that is told, under a key that it can have only
once: the channel and the local date, or the last of the alerts that it folds.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from alerts.calendar import due_at, due_day, is_new_day
from monitor.model import (
    CONSOLE,
    AlertSettings,
    DailyAt,
    Digest,
    DigestItem,
    QueuedAlert,
    Severity,
    Story,
)
from monitor.storage import held, outbox
from monitor.storage.dialects import is_alone
from monitor.storage.held import Pile

DAILY = "digest"
"""The name under which the last day is kept."""

_FOLDING = 0x66_6F_6C_64  # "fold": names the lock
_DAY = timedelta(days=1)
SHOWN = 40
"""Stories in a digest."""


def has_digests(db: Connection, settings: AlertSettings, *, now: datetime) -> bool:
    """Whether a digest is due."""
    if held.channels(db, now=now):
        return True
    daily = settings.digest
    return daily is not None and is_new_day(daily, held.last_day(db, DAILY), now=now)


def put_digests(db: Connection, settings: AlertSettings, *, now: datetime) -> bool:
    """Put the digests that are due into the outbox. Whether there was any."""
    if not is_alone(db, _FOLDING):
        return False  # another process is at it
    digests = _daily(db, settings.digest, settings, now=now) if settings.digest else []
    for channel in held.channels(db, now=now):
        folded = _taken(db, channel, now=now)
        if folded.alerts:
            digests.append(_of_held(channel, folded))
    for digest in digests:
        outbox.put(db, digest, key=digest.key, now=now)
    return bool(digests)


def _daily(
    db: Connection, daily: DailyAt, settings: AlertSettings, *, now: datetime
) -> list[Digest]:
    """One for each channel that has something to tell, and in any case for the default one.

    Where there never was one, the first comes on the next day: there is no day to look back on.
    Where the clock has been set back by days, what this day has told already is not told again.
    """
    day, last = due_day(daily, now=now), held.last_day(db, DAILY)
    if not is_new_day(daily, last, now=now):
        return []
    held.done(db, DAILY, day)
    if last is None:
        return []
    since = due_at(daily, min(last, day - _DAY))
    channels = {settings.channel or CONSOLE, *held.told_in(db, since), *held.channels(db, now=now)}
    digests = []
    for channel in sorted(channels):
        key = f"digest:{channel}:{day.isoformat()}"
        if outbox.knows(db, key):
            if last > day:
                continue
            key = f"{key}:{now.isoformat()}"  # the day has come again, rightly this time
        told = held.told_since(db, channel, since)
        digests.append(_of_day(key, channel, day, told, _taken(db, channel, now=now)))
    return digests


def _taken(db: Connection, channel: str, *, now: datetime) -> Pile:
    folded = held.of_channel(db, channel, now=now)
    held.fold(db, folded.ids, now=now)
    return folded


def _of_held(channel: str, folded: Pile) -> Digest:
    reasons = {_why(one) for one in folded.alerts}
    why = f": {reasons.pop()}" if len(reasons) == 1 else ""
    number = len(folded.ids)
    items = _items(folded.alerts, is_held=True)[:SHOWN]
    return Digest(
        key=f"digest:{channel}:{folded.ids[-1]}",
        channel=channel,
        title=f"{number:,} {'story was' if number == 1 else 'stories were'} held back{why}",
        items=items,
        more=number - len(items),
    )


def _of_day(key: str, channel: str, day: date, told: Pile, folded: Pile) -> Digest:
    counts = [f"{len(told.ids):,} told"]
    counts += [f"{len(folded.ids):,} held back"] if folded.ids else []
    said = ", ".join(counts) if told.ids or folded.ids else "nothing rang"
    items = (*_items(folded.alerts, is_held=True), *_items(told.alerts, is_held=False))[:SHOWN]
    return Digest(
        key=key,
        channel=channel,
        title=f"Digest of {day:%A}, {day.day} {day:%B}: {said}",
        items=items,
        more=len(told.ids) + len(folded.ids) - len(items),
    )


def _items(alerts: Iterable[QueuedAlert], *, is_held: bool) -> tuple[DigestItem, ...]:
    """The stories, the loudest first."""
    stories = ((one, one.alert.subject) for one in alerts)
    items = [
        DigestItem(
            headline=story.headline,
            url=story.url,
            outlet=story.outlet or story.source_id,
            watches=tuple(rung.watch_name for rung in story.rungs),
            severity=max((rung.severity for rung in story.rungs), default=Severity.NORMAL),
            at=story.published_at or story.fetched_at,
            why=_why(one) if is_held else "",
        )
        for one, story in stories
        if isinstance(story, Story)
    ]
    return tuple(sorted(items, key=lambda item: (-item.severity, item.at)))


def _why(one: QueuedAlert) -> str:
    """The reason, without when the digest was to come."""
    return one.reason.partition(": comes in a digest")[0]
