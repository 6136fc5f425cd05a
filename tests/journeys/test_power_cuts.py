"""The whole service, killed ten times while it reads and tells."""

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from monitor.demo.newspaper import Newspaper
from monitor.demo.slack_standin import SlackStandin
from tests.journeys.processes import tocsin, until, write_config
from tests.journeys.test_service import environment, report, told

pytestmark = pytest.mark.nightly

CUTS = 10


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


async def test_ten_cuts_damage_nothing_lose_nothing_and_tell_nothing_twice(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.93", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})
    file = tmp_path / "var" / "tocsin.db"
    published: list[str] = []

    for number in range(CUTS):
        published += [outlet.publish(report(10 * number + n)) for n in range(2)]
        async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
            await until(lambda: has_begun(service), of=service)
            await asyncio.sleep(random.uniform(0, 4))
            await service.end(signal.SIGKILL)
        assert is_whole(file)
    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        await until(lambda: are_told(slack, published), of=service)
        await until(lambda: nothing_waits(file), of=service)
        await service.end()

    assert told(slack) == dict.fromkeys(published, 1)
    assert is_whole(file)


def is_whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as db:
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def has_begun(service: object) -> bool:
    return "Tocsin watches" in str(service)


async def are_told(slack: SlackStandin, urls: list[str]) -> bool:
    return set(urls) <= told(slack).keys()


async def nothing_waits(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as db:
        [(count,)] = db.execute("SELECT count(*) FROM alert WHERE state IN ('waiting', 'unknown')")
    return bool(count == 0)
