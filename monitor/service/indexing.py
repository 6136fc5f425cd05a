"""Keeps the search index up with the archive, beside the crawl and behind it."""

import asyncio
from datetime import timedelta
from functools import partial

from monitor.errors import StorageError
from monitor.search.filing import file_waiting
from monitor.storage.pace import Pace
from monitor.storage.store import Store

PAUSE = 2.0
"""Seconds until we look for new articles again; a search reads those that wait one by one."""

BREATH = 0.05
"""Seconds between two batches, in which others get their turn to write."""


async def index_all(store: Store) -> None:
    """Index everything that waits for it now."""
    pace: Pace | None = Pace()
    while pace:
        pace = await _index_some(store, pace)


async def keep_indexed(store: Store) -> None:
    """Index what waits for it, until cancelled."""
    pace: Pace | None = Pace()
    while True:
        try:
            pace = await _index_some(store, pace or Pace())
        except StorageError:
            pace = None  # the store says so itself; what waits goes on waiting
        await asyncio.sleep(BREATH if pace else PAUSE)


async def _index_some(store: Store, pace: Pace) -> Pace | None:
    """The pace at which to go on; None once nothing waits."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    filed = await store.write(partial(file_waiting, most=pace.most))
    return pace.after(timedelta(seconds=loop.time() - began)) if filed == pace.most else None
