"""robots.txt is known before anything is fetched, and what it says is kept."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import Settings as ScrapySettings

from monitor.demo.newspaper import Fault, Outlet, redirect
from monitor.demo.typesetting import rss
from monitor.model import Source, SourceCondition
from spiders.robots import (
    ASKED_AGAIN,
    KEPT,
    MOST_READ,
    DisallowedError,
    RobotsMiddleware,
    rules_of,
)
from tests.spiders.builders import FakeDesk, crawling, piece, source_of

DISALLOW_NEWS = "User-agent: *\nDisallow: /news/\n"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /news/\n", False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /news/\n", False),
        (200, b"User-agent: Tocsin\nDisallow: /news/\n", False),
        (200, b"User-agent: Other\nDisallow: /news/\n", True),
        (200, b"User-agent: *\nDisallow: /news/\nAllow: /news/1.html\n", True),
        (200, b"", True),
        (200, b"<!doctype html><p>User-agent: *\nDisallow: /</p>", True),
        (200, b"\0\1\2User-agent: *\nDisallow: /", True),
        (200, b"#" * MOST_READ + b"\nUser-agent: *\nDisallow: /", True),
        (301, b"", True),
        (401, b"User-agent: *\nDisallow: /", True),
        (403, b"User-agent: *\nDisallow: /", True),
        (404, b"User-agent: *\nDisallow: /", True),
    ],
)
def test_what_an_answer_allows(status: int, body: bytes, allowed: bool) -> None:
    rules = rules_of(status, body)

    assert rules.is_known
    assert rules.robots.can_fetch("http://news.example/news/1.html", "Tocsin/1.0") is allowed


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_while_robots_txt_is_broken_nothing_may_be_fetched(status: int) -> None:
    rules = rules_of(status, b"")

    assert not rules.is_known
    assert str(status) in rules.refusal


async def test_nothing_slips_by_while_robots_txt_is_on_its_way(
    outlet: Outlet, other: Outlet
) -> None:
    elsewhere = [piece(number) for number in range(20)]
    feed = rss(elsewhere, outlet="x", address=other.address, language="en")
    outlet.files["/far.xml"] = (feed.encode(), "application/rss+xml")
    other.robots = DISALLOW_NEWS
    other.fail("/robots.txt", Fault(delay=0.2))
    desk = FakeDesk()

    async with crawling(desk, per_host=20) as crawl:
        await crawl.look(source_of(outlet, url=outlet.address + "/far.xml"))

    assert other.paths() == []
    assert len(other.visits) == 1
    assert desk.notes() == ["page: robots.txt disallows it"] * 20


async def test_a_feed_that_robots_txt_forbids_is_not_fetched(outlet: Outlet) -> None:
    outlet.robots = "User-agent: *\nDisallow: /feed\n"
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.DISALLOWED
    assert polled.reason == "robots.txt disallows it"
    assert outlet.paths() == []


async def test_robots_txt_is_asked_for_once_for_all_of_a_host(outlet: Outlet) -> None:
    outlet.robots = "User-agent: *\nDisallow:\n"
    for number in range(3):
        outlet.publish(piece(number))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))
        await crawl.look(source_of(outlet, id="again"))

    assert [visit.path for visit in outlet.visits].count("/robots.txt") == 1


async def test_a_redirected_robots_txt_counts_for_the_host_that_was_asked(
    outlet: Outlet, other: Outlet
) -> None:
    outlet.fail("/robots.txt", redirect(f"{other.address}/robots.txt"))
    other.robots = "User-agent: *\nDisallow: /feed\n"
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.DISALLOWED


async def test_a_robots_txt_that_redirects_without_end_forbids_nothing(outlet: Outlet) -> None:
    outlet.fail("/robots.txt", redirect(f"{outlet.address}/robots.txt"))
    outlet.publish(piece())
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.OK


async def test_a_broken_robots_txt_is_told_and_nothing_fetched(outlet: Outlet) -> None:
    outlet.fail("/robots.txt", Fault(status=500))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.DISALLOWED
    assert polled.reason.startswith("robots.txt answered 500")
    assert outlet.paths() == []


async def test_a_dead_host_is_told_as_dead_not_as_disallowed() -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(Source("dead", "http://127.0.0.39:9/feed.xml"))

    assert polled.condition is SourceCondition.UNREACHABLE
    assert polled.reason == "connection refused by 127.0.0.39:9"


async def test_without_robots_it_is_not_asked_for(outlet: Outlet) -> None:
    outlet.robots = "User-agent: *\nDisallow: /\n"
    desk = FakeDesk()

    async with crawling(desk, robots=False) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.EMPTY
    assert [visit.path for visit in outlet.visits] == ["/feed.xml"]


class FakeDownloader:
    """The part of Scrapy's downloader that knows how long each host is left in peace."""

    def __init__(self) -> None:
        self.slots: dict[str, Any] = {}
        self.per_slot_settings: dict[str, dict[str, float]] = {}

    def get_slot_key(self, request: Request) -> str:
        return urlsplit(request.url).hostname or ""


