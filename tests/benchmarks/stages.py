"""What a page costs on its way from the wire to the store, stage by stage, beside the whole.

On the sites of the benchmark `crawl`. Each stage runs alone on the pages of one round, as many at a
time as in the pipeline; all take turns. What the whole costs beyond their sum is what they cost
each other: hand-overs between threads, and caches that one leaves cold for the next.
"""

import asyncio
import gc
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.extraction.pool import CarefulPool
from monitor.ingest.bench import MOST
from monitor.ingest.finding import Case
from monitor.ingest.reader import Reader, read_here
from monitor.ingest.recording import record
from monitor.ingest.rules import Announcement, Draft, Rules, rules_of
from monitor.logs import set_up_logs
from monitor.model import Fate, FeedEntry, Page, Polled, Source, SourceState, Tier
from monitor.storage.store import Store, open_store
from tests.benchmarks._served import Site, served
from tests.benchmarks.crawl import configured, cpu, look_at_all, monitoring
from tests.spiders.builders import crawling

ROUNDS = 3
WHOLE = "the whole pipeline"

Stage = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Basket:
    """A desk that keeps what is brought, and does nothing with it."""

    rules: Rules
    brought: list[tuple[Announcement, Page]] = field(default_factory=list)

    async def state(self, source: Source) -> SourceState:
        return SourceState(source.id)

    async def unknown(self, source: Source, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
        del source
        return list(entries)

    async def take(
        self, source: Source, entry: FeedEntry, page: Page | None, *, why: str, now: datetime
    ) -> Fate:
        assert page, why
        self.brought.append((Announcement(source, entry, self.rules, now), page))
        return Fate.STORED

    async def polled(self, source: Source, polled: Polled) -> SourceState:
        return SourceState(source.id, polled.condition)


class Alone:
    """The stages behind the crawl, one by one, on what lies in the basket."""

    def __init__(self, basket: Basket, store: Store) -> None:
        self._basket = basket
        self._store = store
        self._careful = CarefulPool()
        self._reader = Reader(self._careful)
        self._drafts: list[list[Draft]] = []
        self._cases: list[Case] = []

    async def prepare(self) -> None:
        """What the later stages are given by the earlier ones."""
        brought = self._basket.brought
        self._drafts = [
            [
                one.draft(read)
                for read in (one.article(note=""), *read_here(one, page, wants_all=True))
            ]
            for one, page in brought
        ]
        readings = await asyncio.gather(*(self._reader.read(*one, why="") for one in brought))
        self._cases = [
            Case(one, reading, page) for (one, page), reading in zip(brought, readings, strict=True)
        ]

    async def read(self) -> None:
        for announced, page in self._basket.brought:
            read_here(announced, page, wants_all=True)

    async def judge(self) -> None:
        matcher = self._basket.rules.matcher
        for start in range(0, len(self._drafts), MOST):
            some = self._drafts[start : start + MOST]
            list(matcher.judge_all(draft.passage for drafts in some for draft in drafts))

    async def read_carefully(self) -> None:
        for case in self._cases:
            if case.page and case.reading.by(Tier.CAREFUL):
                known = case.reading.by(Tier.QUICK)
                quick = known.article if known else None
                await self._careful.read(case.page, case.announced.entry, quick=quick)

    async def record(self) -> None:
        for start in range(0, len(self._cases), MOST):
            some = self._cases[start : start + MOST]
            await asyncio.gather(*(self._store.write(partial(record, case=case)) for case in some))

    async def close(self) -> None:
        await self._careful.close()
        await self._store.close()


def main() -> None:
    set_up_logs(quiet=True)
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    with served() as (sites_of, server), TemporaryDirectory() as folder:
        asyncio.run(_run(sites_of, partial(cpu, server), Path(folder)))


async def _run(
    sites_of: Callable[[int], list[Site]], clock: Callable[[], float], folder: Path
) -> None:
    basket, spent, pages = Basket(rules_of(configured(folder))), Counter[str](), 0
    alone = Alone(basket, open_store(f"sqlite:///{folder}/alone.db"))
    async with monitoring(folder) as whole, crawling(basket) as fetching:
        for number in range(ROUNDS + 1):
            basket.brought.clear()
            stages: dict[str, Stage] = {
                WHOLE: partial(look_at_all, whole, sites_of(number)),
                "fetch": partial(look_at_all, fetching, sites_of(number)),
                "": alone.prepare,
                "read quickly": alone.read,
                "judge": alone.judge,
                "read carefully what names a watch": alone.read_carefully,
                "record": alone.record,
            }
            for name, stage in stages.items():
                before = clock()
                await stage()
                spent[name] += clock() - before
            pages += len(basket.brought)
            if not number:  # that one imports, starts processes and fills caches
                spent, pages = Counter(), 0
                gc.freeze()
    await alone.close()
    _tell(spent, pages)


def _tell(spent: Counter[str], pages: int) -> None:
    del spent[""]
    whole = spent.pop(WHOLE)
    spent["what they cost each other"] = whole - spent.total()
    print(f"{pages} pages{'':30} ms a page   share")
    for name, seconds in {**spent, WHOLE: whole}.items():
        print(f"{name:36} {1000 * seconds / pages:11.2f} {seconds / whole:7.0%}")
