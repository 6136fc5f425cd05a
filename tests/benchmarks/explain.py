"""`tocsin explain` from start to answer, of an article that names nobody and was not looked at.

Seconds of processor time and on the clock, the least of some fresh processes: with the list that
ships, and with as many names beside it. The first one, which compiles the list, does not count.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.config.loading import load
from monitor.config.starter import starter_folder
from monitor.matching import Matcher
from monitor.matching.kept import matcher_of
from monitor.model import Fate, Finding, Passage
from monitor.storage import articles
from monitor.storage.store import open_store
from tests.benchmarks.archive import BLANK
from tests.benchmarks.corpus import articles as texts
from tests.benchmarks.corpus import names

LISTS = (0, 1_000, 10_000)
TRIES = 7
NOW = datetime(2026, 1, 2, tzinfo=UTC)
URL = "https://gazette.example/1"


def main() -> None:
    for size in LISTS:
        with tempfile.TemporaryDirectory() as scratch:
            config = Path(scratch) / "config"
            _write(config, size)
            kept, unknown = _least(config, URL), _least(config, "https://gazette.example/none")
        for what, (cpu, clock) in (("an article", kept), ("an address never seen", unknown)):
            print(f"{size:6,} names more, {what:22} {cpu:5.2f} s, {clock:5.2f} s on the clock")


def _write(config: Path, size: int) -> None:
    """A configuration, its list compiled, and an article in its archive that names nobody."""
    shutil.copytree(starter_folder(), config)
    (config / "watchlist.d").mkdir()
    listed = "".join(f"  - name: {json.dumps(name)}\n" for name in names(size))
    if listed:
        (config / "watchlist.d" / "more.yaml").write_text(f"watches:\n{listed}", encoding="utf-8")
    configuration = load(config, environ={}, now=NOW)
    with open_store(configuration.settings.database) as store, store.begin() as db:
        matcher = matcher_of(configuration.watchlist, config.parent / "var")
        article = replace(BLANK, url=URL, text=_of_nobody(matcher), fetched_at=NOW)
        articles.record(db, Finding(entry_key=URL, article=article, fate=Fate.STORED), now=NOW)


def _of_nobody(matcher: Matcher) -> str:
    """A text that names nothing."""
    some = texts(frozenset({"en", "ar"}))
    return next(one for one in some if not matcher.judge(Passage(one)).matches)


def _least(config: Path, asked: str) -> tuple[float, float]:
    """Processor time and time on the clock of the command."""
    command = [sys.executable, "-m", "monitor", "explain", asked, "--config", str(config)]
    took = []
    for _ in range(TRIES):
        before, started = os.times(), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        cpu = after.children_user - before.children_user
        cpu += after.children_system - before.children_system
        took.append((cpu, time.perf_counter() - started))
    return min(cpu for cpu, _ in took), min(clock for _, clock in took)
