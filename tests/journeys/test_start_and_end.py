"""The service as it is started twice, and ended at any moment, also while its database is held."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.processes import Running, tocsin, until, write_config

NOBODY = "http://127.0.0.88:9/feed.xml"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", [0.15, 0.5])
async def test_a_signal_ends_it_in_good_order_however_early(
    tmp_path: Path, how: signal.Signals, after: float
) -> None:
    config = write_config(tmp_path, sources={"o": NOBODY})

    async with tocsin("run", "--config", str(config)) as service:
        await asyncio.sleep(after)
        status = await service.end(how)

    assert status == 0, str(service)
    assert "Traceback" not in str(service)


async def test_a_second_one_on_the_same_file_is_refused(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources={"o": NOBODY})

    async with tocsin("run", "--config", str(config)) as first:
        await until(lambda: said(first, "Tocsin watches"), of=first)
        async with tocsin("run", "--config", str(config)) as second:
            status = await asyncio.wait_for(second.process.wait(), 30)
        assert first.process.returncode is None
        await first.end()

    assert status == 1
    assert str(second).startswith(f"tocsin: process {first.process.pid} on ")
    assert str(second).count("\n") == 1


@pytest.mark.nightly  # it waits, for some seconds, for what is held
async def test_it_ends_soon_while_another_program_holds_the_database(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources={"o": NOBODY})
    file = tmp_path / "var" / "tocsin.db"

    async with tocsin("run", "--config", str(config)) as service:
        await until(lambda: said(service, "alerts go to the console"), of=service)
        with closing(sqlite3.connect(file, isolation_level=None, timeout=20)) as other:
            other.execute("BEGIN IMMEDIATE")
            async with asyncio.timeout(10):
                status = await service.end()

    assert status == 0, str(service)
    assert "Traceback" not in str(service)


async def said(service: Running, words: str) -> bool:
    return words in str(service)
