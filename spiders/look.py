"""One look at a source: from its list to what is new in it, page by page, onto the desk."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from scrapy.http import Response

from monitor.errors import ExtractionError, StorageError
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
from spiders.answers import Missed, is_html
from spiders.desk import Desk

log = structlog.get_logger()

LARGEST_FEED = 10 * 1024 * 1024
"""Bytes. Some outlets list their whole archive."""

READ_AT_ONCE = 256 * 1024
"""Bytes. A longer feed takes many milliseconds to read, and does not hold up the loop."""

FULL_FETCH_EVERY = timedelta(hours=24)
"""Validators are not trusted longer: some servers say "not modified" for ever."""

WORTH_WAITING = timedelta(minutes=10)
"""A page that can be had so soon is left for the next look; else the feed's own text must do."""

MOST_SILENCES = 3
"""Time-outs of a host in a row after which a look asks it no more: 50 pages on a host that hangs
would take a quarter of an hour, and what its feed announces meanwhile would not be heard."""

NOT_MODIFIED = 304


class Fetch(Protocol):
    """Asks for an address; `meta` as in Scrapy's requests."""

    def __call__(
        self, url: str, headers: dict[str, str] | None = None, **meta: Any
    ) -> Awaitable[Response | Missed]: ...


class Look:
    """Looks at one source, once."""

    def __init__(self, source: Source, desk: Desk, fetch: Fetch, *, per_host: int) -> None:
        self._source = source
        self._desk = desk
        self._fetch = fetch
        self._per_host = per_host
        self._is_first = False
        self._recorded = 0
        self._silences: Counter[str] = Counter()  # of hosts, in a row
        self._left = 0  # entries that the desk still does not know
        self._wait: timedelta | None = None  # until those that were put off can be had

    async def run(self) -> Polled:
        """Hand what is new to the desk, tell it how the look ended, and return that."""
        state = await self._desk.state(self._source)
        self._is_first = state.first_good_at is None
        polled = await self._poll(state, at=utc_now())
        await self._desk.polled(self._source, polled)
        return polled

    async def _poll(self, state: SourceState, *, at: datetime) -> Polled:
        if self._source.kind is SourceKind.LISTING:
            unread = Missed(SourceCondition.PARSE_ERROR, "listing pages are not read yet")
            return without_entries(unread, state, at=at)
        answer = await self._fetch(
            self._source.url, validators(self._source, state, now=at), download_maxsize=LARGEST_FEED
        )
        if isinstance(answer, Missed):
            return without_entries(answer, state, at=at)
        if answer.status == NOT_MODIFIED:
            return without_entries(None, state, at=at)
        try:
            feed = await _read(answer, self._source)
        except ExtractionError as error:
            unread = Missed(SourceCondition.PARSE_ERROR, str(error))
            return without_entries(unread, state, at=at)
        await self._take_all(oldest_first(await self._desk.unknown(self._source, feed.entries)))
        return self._polled(feed, answer, at=at)

    def _polled(self, feed: Feed, answer: Response, *, at: datetime) -> Polled:
        """How the look ended. The list's validators count only once all that is new is recorded."""
        dates = [entry.published_at for entry in feed.entries if entry.published_at]
        return Polled(
            source_id=self._source.id,
            condition=SourceCondition.OK if feed.entries else SourceCondition.EMPTY,
            at=at,
            reason="" if feed.entries else "the feed has no entries",
            entries=len(feed.entries),
            new_entries=self._recorded,
            newest_at=max(dates, default=None),
            etag=None if self._left else _header(answer, "ETag"),
            last_modified=None if self._left else _header(answer, "Last-Modified"),
            retry_after=self._wait,
        )

    async def _take_all(self, entries: Iterable[FeedEntry]) -> None:
        """Take the entries, host by host in their order, the hosts side by side."""
        hosts: dict[str, deque[FeedEntry]] = {}
        for entry in entries:
            hosts.setdefault(urlsplit(entry.url or "").netloc, deque()).append(entry)
        workers = [
            asyncio.create_task(self._take_each(queue))
            for queue in hosts.values()
            for _ in range(min(self._per_host, len(queue)))
        ]
        try:
            # No task group: what the storage has to say must come out as it is, not in a group.
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _take_each(self, queue: deque[FeedEntry]) -> None:
        while queue:
            await self._take(queue.popleft())

    async def _take(self, entry: FeedEntry) -> None:
        """Hand one entry to the desk: with its page, with why there is none, or not yet."""
        page, why = await self._page(entry), ""
        if isinstance(page, Missed):
            if page.put_off and self._may_put_off(page.put_off):
                return
            why = page.of_page
            page = None
        try:
            fate = await self._desk.take(self._source, entry, page, why=why, now=utc_now())
        except StorageError:
            raise  # the database is in trouble: so is every other entry
        except Exception:
            # One poisoned article must not silence its source: it is counted as failed, and the
            # validators stay behind, so that it is tried again.
            log.exception("entry failed", source=self._source.id, entry=entry.key)
            fate = Fate.FAILED
        if fate is Fate.FAILED:
            self._left += 1
        else:
            self._recorded += 1

    def _may_put_off(self, wait: timedelta) -> bool:
        """Leave a page for the next look; not on a first one, whose old news must not ring."""
        if self._is_first or wait > WORTH_WAITING:
            return False
        self._left += 1
        self._wait = max(wait, self._wait or wait)
        return True

    async def _page(self, entry: FeedEntry) -> Page | Missed | None:
        """The entry's page, or why there is none; nothing where the source wants no pages."""
        if not self._source.fetch_articles:
            return None
        if entry.url is None:
            return Missed(SourceCondition.PARSE_ERROR, "the feed gives no address of it")
        answer = await self._ask(entry.url)
        if isinstance(answer, Missed):
            return answer
        kind = _header(answer, "Content-Type") or ""
        if not is_html(answer):
            return Missed(SourceCondition.PARSE_ERROR, f"{kind or 'of unknown type'}, not HTML")
        return Page(self._source.id, answer.url, answer.body, kind, fetched_at=utc_now())

    async def _ask(self, url: str) -> Response | Missed:
        """The answer of a host, unless it has been silent for too long."""
        host = urlsplit(url).netloc
        if self._silences[host] >= MOST_SILENCES:
            silent = f"{host} timed out {MOST_SILENCES} times in a row and was not asked again"
            return Missed(SourceCondition.UNREACHABLE, silent)
        answer = await self._fetch_twice(url)
        was_silence = isinstance(answer, Missed) and answer.was_silence
        self._silences[host] = self._silences[host] + 1 if was_silence else 0
        return answer

    async def _fetch_twice(self, url: str) -> Response | Missed:
        """The answer, with a second try after a fault that may pass; half a page is one then."""
        first = await self._fetch(url)
        if isinstance(first, Missed) and first.may_pass:
            return await self._fetch(url, download_fail_on_dataloss=False)
        return first


def utc_now() -> datetime:
    return datetime.now(UTC)


def validators(source: Source, state: SourceState, *, now: datetime) -> dict[str, str]:
    """The headers of a conditional GET; none where the whole list is wanted.

    That is once in a while, as some servers say "not modified" for ever; after a failure, as "not
    modified" would then be taken for a recovery; and where an edit gave the source another address.
    """
    if state.failures or state.full_fetch_at is None or state.url != source.url:
        return {}
    if abs(now - state.full_fetch_at) >= FULL_FETCH_EVERY:  # the clock may have been set back
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


async def _read(answer: Response, source: Source) -> Feed:
    """The list that the source answered with. Raises ExtractionError where it is none."""
    read = partial(
        read_feed,
        answer.body,
        content_type=_header(answer, "Content-Type") or "",
        url=answer.url,
        source_id=source.id,
    )
    return await asyncio.to_thread(read) if len(answer.body) > READ_AT_ONCE else read()


def _header(answer: Response, name: str) -> str | None:
    value = answer.headers.get(name)
    return value.decode("latin-1") if value else None
