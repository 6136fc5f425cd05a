"""An archive of many articles: recorded, indexed, searched, a tenth of it deleted, and its size.

`ARTICLES=1000000 python -m tests.benchmarks archive`; `TOCSIN_DATABASE=postgresql://...` for
another database than an SQLite file in a temporary folder; it has to be empty.
"""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, count, islice
from pathlib import Path
from statistics import quantiles

from monitor.model import Among, Article, Fate, Finding, Precision, Tier
from monitor.search.filing import file_waiting
from monitor.search.query import parse
from monitor.service.keeping import prune, renew_dictionary
from monitor.storage import articles, search
from monitor.storage.retention import Stage
from monitor.storage.store import Store, open_store
from monitor.storage.texts import LEAST

ARTICLES = int(os.environ.get("ARTICLES", "20000"))
WORDS = 260
"""Of an article: some 1.6 kB."""
TOGETHER = 500
"""Articles of a transaction."""
QUESTIONS = 200
DRAWN = 2_000_000
"""Words that all texts are cut from."""
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
STARTED = datetime(2026, 1, 1, tzinfo=UTC)
BLANK = Article(
    source_id="source-0",
    url="https://news.example/",
    title="A title",
    text="A text",
    tier=Tier.QUICK,
    published_at=STARTED,
    precision=Precision.MINUTE,
    language="en",
    authors=(),
    fetched_at=STARTED,
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tocsin.db"
        with open_store(os.environ.get("TOCSIN_DATABASE", f"sqlite:///{file}")) as store:
            measure(store)
            asyncio.run(retain(store))
        if file.exists():
            print(f"size: {file.stat().st_size / ARTICLES:,.0f} bytes per article")


def measure(store: Store) -> None:
    chance = random.Random(7)
    vocabulary = make_vocabulary(chance)
    recorded, indexed = Stopwatch("recorded"), Stopwatch("indexed")
    made = findings(chance, vocabulary)
    record(store, islice(made, LEAST), recorded)
    asyncio.run(renew_dictionary(store, now=STARTED + timedelta(seconds=LEAST)))
    record(store, made, recorded)
    filed = TOGETHER
    while filed == TOGETHER:
        with indexed, store.begin() as db:
            filed = file_waiting(db, most=TOGETHER)
    print(f"{TOGETHER} articles a transaction; their texts are packed, the index follows behind")
    print(recorded, indexed, recorded + indexed, sep="\n", flush=True)

    def rank() -> int:
        return min(int(chance.paretovariate(0.6)), len(vocabulary) - 1)

    ask(store, "a word", lambda: vocabulary[rank()])
    ask(store, "two words", lambda: f"{vocabulary[rank()]} {vocabulary[rank()]}")
    ask(store, "a phrase", lambda: f'"{vocabulary[rank() % 300]} {vocabulary[rank() % 300]}"')


def record(store: Store, made: Iterator[Finding], watch: "Stopwatch") -> None:
    while some := list(islice(made, TOGETHER)):
        with watch, store.begin() as db:
            for one in some:
                articles.record(db, one, now=STARTED)


def make_vocabulary(chance: random.Random) -> list[str]:
    made = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(120_000))
    return list(dict.fromkeys(made))


def findings(chance: random.Random, vocabulary: list[str]) -> Iterator[Finding]:
    """Texts whose words come as often as those of a language do: by Zipf's law."""
    weights = list(accumulate(1 / rank for rank in range(1, len(vocabulary) + 1)))
    drawn = chance.choices(vocabulary, cum_weights=weights, k=DRAWN)
    for number in range(ARTICLES):
        start = chance.randrange(DRAWN - WORDS)
        words = drawn[start : start + WORDS]
        at = STARTED + timedelta(seconds=number)
        article = replace(
            BLANK,
            source_id=f"source-{number % 100}",
            url=f"https://news.example/{number}",
            title=" ".join(words[:8]),
            text=" ".join(words[8:]),
            published_at=at,
            fetched_at=at,
        )
        yield Finding(entry_key=str(number), article=article, fate=Fate.STORED, matches=())


@dataclass
class Stopwatch:
    """How long something takes, altogether, that is done again and again."""

    done: str
    seconds: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> None:
        self.seconds -= time.perf_counter()
        self.cpu -= time.process_time()

    def __exit__(self, *_error: object) -> None:
        self.seconds += time.perf_counter()
        self.cpu += time.process_time()

    def __add__(self, other: "Stopwatch") -> "Stopwatch":
        return Stopwatch(
            f"{self.done} and {other.done}", self.seconds + other.seconds, self.cpu + other.cpu
        )

    def __str__(self) -> str:
        by_cpu = ARTICLES / self.cpu
        return (
            f"{self.done}: {ARTICLES / self.seconds:,.0f} articles/s, {by_cpu:,.0f} a second of CPU"
        )


def ask(store: Store, what: str, question: Callable[[], str]) -> None:
    took = []
    for _ in range(QUESTIONS):
        query = parse(question())
        began = time.perf_counter()
        with store.begin() as db:
            search.find(db, query, Among(), most=20)
            search.count(db, query, Among(), at_most=1001)
        took.append((time.perf_counter() - began) * 1000)
    parts = quantiles(took, n=20)
    print(f"{what}: p50 {parts[9]:.1f} ms, p95 {parts[18]:.1f} ms")


async def retain(store: Store) -> None:
    """Let a tenth go, while an article is recorded every now and then: how long that waits."""
    before = STARTED + timedelta(seconds=ARTICLES / 10)
    waits: list[float] = []
    crawling = asyncio.create_task(crawl(store, waits))
    await asyncio.sleep(5)
    print(f"a crawl waits {told(waits)}")
    waits.clear()
    began = time.perf_counter()
    progress = await prune(store, before=before, breath=0.02)
    crawling.cancel()
    gone = progress.gone[Stage.ARTICLES] / (time.perf_counter() - began)
    print(f"deleted: {gone:,.0f} articles/s; meanwhile it waits {told(waits)}")


def told(seconds: list[float]) -> str:
    parts = quantiles((one * 1000 for one in seconds), n=20)
    return f"p50 {parts[9]:.0f} ms, p95 {parts[18]:.0f} ms, at most {max(seconds) * 1000:.0f} ms"


async def crawl(store: Store, waits: list[float]) -> None:
    """Record an article every 20 ms."""
    for number in count(ARTICLES):
        at = STARTED + timedelta(seconds=number)
        read = replace(BLANK, url=f"https://news.example/{number}", fetched_at=at)
        finding = Finding(entry_key=str(number), article=read, fate=Fate.STORED, matches=())
        began = time.perf_counter()
        await store.write(partial(articles.record, finding=finding, now=at))
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)
