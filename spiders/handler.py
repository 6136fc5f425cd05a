"""Scrapy's aiohttp handler, behind the guard.

aiohttp's connector hands every address to a public hook, `socket_factory`, just before connecting;
Twisted's own client has no such place.
"""

import zlib
from functools import partial
from typing import Any

import aiohttp
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse

from monitor.extraction.urls import canonical_url
from spiders.browser import Browser
from spiders.connector import guarded_connector
from spiders.transfers import Transfers

_GZIP = 16 + zlib.MAX_WBITS  # what zlib is told of a gzip stream


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
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._browser = Browser(
            user_agent=crawler.settings["USER_AGENT"],
            networks=crawler.settings.getlist("GUARD_ALLOW_NETWORKS"),
        )

    async def download_request(self, request: Request) -> Response:
        if request.meta.get("render"):
            return await self._transfers.run(partial(self._render, request))
        answer = await self._transfers.run(partial(super().download_request, request))
        return unpacked(answer, most=self._default_maxsize)

    async def close(self) -> None:
        await self._browser.close()
        await super().close()

    async def _render(self, request: Request) -> Response:
        """The page as scripts wrote it. One that led elsewhere is a redirect, which robots.txt of
        the other place may forbid to follow.
        """
        page = await self._browser.fetch(request.url, within=self._timeout)
        if canonical_url(page.url) != canonical_url(request.url):
            return Response(request.url, status=302, headers={"Location": page.url})
        return HtmlResponse(
            request.url, status=page.status, headers=page.headers, body=page.body, encoding="utf-8"
        )


def unpacked(answer: Response, *, most: int) -> Response:
    """The answer with its body unpacked, if that is one whole gzip stream of at most so many bytes,
    as of nearly all pages. All others are left to Scrapy's middleware: it forgives broken ones and
    minds the size, and takes half as long again.
    """
    if answer.headers.getlist("Content-Encoding") != [b"gzip"]:
        return answer
    stream = zlib.decompressobj(_GZIP)
    try:
        body = stream.decompress(answer.body, most)
    except zlib.error:
        return answer
    if not stream.eof or stream.unused_data:
        return answer
    # Else its encoding would be guessed, from the packed body.
    unsaid: dict[str, Any] = {"encoding": None} if isinstance(answer, TextResponse) else {}
    plain: Response = answer.replace(body=body, **unsaid)
    del plain.headers["Content-Encoding"]
    return plain
