"""What is too old goes once a day, however the database does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from monitor.model import AlertSettings, Settings
from monitor.service import keeping
from monitor.service.keeping import keep_tidy, kept_since
from monitor.storage import articles
from monitor.storage.store import Store
from tests.storage.builders import NOON, finding

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def record(store: Store, name: str, *, at: datetime) -> None:
    with store.begin() as db:
        one = finding(key=name, url=f"https://gazette.example/{name}", fetched_at=at)
        articles.record(db, one, now=at)


def count(store: Store) -> int:
    with store.begin() as db:
        return articles.count_articles(db)


async def test_on_each_date_it_goes_through_what_is_too_old_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(keeping, "BREATH", 0.0)
    record(store, "old", at=NOON - 2 * YEAR)
    record(store, "young", at=NOON - DAY)
    clock = [NOON]

    with capture_logs() as told:
        tidying = asyncio.create_task(keep_tidy(store, settings=Settings, now=lambda: clock[0]))
        await until(lambda: count(store) == 1)
        await until(lambda: bool(told))
        record(store, "old again", at=NOON - 2 * YEAR)
        clock[0] += DAY
        await until(lambda: len(told) == 2)
        tidying.cancel()
        with suppress(asyncio.CancelledError):
            await tidying

    assert count(store) == 1
    assert [(line["event"], line["articles"]) for line in told] == [("old deleted", 1)] * 2


def test_a_story_that_may_still_be_told_is_kept_however_short_articles_are() -> None:
    settings = Settings(retention_articles=DAY, alerts=AlertSettings(story_window=3 * DAY))

    assert kept_since(settings, now=NOON) == NOON - 3 * DAY
    assert kept_since(replace(settings, retention_articles=YEAR), now=NOON) == NOON - YEAR


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.01)
