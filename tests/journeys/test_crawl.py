"""From a newspaper over a real newsdesk into a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.demo.articles import DESKS, print_edition
from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.demo.typesetting import Piece
from monitor.ingest import Newsdesk, open_newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import (
    Among,
    Configuration,
    Form,
    Source,
    SourceCondition,
    SourceState,
    Story,
    Tier,
    Watch,
    Watchlist,
)
from monitor.storage import articles, outbox, search, sources
from monitor.storage.store import Store
from spiders.crawler import Crawl
from tests.ingest.builders import Careful
from tests.spiders.builders import HANGS, manners, source_of

ZONE = Watch("green-zone", "Green Zone", forms=(Form("Green Zone", "name"),))

PARAGRAPHS = (
    "The town council met on Monday to speak about the state of the roads after the long winter.",
    "Repairs will begin in April and are expected to take three months, the mayor told us later.",
    "Residents have asked for years that something be done about the crossing beside the school.",
    "Drivers on their way into the Green Zone have complained of holes as deep as a bucket of tar.",
    "The council will meet again in two weeks, when the order of the works is to be agreed upon.",
)


@pytest.fixture
def database() -> str:
    """SQLite alone: that both databases answer alike is tried beside the storage."""
    return "sqlite"


@pytest.fixture
async def outlet(newspaper: Newspaper) -> Outlet:
    return await newspaper.add_outlet("127.0.0.51", "The Outlet")


def _story(number: int) -> Piece:
    return Piece(
        path=f"/news/{number}.html",
        title=f"Roads to be repaired, part {number}",
        paragraphs=PARAGRAPHS,
        published_at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=60 - number),
    )


def _configuration(*wanted: Source, watches: tuple[Watch, ...]) -> Configuration:
    return Configuration(
        folder=Path("config"),
        sources=wanted,
        watchlist=Watchlist(watches),
        settings=manners(),
        digest="0" * 64,
        loaded_at=datetime.now(UTC),
    )


@asynccontextmanager
async def _crawl(
    store: Store, *wanted: Source, watches: tuple[Watch, ...] = (ZONE,), careful: bool = False
) -> AsyncIterator[Crawl]:
    """The crawl and its newsdesk; on wish with the careful tier's process, which starts slowly."""
    configuration = _configuration(*wanted, watches=watches)
    if careful:
        desk = open_newsdesk(configuration, store)
    else:
        desk = Newsdesk(rules_of(configuration), store, Careful(), rung=lambda: None)
    crawler = Crawl(desk, configuration.settings, grace=timedelta(0))
    await crawler.start()
    try:
        yield crawler
    finally:
        await crawler.stop()
        await desk.close()


def _stored(store: Store, outlet: Outlet) -> list[articles.Stored]:
    with store.begin() as db:
        found = [articles.by_url(db, outlet.address + piece.path) for piece in outlet.pieces]
    return [one for one in found if one]


def _state(store: Store, source: Source) -> SourceState:
    with store.begin() as db:
        return sources.state_of(db, source.id)


async def test_everything_new_is_stored_matched_and_put_into_the_outbox_once(
    store: Store, outlet: Outlet
) -> None:
    source = source_of(outlet)
    for number in range(3):
        outlet.publish(_story(number))

    async with _crawl(store, source) as crawl:
        first = await crawl.look(source)
        second = await crawl.look(source)
        outlet.publish(_story(3))
        third = await crawl.look(source)

    assert [look.condition for look in (first, second, third)] == [
        SourceCondition.OK,
        SourceCondition.UNCHANGED,
        SourceCondition.OK,
    ]
    assert third.new_entries == 1
    assert outlet.paths().count("/news/0.html") == 1
    assert len(_stored(store, outlet)) == 4
    with store.begin() as db:
        assert articles.count_matches(db) == 4
        assert len(outbox.waiting(db, most=10)) == 4


async def test_what_is_remembered_holds_over_a_restart(store: Store, outlet: Outlet) -> None:
    source = source_of(outlet)
    outlet.publish(_story(1))

    for _ in range(2):
        async with _crawl(store, source) as crawl:
            polled = await crawl.look(source)

    assert polled.condition is SourceCondition.UNCHANGED
    assert outlet.paths() == ["/feed.xml", "/news/1.html", "/feed.xml"]
    state = _state(store, source)
    assert state.next_at is not None
    assert state.next_at > polled.at


async def test_a_page_that_cannot_be_had_is_kept_as_the_feed_tells_it(
    store: Store, outlet: Outlet
) -> None:
    source = source_of(outlet)
    outlet.publish(_story(1))
    outlet.fail("/news/1.html", Fault(status=403))

    async with _crawl(store, source) as crawl:
        await crawl.look(source)

    (stored,) = _stored(store, outlet)
    assert stored.article.tier is Tier.FEED
    assert stored.article.text == PARAGRAPHS[0]
    assert stored.article.note == "page answered 403"


