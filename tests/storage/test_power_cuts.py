"""Killed in the middle of it, ten times each: nothing is damaged, and what was done stays done."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import insert

from monitor.storage import articles
from monitor.storage.migrate import HEAD
from monitor.storage.store import open_store
from monitor.storage.tables import article as article_table
from tests.storage.builders import NOON, article
from tests.storage.first_schema import make_first_schema

pytestmark = pytest.mark.nightly

CUTS = 10
OLD = 6000
YEAR = timedelta(days=365)

WRITE = """
import os, sys
from monitor.storage import articles
from monitor.storage.store import open_store
from tests.storage.builders import NOON, finding
file, first = sys.argv[1], int(sys.argv[2])
with open_store(f"sqlite:///{file}") as store:
    for number in range(first, first + 100_000):
        with store.begin() as db:
            db.exec_driver_sql("PRAGMA wal_autocheckpoint=0")
            one = finding(key=str(number), url=f"https://gazette.example/{number}")
            articles.record(db, one, now=NOON)
        print(number, os.stat(f"{file}-wal").st_size, flush=True)
"""
PRUNE = """
import sys
from datetime import datetime
from monitor.storage import retention
from monitor.storage.store import open_store
with open_store(f"sqlite:///{sys.argv[1]}") as store:
    progress = retention.Progress(datetime.fromisoformat(sys.argv[2]))
    print("began", flush=True)
    while not progress.is_done:
        with store.begin() as db:
            progress = retention.advance(db, progress, most=20)
"""
BACK_UP = """
import sys
from pathlib import Path
from monitor.storage import copying
from monitor.storage.backup import back_up
from tests.storage.builders import NOON
copying.PAGES_AT_ONCE = 20
print("began", flush=True)
back_up(f"sqlite:///{sys.argv[1]}", Path(sys.argv[2]), now=NOON)
"""
UPGRADE = """
import sys
from monitor.storage.store import open_store
print("began", flush=True)
open_store(f"sqlite:///{sys.argv[1]}").shut()
"""


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    database = tmp_path / "tocsin.db"
    shutil.copy(sqlite_template, database)
    return database


@contextmanager
def working(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Another process at work, which is killed at the end of the block."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        yield process
        process.kill()


def cut(script: str, *arguments: object, within: float) -> bool:
    """Kill it at some moment of its work. Whether it was not done by then."""
    with working(script, *arguments) as process:
        assert process.stdout
        assert process.stdout.readline() == "began\n"
        time.sleep(random.uniform(0, within))
        return process.poll() is None


def is_whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return sound and db.execute("PRAGMA foreign_key_check").fetchall() == []


def count(file: Path, where: str = "1") -> int:
    with closing(sqlite3.connect(file)) as db:
        [(found,)] = db.execute(f"SELECT count(*) FROM article WHERE {where}")
    return int(found)


def fill(file: Path, *, old: int, young: int) -> None:
    """Articles of two years ago, and of now."""
    with open_store(f"sqlite:///{file}") as store, store.begin() as db:
        rows = [
            articles.article_row(
                article(
                    url=f"https://gazette.example/{number}",
                    text="word " * 200,
                    fetched_at=NOON - 2 * YEAR if number < old else NOON,
                )
            )
            | {"fate": "stored"}
            for number in range(old + young)
        ]
        db.execute(insert(article_table), rows)


def test_what_was_written_outlives_every_cut_and_the_loss_of_what_was_not_synced(
    file: Path,
) -> None:
    written: list[int] = []
    for _ in range(CUTS):
        with working(WRITE, file, len(written)) as process:
            assert process.stdout
            told = [process.stdout.readline() for _ in range(random.randint(1, 200))]
            process.kill()
            told += process.stdout.readlines()
        lines = [line.split() for line in told if line.endswith("\n")]
        written += [int(number) for number, _ in lines]
        drop_unsynced(file, synced=int(lines[-1][1]))

        assert is_whole(file)
        # One more may have been written that was not told any more.
        assert count(file) in {len(written), len(written) + 1}
        written = list(range(count(file)))


def drop_unsynced(file: Path, *, synced: int) -> None:
    """What was in the log after the last commit: it may be there in part, or as anything."""
    log = file.with_name(f"{file.name}-wal")
    with log.open("r+b") as raw:
        raw.truncate(synced)
        raw.seek(synced)
        raw.write(random.randbytes(random.randint(0, 6000)))


def test_pruning_goes_on_after_every_cut_and_takes_only_what_is_old(file: Path) -> None:
    fill(file, old=OLD, young=500)
    before, cuts = (NOON - YEAR).isoformat(), 0
    left = [OLD]
    for _ in range(CUTS):
        cuts += cut(PRUNE, file, before, within=0.3)
        assert is_whole(file)
        left.append(count(file, "fetched_at < '2025-06-01'"))
        assert count(file, "fetched_at > '2025-06-01'") == 500

    assert cuts
    assert left == sorted(left, reverse=True)
    with working(PRUNE, file, before) as process:
        process.wait()
    assert count(file) == 500


def test_a_copy_is_whole_or_not_there_after_every_cut(file: Path, tmp_path: Path) -> None:
    fill(file, old=OLD, young=0)
    cuts = 0
    for number in range(CUTS):
        copy = tmp_path / f"copy-{number}.db"
        cuts += cut(BACK_UP, file, copy, within=0.4)
        assert is_whole(file)
        assert not copy.exists() or (is_whole(copy) and count(copy) == OLD)

    assert cuts
    with working(BACK_UP, file, tmp_path / "copy-last.db") as process:
        process.wait()
    assert count(tmp_path / "copy-last.db") == OLD


def test_an_upgrade_from_the_first_schema_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    make_first_schema(first, articles=3000)
    cuts = 0
    for number in range(CUTS):
        file = tmp_path / f"{number}.db"
        shutil.copy(first, file)
        cuts += cut(UPGRADE, file, within=1.5)
        assert is_whole(file)
        with closing(sqlite3.connect(file)) as db:
            [(revision,)] = db.execute("SELECT version_num FROM alembic_version")
        assert revision in {"0001", HEAD}

        open_store(f"sqlite:///{file}").shut()
        assert is_whole(file)
        assert count(file) == 3000
    assert cuts
