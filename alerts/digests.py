"""Digests: what was held back, in one message; and once a day, what was told.

A digest goes through the outbox like everything that is told, under a key that it can have only
once: the channel and the local date, or the last of the alerts that it folds.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from alerts.calendar import due_at, due_day
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

DAILY = "digest"
"""The name under which the last day is kept."""

_FOLDING = 0x66_6F_6C_64  # "fold": names the lock
SHOWN = 40
"""Stories in a digest."""


def has_digests(db: Connection, settings: AlertSettings, *, now: datetime) -> bool:
    """Whether a digest is due."""
    if held.channels(db, now=now):
        return True
    return settings.digest is not None and _is_new_day(db, settings.digest, now=now)


def put_digests(db: Connection, settings: AlertSettings, *, now: datetime) -> bool:
    """Put the digests that are due into the outbox. Whether there was any."""
    if not is_alone(db, _FOLDING):
        return False  # another process is at it
    digests = _daily(db, settings.digest, settings, now=now) if settings.digest else []
    for channel in held.channels(db, now=now):
        if folded := _taken(db, channel, now=now):
            digests.append(_of_held(channel, folded))
    for digest in digests:
        outbox.put(db, digest, key=digest.key, now=now)
    return bool(digests)


def _is_new_day(db: Connection, daily: DailyAt, *, now: datetime) -> bool:
    last = held.last_day(db, DAILY)
    return last is None or last < due_day(daily, now=now)


def _daily(
    db: Connection, daily: DailyAt, settings: AlertSettings, *, now: datetime
) -> list[Digest]:
    """One for each channel that has something to tell, and in any case for the default one.

    Where there never was one, the first comes on the next day: there is no day to look back on.
    """
    day, last = due_day(daily, now=now), held.last_day(db, DAILY)
    if last is not None and last >= day:
        return []
    held.done(db, DAILY, day)
    if last is None:
        return []
    told = _by_channel(held.told_since(db, due_at(daily, last)))
    channels = {settings.channel or CONSOLE, *told, *held.channels(db, now=now)}
    return [
        _of_day(channel, day, told.get(channel, []), _taken(db, channel, now=now))
        for channel in sorted(channels)
    ]


def _taken(db: Connection, channel: str, *, now: datetime) -> list[QueuedAlert]:
    folded = held.of_channel(db, channel, now=now)
    held.fold(db, folded, now=now)
    return folded


def _of_held(channel: str, folded: Sequence[QueuedAlert]) -> Digest:
    reasons = {_why(one) for one in folded}
    why = f": {reasons.pop()}" if len(reasons) == 1 else ""
    count = f"{len(folded)} {'story was' if len(folded) == 1 else 'stories were'}"
    items = _items(folded, is_held=True)
    return Digest(
        key=f"digest:{channel}:{folded[-1].id}",
        channel=channel,
        title=f"{count} held back{why}",
        items=items[:SHOWN],
        more=len(items[SHOWN:]),
    )


def _of_day(
    channel: str, day: date, told: Sequence[QueuedAlert], folded: Sequence[QueuedAlert]
) -> Digest:
    counts = [f"{len(told)} told"] + ([f"{len(folded)} held back"] if folded else [])
    said = ", ".join(counts) if told or folded else "nothing rang"
    items = (*_items(folded, is_held=True), *_items(told, is_held=False))
    return Digest(
        key=f"digest:{channel}:{day.isoformat()}",
        channel=channel,
        title=f"Digest of {day:%A}, {day.day} {day:%B}: {said}",
        items=items[:SHOWN],
        more=len(items[SHOWN:]),
    )


def _by_channel(told: Iterable[QueuedAlert]) -> dict[str, list[QueuedAlert]]:
    by_channel: dict[str, list[QueuedAlert]] = {}
    for one in told:
        by_channel.setdefault(one.alert.channel, []).append(one)
    return by_channel


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
