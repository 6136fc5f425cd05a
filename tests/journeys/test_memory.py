"""A service that runs for months does not grow."""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from monitor.demo.newspaper import Newspaper
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Configuration, Watchlist
from monitor.storage.store import Store
from spiders.crawler import Crawl
from tests.ingest.builders import Careful
from tests.spiders.builders import manners, piece, source_of

WARM_UP = 2_000
POLLS = 10_000
MOST_GROWTH = 20 * 1024 * 1024  # bytes


@pytest.fixture
def database() -> str:
    """SQLite alone: what is tried is the crawl."""
    return "sqlite"


@pytest.mark.nightly
async def test_ten_thousand_polls_take_no_more_memory(store: Store, newspaper: Newspaper) -> None:
    outlets = [await newspaper.add_outlet(f"127.0.0.{80 + n}", f"Outlet {n}") for n in range(10)]
    sources = [source_of(outlet) for outlet in outlets]
    for number, outlet in enumerate(outlets):
        outlet.publish(piece(number))
    configuration = Configuration(
        Path("config"), tuple(sources), Watchlist(()), manners(), "", datetime.now(UTC)
    )
    desk = Newsdesk(rules_of(configuration), store, Careful(), rung=lambda: None)
    crawl = Crawl(desk, configuration.settings, grace=timedelta(0))
    process = psutil.Process()

    async def poll(times: int) -> int:
        for _ in range(times // len(sources)):
            await asyncio.gather(*map(crawl.look, sources))
            for outlet in outlets:
                outlet.visits.clear()
        gc.collect()
        return process.memory_info().rss

    await crawl.start()
    try:
        before = await poll(WARM_UP)
        after = await poll(POLLS)
    finally:
        await crawl.stop()
        await desk.close()

    assert after - before < MOST_GROWTH
