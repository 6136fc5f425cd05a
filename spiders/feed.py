"""The spider for feeds and news sitemaps: from a source to what is new in it, page by page.

One look is one coroutine, whoever asks for it: the long-lived crawl (`spiders.crawler`), or
`scrapy crawl feed -a source=ID` from the checkout.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

import structlog
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Response

from monitor.errors import ExtractionError
from monitor.extraction.feeds import read_feed
from monitor.model import (
    Fate,
    Feed,
    FeedEntry,
    Page,
    Polled,
    Source,
    SourceCondition,
    SourceKind,
    SourceState,
)
from spiders.answers import Missed, refusal, why_missed
from spiders.desk import Desk
from spiders.own_desk import Asked, asked_for
from spiders.settings import configured
from spiders.transfers import Transfers

log = structlog.get_logger()

LARGEST_FEED = 10 * 1024 * 1024
"""Bytes. Some outlets list their whole archive."""

FULL_FETCH_EVERY = timedelta(hours=24)
"""Validators are not trusted longer: some servers say "not modified" for ever."""

NOT_MODIFIED = 304


class FeedSpider(Spider):
    """Looks at sources. Lives as long as its desk, or for one look when it has to open its own."""

    name = "feed"

    desk: Desk
    transfers: Transfers
    asked: Asked | None = None  # by `scrapy crawl`: the desk is opened for that one look

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, *args: Any, desk: Desk | None = None, source: str = "", **kwargs: Any
    ) -> "FeedSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        if desk:
            spider.desk = desk
            crawler.signals.connect(spider.stay, signals.spider_idle)
        else:
            spider.asked = asked_for(source)
            settings = configured(spider.asked.configuration.settings)
            crawler.settings.setdict(settings, priority="spider")
        spider.transfers = Transfers(crawler.settings.getint("CONCURRENT_REQUESTS"))
        return spider

    def stay(self) -> None:
        """Nothing to do is no reason to end: the next look comes when a source is due."""
        raise DontCloseSpider

    async def start(self) -> AsyncIterator[Any]:
        """The one look that `scrapy crawl` asks for; otherwise `look` is called from outside."""
        if self.asked:
            async with self.asked.desk() as self.desk:
                polled = await self.look(self.asked.source)
            log.info("looked", source=polled.source_id, condition=polled.condition.value)
        nothing_else: tuple[Request, ...] = ()
        for request in nothing_else:
            yield request

    async def look(self, source: Source) -> Polled:
        """Hand what is new in the source to the desk, and tell it how the look ended."""
        state = await self.desk.state(source)
        polled = await self._poll(source, state)
        await self.desk.polled(source, polled)
        return polled

    async def _poll(self, source: Source, state: SourceState) -> Polled:
        at = utc_now()
        if source.kind is SourceKind.LISTING:
            unread = Missed(SourceCondition.PARSE_ERROR, "listing pages are not read yet")
            return without_entries(unread, state, at=at)
        answer = await self._fetch(
            source.url, validators(state, now=at), download_maxsize=LARGEST_FEED
        )
        if isinstance(answer, Missed):
            return without_entries(answer, state, at=at)
        if answer.status == NOT_MODIFIED:
            return without_entries(None, state, at=at)
        feed = await _read(answer, source)
        if isinstance(feed, Missed):
            return without_entries(feed, state, at=at)
        return await self._take_new(source, feed, answer, at=at)

    async def _take_new(
        self, source: Source, feed: Feed, answer: Response, *, at: datetime
    ) -> Polled:
        """Take what the desk does not know yet. The feed's validators count only once all is in."""
        new = await self.desk.unknown(source, feed.entries)
        complete = await self._take_all(source, oldest_first(new))
        dates = [entry.published_at for entry in feed.entries if entry.published_at]
        return Polled(
            source_id=source.id,
            condition=SourceCondition.OK if feed.entries else SourceCondition.EMPTY,
            at=at,
            reason="" if feed.entries else "the feed has no entries",
            entries=len(feed.entries),
            new_entries=len(new),
            newest_at=max(dates, default=None),
            etag=_header(answer, "ETag") if complete else None,
            last_modified=_header(answer, "Last-Modified") if complete else None,
        )

    async def _take_all(self, source: Source, entries: Iterable[FeedEntry]) -> bool:
        """Take the entries, host by host in their order, the hosts side by side. All recorded?"""
        hosts: dict[str, deque[FeedEntry]] = {}
        for entry in entries:
            hosts.setdefault(urlsplit(entry.url or "").netloc, deque()).append(entry)
        per_host = self.crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        async with asyncio.TaskGroup() as group:
            workers = [
                group.create_task(self._take_each(source, queue))
                for queue in hosts.values()
                for _ in range(min(per_host, len(queue)))
            ]
        return all(worker.result() for worker in workers)

    async def _take_each(self, source: Source, queue: deque[FeedEntry]) -> bool:
        complete = True
        while queue:
            recorded = await self._take(source, queue.popleft())
            complete = complete and recorded
        return complete

    async def _take(self, source: Source, entry: FeedEntry) -> bool:
        """Hand one entry to the desk, with its page where that can be had. Was it recorded?"""
        page, why = await self._page(source, entry)
        try:
            fate = await self.desk.take(source, entry, page, why=why, now=utc_now())
        except Exception:
            # One poisoned article must not silence its source: it is counted as failed, and the
            # validators stay behind, so that it is tried again.
            log.exception("entry failed", source=source.id, entry=entry.key)
            return False
        return fate is not Fate.FAILED

    async def _page(self, source: Source, entry: FeedEntry) -> tuple[Page | None, str]:
        """The entry's page, or why there is none."""
        if not source.fetch_articles:
            return None, ""
        if entry.url is None:
            return None, "the feed gives no address"
        answer = await self._fetch_twice(entry.url)
        if isinstance(answer, Missed):
            return None, answer.of_page
        if not isinstance(answer, HtmlResponse):
            return (
                None,
                f"page is {_header(answer, 'Content-Type') or 'of no known kind'}, not HTML",
            )
        return _as_page(source, answer), ""

    async def _fetch_twice(self, url: str) -> Response | Missed:
        """The answer, with a second try after a fault that may pass; half a page is one then."""
        first = await self._fetch(url)
        if isinstance(first, Missed) and first.may_pass:
            return await self._fetch(url, download_fail_on_dataloss=False)
        return first

    async def _fetch(
        self, url: str, headers: dict[str, str] | None = None, **meta: Any
    ) -> Response | Missed:
        """What the address answers, by way of guard, robots.txt and the host's turn."""
        try:
            answer = await self.crawler.engine.download_async(
                Request(url, headers=headers, meta=meta)
            )
        except Exception as error:  # noqa: BLE001 a dozen libraries read these bytes
            timeout = self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
            return why_missed(error, url, timeout=timeout)
        return refusal(answer, now=utc_now()) or answer


