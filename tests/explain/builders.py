"""A newsroom in a database: what spiders bring is taken, told, and asked about afterwards."""

import asyncio
import weakref
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from monitor.explain import Explanation, explain_address
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.matching import Matcher
from monitor.model import (
    AlertSettings,
    Configuration,
    Fate,
    FeedEntry,
    Page,
    Polled,
    Settings,
    Source,
    SourceCondition,
    Watch,
    Watchlist,
)
from monitor.storage import announcements
from monitor.storage.store import Store
from tests.alerts.builders import NOON
from tests.alerts.delivery import deliver
from tests.alerts.fakes import FakeSlack
from tests.ingest.builders import GAZETTE, NAMED, Careful, good_look, watch
from tests.ingest.builders import entry as entry_then
from tests.ingest.builders import page as page_then

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
HERALD = Source("herald", "https://herald.example/feed", name="The Herald", language="en")
BRIGADE = watch("kataib", "Kata'ib Hezbollah")
ZONE = watch("zone", "Green Zone")
SETTINGS = AlertSettings(channel="#news-watch")

__all__ = ["GAZETTE", "NAMED", "NOON", "watch"]


def entry(number: int = 1, **fields: Any) -> FeedEntry:
    return entry_then(number, **{"published_at": NOON - HOUR, **fields})


def page(number: int = 1, paragraphs: Iterable[str] = NAMED, **fields: Any) -> Page:
    return page_then(number, paragraphs, **{"fetched_at": NOON, **fields})


def url(number: int = 1) -> str:
    return f"https://gazette.example/news/{number}"


def id_of(db: Connection, address: str) -> int:
    found = announcements.article_at(db, [address])
    assert found is not None
    return found


class Newsroom:
    """A desk whose sources were looked at a day ago, and a Slack."""

    def __init__(
        self,
        store: Store,
        *watches: Watch,
        decoys: tuple[str, ...] = (),
        settings: AlertSettings = SETTINGS,
    ) -> None:
        self.store = store
        self.slack = FakeSlack()
        self.settings = settings
        watchlist = Watchlist(watches or (BRIGADE, ZONE), decoys, builtin_decoys=False)
        self.configuration = Configuration(
            Path("config"),
            (GAZETTE, HERALD),
            watchlist,
            Settings(alerts=settings),
            digest="0" * 64,
            loaded_at=NOON,
        )
        rules = rules_of(self.configuration)
        self.careful = Careful()
        self.desk = Newsdesk(rules, store, self.careful, rung=lambda: None)
        # One loop for all that it does: what waits between two articles goes on with the next.
        self._runner = asyncio.Runner()
        weakref.finalize(self, self._runner.close)
        for source in (GAZETTE, HERALD):
            self.looked(good_look(NOON - DAY, source_id=source.id))

    def looked(self, polled: Polled) -> None:
        source = next(one for one in (GAZETTE, HERALD) if one.id == polled.source_id)
        self._runner.run(self.desk.polled(source, polled))

    def failed(self, condition: SourceCondition, reason: str) -> None:
        """The Gazette's list could not be had, again and again."""
        for hours in (3, 2, 1):
            at = NOON - hours * HOUR
            self.looked(Polled("gazette", condition, at, reason=reason))

    def take(
        self, entry: FeedEntry, page: Page | None, *, why: str = "", source: Source = GAZETTE
    ) -> Fate:
        entry = replace(entry, source_id=source.id)
        return self._runner.run(self.desk.take(source, entry, page, why=why, now=NOON))

    def deliver(self, *, limit: float = 5) -> None:
        """What a process tells in so many seconds."""
        deliver(self.store, self.slack, settings=self.settings, limit=limit)

    def explain(self, address: str) -> Explanation:
        matcher = partial(Matcher, self.configuration.watchlist)
        with self.store.begin() as db:
            return explain_address(db, address, self.configuration.sources, matcher=matcher)
