"""A process that does nothing but crawl; the journeys start it and kill it.

For each line `DATABASE_URL FEED_URL` of its standard input it forks a child that crawls, and prints
the child's process id. The imports are paid for once.
"""

import asyncio
import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Configuration, CrawlSettings, Form, Settings, Source, Watch, Watchlist
from monitor.storage.store import open_store
from spiders.crawler import Crawl
from tests.ingest.builders import Careful

ZONE = Watch("green-zone", "Green Zone", forms=(Form("Green Zone", "name"),))


def configuration_for(feed_url: str) -> Configuration:
    crawl = CrawlSettings(delay=timedelta(0), allow_networks=("127.0.0.0/8",), first_fetch=None)
    return Configuration(
        folder=Path("config"),
        sources=(Source("outlet", feed_url, every=timedelta(seconds=1)),),
        watchlist=Watchlist((ZONE,), builtin_decoys=False),
        settings=Settings(crawl=crawl),
        digest="0" * 64,
        loaded_at=datetime.now(UTC),
    )


async def crawl(database: str, feed_url: str) -> None:
    """Look, and visit what is due, until killed."""
    configuration = configuration_for(feed_url)
    (source,) = configuration.sources
    store = open_store(database)
    desk = Newsdesk(rules_of(configuration), store, Careful(), rung=lambda: None)
    crawling = Crawl(desk, configuration.settings)
    await crawling.start()
    while True:
        await crawling.look(source)
        due = await desk.due_visits({source.id: source}, now=datetime.now(UTC))
        await crawling.visit(due, desk)
        await asyncio.sleep(0.02)


def begin(database: str, feed_url: str) -> int:
    """Fork a child that crawls until it is killed, or its parent is. Its process id."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)  # the standard output is for process ids
        os.close(theirs)
        threading.Thread(target=_end_with_parent, args=[ours], daemon=True).start()
        asyncio.run(crawl(database, feed_url))
    os.close(ours)
    return child


def _end_with_parent(pipe: int) -> None:
    os.read(pipe, 1)
    os._exit(0)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{begin(*line.split())}\n")
        sys.stdout.flush()
