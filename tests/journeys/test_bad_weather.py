"""A site where three in ten requests fail loses no article, and is not asked in vain."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.demo.typesetting import Piece
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Configuration, Form, Source, Tier, Watch, Watchlist
from monitor.service.crawling import Crawling
from monitor.storage import articles
from monitor.storage.store import Store
from spiders.crawler import Crawl
from tests.ingest.builders import Careful
from tests.journeys.weather import KINDS, Weather, visits_during_pleas
from tests.spiders.builders import manners, source_of

WATCH = Watch("quds", "Quds Force", forms=(Form("Quds Force", "name"),))
TELLING = "Officers of the Quds Force were seen at the café beside the crossing, two drivers said."
FORBIDDEN = "/private/"
SHARE = 0.3
SLOWEST = 400.0
"""Seconds after which even the busiest machine has read all of it."""


@pytest.fixture
def database() -> str:
    """SQLite alone: what is tried is the crawl."""
    return "sqlite"


@dataclass(slots=True)
class Press:
    """Outlets in bad weather that go on publishing."""

    outlets: list[Outlet]
    weather: list[Weather]
    count: int = 0

    def publish(self) -> None:
        """Every outlet publishes one piece; of each fourth, robots.txt forbids the page."""
        for outlet in self.outlets:
            folder = FORBIDDEN if self.count % 4 == 3 else "/news/"
            outlet.publish(_piece(f"{folder}{self.count}.html", self.count))
        self.count += 1

    def wanted(self) -> list[str]:
        """The addresses that a patient reader may have."""
        return [
            outlet.address + piece.path
            for outlet in self.outlets
            for piece in outlet.pieces
            if not piece.path.startswith(FORBIDDEN)
        ]

    def sources(self, every: timedelta) -> list[Source]:
        return [source_of(outlet, every=every) for outlet in self.outlets]


def _piece(path: str, number: int) -> Piece:
    """What names a watch stands in the page alone, not in the feed."""
    told = [
        f"{number}.{line} The council met to speak about the roads after the long winter, and then "
        "went on to the bridges, the ferry and the school, as it had promised in spring."
        for line in range(9)
    ]
    return Piece(path, f"Roads, part {number}", (*told, TELLING), datetime.now(UTC))


async def _press(newspaper: Newspaper, hosts: int, *, longest_plea: int) -> Press:
    press = Press([], [])
    for number in range(hosts):
        outlet = await newspaper.add_outlet(f"127.0.0.{70 + number}", f"Outlet {number}")
        weather = Weather(outlet, seed=number, share=SHARE, longest_plea=longest_plea)
        weather["/robots.txt"] = Fault(delay=0.2)
        outlet.robots = f"User-agent: *\nDisallow: {FORBIDDEN}\n"
        outlet.faults = weather
        press.outlets.append(outlet)
        press.weather.append(weather)
    return press


def _configuration(press: Press, every: timedelta) -> Configuration:
    return Configuration(
        folder=Path("config"),
        sources=tuple(press.sources(every)),
        watchlist=Watchlist((WATCH,)),
        settings=manners(
            timeout=timedelta(seconds=1.5), delay=timedelta(seconds=0.02), first_fetch=None
        ),
        digest="0" * 64,
        loaded_at=datetime.now(UTC),
    )


def _missing(store: Store, press: Press) -> list[str]:
    """The pages that are not stored in full, letter by letter."""
    missing = []
    with store.begin() as db:
        for url in press.wanted():
            stored = articles.by_url(db, url)
            if stored is None or stored.article.tier is Tier.FEED:
                missing.append(url)
            elif TELLING not in stored.article.text:
                missing.append(f"{url}: {stored.article.note} {stored.article.text[-200:]}")
    return missing


def _assert_good_manners(press: Press) -> None:
    for outlet, weather in zip(press.outlets, press.weather, strict=True):
        assert visits_during_pleas(outlet, weather.pleas) == []
        assert outlet.crowd.most == 1
        assert not [path for path in outlet.paths() if path.startswith(FORBIDDEN)]


@asynccontextmanager
async def _crawl(
    store: Store, configuration: Configuration
) -> AsyncIterator[tuple[Crawl, Newsdesk]]:
    desk = Newsdesk(rules_of(configuration), store, Careful(), rung=lambda: None)
    crawl = Crawl(desk, configuration.settings, grace=timedelta(0))
    await crawl.start()
    try:
        yield crawl, desk
    finally:
        await crawl.stop()
        await desk.close()


async def test_no_article_is_lost_to_bad_weather(store: Store, newspaper: Newspaper) -> None:
    press = await _press(newspaper, 4, longest_plea=1)
    configuration = _configuration(press, timedelta(seconds=2))
    sources = {source.id: source for source in configuration.sources}

    async with _crawl(store, configuration) as (crawl, desk):
        for _ in range(4):
            press.publish()
            await asyncio.gather(*map(crawl.look, sources.values()))
        for hour in range(20):
            await asyncio.gather(*map(crawl.look, sources.values()))
            later = datetime.now(UTC) + hour * timedelta(hours=1)
            await crawl.visit(await desk.due_visits(sources, now=later), desk)
            if not _missing(store, press):
                break

    assert _missing(store, press) == []
    assert set().union(*(weather.drawn for weather in press.weather)) == set(KINDS)
    _assert_good_manners(press)


@pytest.mark.nightly
async def test_sixty_polls_every_two_seconds_in_bad_weather_lose_nothing(
    store: Store, newspaper: Newspaper
) -> None:
    press = await _press(newspaper, 8, longest_plea=5)
    press.publish()
    configuration = _configuration(press, timedelta(seconds=2))
    stop = asyncio.Event()
    service = Crawling(configuration, store, rung=lambda: None, now=lambda: datetime.now(UTC))

    running = asyncio.create_task(service.run(stop))
    for _ in range(30):
        await asyncio.sleep(2)
        press.publish()
    async with asyncio.timeout(SLOWEST):
        while _missing(store, press):
            await asyncio.sleep(1)
    stop.set()
    await running

    assert _missing(store, press) == []
    _assert_good_manners(press)
