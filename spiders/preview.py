"""Looks at sources without recording anything: does the address answer, and with what?"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import (
    Fate,
    FeedEntry,
    Page,
    Polled,
    Settings,
    Source,
    SourceState,
)
from spiders.crawler import Crawl

STALE = timedelta(days=30)
"""A feed without news for that long is probably one that nobody fills any more."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one look at a source showed."""

    source: Source
    polled: Polled
    sample: str = ""  # a title

    @property
    def is_stale(self) -> bool:
        newest = self.polled.newest_at
        return newest is not None and self.polled.at - newest > STALE


async def preview(
    sources: Sequence[Source], settings: Settings, *, seen: Callable[[Preview], None]
) -> list[Preview]:
    """Look at each source once, by guard and manners; `seen` hears of each as it answers."""
    desk = _Onlooker()
    crawl = Crawl(desk, settings)
    await crawl.start()

    async def look(source: Source) -> Preview:
        polled = await crawl.look(source)
        shown = Preview(source, polled, desk.samples.get(source.id, ""))
        seen(shown)
        return shown

    try:
        return list(await asyncio.gather(*(look(source) for source in sources)))
    finally:
        await crawl.stop()


class _Onlooker:
    """A desk that wants no pages, and forgets."""

    def __init__(self) -> None:
        self.samples: dict[str, str] = {}

    async def state(self, source: Source) -> SourceState:
        return SourceState(source.id)

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        self.samples[source.id] = entries[0].title if entries else ""
        return []

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        raise AssertionError(f"no entry is unknown, yet {entry.key} of {source.id} was taken")

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        return SourceState(source.id, condition=polled.condition)
