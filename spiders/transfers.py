"""What the crawl has under way on the network: at most so much at once, and it can be cut off."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from scrapy.exceptions import DownloadCancelledError

T = TypeVar("T")


class Transfers:
    """Runs transfers. Who waits for a turn of its host takes no place here."""

    def __init__(self, most: int) -> None:
        self._places = asyncio.Semaphore(most)
        self._running: set[asyncio.Task[Any]] = set()
        self._halted = False

    async def run(self, transfer: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The transfer's result. Raises DownloadCancelledError when it is cut off."""
        async with self._places:
            if self._halted:
                raise DownloadCancelledError("the crawl stops")
            task = asyncio.create_task(transfer())
            self._running.add(task)
            try:
                return await task
            except asyncio.CancelledError:
                task.cancel()
                raise DownloadCancelledError("the crawl stops") from None
            finally:
                self._running.discard(task)

    async def halt(self) -> None:
        """Cut off what is under way, and begin nothing more."""
        self._halted = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
