"""Watches how the disk fills on which the database grows, and says so before it is full."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

import structlog

from monitor.errors import StorageError
from monitor.model import Notice
from monitor.storage import outbox
from monitor.storage.room import Room
from monitor.storage.store import Store

log = structlog.get_logger()

LOOK_EVERY = 20.0
"""Seconds between two looks at the disk."""


class DiskWatch:
    """Tells operations once that there is little room, and once that there is enough again.

    On a full disk not even that can be put into the outbox: then it is cried out at once, and
    nothing of it remains.
    """

    def __init__(
        self,
        store: Store,
        *,
        measure: Callable[[], Room | None],
        rung: Callable[[], None],
        cry: Callable[[Notice], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._measure = measure
        self._rung = rung
        self._cry = cry
        self._now = now
        self._is_short = False
        self._was_told = False  # that it is short
        self._was_cried = False

    async def run(self) -> None:
        """Look, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """See how full the disk is, and tell what is new about it."""
        room = await asyncio.to_thread(self._measure)
        if room is None:
            return
        if not self._is_short and room.is_short:
            self._is_short = True
            log.warning("disk nearly full", room=str(room), advice="free some space there")
        elif self._is_short and room.is_ample:
            self._is_short = False
            log.warning("disk has room again", room=str(room))
        is_over = self._was_cried and not self._is_short
        if self._is_short != self._was_told or is_over:
            await self._tell(room)
        if self._is_short and self._store.failure and not self._was_cried:
            self._was_cried = True
            await self._cry(outage(room, self._store.failure, now=self._now()))

    async def _tell(self, room: Room) -> None:
        notice = (shortage if self._is_short else relief)(room, now=self._now())
        with suppress(StorageError):  # the store says it; at the next look it is tried again
            await self._put(notice)
            self._was_told = self._is_short
            self._was_cried = self._was_cried and self._is_short

    async def _put(self, notice: Notice) -> None:
        now = self._now()
        if await self._store.write(lambda db: outbox.put(db, notice, key=notice.key, now=now)):
            self._rung()


def shortage(room: Room, *, now: datetime) -> Notice:
    """Said once on a day, however often the service starts."""
    text = (
        f"{room}. A full disk takes no articles and tells no alerts until there is room again:"
        " free some space, move the database, or shorten `retention.articles` and run"
        " `tocsin db prune --compact`."
    )
    return Notice(f"disk:short:{now:%Y-%m-%d}", "The disk of the database is nearly full", text)


def relief(room: Room, *, now: datetime) -> Notice:
    return Notice(f"disk:ample:{now.isoformat()}", "The disk has room again", f"{room}.")


def outage(room: Room, why: str, *, now: datetime) -> Notice:
    """Why nothing is told, by who cannot write it down."""
    text = (
        f"{room}, and {why}. What cannot be written down is not told; nothing is lost: articles"
        " are read again, and alerts go out once there is room."
    )
    return Notice(f"disk:full:{now.isoformat()}", "The database takes nothing more", text)
