"""Lets go of what has become too old, and has new texts take little room, behind the crawl."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection

from monitor.errors import StorageError
from monitor.model import Settings
from monitor.storage import held, packing, retention, texts
from monitor.storage.pace import SHORT, Pace
from monitor.storage.retention import Progress
from monitor.storage.store import Store

log = structlog.get_logger()

NAME = "retention"
LOOK_EVERY = 600.0
"""Seconds between two looks at the date, and after a failure until it is gone on with."""
BREATH = 0.2
"""Seconds between two steps, in which others get their turn to write."""


def kept_since(settings: Settings, *, now: datetime) -> datetime:
    """What is older may go; never a story that may still be told, however short that is."""
    return now - max(settings.retention_articles, settings.alerts.story_window)


async def keep_tidy(
    store: Store, *, settings: Callable[[], Settings], now: Callable[[], datetime]
) -> None:
    """Go through what is too old once on each date, and make a dictionary of texts when one is due,
    until cancelled.
    """
    while True:
        try:
            await renew_dictionary(store, now=now())
            if await store.read(partial(_is_due, now=now())):
                progress = await prune(store, before=kept_since(settings(), now=now()))
                await store.write(partial(_done, now=now()))
                _say(progress)
        except StorageError:
            pass  # the store says so itself; the next look begins anew
        await asyncio.sleep(LOOK_EVERY)


async def renew_dictionary(store: Store, *, now: datetime) -> None:
    """Have new texts packed by what texts share nowadays, where that is not so already."""
    samples = await store.read(texts.samples)
    made = await asyncio.to_thread(packing.train, samples) if samples else None
    if made:
        await store.write(partial(texts.adopt, made=made, of=len(samples), now=now))
        log.info("texts are packed", by_what_is_common_to=len(samples), bytes=len(made.body))


async def prune(
    store: Store,
    *,
    before: datetime,
    breath: float = BREATH,
    report: Callable[[Progress], None] = lambda _progress: None,
) -> Progress:
    """Delete all of it, with a pause after each step."""
    loop = asyncio.get_running_loop()
    progress, pace = Progress(before), Pace()
    while not progress.is_done:
        began = loop.time()
        progress = await store.write(partial(_step, progress=progress, most=pace.most))
        pace = pace.after(timedelta(seconds=loop.time() - began))
        report(progress)
        await asyncio.sleep(breath)
    return progress


def _step(db: Connection, *, progress: Progress, most: int) -> Progress:
    """At most so many rows, and for no longer than nobody minds, however busy the machine is."""
    until = time.monotonic() + SHORT.total_seconds()
    return retention.advance(db, progress, most=most, is_enough=lambda: time.monotonic() > until)


def _is_due(db: Connection, *, now: datetime) -> bool:
    return held.last_day(db, NAME) != now.astimezone(UTC).date()


def _done(db: Connection, *, now: datetime) -> None:
    held.done(db, NAME, now.astimezone(UTC).date())


def _say(progress: Progress) -> None:
    counts = {stage.name.lower(): gone for stage, gone in progress.gone.items() if gone}
    if counts:
        log.info("old deleted", before=progress.before.isoformat(timespec="seconds"), **counts)
