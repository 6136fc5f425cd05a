"""Looks at sources without recording anything: does the address answer, and with what?"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
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
from spiders.samples import Sample, sample

STALE = timedelta(days=30)
"""A feed without news for that long is probably one that nobody fills any more."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What one look at a source showed."""

    source: Source
    polled: Polled
    title: str = ""  # of its first entry
    samples: tuple[Sample, ...] = ()  # where they were asked for

    @property
    def is_stale(self) -> bool:
        newest = self.polled.newest_at
        return newest is not None and self.polled.at - newest > STALE


async def preview(
    sources: Sequence[Source],
    settings: Settings,
    *,
    with_samples: bool,
    seen: Callable[[Preview], None],
) -> list[Preview]:
    """Look at each source once, by guard and manners; `seen` hears of each as it answers."""
    desk = Onlooker()
    async with visiting(settings, desk) as crawl:

        async def look(source: Source) -> Preview:
            polled = await crawl.look(source)
            entries = desk.announced.get(source.id, ())
            title = entries[0].title if entries else ""
            wanted = entries if with_samples and source.fetch_articles else ()
            shown = Preview(source, polled, title, await sample(crawl.fetch, wanted))
            seen(shown)
            return shown

        return list(await asyncio.gather(*(look(source) for source in sources)))


@asynccontextmanager
async def visiting(settings: Settings, desk: "Onlooker | None" = None) -> AsyncIterator[Crawl]:
    """A crawl that records nothing."""
    crawl = Crawl(desk or Onlooker(), settings)
    await crawl.start()
    try:
        yield crawl
    finally:
        await crawl.stop()


class Onlooker:
    """A desk that wants no pages, and forgets."""

    def __init__(self) -> None:
        self.announced: dict[str, Sequence[FeedEntry]] = {}

    async def state(self, source: Source) -> SourceState:
        return SourceState(source.id)

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        self.announced[source.id] = entries
        return []

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        raise AssertionError(f"no entry is unknown, yet {entry.key} of {source.id} was taken")

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        return SourceState(source.id, condition=polled.condition)
