"""What is told to operations of sources, on its way through the database."""

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.model import Notice, Source, SourceCondition, SourceState
from monitor.service.reports import Reports
from monitor.storage import outbox, sources
from monitor.storage.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOURCES = [Source(name, f"http://{name}.example/feed") for name in ("bbc", "dw")]


def reports(store: Store, rung: list[str], watched: list[Source] | None = None) -> Reports:
    return Reports(
        store,
        watched=lambda: SOURCES if watched is None else watched,
        rung=lambda: rung.append("rung"),
        now=lambda: NOON,
    )


def blocked(source_id: str) -> SourceState:
    since = NOON - timedelta(hours=1)
    return SourceState(source_id, SourceCondition.BLOCKED, since=since, times=3)


async def titles(store: Store) -> list[str]:
    waiting = await store.read(lambda db: outbox.waiting(db, most=10))
    return [one.subject.title for one in waiting if isinstance(one.subject, Notice)]


async def test_a_trouble_goes_through_the_outbox_once(store: Store) -> None:
    rung: list[str] = []
    await store.write(lambda db: sources.save_state(db, blocked("bbc")))

    await reports(store, rung).report()
    await reports(store, rung).report()

    assert await titles(store) == ["bbc is blocked"]
    assert rung == ["rung"]


async def test_sources_that_are_not_watched_any_more_are_no_news(store: Store) -> None:
    rung: list[str] = []
    await store.write(lambda db: sources.save_state(db, blocked("bbc")))
    await reports(store, rung).report()

    await reports(store, rung, watched=[SOURCES[1]]).report()

    assert await store.read(sources.told) == {}
    assert await titles(store) == ["bbc is blocked"]


async def test_with_nothing_in_trouble_nothing_is_written(store: Store) -> None:
    rung: list[str] = []

    await asyncio.wait_for(reports(store, rung).report(), 60)

    assert (await titles(store), rung) == ([], [])
