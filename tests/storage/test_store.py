"""The store: writes that share a commit without sharing their failures, and never lose one."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from structlog.testing import capture_logs

from monitor.errors import StorageError
from monitor.model import SourceState
from monitor.storage import sources
from monitor.storage.engine import connect
from monitor.storage.outage import Outage
from monitor.storage.store import Store, look_into, open_store
from monitor.storage.tables import source_state
from tests.databases import Postgres

AT_ONCE = timedelta(0)


def remember(source_id: str) -> Callable[[Connection], str]:
    """A change that can be made only once."""

    def change(db: Connection) -> str:
        row = {"source_id": source_id, "condition": "ok", "reason": "", "failures": 0}
        db.execute(source_state.insert().values(row))
        return source_id

    return change


def remembered(db: Connection) -> list[str]:
    return list(sources.all_states(db))


async def test_what_was_written_is_there(store: Store) -> None:
    assert await store.write(remember("a")) == "a"

    assert await store.read(remembered) == ["a"]


async def test_a_write_that_fails_takes_no_other_with_it(store: Store) -> None:
    def refuse(db: Connection) -> None:
        remember("half")(db)
        raise LookupError("changed my mind")

    writes = [store.write(remember(name)) for name in "abac"]

    results = await asyncio.gather(*writes, store.write(refuse), return_exceptions=True)

    assert [type(one) for one in results] == [str, str, IntegrityError, str, LookupError]
    assert sorted(await store.read(remembered)) == ["a", "b", "c"]


async def test_writes_that_wait_together_share_a_commit(store: Store) -> None:
    """Seen by the transaction that each of them was in."""
    first_is_in, may_go_on = threading.Event(), threading.Event()

    def transaction(db: Connection) -> int:
        sources.save_state(db, SourceState("a"))  # SQLite and PostgreSQL number only writes
        return id(db)

    def hold(db: Connection) -> int:
        first_is_in.set()
        may_go_on.wait()
        return transaction(db)

    holding = asyncio.create_task(store.write(hold))
    await asyncio.to_thread(first_is_in.wait)
    others = [asyncio.create_task(store.write(transaction)) for _ in range(5)]
    await asyncio.sleep(0)
    may_go_on.set()

    assert len(set(await asyncio.gather(*others))) == 1
    await holding


async def test_a_write_whose_caller_gave_up_before_its_turn_is_not_made(store: Store) -> None:
    first_is_in, may_go_on = threading.Event(), threading.Event()

    def hold(_db: Connection) -> None:
        first_is_in.set()
        may_go_on.wait()

    holding = asyncio.create_task(store.write(hold))
    await asyncio.to_thread(first_is_in.wait)
    given_up = asyncio.create_task(store.write(remember("given up")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.wait([given_up])
    may_go_on.set()
    await holding

    assert await store.write(remember("next")) == "next"
    assert await store.read(remembered) == ["next"]


async def test_a_question_cannot_change_anything(store: Store) -> None:
    with pytest.raises(StorageError):
        await store.read(remember("a"))

    assert await store.read(remembered) == []
    assert await store.write(remember("a")) == "a"


async def test_closing_writes_what_is_queued_and_then_nothing_more(store_url: str) -> None:
    store = open_store(store_url)
    writes = [asyncio.create_task(store.write(remember(str(number)))) for number in range(250)]
    await asyncio.sleep(0)

    await store.close()

    assert len(await asyncio.gather(*writes)) == 250
    with pytest.raises(StorageError, match="closed"):
        await store.write(remember("late"))
    with open_store(store_url) as again, again.begin() as db:
        assert db.scalar(select(func.count()).select_from(source_state)) == 250


def test_two_processes_may_write_at_the_same_time(store_url: str) -> None:
    with open_store(store_url) as one, open_store(store_url) as other:
        for store, name in [(one, "a"), (other, "b"), (one, "c")]:
            with store.begin() as db:
                remember(name)(db)

        with one.begin() as db:
            assert sorted(remembered(db)) == ["a", "b", "c"]


# --- When the database fails --------------------------------------------------------------------


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another process that holds an SQLite database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_a_held_database_is_an_error_for_every_write_and_then_works_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "tocsin.db"
    with open_store(f"sqlite:///{file}", patience=AT_ONCE) as store:
        with held(file):
            open_store(f"sqlite:///{file}", patience=AT_ONCE).shut()
            writes = [store.write(remember(name)) for name in "ab"]
            results = await asyncio.gather(*writes, return_exceptions=True)

        assert [type(one) for one in results] == [StorageError, StorageError]
        assert "is held by another process: wait until it is done" in str(results[0])
        assert str(file) in str(results[0])
        assert await store.write(remember("a")) == "a"


async def test_a_full_disk_is_an_error_and_what_was_written_stays(tmp_path: Path) -> None:
    def limit_pages(db: Connection) -> None:
        pages = db.scalar(text("PRAGMA page_count"))
        db.execute(text(f"PRAGMA max_page_count={pages + 2}"))

    def remember_much(db: Connection) -> None:
        sources.save_state(db, SourceState("much", reason="x" * 1_000_000))

    with open_store(f"sqlite:///{tmp_path / 'tocsin.db'}") as store:
        await store.write(limit_pages)

        results = await asyncio.gather(
            store.write(remember("a")), store.write(remember_much), return_exceptions=True
        )

        assert "the disk is full: free some space" in str(results[1])
        kept = ["a"] if results[0] == "a" else []
        assert await store.read(remembered) == kept
        assert await store.write(remember("b")) == "b"


async def test_a_lost_connection_is_an_error_and_then_there_is_another(postgres: Postgres) -> None:
    def lose(db: Connection) -> None:
        backend = db.scalar(text("SELECT pg_backend_pid()"))
        postgres.command(f"SELECT pg_terminate_backend({backend})")
        db.execute(text("SELECT 1"))

    with postgres.database("untouched") as url, open_store(url) as store:
        results = await asyncio.gather(
            store.write(remember("a")), store.write(lose), return_exceptions=True
        )

        assert isinstance(results[1], StorageError)
        assert isinstance(results[0], StorageError) or results[0] == "a"
        assert await store.write(remember("b")) == "b"
        assert "b" in await store.read(remembered)


async def test_a_connection_that_broke_while_idle_is_not_noticed(postgres: Postgres) -> None:
    with postgres.database("untouched") as url, open_store(url) as store:
        await store.write(remember("a"))
        postgres.command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{url.split('?')[0].rsplit('/')[-1]}'"
        )

        assert await store.write(remember("b")) == "b"
        assert sorted(await store.read(remembered)) == ["a", "b"]


WRITER = """
import asyncio, sys
from monitor.model import SourceState
from monitor.storage import sources
from monitor.storage.store import open_store

