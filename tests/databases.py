"""Real databases for tests: a new one for each, on SQLite and on PostgreSQL.

A test that asks for `store_url` or `store` runs twice, once on each kind. One PostgreSQL server is
started per test process, on a socket in a folder of its own, when the first test needs it.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from monitor.storage.store import Store, open_store

_UNTOUCHED = "untouched"  # the template with our schema, from which each test's database is made
_HASTE = [
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "max_wal_size=96MB",
    "-c",
    "synchronous_commit=off",
]
_PR_SET_PDEATHSIG = 1
_ROOM = 4 * 1024**3  # bytes
_PREFIX = "tocsin-pg-"
_STARTING = 600  # seconds; a server that is not up by then never will be


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database that this run of the test is on."""
    kind: str = request.param
    return kind


@pytest.fixture
def fresh_url(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that nobody has opened yet."""
    if database == "sqlite":
        yield f"sqlite:///{tmp_path / 'tocsin.db'}"
        return
    with request.getfixturevalue("postgres").database("template1") as url:
        yield url


@pytest.fixture
def store_url(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with our schema and nothing in it."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "tocsin.db")
        yield f"sqlite:///{tmp_path / 'tocsin.db'}"
        return
    with request.getfixturevalue("postgres").database(_UNTOUCHED) as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open, empty store."""
    with open_store(store_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with our schema."""
    file = tmp_path_factory.mktemp("sqlite") / "untouched.db"
    open_store(f"sqlite:///{file}").shut()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """A running PostgreSQL server; the test is skipped where none is installed."""
    initdb = _program("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL's server programs (initdb, postgres) are not installed")
    place = _place()
    _sweep(place)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    try:
        yield from _serve(folder, initdb)
    finally:
        shutil.rmtree(folder)


@dataclass(slots=True)
class Postgres:
    """The server of this test process."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        return f"postgresql://tocsin@/{name}?host={self.folder}"

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """The URL of a new database, dropped at the end."""
        name = f"test_{next(self._numbers)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def command(self, sql: str) -> None:
        with closing(psycopg.connect(self.url("postgres"), autocommit=True)) as db:
            db.execute(sql.encode())


def _place() -> Path:
    """Memory where there is plenty: that makes a database in a third of the time.

    Not pytest's folder: a socket's path must stay under 108 bytes, and the server's user get to it.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > _ROOM:
        return memory
    return Path("/tmp")


def _sweep(place: Path) -> None:
    """Remove what tests left that were killed: their servers stopped, but the folders are there."""
    for left in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # it is somebody else's, or is just being removed
            is_stopped = not (left / "data" / "postmaster.pid").exists()
            if is_stopped and time.time() - left.stat().st_mtime > _STARTING:
                shutil.rmtree(left, ignore_errors=True)


def _serve(folder: Path, initdb: Path) -> Iterator[Postgres]:
    data = folder / "data"
    owner = _owner(folder)
    subprocess.run(
        [initdb, "-D", data, "-U", "tocsin", "-A", "trust", "-E", "UTF8", "-N", "--no-locale"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **owner,
    )
    with subprocess.Popen(
        [initdb.with_name("postgres"), "-D", data, "-k", folder, "-h", "", *_HASTE],
        stderr=subprocess.PIPE,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread of ours holds a lock here
        cwd=folder,
        **owner,
    ) as server:
        try:
            _await_readiness(server)
            running = Postgres(folder)
            running.command(f"CREATE DATABASE {_UNTOUCHED}")
            open_store(running.url(_UNTOUCHED)).shut()
            yield running
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"


def _program(name: str) -> Path | None:
    """A PostgreSQL server program; Debian keeps them off the path."""
    if found := shutil.which(name):
        return Path(found).resolve()
    return next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None)


def _owner(folder: Path) -> dict[str, Any]:
    """Whom the server runs as: it refuses to run as root, so that it is nobody then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _die_with_parent() -> None:
    """Have Linux stop the server when the tests are killed; elsewhere the fixture's end must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _await_readiness(server: subprocess.Popen[bytes]) -> None:
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if b"ready to accept connections" in line:
            # Nobody reads on, and a full pipe would stop the server.
            threading.Thread(target=server.stderr.read, daemon=True).start()
            return
    raise RuntimeError(b"".join(said).decode())