async def test_a_dead_host_is_one_clear_reason_and_a_later_look(store: Store) -> None:
    source = Source("dead", "http://127.0.0.59:9/feed.xml")

    async with _crawl(store, source) as crawl:
        await crawl.look(source)
        await crawl.look(source)

    state = _state(store, source)
    assert state.condition is SourceCondition.UNREACHABLE
    assert state.reason == "connection refused by 127.0.0.59:9"
    assert state.failures == 2
    assert state.next_at is not None
    assert state.last_polled_at is not None
    assert state.next_at - state.last_polled_at > timedelta(minutes=2)


async def test_retry_after_is_kept_by_the_next_look(store: Store, outlet: Outlet) -> None:
    source = source_of(outlet, every=timedelta(seconds=30))
    outlet.fail("/feed.xml", Fault(status=429, headers={"Retry-After": "5400"}))

    async with _crawl(store, source) as crawl:
        polled = await crawl.look(source)

    state = _state(store, source)
    assert state.condition is SourceCondition.THROTTLED
    assert polled.ended_at is not None
    assert state.next_at == polled.ended_at + timedelta(minutes=90)
    assert outlet.paths() == ["/feed.xml"]


async def test_a_look_that_is_cut_off_and_repeated_loses_nothing_and_rings_nothing_twice(
    store: Store, outlet: Outlet
) -> None:
    source = source_of(outlet)
    for number in range(5):
        outlet.publish(_story(number))
    outlet.fail("/news/2.html", HANGS)

    async with _crawl(store, source) as crawl:
        looking = asyncio.create_task(crawl.look(source))
        while "/news/2.html" not in outlet.paths():
            await asyncio.sleep(0)
    await asyncio.gather(looking, return_exceptions=True)
    assert len(_stored(store, outlet)) == 2

    outlet.heal("/news/2.html")
    async with _crawl(store, source) as crawl:
        await crawl.look(source)

    assert len(_stored(store, outlet)) == 5
    with store.begin() as db:
        assert len(outbox.waiting(db, most=10)) == 5


async def test_a_name_that_is_added_to_a_published_page_is_found_and_put_into_the_outbox(
    store: Store, outlet: Outlet
) -> None:
    source = source_of(outlet)
    plain = replace(_story(1), paragraphs=PARAGRAPHS[:3] + PARAGRAPHS[4:])
    outlet.publish(plain)
    configuration = _configuration(source, watches=(ZONE,))
    desk = Newsdesk(rules_of(configuration), store, Careful(), rung=lambda: None)
    crawl = Crawl(desk, configuration.settings, grace=timedelta(0))
    await crawl.start()

    await crawl.look(source)
    outlet.pieces[0] = replace(plain, paragraphs=PARAGRAPHS)
    later = datetime.now(UTC) + timedelta(hours=2)
    await crawl.visit(await desk.due_visits({source.id: source}, now=later), desk)
    await crawl.stop()
    await desk.close()

    with store.begin() as db:
        (waiting,) = outbox.waiting(db, most=10)
    assert isinstance(waiting.subject, Story)
    assert waiting.subject.kind == "revision"
    assert [rung.watch_id for rung in waiting.subject.rungs] == ["green-zone"]


def _watch(name: str, *aliases: str) -> Watch:
    return Watch(name, name, forms=(Form(name, "name"), *(Form(one, "alias") for one in aliases)))


async def test_the_demo_edition_rings_for_its_stories_and_for_none_of_its_traps(
    store: Store, newspaper: Newspaper
) -> None:
    watches = (
        _watch("Quds Force", "نیروی قدس"),
        _watch("Kata'ib Hezbollah", "كتائب حزب الله"),
        _watch("Asaib Ahl al-Haq"),
        _watch("Nouri al-Maliki"),
    )
    outlets = await print_edition(newspaper, now=datetime.now(UTC))
    wanted = [source_of(outlet) for outlet in outlets]

    async with _crawl(store, *wanted, watches=watches, careful=True) as crawl:
        await asyncio.gather(*(crawl.look(source) for source in wanted))

    with store.begin() as db:
        hits = search.batches(db, None, Among(), after=0, size=100)
        found = {
            (one.match.watch_id, hit.url.rpartition("/")[2])
            for hit in hits
            for one in articles.matches_of(db, hit.article_id)
        }
        assert articles.count_articles(db) == sum(len(desk.drafts) for desk in DESKS)
    assert found == {
        ("Quds Force", "border-market.html"),
        ("Kata'ib Hezbollah", "border-market.html"),
        ("Asaib Ahl al-Haq", "checkpoints"),
        ("Nouri al-Maliki", "101.html"),
        ("Kata'ib Hezbollah", "102.html"),
        ("Quds Force", "jade.html"),
    }
