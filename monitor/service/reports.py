"""Tells operations, through the outbox, how sources change: looked after while sources are read."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection

from monitor.errors import StorageError
from monitor.model import Source
from monitor.polling.notices import news
from monitor.storage import outbox, sources
from monitor.storage.store import Store

log = structlog.get_logger()

EVERY = 20.0
"""Seconds between two passes over the sources that are in trouble, or were."""


class Reports:
    """Looks after what is to be told of sources, until cancelled."""

    def __init__(
        self,
        store: Store,
        *,
        watched: Callable[[], Sequence[Source]],
        rung: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._watched = watched
        self._rung = rung
        self._now = now

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.report()
            except StorageError as error:
                log.debug("nothing reported", reason=str(error))  # the store told it
            except Exception:
                log.exception("report on sources failed")

    async def report(self) -> None:
        """Put what is due into the outbox, and remember that it was told: both or neither."""
        watched, now = self._watched(), self._now()
        if await self._store.read(lambda db: bool(sources.troubled(db) or sources.told(db))):
            count = await self._store.write(lambda db: put_news(db, watched, now=now))
            if count:
                self._rung()


def put_news(db: Connection, watched: Sequence[Source], *, now: datetime) -> int:
    """Put the notices that are due into the outbox. How many there are."""
    told = sources.told(db)
    found = news(watched, sources.troubled(db, told), told, now=now)
    for notice in found.notices:
        outbox.put(db, notice, key=notice.key, now=now)
        log.warning("sources changed", title=notice.title)
    sources.mark_told(db, found.marks)
    sources.forget_told(db, told.keys() - {source.id for source in watched if source.enabled})
    return len(found.notices)
