"""One look at a source: from its list to what is new in it, page by page, onto the desk."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from urllib.parse import urlsplit

import structlog
from scrapy.http import Response

from monitor.errors import StorageError
from monitor.model import (
    Fate,
    FeedEntry,
    Page,
    Polled,
    Source,
    SourceCondition,
    SourceState,
)
from spiders.answers import Missed, article_page
from spiders.beside import page_beside
from spiders.desk import Desk
from spiders.hints import Hints
from spiders.lists import Fetch, Listed, Unchanged, fetch_list

log = structlog.get_logger()

WORTH_WAITING = timedelta(minutes=10)
"""A page that can be had so soon is left for the next look; else the feed's own text must do."""

MOST_SILENCES = 3
"""Time-outs of a host in a row after which a look asks it no more: 50 pages on a host that hangs
would take a quarter of an hour, and what its feed announces meanwhile would not be heard."""


MOST_PAGES = 100
"""Of one look, the newest ones. At a second each, the archive that some feeds list would hold up
what is new for hours; its pages come by and by (`spiders.visits`)."""

LEFT = "page: left for a later visit, as there were too many at once"


class Look:
    """Looks at one source, once."""

    def __init__(self, source: Source, desk: Desk, fetch: Fetch, *, per_host: int) -> None:
        self._source = source
        self._desk = desk
        self._fetch = fetch
        self._per_host = per_host
        self._is_first = False
        self._recorded = 0
        self._known = 0  # entries that are no news: seen before, or the article was there already
        self._silences: Counter[str] = Counter()  # of hosts, in a row
        self._left = 0  # entries that the desk still does not know
        self._wait: timedelta | None = None  # until those that were put off can be had

    async def run(self) -> Polled:
        """Hand what is new to the desk, tell it how the look ended, and return that."""
        state = await self._desk.state(self._source)
        self._is_first = state.first_good_at is None
        polled = replace(await self._poll(state, at=utc_now()), ended_at=utc_now())
        await self._desk.polled(self._source, polled)
        return polled

    async def _poll(self, state: SourceState, *, at: datetime) -> Polled:
        listed = await fetch_list(self._source, state, self._fetch, now=at)
        if isinstance(listed, Missed):
            return without_entries(listed, state, at=at)
        if isinstance(listed, Unchanged):
            return with_hints(without_entries(None, state, at=at), listed.hints)
        new = await self._desk.unknown(self._source, listed.feed.entries)
        self._known = len({entry.key for entry in listed.feed.entries}) - len(new)
        soon, later = in_reach(oldest_first(new))
        await self._take_all(soon)
        await self._leave(later)
        return with_hints(self._polled(listed, at=at), listed.hints)

    def _polled(self, listed: Listed, *, at: datetime) -> Polled:
        """How the look ended. The list's validators count only once all that is new is recorded."""
        feed = listed.feed
        dates = [entry.published_at for entry in feed.entries if entry.published_at]
        return Polled(
            source_id=self._source.id,
            condition=SourceCondition.OK if feed.entries else SourceCondition.EMPTY,
            at=at,
            reason=feed.note if feed.entries else "the feed has no entries",
            entries=len(feed.entries),
            new_entries=self._recorded,
            known_entries=self._known,
            newest_at=max(dates, default=None),
            oldest_at=min(dates, default=None),
            etag=None if self._left else listed.etag,
            last_modified=None if self._left else listed.last_modified,
            digest="" if self._left else listed.digest,
            retry_after=self._wait,
            kind=listed.kind,
            page=page_beside(listed),
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

    async def _leave(self, entries: Sequence[FeedEntry]) -> None:
        """Hand entries to the desk as the list tells them; their pages come by later visits."""
        if entries:
            log.info("pages left for later", source=self._source.id, pages=len(entries))
        for entry in entries:
            await self._hand_over(entry, None, why=LEFT)

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
        await self._hand_over(entry, page, why=why)

    async def _hand_over(self, entry: FeedEntry, page: Page | None, *, why: str) -> None:
        """What the desk cannot read yet, it visits by itself."""
        try:
            fate = await self._desk.take(self._source, entry, page, why=why, now=utc_now())
        except StorageError:
            raise  # the database is in trouble: so is every other entry
        except Exception:
            # One poisoned article must not silence its source: the validators stay behind, so
            # that it is tried again.
            log.exception("entry failed", source=self._source.id, entry=entry.key)
            self._left += 1
            return
        self._recorded += 1
        self._known += fate is Fate.KNOWN

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
        return article_page(answer, now=utc_now(), source_id=self._source.id)

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
        render = self._source.render
        first = await self._fetch(url, render=render)
        if isinstance(first, Missed) and first.may_pass:
            return await self._fetch(url, render=render, download_fail_on_dataloss=False)
        return first


def utc_now() -> datetime:
    return datetime.now(UTC)


def in_reach(entries: Sequence[FeedEntry]) -> tuple[Sequence[FeedEntry], Sequence[FeedEntry]]:
    """The newest entries, whose pages one look fetches, and the others; both as they come."""
    return entries[-MOST_PAGES:], entries[:-MOST_PAGES]


def oldest_first(entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """In the order of their publication: by date where all have one, else the list backwards."""
    backwards = list(reversed(entries))
    dated = all(entry.published_at for entry in backwards)
    return sorted(backwards, key=attrgetter("published_at")) if dated else backwards


def with_hints(polled: Polled, hints: Hints) -> Polled:
    """How a look ended, with what the answer said beside its list."""
    return replace(polled, asks=hints.asks, took=hints.took, moved_to=hints.moved_to)


def without_entries(missed: Missed | None, state: SourceState, *, at: datetime) -> Polled:
    """How a look ended that brought no list: by a failure, or because nothing had changed."""
    return Polled(
        source_id=state.source_id,
        condition=missed.condition if missed else SourceCondition.UNCHANGED,
        at=at,
        reason=missed.reason if missed else "",
        etag=state.etag,
        last_modified=state.last_modified,
        digest=state.digest,
        retry_after=missed.retry_after if missed else None,
    )
