"""A copy is made while the service runs, and put back after more was told."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor.demo.newspaper import Newspaper
from monitor.demo.slack_standin import SlackStandin
from tests.journeys.processes import tocsin, until, write_config
from tests.journeys.test_service import environment, report, told

pytestmark = pytest.mark.nightly


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


async def test_what_was_told_since_the_copy_is_read_again_and_told_once(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.92", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})
    file, copy = tmp_path / "var" / "tocsin.db", tmp_path / "copy.db"

    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        before = [outlet.publish(report(number)) for number in (1, 2)]
        await until(lambda: are_told(slack, before), of=service)
        async with tocsin("db", "backup", str(copy), "--config", str(config)) as copying:
            assert await copying.process.wait() == 0, str(copying)
        since = [outlet.publish(report(number)) for number in (3, 4)]
        await until(lambda: are_told(slack, since), of=service)
        await service.end()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    copy.replace(file)
    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        later = outlet.publish(report(5))
        await until(lambda: are_told(slack, [later]), of=service)
        await until(lambda: all_settled(file, 5), of=service)
        await service.end()

    assert told(slack) == dict.fromkeys([*before, *since, later], 1)
    assert "a copy was put back" in str(service)


async def are_told(slack: SlackStandin, urls: list[str]) -> bool:
    return set(urls) <= told(slack).keys()


async def all_settled(file: Path, how_many: int) -> bool:
    with sqlite3.connect(file) as db:
        [(count,)] = db.execute(
            "SELECT count(*) FROM alert WHERE state = 'told' AND kind = 'tocsin_alert'"
        )
    db.close()
    return bool(count == how_many)
