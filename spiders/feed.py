"""The spider for feeds and news sitemaps, in its two lives.

The long-lived crawl (`spiders.crawler`) gives it a desk, and calls `look` whenever a source is due.
`scrapy crawl feed -a source=ID`, from the checkout, lets it open a desk of its own for one look.
"""

from collections.abc import AsyncIterator
from typing import Any

import structlog
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from monitor.errors import TocsinError
from monitor.model import Polled, Source
from spiders.answers import Missed, refusal, why_missed
from spiders.desk import Desk
from spiders.look import Look, utc_now
from spiders.own_desk import Asked, asked_for
from spiders.settings import configured
from spiders.transfers import Transfers

log = structlog.get_logger()


class FeedSpider(Spider):
    """Looks at sources for a desk."""

    name = "feed"

    desk: Desk
    transfers: Transfers
    asked: Asked | None = None  # by `scrapy crawl`

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, desk: Desk | None = None, source: str = "", **kwargs: Any
    ) -> "FeedSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        if desk:
            spider.desk = desk
            crawler.signals.connect(spider.stay, signals.spider_idle)
        else:
            try:
                spider.asked = asked_for(source)
            except TocsinError as error:
                raise SystemExit(f"tocsin: {error}") from None  # to Scrapy's command line
            settings = configured(spider.asked.configuration.settings)
            crawler.settings.setdict(settings, priority="spider")
        spider.transfers = Transfers(crawler.settings.getint("CONCURRENT_REQUESTS"))
        return spider

    def stay(self) -> None:
        """Nothing to do is no reason to end: the next look comes when a source is due."""
        raise DontCloseSpider

    async def start(self) -> AsyncIterator[Any]:
        """The one look that `scrapy crawl` asks for; in the long-lived crawl, nothing."""
        if self.asked:
            async with self.asked.desk() as self.desk:
                polled = await self.look(self.asked.source)
            log.info("looked", source=polled.source_id, state=polled.condition, why=polled.reason)
        requests: tuple[Request, ...] = ()  # all are made, and awaited, by the look
        for request in requests:
            yield request

    async def look(self, source: Source) -> Polled:
        """Look at the source once: all that is new in it is on the desk afterwards."""
        per_host = self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        return await Look(source, self.desk, self.fetch, per_host=per_host).run()

    async def fetch(
        self, url: str, headers: dict[str, str] | None = None, **meta: Any
    ) -> Response | Missed:
        """What the address answers, by way of robots.txt, the host's turn and the guard."""
        try:
            request = Request(url, headers=headers, meta=meta)
            answer = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 a dozen libraries read what comes from outside
            timeout = self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
            return why_missed(error, url, timeout=timeout)
        return refusal(answer, now=utc_now()) or answer
