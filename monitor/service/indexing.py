"""Keeps the search index up with the archive, beside the crawl and behind it."""

import asyncio

from monitor.errors import StorageError
from monitor.search.filing import AT_ONCE, file_waiting
from monitor.storage.store import Store

PAUSE = 2.0
"""Seconds until we look for new articles again; a search reads those that wait one by one."""

BREATH = 0.05
"""Seconds between two batches, in which others get their turn to write."""


async def index_all(store: Store) -> None:
    """Index everything that waits for it now."""
    while await store.write(file_waiting) == AT_ONCE:
        pass


async def keep_indexed(store: Store) -> None:
    """Index what waits for it, until cancelled."""
    while True:
        try:
            filed = await store.write(file_waiting)
        except StorageError:
            filed = 0  # the store says so itself; what waits goes on waiting
        await asyncio.sleep(BREATH if filed == AT_ONCE else PAUSE)
