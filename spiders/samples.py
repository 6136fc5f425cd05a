"""Reads a few articles of a source, to show what extraction makes of them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from scrapy.http import Response

from monitor.errors import ExtractionError
from monitor.extraction.pages import read_page
from monitor.model import Article, FeedEntry, Tier
from spiders.answers import Missed, article_page
from spiders.look import utc_now

SAMPLES = 2

Progress = Callable[[str], None]
"""Hears the address that is asked next."""

Ask = Callable[[str], Awaitable[Response | Missed]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One article of a source as extraction reads it, or why it cannot be had."""

    entry: FeedEntry
    article: Article | None = None
    why: str = ""


async def sample(
    ask: Ask, entries: Iterable[FeedEntry], progress: Progress = lambda _: None
) -> tuple[Sample, ...]:
    """The newest of the entries, by what their pages say."""
    newest = sorted(entries, key=_newest_first)[:SAMPLES]
    read = []
    for entry in newest:
        progress(entry.url or entry.title)
        read.append(await _sample(ask, entry))
    return tuple(read)


async def _sample(ask: Ask, entry: FeedEntry) -> Sample:
    if entry.url is None:
        return Sample(entry, why="the feed gives no address of it")
    answer = await ask(entry.url)
    if isinstance(answer, Missed):
        return Sample(entry, why=answer.of_page)
    page = article_page(answer, now=utc_now(), source_id=entry.source_id)
    if isinstance(page, Missed):
        return Sample(entry, why=page.of_page)
    try:
        article = await asyncio.to_thread(read_page, page, tier=Tier.CAREFUL, entry=entry)
    except ExtractionError as error:
        return Sample(entry, why=str(error))
    return Sample(entry, article)


def _newest_first(entry: FeedEntry) -> float:
    return -entry.published_at.timestamp() if entry.published_at else 0.0
