"""A disk that fills while the service runs, on a file system of 12 MB where we may mount one."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from monitor.demo.newspaper import Newspaper
from monitor.demo.slack_standin import SlackStandin
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
    environ = environment(slack) | {"TOCSIN_DATABASE": f"sqlite:///{disk / 'tocsin.db'}"}

    async with tocsin("run", "--config", str(config), environ=environ) as service:
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
    environ = environment(slack) | {"TOCSIN_DATABASE": f"sqlite:///{disk / 'tocsin.db'}"}

    async with tocsin("run", "--config", str(config), environ=environ) as service:
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


async def are_told(slack: SlackStandin, urls: Sequence[str]) -> bool:
    return set(urls) <= told(slack).keys()


async def is_told(slack: SlackStandin, url: str) -> bool:
    return url in told(slack)


async def has_said(slack: SlackStandin, words: str) -> bool:
    return said(slack, words) > 0


async def has_recovered(service: Running) -> bool:
    return "the database works again" in str(service)
