"""Scrapy's aiohttp handler, behind the guard.

aiohttp's connector hands every address to a public hook, `socket_factory`, just before connecting;
Twisted's own client has no such place.
"""

from functools import partial

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.connector import guarded_connector
from spiders.transfers import Transfers


class GuardedDownloadHandler(AiohttpDownloadHandler):
    """Downloads by http and https from addresses that the guard admits."""

    experimental = False  # the warning is known: the version of Scrapy is pinned for this class

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session.detach()  # of Scrapy's connector, which would connect anywhere
        self._session = aiohttp.ClientSession(
            connector=guarded_connector(
                crawler.settings.getlist("GUARD_ALLOW_NETWORKS"),
                limit=self._pool_size_total,
                limit_per_host=self._pool_size_per_host,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # Scrapy's middleware does, and minds the size
            response_class=_ClientResponse,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )
        self._transfers: Transfers = crawler.spider.transfers  # type: ignore[union-attr]

    async def download_request(self, request: Request) -> Response:
        return await self._transfers.run(partial(super().download_request, request))
