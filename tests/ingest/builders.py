"""A source, a watchlist and pages for tests of the newsdesk: a test names what matters to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.errors import ExtractionError
from monitor.extraction.pages import read_page
from monitor.model import (
    AlertSettings,
    Article,
    Configuration,
    CrawlSettings,
    FeedEntry,
    Form,
    Page,
    Polled,
    Settings,
    Severity,
    Source,
    SourceCondition,
    Tier,
    Watch,
    Watchlist,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

GAZETTE = Source("gazette", "https://gazette.example/feed", name="The Gazette", language="en")

PLAIN = (
    "The town council met on Monday to speak about the state of the roads after the winter.",
    "Repairs will begin in April and are expected to take three months, the mayor said.",
    "Residents have asked for years that something be done about the crossing by the school.",
    "The work is paid for by the province, which has set aside a sum for roads in the north.",
    "A first plan was shown to the residents last autumn and was received with some doubt.",
    "The council will meet again in two weeks, when the order of the works is to be agreed.",
)
NAMED = (*PLAIN, "A spokesman of Kata'ib Hezbollah denied any part in the theft of the stones.")


def watch(watch_id: str, name: str, **fields: Any) -> Watch:
    return Watch(watch_id, name, forms=(Form(name, "name"),), **fields)


BRIGADE = watch("kataib", "Kata'ib Hezbollah", severity=Severity.HIGH, channel="#desk")
ZONE = watch("zone", "Green Zone")


def configuration(
    *watches: Watch, crawl: CrawlSettings | None = None, sources: Iterable[Source] = (GAZETTE,)
) -> Configuration:
    return Configuration(
        folder=Path("config"),
        sources=tuple(sources),
        watchlist=Watchlist(watches or (BRIGADE, ZONE), builtin_decoys=False),
        settings=Settings(crawl=crawl or CrawlSettings(), alerts=AlertSettings()),
        digest="0" * 64,
        loaded_at=NOON,
    )


def entry(number: int = 1, **fields: Any) -> FeedEntry:
    usual = FeedEntry(
        source_id="gazette",
        key=f"guid-{number}",
        url=f"https://gazette.example/news/{number}",
        title="Roads to be repaired",
        text="",
        published_at=NOON - HOUR,
    )
    return replace(usual, **fields)


def page(number: int = 1, paragraphs: Iterable[str] = PLAIN, **fields: Any) -> Page:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    body = (
        "<html lang='en'><head><title>Roads to be repaired</title></head><body>"
        f"<article><h1>Roads to be repaired</h1>{text}</article></body></html>"
    )
    usual = Page(
        source_id="gazette",
        url=f"https://gazette.example/news/{number}",
        body=body.encode(),
        content_type="text/html; charset=utf-8",
        fetched_at=NOON,
    )
    return replace(usual, **fields)


def good_look(at: datetime = NOON - DAY, **fields: Any) -> Polled:
    return replace(Polled("gazette", SourceCondition.OK, at, entries=1), **fields)


@dataclass(slots=True)
class Careful:
    """The careful tier without its processes; it can be slow, crash, or read something else."""

    trouble: Exception | None = None
    text: str | None = None
    pages: list[str] = field(default_factory=list)

    async def read(
        self, page: Page, entry: FeedEntry | None = None, *, quick: Article | None = None
    ) -> Article:
        self.pages.append(page.url)
        if self.trouble:
            raise self.trouble
        read = quick or read_page(page, tier=Tier.QUICK, entry=entry)
        text = read.text if self.text is None else self.text
        return replace(read, tier=Tier.CAREFUL, text=text)

    async def close(self) -> None:
        self.trouble = ExtractionError("closed")
