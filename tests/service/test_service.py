"""What the service does when a part of it, or the database under it, fails."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from alerts.console import ConsoleSender
from alerts.sender import Sender
from alerts.senders import Senders
from monitor.config import load
from monitor.config.environment import Secrets
from monitor.model import Notice
from monitor.service.crawling import Crawling
from monitor.service.service import Service
from monitor.storage import hunts, outbox
from monitor.storage.processes import running
from monitor.storage.store import Store, open_store
from tests.alerts.fakes import FakeSlack, senders

GIVE_UP = 60.0  # seconds, on a busy machine


class NoSenders(Senders):
    """Channels that cannot even be opened, by a fault of ours."""

    def __init__(self) -> None:
        super().__init__(ConsoleSender(), ConsoleSender())

    def for_channel(self, channel: str) -> Sender:
        raise ZeroDivisionError(channel)


class CannotRead(Service):
    """Its list cannot be compiled."""

    def _open_crawling(self) -> Crawling:
        raise ZeroDivisionError


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text("sources: [{id: bbc, url: 'https://bbc.example/f'}]\n")
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (config / "settings.yaml").write_text("web: {listen: off}\n")
    return config


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tocsin.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{file}", patience=timedelta(0)) as opened:
        yield opened


def service(folder: Path, store: Store, senders: Senders | None = None) -> Service:
    configuration = load(folder, environ={}, now=now())
    return Service(
        configuration, store, Secrets(), environ={}, role="deliver", senders=senders, now=now
    )


async def test_a_fault_in_a_part_ends_the_service_with_that_fault(
    folder: Path, store: Store
) -> None:
    notice = Notice(key="n", title="A title", text="A text")
    with store.begin() as db:
        outbox.put(db, notice, key=notice.key, now=now())

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(service(folder, store, NoSenders()).run(asyncio.Event()), GIVE_UP)

    with store.begin() as db:
        assert running(db, now=now()) == []


async def test_what_waits_is_told_before_the_crawl_is_loaded(folder: Path, store: Store) -> None:
    slack = FakeSlack()
    notice = Notice(key="n", title="A title", text="A text", channel="#news")
    with store.begin() as db:
        outbox.put(db, notice, key=notice.key, now=now())
    configuration = load(folder, environ={}, now=now())
    starting = CannotRead(configuration, store, Secrets(), environ={}, senders=senders(slack))

    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(starting.run(asyncio.Event()), GIVE_UP)

    assert slack.told() == ["notice:n:#news"]


async def test_what_nobody_waits_for_begins_too(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.service.service.HEAD_START", 0)
    idle = "sources: [{id: bbc, url: 'https://bbc.example/f', enabled: false}]\n"
    (folder / "sources.yaml").write_text(idle)
    configuration, settled = load(folder, environ={}, now=now()), asyncio.Event()
    starting = Service(configuration, store, Secrets(), environ={}, now=now, settled=settled.set)
    stop = asyncio.Event()

    serving = asyncio.create_task(starting.run(stop))
    async with asyncio.timeout(GIVE_UP):
        await settled.wait()
        while not await store.read(hunts.list_last_run):
            assert not serving.done()
            await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(serving, GIVE_UP)


async def test_it_takes_edits_and_ends_in_good_order_while_the_database_fails(
    folder: Path, store: Store, file: Path
) -> None:
    stop = asyncio.Event()
    with (
        capture_logs() as told,
        closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as other,
    ):
        serving = asyncio.create_task(service(folder, store).run(stop))
        while not await store.read(lambda db: running(db, now=now())):
            assert not serving.done()
        other.execute("BEGIN IMMEDIATE")
        (folder / "watchlist.yaml").write_text("watches: [{name: Borduria}]\n")
        async with asyncio.timeout(GIVE_UP):
            while "configuration loaded" not in [line["event"] for line in told]:
                await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(serving, GIVE_UP)

    assert [line["event"] for line in told].count("the database fails") == 1
