"""A disk that fills while the service runs, on a file system of 12 MB where we may mount one."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from monitor.demo.newspaper import Newspaper
from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_faults import POST, Fault, Faults
from tests.journeys.processes import Running, tocsin, until, write_config
from tests.journeys.test_service import environment, report, told

FLOOD = 20
"""Articles of one look that all ring: a few more, and they would be summed up."""

ROOM = 150_000
"""Bytes: enough for the first few of them."""

pytestmark = pytest.mark.nightly


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty file system of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    is_refused = subprocess.run(mounting, check=False, capture_output=True).returncode
    if sys.platform != "linux" or is_refused:
        pytest.skip("a file system can only be mounted by root on Linux")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def said(slack: SlackStandin, words: str) -> int:
    """How many messages say so."""
    return sum(
        words in message.text
        for channel in slack.workspace.channels
        for message in channel.messages
    )


def fill(disk: Path) -> Path:
    """Take all the room that there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\x00" * 4096)
        except OSError:
            return filler


async def test_a_full_disk_loses_nothing_says_so_and_is_got_over_without_a_restart(
    tmp_path: Path, disk: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.91", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})
    running = tocsin("run", "--config", str(config), environ=environ_on(disk, slack))

    async with running as service:
        first = outlet.publish(report(1))
        await until(lambda: is_told(slack, first), of=service)
        filler = fill(disk)
        during = [outlet.publish(report(number)) for number in range(2, 6)]
        await until(lambda: has_said(slack, "takes nothing more"), of=service)
        assert service.process.returncode is None, str(service)
        filler.unlink()
        await until(lambda: has_recovered(service), of=service)
        for url in during:
            await until(partial(is_told, slack, url), of=service)
        status = await service.end()

    assert status == 0, str(service)
    assert told(slack) == dict.fromkeys([first, *during], 1)
    assert said(slack, "takes nothing more") == 1
    assert "Traceback" not in str(service)


async def test_a_disk_that_fills_amid_a_flood_of_alerts_loses_none_and_doubles_none(
    tmp_path: Path, disk: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.92", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})
    running = tocsin("run", "--config", str(config), environ=environ_on(disk, slack))

    async with running as service:
        first = outlet.publish(report(0))
        await until(lambda: is_told(slack, first), of=service)
        filler = fill(disk)
        os.truncate(filler, filler.stat().st_size - ROOM)
        published = [first, *(outlet.publish(report(number)) for number in range(1, FLOOD))]
        await until(lambda: has_said(slack, "takes nothing more"), of=service)
        before = len(told(slack))
        filler.unlink()
        await until(lambda: has_recovered(service), of=service)
        for some in (published[: before + 1], published[: FLOOD // 2], published):
            await until(partial(are_told, slack, some), of=service)
        status = await service.end()

    assert status == 0, str(service)
    assert before < FLOOD
    assert told(slack) == dict.fromkeys(published, 1)
    assert "Traceback" not in str(service)


class Outage(Faults):
    """Slack takes no message as long as it lasts."""

    lasts = True

    def strike(self, method: str) -> Fault | None:
        return Fault("server-error") if self.lasts and method == POST else None


async def test_alerts_that_wait_as_the_disk_fills_are_told_once_there_is_room(
    tmp_path: Path, disk: Path, newspaper: Newspaper
) -> None:
    outage = Outage()
    outlet = await newspaper.add_outlet("127.0.0.93", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})
    published = [outlet.publish(report(number)) for number in range(FLOOD)]

    async with (
        SlackStandin(faults=outage) as slack,
        tocsin("run", "--config", str(config), environ=environ_on(disk, slack)) as service,
    ):
        await until(lambda: has_logged(service, "source read"), of=service)
        await until(lambda: has_logged(service, "alert deferred"), of=service)
        await until(lambda: asyncio.to_thread(has_no_log, disk / "tocsin.db"), of=service)
        filler = fill(disk)
        outage.lasts = False
        await until(lambda: has_said(slack, "takes nothing more"), of=service)
        before = len(told(slack))
        filler.unlink()
        await until(lambda: has_recovered(service), of=service)
        await until(lambda: are_told(slack, published), of=service)
        status = await service.end()

    assert status == 0, str(service)
    assert before < FLOOD
    assert told(slack) == dict.fromkeys(published, 1)
    assert "Traceback" not in str(service)


def has_no_log(file: Path) -> bool:
    """Whether the room that SQLite's log took was given back: else it is written over, and a full
    disk takes some hundred changes more.
    """
    with closing(sqlite3.connect(file)) as db:
        (is_busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def environ_on(disk: Path, slack: SlackStandin) -> dict[str, str]:
    return environment(slack) | {"TOCSIN_DATABASE": f"sqlite:///{disk / 'tocsin.db'}"}


async def are_told(slack: SlackStandin, urls: Sequence[str]) -> bool:
    return set(urls) <= told(slack).keys()


async def is_told(slack: SlackStandin, url: str) -> bool:
    return url in told(slack)


async def has_said(slack: SlackStandin, words: str) -> bool:
    return said(slack, words) > 0


async def has_recovered(service: Running) -> bool:
    return await has_logged(service, "the database works again")


async def has_logged(service: Running, words: str) -> bool:
    return words in str(service)
