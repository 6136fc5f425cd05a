"""A list of 40,000 names in files of 1,000: how long until it is in force, at first, later, edited.

Seconds of processor time in a fresh process for each start; what the process took at its most.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from monitor.check import check, load_to_watch
from monitor.config.familiar import Familiar
from monitor.ingest.rules import rules_of
from tests.benchmarks.corpus import names

NAMES, A_FILE = 40_000, 1_000
SOURCES = "sources: [{id: gazette, url: https://gazette.example/feed}]\n"
NEW = "Zarqun Belasim"

Result = TypeVar("Result")
Row = tuple[str, float, float]
"""What was done, and how many seconds and MB it took."""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "config"
        _write(config)
        rows = [*_apart(_started, config), *_apart(_started, config), *_apart(_checked, config)]
    for what, seconds, megabytes in rows:
        print(f"{what:34} {seconds:6.2f} s {megabytes:6.0f} MB")


def _write(config: Path) -> None:
    folder = config / "watchlist.d"
    folder.mkdir(parents=True)
    (config.parent / "var").mkdir()
    (config / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n", encoding="utf-8")
    for number, some in enumerate(_files(names(NAMES))):
        (folder / f"{number:02}.yaml").write_text(some, encoding="utf-8")


def _files(listed: list[str]) -> Iterator[str]:
    for begin in range(0, len(listed), A_FILE):
        some = listed[begin : begin + A_FILE]
        yield "watches:\n" + "".join(f"  - name: {json.dumps(name)}\n" for name in some)


def _apart(work: Callable[[Path], list[Row]], config: Path) -> list[Row]:
    """What it takes in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, config).result()


def _started(config: Path) -> list[Row]:
    """A start, and an edit of one file."""
    rows: list[Row] = []
    load = partial(load_to_watch, config, environ={}, familiar=Familiar())
    kept = any((config.parent / "var").iterdir())
    first, before = _timed(lambda: rules_of(load(now=datetime.now(UTC))))
    rows.append((f"start, {'kept' if kept else 'compiled'}", first, _most()))
    file = config / "watchlist.d" / "07.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}  - name: {NEW}\n", encoding="utf-8")
    edited, _ = _timed(lambda: rules_of(load(now=datetime.now(UTC)), before))
    file.write_text(text, encoding="utf-8")
    rows.append(("edit of one file", edited, _most()))
    return rows


def _checked(config: Path) -> list[Row]:
    seconds, _ = _timed(lambda: check(config, environ={}, now=datetime.now(UTC)))
    return [("tocsin check", seconds, _most())]


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def _most() -> float:
    """Megabytes that the process had at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
