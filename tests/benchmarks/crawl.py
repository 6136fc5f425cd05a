"""From a page on the wire to an article in the store, beside Scrapy with trafilatura.

Real pages where they lie beside the checkout, else our own, served packed by another process from
many loopback hosts; one page in twenty names a watch. Tocsin fetches, reads, matches and stores; so
does the reference (`_scrapy`), and the others fetch and extract, no more. CPU seconds of the
process and its workers; contenders take turns. Then: what a look at an unchanged feed costs.
"""

import asyncio
import gc
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import psutil

from monitor.config import load_watchlist
from monitor.config.starter import starter_folder
from monitor.ingest import open_newsdesk
from monitor.logs import set_up_logs
from monitor.model import Configuration, Source, SourceCondition
from monitor.storage.store import open_store
from spiders.crawler import Crawl
from tests.benchmarks._scrapy import extracted, monitored, text_of
from tests.benchmarks._served import PAGES, Site, served
from tests.spiders.builders import crawling, manners

ROUNDS = 2
FOR_THE_SLOW = 4  # hosts, of who takes a tenth of a second for each page
POLLS = 20  # of each host's feed

Contender = Callable[[list[Site]], Awaitable[int]]
"""Crawls the sites. Returns how many articles it has."""

REFERENCE = "scrapy + trafilatura + store"


def main() -> None:
    set_up_logs(quiet=True)
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    with served() as (sites_of, server), TemporaryDirectory() as folder:
        asyncio.run(_run(sites_of, server, Path(folder)))


async def _run(sites_of: Callable[[int], list[Site]], server: int, folder: Path) -> None:
    watchlist = configured(folder).watchlist
    async with monitoring(folder) as crawl:
        contenders: dict[str, Contender] = {
            "tocsin, whole pipeline": partial(look_at_all, crawl),
            REFERENCE: lambda sites: monitored(sites, watchlist, folder / "scrapy.db"),
            "scrapy + trafilatura": extracted,
            "aiohttp + trafilatura": partial(_aiohttp, read=text_of),
        }
        if find_spec("newspaper"):
            contenders["aiohttp + newspaper4k"] = lambda sites: _aiohttp(
                sites[:FOR_THE_SLOW], read=_newspaper_text
            )
        await _compare(contenders, sites_of, server)
        await _poll(crawl, sites_of(ROUNDS), server)


async def _compare(
    contenders: dict[str, Contender], sites_of: Callable[[int], list[Site]], server: int
) -> None:
    spent, read = dict.fromkeys(contenders, 0.0), dict.fromkeys(contenders, 0)
    for crawl in contenders.values():
        await crawl(sites_of(0)[:2])  # imports and worker processes
    gc.freeze()  # as `tocsin run` does once all is loaded
    for number in range(1, ROUNDS + 1):
        for name, crawl in contenders.items():
            before = cpu(server)
            read[name] += await crawl(sites_of(number))
            spent[name] += cpu(server) - before
    rates = {name: read[name] / spent[name] for name in contenders}
    print(f"{PAGES} pages, {ROUNDS} rounds{'':9} read   ms a page   pages per CPU-s   speed")
    for name, rate in rates.items():
        speed = rate / rates[REFERENCE]
        print(f"{name:28} {read[name]:5} {1000 / rate:11.1f} {rate:17.0f} {speed:6.1f}x")


async def _poll(crawl: Crawl, sites: list[Site], server: int) -> None:
    """Look again at feeds that were read, and have not changed."""
    sources = _sources(sites)
    before, conditions = cpu(server), set()
    for _ in range(POLLS):
        looks = await asyncio.gather(*map(crawl.look, sources))
        conditions |= {look.condition for look in looks}
    count = POLLS * len(sources)
    assert conditions == {SourceCondition.UNCHANGED}
    print(
        f"\n{count} looks at unchanged feeds: {1000 * (cpu(server) - before) / count:.2f} ms each"
    )


def cpu(server: int) -> float:
    """CPU seconds of this process and its workers; the server is none of them."""
    workers = 0.0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            workers += sum(child.cpu_times()[:2]) if child.pid != server else 0.0
    return time.process_time() + workers


def configured(folder: Path) -> Configuration:
    """The watchlist that ships, and settings for a crawl of loopback hosts."""
    return Configuration(
        folder=folder,
        sources=(),
        watchlist=load_watchlist(starter_folder() / "watchlist.yaml"),
        settings=manners(),
        digest="",
        loaded_at=datetime.now(UTC),
    )


@asynccontextmanager
async def monitoring(folder: Path) -> AsyncIterator[Crawl]:
    """A crawl for a newsdesk on a database in the folder."""
    configuration = configured(folder)
    store = open_store(f"sqlite:///{folder}/tocsin.db")
    desk = open_newsdesk(configuration, store)
    async with crawling(desk, grace=timedelta(0)) as crawl:
        yield crawl
    await desk.close()
    await store.close()


async def look_at_all(crawl: Crawl, sites: list[Site]) -> int:
    """Look at the sites' feeds side by side. How many entries were new."""
    looks = await asyncio.gather(*map(crawl.look, _sources(sites)))
    return sum(look.new_entries for look in looks)


def _sources(sites: list[Site]) -> list[Source]:
    return [Source(site.feed, site.feed) for site in sites]


async def _aiohttp(sites: list[Site], *, read: Callable[[str], str | None]) -> int:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64)) as session:

        async def fetch(url: str) -> str | None:
            async with session.get(url) as answer:
                return read(await answer.text())

        texts = await asyncio.gather(*(fetch(url) for site in sites for url in site.pages))
    return len(texts)


def _newspaper_text(html: str) -> str | None:
    from newspaper import Article

    article = Article("http://127.0.0.1/", fetch_images=False)
    article.download(input_html=html)
    with suppress(ImportError):  # a few languages need more packages
        article.parse()
    return str(article.text)
