"""The service as it is started twice, and ended at any moment, also while its database is held."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.processes import PATIENCE, Running, tocsin, until, write_config

NOBODY = "http://127.0.0.88:9/feed.xml"


SIGNALLED = """
import os, runpy, sys

class Trap:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), int(signal))

_, module, signal, *sys.argv[1:] = sys.argv
sys.meta_path.insert(0, Trap())
runpy.run_module("monitor", run_name="__main__", alter_sys=True)
"""
"""Tocsin, which is sent a signal just when it begins to load a module."""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=str)
@pytest.mark.parametrize(
    "module",
    ["monitor.cli", "monitor.storage.tenancy", "monitor.service.service", "spiders.crawler"],
)
async def test_a_signal_ends_it_in_good_order_however_early(
    tmp_path: Path, how: signal.Signals, module: str
) -> None:
    config = write_config(tmp_path, sources={"o": NOBODY})
    command = (module, str(how.value), "run", "--config", str(config))

    async with tocsin(*command, program=("-c", SIGNALLED)) as service:
        status = await asyncio.wait_for(service.process.wait(), PATIENCE)

    assert status == 0, str(service)
    assert "Traceback" not in str(service)


async def test_a_second_one_on_the_same_file_is_refused(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources={"o": NOBODY})

    async with tocsin("run", "--config", str(config)) as first:
        await until(lambda: said(first, "Tocsin watches"), of=first)
        async with tocsin("run", "--config", str(config)) as second:
            status = await asyncio.wait_for(second.process.wait(), PATIENCE)
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
        with closing(sqlite3.connect(file, isolation_level=None, timeout=60)) as other:
            other.execute("BEGIN IMMEDIATE")
            status = await service.end()

    assert status == 0, str(service)
    assert "Traceback" not in str(service)


async def said(service: Running, words: str) -> bool:
    return words in str(service)
