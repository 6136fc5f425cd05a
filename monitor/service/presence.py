"""What this process says of itself, and tells operations: kept until it could be written."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from monitor.errors import StorageError
from monitor.model import Notice
from monitor.storage import outbox
from monitor.storage.processes import HEARTBEAT, Process, say_alive, say_goodbye
from monitor.storage.store import Store


class Presence:
    """One process in the database, for others to see that it is there and how it does."""

    def __init__(
        self,
        store: Store,
        process: Process,
        *,
        rung: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self.process = process
        self._store = store
        self._rung = rung
        self._now = now
        self._untold: list[Notice] = []
        self._news = asyncio.Event()

    async def arrive(self) -> None:
        """Raises StorageError: who cannot say that it is there should not work either."""
        await self._store.write(lambda db: say_alive(db, self.process))

    def amend(self, notice: Notice | None = None, **changed: Any) -> None:
        """From now on these fields of the process read so; have the notice told.

        Both are written together, if the database fails as soon as it works again.
        """
        self.process = replace(self.process, **changed)
        if notice:
            self._untold.append(notice)
        self._news.set()

    async def run(self) -> None:
        """Say that the process is alive, every so often, and what is new about it at once."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT.total_seconds()):
                    await self._news.wait()
            self._news.clear()
            self._store.insist_on_file()
            self.process = replace(self.process, seen_at=self._now())
            with suppress(StorageError):  # the store tells it
                await self._write(tuple(self._untold))

    async def leave(self) -> None:
        """Say what is still to be told, and goodbye."""
        with suppress(StorageError):
            await self._write(tuple(self._untold))
            await self._store.write(lambda db: say_goodbye(db, self.process.id))

    async def _write(self, untold: tuple[Notice, ...]) -> None:
        def record(db: Connection) -> None:
            say_alive(db, self.process)
            for notice in untold:
                outbox.put(db, notice, key=notice.key, now=self._now())

        await self._store.write(record)
        del self._untold[: len(untold)]
        if untold:
            self._rung()