async def write(store, number):
    await store.write(lambda db: sources.save_state(db, SourceState(str(number))))
    print(number, flush=True)

async def main():
    store = open_store(sys.argv[1])
    number = 0
    while True:
        await asyncio.gather(*(write(store, number + one) for one in range(20)))
        number += 20

asyncio.run(main())
"""


def test_every_write_that_returned_is_there_after_a_kill(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'tocsin.db'}"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(203)]
        os.kill(writer.pid, signal.SIGKILL)
        told += writer.stdout.readlines()

    with open_store(url) as store, store.begin() as db:
        confirmed = {line.strip() for line in told if line.endswith("\n")}
        assert confirmed <= set(sources.all_states(db))


# --- Opening ------------------------------------------------------------------------------------


def refusal(url: str) -> str:
    with pytest.raises(StorageError) as refused:
        open_store(url, patience=AT_ONCE)
    return str(refused.value)


def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'some' / 'where' / 'tocsin.db'}").shut()

    assert (tmp_path / "some" / "where" / "tocsin.db").is_file()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear editor, " * 100)

    assert "is no SQLite database: name another file" in refusal(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear editor")


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "because its folder cannot" in refusal(f"sqlite:///{tmp_path}/file/tocsin.db")


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(f"sqlite:///{tmp_path}")


def test_a_read_only_database_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "tocsin.db"
    open_store(f"sqlite:///{file}").shut()
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")

    with pytest.raises(StorageError, match="may not be written: check the permissions"):  # noqa: SIM117
        with store.begin() as db:
            remember("a")(db)
    store.shut()
    assert not (tmp_path / "file:").exists(), "the folder of a URI is not the folder of its path"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tocsin.db",
        "mysql://user:hunter2@host/name",
        "postgresql+asyncpg://u:hunter2@h/n",
        "sqlite://",
    ],
)
def test_an_address_of_no_use_is_told_what_to_write(url: str) -> None:
    told = refusal(url)

    assert "sqlite:///folder/file.db" in told or "name a file" in told
    assert "hunter2" not in told


def test_an_unreachable_server_is_named_without_the_password() -> None:
    told = refusal("postgresql://user:hunter2@127.0.0.1:1/news?password=hunter2")

    assert "postgresql://user:***@127.0.0.1:1/news cannot be reached" in told
    assert "hunter2" not in told


def test_a_database_that_the_server_does_not_have_is_named(postgres: Postgres) -> None:
    assert "check the database and the user in its URL" in refusal(postgres.url("nowhere"))
    with closing(psycopg.connect(postgres.url("postgres"))) as db:
        assert db.info.error_message == ""


# --- While it fails -------------------------------------------------------------------------------


def test_a_database_deleted_while_in_use_is_noticed(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'tocsin.db'}") as store:
        store.insist_on_file()
        (tmp_path / "tocsin.db").rename(tmp_path / "moved.db")

        with pytest.raises(StorageError, match="deleted or replaced"):
            store.insist_on_file()


def test_an_outage_is_told_once_and_its_end_once_all_has_been_well_for_a_while() -> None:
    time = [0.0]
    outage = Outage("sqlite:///tocsin.db", clock=lambda: time[0])

    with capture_logs() as told:
        for time[0] in range(100):
            outage.failed(StorageError("the disk is full"))
            outage.worked()  # a short write still finds room
        time[0] = 200
        outage.worked()
        outage.worked()

    assert [line["event"] for line in told] == ["the database fails", "the database works again"]
    assert told[0]["reason"] == "the disk is full"
    assert told[1]["failed_for"] == "99 s"


# --- Looking into it ------------------------------------------------------------------------------


def test_a_look_into_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with look_into(f"sqlite:///{tmp_path / 'var' / 'tocsin.db'}") as db:
        assert sources.all_states(db) == {}

    assert list(tmp_path.iterdir()) == []


def test_a_look_into_an_empty_database_leaves_it_empty(fresh_url: str) -> None:
    with look_into(fresh_url) as db:
        assert sources.all_states(db) == {}

    engine = connect(fresh_url, patience=AT_ONCE)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_look_sees_what_is_written_and_writes_nothing(store: Store, store_url: str) -> None:
    with store.begin() as db:
        sources.save_state(db, SourceState("bbc"))

    with look_into(store_url) as db:
        assert list(sources.all_states(db)) == ["bbc"]
    with pytest.raises((StorageError, DBAPIError)), look_into(store_url) as db:
        sources.save_state(db, SourceState("dw"))


def test_a_look_does_not_upgrade(store: Store, store_url: str) -> None:
    with store.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    with pytest.raises(StorageError, match="has schema 0000"), look_into(store_url):
        pass


async def test_who_is_to_end_waits_no_longer_for_another_program(tmp_path: Path) -> None:
    file = tmp_path / "tocsin.db"
    with open_store(f"sqlite:///{file}", patience=timedelta(hours=1)) as store, held(file):
        waiting = asyncio.create_task(store.write(remember("a")))
        store.hurry(timedelta(0))

        async with asyncio.timeout(60):
            with pytest.raises(StorageError, match="is held by another process"):
                await waiting
