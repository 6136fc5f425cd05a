"""The crawl of the whole process: one Scrapy crawler that lives as long as the monitor.

Connections, rules of robots.txt and the turns of each host belong to a crawler; one for all sources
is what makes `per_host` and `delay` hold across them. It is cheap, too: a look at a feed that has
not changed takes some 2 ms of CPU, all told (`python -m tests.benchmarks crawl`).
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from monitor.model import Polled, Settings, Source
from spiders.answers import Missed
from spiders.desk import Desk, VisitDesk
from spiders.feed import FeedSpider
from spiders.robots import RobotsMiddleware
from spiders.settings import TWISTED_REACTOR, scrapy_settings
from spiders.visits import Due, Round

GRACE = timedelta(seconds=2)
"""What looks under way get to end by themselves before they are cancelled."""


class Crawl:
    """Looks at sources for a desk, many side by side, until stopped."""

    def __init__(self, desk: Desk, settings: Settings, *, grace: timedelta = GRACE) -> None:
        self._desk = desk
        self._settings = settings
        self._grace = grace
        self._looks: dict[str, asyncio.Task[Polled]] = {}

    async def start(self) -> None:
        """Open the crawler on the running loop."""
        if not is_reactor_installed():
            install_reactor(TWISTED_REACTOR)
        runner = AsyncCrawlerRunner(scrapy_settings(self._settings))
        self._crawler = runner.create_crawler(FeedSpider)
        started = asyncio.Event()
        self._crawler.signals.connect(started.set, signals.engine_started, weak=False)
        self._running = runner.crawl(self._crawler, desk=self._desk)
        opening = asyncio.create_task(started.wait())
        await asyncio.wait({opening, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if not opening.done():
            opening.cancel()
            self._running.result()
            raise RuntimeError("the crawler ended before it began")

    async def look(self, source: Source) -> Polled:
        """Look at the source, and return when all that is new in it is recorded.

        Who asks for a source that is being looked at gets the result of that look. A caller who
        gives up waiting does not end the look; `stop` does.
        """
        task = self._looks.get(source.id)
        if task is None:
            task = asyncio.create_task(self._spider.look(source))
            self._looks[source.id] = task
            task.add_done_callback(lambda _: self._looks.pop(source.id))
        return await asyncio.shield(task)

    async def fetch(
        self, url: str, headers: dict[str, str] | None = None, **meta: Any
    ) -> Response | Missed:
        """What an address answers, by the manners of the crawl: for who wants no whole look."""
        return await self._spider.fetch(url, headers, **meta)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the address's host names, where it was read."""
        robots = self._crawler.get_downloader_middleware(RobotsMiddleware)
        return robots.sitemaps(url) if robots else []

    async def visit(self, due: Iterable[Due], desk: VisitDesk) -> None:
        """Fetch these pages once more for the desk."""
        await Round(desk, self._spider.fetch).run(due)

    async def stay(self, *, until: asyncio.Event) -> None:
        """Return when the event is set. Raises whatever ended the crawler before that."""
        asked = asyncio.create_task(until.wait())
        await asyncio.wait({asked, self._running}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if not until.is_set():
            self._running.result()
            raise RuntimeError("the crawler ended by itself")

    async def stop(self) -> None:
        """End what is under way, give up what does not end soon, and close the connections."""
        looks = list(self._looks.values())
        if looks:
            _, slow = await asyncio.wait(looks, timeout=self._grace.total_seconds())
            for look in slow:
                look.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        if robots := self._crawler.get_downloader_middleware(RobotsMiddleware):
            await robots.stop()
        await self._spider.transfers.halt()
        await self._crawler.stop_async()
        await self._running

    @property
    def _spider(self) -> FeedSpider:
        spider = self._crawler.spider
        assert isinstance(spider, FeedSpider)
        return spider
