"""Monitors as most people write them: Scrapy to fetch, trafilatura to read.

`Monitor` does what we do, in kind: it fetches feeds and their pages by robots.txt, reads text and
date, looks for the names, and keeps articles and hits in SQLite, each as durably. `Plain` knows the
pages beforehand, and reads their text: no more.
"""

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
import trafilatura
from scrapy.crawler import AsyncCrawlerRunner

from monitor.model import Watchlist
from tests.benchmarks._served import Site

USUAL = {
    "CONCURRENT_REQUESTS": 64,
    "DOWNLOAD_HANDLERS": dict.fromkeys(  # the faster of Scrapy's own
        ("http", "https"), "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler"
    ),
    "DOWNLOAD_DELAY": 0,
    "LOG_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class Plain(scrapy.Spider):
    """Fetches every page, and extracts its text."""

    name = "plain"
    custom_settings = {**USUAL, "ROBOTSTXT_OBEY": False}  # noqa: RUF012 Scrapy wants it so

    async def start(self) -> AsyncIterator[Any]:
        for url in self.addresses:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Any) -> None:
        self.texts.append(text_of(response.text))


class Monitor(scrapy.Spider):
    """Fetches feeds and what they announce, and makes an item of each article."""

    name = "monitor"
    custom_settings = {  # noqa: RUF012 Scrapy wants it so
        **USUAL,
        "ROBOTSTXT_OBEY": True,
        "ITEM_PIPELINES": {"tests.benchmarks._scrapy.Archive": 300},
    }

    async def start(self) -> AsyncIterator[Any]:
        for url in self.feeds:
            yield scrapy.Request(url)

    def parse(self, response: Any) -> Iterator[Any]:
        for url in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(url, callback=self.parse_page)

    def parse_page(self, response: Any) -> Iterator[Any]:
        read = trafilatura.bare_extraction(
            response.text,
            url=response.url,
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
        )
        if read:
            folded = f"{read.title}\n{read.text}".casefold()
            yield {
                "row": (response.url, read.title, read.date, read.author, read.text),
                "named": [name for name in self.names if name in folded],
            }


class Archive:
    """Keeps the items, each in a transaction of its own."""

    def __init__(self, crawler: Any) -> None:
        self._spider = crawler.spider

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Archive":
        return cls(crawler)

    def open_spider(self) -> None:
        self._db = sqlite3.connect(self._spider.file)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS article (url PRIMARY KEY, title, date, author, text, named)"
        )

    def close_spider(self) -> None:
        self._db.close()

    def process_item(self, item: Any) -> Any:
        row = (*item["row"], json.dumps(item["named"]))
        with self._db:
            self._db.execute("INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?, ?)", row)
        self._spider.kept.append(item["row"][0])
        return item


async def extracted(sites: list[Site]) -> int:
    """How many pages `Plain` read."""
    texts: list[str | None] = []
    addresses = [url for site in sites for url in site.pages]
    await AsyncCrawlerRunner().crawl(Plain, addresses=addresses, texts=texts)
    return len(texts)


async def monitored(sites: list[Site], watchlist: Watchlist, file: Path) -> int:
    """How many articles `Monitor` kept."""
    kept: list[str] = []
    names = [form.text.casefold() for watch in watchlist.watches for form in watch.forms]
    feeds = [site.feed for site in sites]
    await AsyncCrawlerRunner().crawl(Monitor, feeds=feeds, names=names, file=file, kept=kept)
    return len(kept)


def text_of(html: str) -> str | None:
    """The text of an article, as precisely as trafilatura can."""
    return trafilatura.extract(html, favor_precision=True, include_comments=False)
