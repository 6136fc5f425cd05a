"""The long-lived crawl: manners across looks, and an orderly end."""

import asyncio
import threading
import time
from datetime import timedelta

import pytest

from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.demo.typesetting import rss
from monitor.model import FeedEntry, Source
from tests.spiders.builders import (
    HANGS,
    FakeDesk,
    crawling,
    nothing_is_left_running,
    piece,
    source_of,
)

AT_ONCE = timedelta(0)


def _two_feeds(outlet: Outlet, pieces: int) -> list[Source]:
    """Two sources on one host, with pages that take their time."""
    for number in range(2 * pieces):
        outlet.publish(piece(number))
        outlet.fail(f"/news/{number}.html", Fault(delay=0.05))
    halves = {"first": outlet.pieces[:pieces], "second": outlet.pieces[pieces:]}
    for name, half in halves.items():
        feed = rss(half, outlet=name, address=outlet.address, language="en")
        outlet.files[f"/{name}.xml"] = (feed.encode(), "application/rss+xml")
    return [Source(name, f"{outlet.address}/{name}.xml") for name in halves]


@pytest.mark.parametrize("per_host", [1, 2])
async def test_one_host_gets_so_many_requests_at_a_time_however_many_sources_it_has(
    outlet: Outlet, per_host: int
) -> None:
    sources = _two_feeds(outlet, pieces=3)
    desk = FakeDesk()

    async with crawling(desk, per_host=per_host) as crawl:
        await asyncio.gather(*(crawl.look(source) for source in sources))

    assert len(desk.taken) == 6
    assert outlet.crowd.most == per_host


async def test_requests_to_one_host_keep_their_distance(outlet: Outlet) -> None:
    sources = _two_feeds(outlet, pieces=2)
    desk = FakeDesk()
    delay = timedelta(seconds=0.1)

    async with crawling(desk, delay=delay) as crawl:
        before = time.monotonic()
        await asyncio.gather(*(crawl.look(source) for source in sources))

    # What is kept is the distance at which requests are sent; one may come in later, not earlier.
    for number, visit in enumerate(outlet.visits):
        assert visit.at - before >= 0.99 * number * delay.total_seconds()
    assert len(outlet.visits) == 7


@pytest.mark.parametrize("concurrency", [1, 2])
async def test_no_more_transfers_run_at_once_than_allowed(
    newspaper: Newspaper, outlet: Outlet, other: Outlet, concurrency: int
) -> None:
    for one in (outlet, other):
        for number in range(3):
            one.publish(piece(number))
            one.fail(f"/news/{number}.html", Fault(delay=0.05))
    desk = FakeDesk()

    async with crawling(desk, concurrency=concurrency) as crawl:
        await asyncio.gather(crawl.look(source_of(outlet)), crawl.look(source_of(other)))

    assert len(desk.taken) == 6
    assert newspaper.crowd.most == concurrency


async def test_a_source_is_never_looked_at_twice_at_once(outlet: Outlet) -> None:
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        first, second = await asyncio.gather(
            crawl.look(source_of(outlet)), crawl.look(source_of(outlet))
        )

    assert first is second
    assert outlet.paths() == ["/feed.xml", "/news/1.html"]


async def test_who_gives_up_waiting_does_not_end_the_look(outlet: Outlet) -> None:
    outlet.publish(piece(1))
    outlet.fail("/news/1.html", Fault(delay=0.05))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(crawl.look(source_of(outlet)), timeout=0.01)
        await crawl.look(source_of(outlet))

    assert desk.titles() == ["Piece 1"]


async def test_a_look_that_is_cut_off_and_repeated_loses_nothing_and_repeats_nothing(
    outlet: Outlet,
) -> None:
    for number in range(5):
        outlet.publish(piece(number))
    desk = FakeDesk()
    reached = asyncio.Event()

    async def hang_at_the_third(entry: FeedEntry) -> None:
        if entry.title == "Piece 2":
            reached.set()
            await asyncio.Event().wait()

    desk.hold = hang_at_the_third
    async with crawling(desk, grace=AT_ONCE) as crawl:
        looking = asyncio.create_task(crawl.look(source_of(outlet)))
        await reached.wait()
    with pytest.raises(asyncio.CancelledError):
        await looking

    assert desk.titles() == ["Piece 0", "Piece 1"]
    assert desk.looks == []

    desk.hold = None
    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))

    assert desk.titles() == [f"Piece {number}" for number in range(5)]


@pytest.mark.parametrize("stuck", ["/robots.txt", "/feed.xml", "/news/0.html"])
async def test_nothing_runs_on_after_a_stop_in_the_middle(outlet: Outlet, stuck: str) -> None:
    for number in range(3):
        outlet.publish(piece(number))
    outlet.fail(stuck, HANGS)
    desk = FakeDesk()

    async with crawling(desk, grace=AT_ONCE, delay=timedelta(seconds=0.01)) as crawl:
        looks = [asyncio.create_task(crawl.look(source_of(outlet, id=name))) for name in ("a", "b")]
        await _visited(outlet, stuck)
        visits = len(outlet.visits)
    await asyncio.gather(*looks, return_exceptions=True)

    assert len(outlet.visits) == visits
    assert await _is_quiet(outlet)
    assert not [thread for thread in threading.enumerate() if "PoolThread" in thread.name]


async def test_a_stop_waits_for_what_is_nearly_done(outlet: Outlet) -> None:
    outlet.publish(piece(1))
    outlet.fail("/news/1.html", Fault(delay=0.05))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        looking = asyncio.create_task(crawl.look(source_of(outlet)))
        await _visited(outlet, "/feed.xml")

    assert (await looking).new_entries == 1


async def test_a_crawl_may_be_stopped_as_soon_as_it_is_started() -> None:
    for _ in range(5):
        async with crawling(FakeDesk()):
            pass


async def test_a_process_may_have_several_crawls_one_after_the_other(outlet: Outlet) -> None:
    outlet.publish(piece(1))

    for _ in range(3):
        desk = FakeDesk()
        async with crawling(desk) as crawl:
            await crawl.look(source_of(outlet))
        assert desk.titles() == ["Piece 1"]


async def _visited(outlet: Outlet, path: str) -> None:
    while path not in [visit.path for visit in outlet.visits]:
        await asyncio.sleep(0)


async def _is_quiet(outlet: Outlet) -> bool:
    """Once the newspaper has noticed that its reader is gone, is this task alone?"""
    while outlet.crowd.now:
        await asyncio.sleep(0)
    return await nothing_is_left_running()