class FakeCrawler:
    """A crawler, and its engine, whose one host answers to robots.txt as told."""

    def __init__(self) -> None:
        self.settings = ScrapySettings({"ROBOTSTXT_OBEY": True, "USER_AGENT": "Tocsin/1.0"})
        self.engine = self
        self.downloader = FakeDownloader()
        self.answer: Response | Exception = Response("http://news.example/robots.txt")
        self.asked = 0

    def answers(self, body: str, status: int = 200) -> None:
        self.answer = Response("http://news.example/robots.txt", status=status, body=body.encode())

    async def download_async(self, _request: Request) -> Response:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def crawler() -> FakeCrawler:
    return FakeCrawler()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def middleware(crawler: FakeCrawler, clock: Clock) -> RobotsMiddleware:
    return RobotsMiddleware(crawler, clock=clock)  # type: ignore[arg-type]


NEWS = Request("http://news.example/news/1.html")


async def test_rules_are_kept_for_a_day_and_asked_for_again_then(
    middleware: RobotsMiddleware, crawler: FakeCrawler, clock: Clock
) -> None:
    crawler.answers("")
    await middleware.process_request(NEWS)
    crawler.answers(DISALLOW_NEWS)

    clock.seconds += KEPT - 1
    await middleware.process_request(NEWS)
    clock.seconds += 2

    with pytest.raises(DisallowedError):
        await middleware.process_request(NEWS)
    assert crawler.asked == 2


async def test_old_rules_stay_in_force_while_new_ones_cannot_be_had(
    middleware: RobotsMiddleware, crawler: FakeCrawler, clock: Clock
) -> None:
    crawler.answers("")
    await middleware.process_request(NEWS)

    clock.seconds += KEPT + 1
    crawler.answers("", status=503)

    await middleware.process_request(NEWS)
    assert crawler.asked == 2


async def test_a_robots_txt_that_could_not_be_had_is_tried_again_soon(
    middleware: RobotsMiddleware, crawler: FakeCrawler, clock: Clock
) -> None:
    crawler.answer = DownloadTimeoutError("slow")
    for _ in range(2):
        with pytest.raises(DownloadTimeoutError):
            await middleware.process_request(NEWS)
    assert crawler.asked == 1

    clock.seconds += ASKED_AGAIN + 1
    crawler.answers("")

    await middleware.process_request(NEWS)
    assert crawler.asked == 2


@pytest.mark.parametrize(
    ("own", "asked", "kept"),
    [(0.1, "0.25", 0.25), (0.1, "86400", 60.0), (0.1, "0.01", 0.1), (300.0, "86400", 300.0)],
)
async def test_a_crawl_delay_slows_the_host_down_within_bounds(
    middleware: RobotsMiddleware, crawler: FakeCrawler, own: float, asked: str, kept: float
) -> None:
    crawler.settings.set("DOWNLOAD_DELAY", own)
    crawler.answers(f"User-agent: *\nCrawl-delay: {asked}\n")

    await middleware.process_request(NEWS)

    assert crawler.downloader.per_slot_settings == {"news.example": {"delay": kept}}
