"""What tests of the crawl need: a desk that only remembers, short news, settings for loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.demo.newspaper import Fault, Outlet
from monitor.demo.typesetting import Piece
from monitor.model import (
    CrawlSettings,
    Fate,
    FeedEntry,
    Page,
    Polled,
    Settings,
    Source,
    SourceCondition,
    SourceState,
)
from spiders.crawler import Crawl
from spiders.desk import Desk
from tests.loop_clock import pass_by

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
"""What is waited for at the most, also on a busy machine."""
HANGS = Fault(delay=3600)


class FakeDesk:
    """Keeps what it is given in memory, as the newsdesk would in the database."""

    def __init__(self) -> None:
        self.states: dict[str, SourceState] = {}
        self.taken: list[tuple[FeedEntry, Page | None, str]] = []
        self.looks: list[Polled] = []
        self.fates: dict[str, Fate | Exception] = {}  # by title; STORED otherwise
        self.hold: Callable[[FeedEntry], Any] | None = None  # awaited before an entry is taken
        self._seen: set[tuple[str, str]] = set()

    async def state(self, source: Source) -> SourceState:
        return self.states.get(source.id, SourceState(source.id))

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        return [entry for entry in entries if (source.id, entry.key) not in self._seen]

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        if self.hold:
            await self.hold(entry)
        fate = self.fates.get(entry.title, Fate.STORED)
        if isinstance(fate, Exception):
            raise fate
        self.taken.append((entry, page, why))
        if fate is not Fate.FAILED:
            self._seen.add((source.id, entry.key))
        return fate

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        self.looks.append(polled)
        before = await self.state(source)
        unchanged = polled.condition is SourceCondition.UNCHANGED
        self.states[source.id] = replace(
            before,
            url=source.url,
            condition=polled.condition,
            first_good_at=before.first_good_at or (polled.at if polled.is_good else None),
            failures=0 if polled.is_good else before.failures + 1,
            kind=polled.kind or before.kind,
            etag=polled.etag,
            last_modified=polled.last_modified,
            digest=polled.digest,
            full_fetch_at=polled.at if polled.is_good and not unchanged else before.full_fetch_at,
        )
        return self.states[source.id]

    def titles(self) -> list[str]:
        return [entry.title for entry, _, _ in self.taken]

    def notes(self) -> list[str]:
        return [why for _, _, why in self.taken]


def manners(**crawl: Any) -> Settings:
    """Settings of a crawl that may go to loopback, and does not dawdle."""
    usual = {"delay": timedelta(0), "timeout": MINUTE, "allow_networks": ("127.0.0.0/8",)}
    return Settings(user_agent="Tocsin/1.0", crawl=CrawlSettings(**{**usual, **crawl}))


@asynccontextmanager
async def crawling(desk: Desk, *, grace: timedelta = MINUTE, **crawl: Any) -> AsyncIterator[Crawl]:
    crawler = Crawl(desk, manners(**crawl), grace=grace)
    await crawler.start()
    try:
        yield crawler
    finally:
        await crawler.stop()


def source_of(outlet: Outlet, **fields: Any) -> Source:
    return Source(
        **{"id": outlet.name.casefold().replace(" ", "-"), "url": outlet.feed_url, **fields}
    )


def piece(number: int = 1, **fields: Any) -> Piece:
    usual = {
        "path": f"/news/{number}.html",
        "title": f"Piece {number}",
        "paragraphs": (f"The beginning of piece {number}.", "And the rest of it, at length."),
        "published_at": NOON + timedelta(minutes=number),
    }
    return Piece(**{**usual, **fields})


class Silence(dict[str, Fault]):
    """Faults of an outlet; who asks for what takes its time has waited for a minute."""

    def get(self, path: str, default: Any = None) -> Any:
        fault = super().get(path, default)
        if fault and (fault.delay or fault.dribble):
            asyncio.get_running_loop().call_soon(pass_by, MINUTE.total_seconds() + 1)
        return fault


async def nothing_is_left_running() -> bool:
    """Once others have seen that their connections are closed, is this task the only one?"""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others, timeout=MINUTE.total_seconds())
    return asyncio.all_tasks() == {asyncio.current_task()}
