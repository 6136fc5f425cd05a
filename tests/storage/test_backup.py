"""A copy is whole, of one moment, and there only when it is; nothing is written over."""

import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from sqlalchemy import text

from monitor.errors import StorageError, UsageError, WorldError
from monitor.storage import articles, copying
from monitor.storage.backup import back_up
from monitor.storage.compact import compact
from monitor.storage.copying import copy_sqlite
from monitor.storage.past import Past, mark_copied, mark_put_back, past_of
from monitor.storage.processes import Process, say_alive
from monitor.storage.store import Store, open_store
from tests.storage.builders import NOON, finding

HOUR = timedelta(hours=1)


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    database = tmp_path / "tocsin.db"
    database.write_bytes(sqlite_template.read_bytes())
    return database


@pytest.fixture
def url(file: Path) -> str:
    return f"sqlite:///{file}"


def record(store: Store, *numbers: int, text: str = "word") -> None:
    with store.begin() as db:
        for number in numbers:
            url = f"https://gazette.example/{number}"
            articles.record(db, finding(key=str(number), url=url, text=text), now=NOON)


def test_a_copy_holds_what_was_there_and_is_one_file(url: str, tmp_path: Path) -> None:
    with open_store(url) as store:
        record(store, 1, 2)
        size = back_up(url, tmp_path / "copy.db", now=NOON)

    assert (tmp_path / "copy.db").stat().st_size == size
    assert sorted(one.name for one in tmp_path.iterdir() if "copy" in one.name) == ["copy.db"]
    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as copy, copy.begin() as db:
        assert articles.count_articles(db) == 2


def test_a_copy_knows_when_it_was_made_and_when_it_was_put_back(url: str, tmp_path: Path) -> None:
    back_up(url, tmp_path / "copy.db", now=NOON)

    with open_store(url) as store, store.begin() as db:
        assert past_of(db) == Past()
    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as copy, copy.begin() as db:
        assert past_of(db) == Past(NOON)
        assert past_of(db).is_unmarked
        assert mark_put_back(db, now=NOON + HOUR) == Past(NOON, NOON + HOUR)
        assert mark_put_back(db, now=NOON + 2 * HOUR) == Past(NOON, NOON + HOUR)


def test_for_a_day_it_is_doubted_what_was_told_since_the_copy() -> None:
    past = Past(NOON, NOON + HOUR)

    assert past.forgot(now=NOON + 2 * HOUR) == NOON
    assert past.forgot(now=NOON + 26 * HOUR) is None
    assert Past().forgot(now=NOON) is None


def test_a_copy_is_of_one_moment_however_much_is_written_meanwhile(
    url: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 5)
    told: list[int] = []
    with open_store(url) as store:
        record(store, *range(100), text="word " * 300)

        def go_on_writing(done: int, _all: int) -> None:
            told.append(done)
            record(store, 1000 + len(told))

        copy_sqlite(file, tmp_path / "copy.db", go_on_writing)

    assert told == sorted(told)
    assert len(told) > 5
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM article").fetchone() == (100,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_written_over(url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear")

    with pytest.raises(UsageError, match=r"copy\.db is there already: name a new file"):
        back_up(url, tmp_path / "copy.db", now=NOON)

    assert (tmp_path / "copy.db").read_text() == "dear"


def test_a_folder_that_is_not_there_is_told(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no folder .*nowhere: make it"):
        back_up(url, tmp_path / "nowhere" / "copy.db", now=NOON)


def test_a_database_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"there is no database sqlite.*none\.db to copy yet"):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db", now=NOON)

    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_makes_no_copy(url: str, file: Path, tmp_path: Path) -> None:
    with open_store(url) as store:
        record(store, *range(200), text="word " * 300)
    with closing(sqlite3.connect(file)) as db:
        (root,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_article_fetched_at'"
        ).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek((root - 1) * size)
        raw.write(b"\x0d" * size)

    with pytest.raises(StorageError, match="damaged"):
        back_up(url, tmp_path / "copy.db", now=NOON)

    assert not [one for one in tmp_path.iterdir() if "copy" in one.name]


def test_a_copy_that_would_not_fit_is_not_begun(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "ROOM_TO_SPARE", 1e12)

    with pytest.raises(StorageError, match=r"a copy of .* takes .* MB free: free some space there"):
        back_up(url, tmp_path / "copy.db", now=NOON)


@pytest.mark.skipif(which("pg_dump") is None, reason="pg_dump is not installed")
@pytest.mark.parametrize("database", ["postgresql"])
def test_of_postgresql_it_is_an_archive_for_pg_restore(store_url: str, tmp_path: Path) -> None:
    with open_store(store_url) as store:
        record(store, 1)

    back_up(store_url, tmp_path / "copy.dump", now=NOON)

    restoring = ["pg_restore", "--clean", "--if-exists", f"--dbname={store_url}"]
    subprocess.run([*restoring, tmp_path / "copy.dump"], check=True)
    with open_store(store_url) as store, store.begin() as db:
        assert articles.count_articles(db) == 1
        assert past_of(db) == Past(NOON)


@pytest.mark.skipif(which("pg_dump") is None, reason="pg_dump is not installed")
@pytest.mark.parametrize("database", ["postgresql"])
def test_a_server_that_was_copied_is_no_copy_or_the_one_that_it_was(
    store_url: str, tmp_path: Path
) -> None:
    back_up(store_url, tmp_path / "first.dump", now=NOON)
    with open_store(store_url) as store, store.begin() as db:
        assert past_of(db) == Past()
        mark_copied(db, now=NOON)
        mark_put_back(db, now=NOON)

    back_up(store_url, tmp_path / "second.dump", now=NOON + HOUR)

    with open_store(store_url) as store, store.begin() as db:
        assert past_of(db) == Past(NOON, NOON)


@pytest.mark.parametrize("database", ["postgresql"])
def test_without_pg_dump_it_says_what_to_use(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StorageError, match="install PostgreSQL's client programs, or use"):
        back_up(store_url, tmp_path / "copy.dump", now=NOON)


def test_the_space_is_given_back(url: str, file: Path) -> None:
    with open_store(url) as store:
        record(store, *range(100), text="word " * 1000)
        with store.begin() as db:
            db.execute(text("DELETE FROM article"))
    before = file.stat().st_size

    compact(url, now=NOON)

    assert file.stat().st_size < before / 2


def test_the_space_is_not_given_back_beside_a_service(store_url: str) -> None:
    with open_store(store_url) as store:
        with store.begin() as db:
            me = Process("here|1|1|1", "all", NOON, NOON, "", NOON)
            say_alive(db, me)

        with pytest.raises(WorldError, match="process 1 on here works with"):
            compact(store_url, now=NOON)
        compact(store_url, now=NOON + HOUR)


def test_a_file_that_another_program_holds_keeps_its_size(
    url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.storage.compact.PATIENCE", timedelta(0))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="is held by another process"):
            compact(url, now=NOON)
