"""The crawl, killed in the middle again and again: no article is lost, none is stored twice."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest
from sqlalchemy import select

from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.demo.typesetting import Piece
from monitor.model import Story
from monitor.storage import articles, outbox
from monitor.storage.store import Store
from monitor.storage.tables import article, seen_entry
from tests.journeys.processes import PATIENCE

ROOT = Path(__file__).parents[2]
PARAGRAPHS = tuple(
    f"Paragraph {number} is about the river and the fish in it, in words that are rather plain."
    for number in range(8)
)


def report(number: int) -> Piece:
    return Piece(
        path=f"/{number}.html",
        title=f"Report {number}: a bridge is opened",
        paragraphs=(f"Bridge {number} leads into the Green Zone since Monday.", *PARAGRAPHS),
        published_at=datetime.now(UTC).replace(microsecond=0),
    )


@pytest.fixture(scope="module")
def forking() -> Iterator[Popen[str]]:
    """The process that forks those that crawl; they end with it."""
    command = [sys.executable, "-m", "tests.journeys.crawler"]
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def begin(forking: Popen[str], store_url: str) -> Callable[[str], int]:
    """Start a crawler of this feed into the test's database. Returns its process id."""

    def begun(feed_url: str) -> int:
        assert forking.stdin
        assert forking.stdout
        forking.stdin.write(f"{store_url} {feed_url}\n")
        forking.stdin.flush()
        return int(forking.stdout.readline())

    return begun


async def visited(outlet: Outlet, times: int) -> None:
    """Wait until so many requests have come in."""
    async with asyncio.timeout(PATIENCE):
        while len(outlet.visits) < times:
            await asyncio.sleep(0.002)


async def settled(store: Store, expected: int) -> None:
    """Wait until so many articles are stored, and what is told of them, as long as more come."""
    for count in (_count, _count_told):
        so_far = 0
        while so_far < expected:
            before = so_far
            async with asyncio.timeout(PATIENCE):
                while (so_far := count(store)) == before:
                    await asyncio.sleep(0.05)


def _count(store: Store) -> int:
    with store.begin() as db:
        return articles.count_articles(db)


def _count_told(store: Store) -> int:
    return len(_told(store))


def _told(store: Store) -> Counter[str]:
    with store.begin() as db:
        waiting = outbox.waiting(db, most=1000)
    return Counter(one.subject.url for one in waiting if isinstance(one.subject, Story))


def _stored(store: Store) -> Counter[str]:
    with store.begin() as db:
        return Counter(db.scalars(select(article.c.url)))


def _seen(store: Store) -> int:
    with store.begin() as db:
        return len(db.execute(select(seen_entry.c.key)).all())


async def live_through(
    store: Store, outlet: Outlet, begin: Callable[[str], int], *, kills: int, at_once: int
) -> None:
    """Publish, crawl, kill; at the end everything is stored once, and told once."""
    dice = random.Random(kills)
    urls: list[str] = []
    for _ in range(kills):
        urls += [outlet.publish(report(len(urls) + n)) for n in range(at_once)]
        so_far = len(outlet.visits)
        crawler = begin(outlet.feed_url)
        await visited(outlet, so_far + dice.randint(3, at_once))
        await asyncio.sleep(dice.random() * 0.01)
        os.kill(crawler, signal.SIGKILL)
    crawler = begin(outlet.feed_url)
    await settled(store, len(urls))
    await visited(outlet, len(outlet.visits) + 1)
    os.kill(crawler, signal.SIGKILL)

    assert _stored(store) == dict.fromkeys(urls, 1)
    assert _told(store) == dict.fromkeys(urls, 1)
    assert _seen(store) == len(urls)


@pytest.mark.parametrize("database", ["sqlite"])
async def test_killed_three_times_it_loses_no_article_and_stores_none_twice(
    store: Store, newspaper: Newspaper, begin: Callable[[str], int]
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.91", "The Outlet")

    await live_through(store, outlet, begin, kills=3, at_once=8)


@pytest.mark.nightly
async def test_killed_ten_times_over_failing_pages_it_loses_no_article_and_stores_none_twice(
    store: Store, newspaper: Newspaper, begin: Callable[[str], int]
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.92", "The Outlet")
    for number in range(0, 300, 7):
        outlet.fail(f"/{number}.html", Fault(status=503, times=3))

    await live_through(store, outlet, begin, kills=10, at_once=30)