def utc_now() -> datetime:
    return datetime.now(UTC)


def validators(state: SourceState, *, now: datetime) -> dict[str, str]:
    """The headers of a conditional GET; none where the whole feed is wanted.

    That is once in a while, as some servers say "not modified" for ever; and after a failure, as
    "not modified" would then be taken for a recovery.
    """
    if state.failures or state.full_fetch_at is None:
        return {}
    if now - state.full_fetch_at >= FULL_FETCH_EVERY:
        return {}
    known = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {header: value for header, value in known.items() if value}


def oldest_first(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """In the order of their publication: by date where all have one, else the list backwards."""
    backwards = list(reversed(entries))
    dated = all(entry.published_at for entry in backwards)
    return sorted(backwards, key=attrgetter("published_at")) if dated else backwards


def without_entries(missed: Missed | None, state: SourceState, *, at: datetime) -> Polled:
    """How a look ended that brought no list: by a failure, or because nothing had changed."""
    return Polled(
        source_id=state.source_id,
        condition=missed.condition if missed else SourceCondition.UNCHANGED,
        at=at,
        reason=missed.reason if missed else "",
        etag=state.etag,
        last_modified=state.last_modified,
        retry_after=missed.retry_after if missed else None,
    )


async def _read(answer: Response, source: Source) -> Feed | Missed:
    """The list that the source answered with. Read in a thread: some are megabytes long."""
    try:
        return await asyncio.to_thread(
            read_feed,
            answer.body,
            content_type=_header(answer, "Content-Type") or "",
            url=answer.url,
            source_id=source.id,
        )
    except ExtractionError as error:
        return Missed(SourceCondition.PARSE_ERROR, str(error))


def _as_page(source: Source, answer: Response) -> Page:
    return Page(
        source_id=source.id,
        url=answer.url,
        body=answer.body,
        content_type=_header(answer, "Content-Type") or "",
        fetched_at=utc_now(),
    )


def _header(answer: Response, name: str) -> str | None:
    value = answer.headers.get(name)
    return value.decode("latin-1") if value else None
