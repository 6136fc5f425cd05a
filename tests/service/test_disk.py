"""The disk fills: told once before, cried out when it is too late, told once when it is over."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import StorageError
from monitor.model import Notice
from monitor.service.disk import DiskWatch
from monitor.storage.room import GIB, Room, room_of
from monitor.storage.store import Store, open_store
from tests.storage.builders import NOON

DAY = timedelta(days=1)


def room(free: float, total: float = 100) -> Room:
    """So many GiB."""
    return Room(Path("/var/lib/tocsin"), int(free * GIB), int(total * GIB))


class Disk:
    """One that fills as a test wishes."""

    def __init__(self, store: Store) -> None:
        self.free = 50.0
        self.now = NOON
        self.cried: list[Notice] = []
        self._store = store
        self._watch = DiskWatch(
            store,
            measure=lambda: room(self.free),
            rung=lambda: None,
            cry=self._cry,
            now=lambda: self.now,
        )

    async def _cry(self, notice: Notice) -> None:
        self.cried.append(notice)

    async def looks(self, *free: float) -> list[str]:
        """The titles of all that was told, after looks that found so many GiB free."""
        for self.free in free:
            await self._watch.look()
        with closing(self._peek()) as db:
            return [row[0] for row in db.execute("SELECT key FROM outbox ORDER BY id")]

    async def fail(self) -> None:
        """Let somebody find out that nothing can be written."""
        with pytest.raises(StorageError):
            await self._store.write(lambda db: None)

    def _peek(self) -> sqlite3.Connection:
        return sqlite3.connect(self._store.label.removeprefix("sqlite:///"))


@pytest.fixture
def store(tmp_path: Path, sqlite_template: Path) -> Store:
    file = tmp_path / "tocsin.db"
    file.write_bytes(sqlite_template.read_bytes())
    return open_store(f"sqlite:///{file}", patience=timedelta(0))


@pytest.fixture
def disk(store: Store) -> Disk:
    return Disk(store)


@pytest.mark.parametrize(
    ("left", "is_short", "is_ample"),
    [
        (room(50), False, True),
        (room(9), True, False),
        (room(11), False, False),
        (room(0.9, 2), True, False),
        (room(1.1, 2), False, False),
        (room(1.3, 2), False, True),
    ],
)
def test_little_is_a_tenth_or_one_gib(left: Room, *, is_short: bool, is_ample: bool) -> None:
    assert (left.is_short, left.is_ample) == (is_short, is_ample)


async def test_an_early_warning_is_told_once_and_so_is_its_end(disk: Disk) -> None:
    assert await disk.looks(50, 30) == []
    assert await disk.looks(9, 8, 11, 9) == ["disk:short:2026-03-01"]
    assert await disk.looks(30, 40) == [
        "disk:short:2026-03-01",
        "disk:ample:2026-03-01T12:00:00+00:00",
    ]
    assert disk.cried == []


async def test_the_next_day_it_is_told_anew(disk: Disk) -> None:
    await disk.looks(9, 30)
    disk.now += DAY
    assert (await disk.looks(9))[-1] == "disk:short:2026-03-02"


async def test_what_cannot_be_written_down_is_cried_out_once_and_told_when_it_can_be(
    disk: Disk, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "tocsin.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await disk.looks(0.0, 0.0)
        other.execute("ROLLBACK")

    assert [notice.title for notice in disk.cried] == ["The database takes nothing more"]
    assert "has 0.0 MiB of 100.0 GiB free, and the database sqlite:" in disk.cried[0].text
    assert await disk.looks(5) == ["disk:short:2026-03-01"]
    assert len(await disk.looks(50)) == 2


async def test_what_was_only_cried_out_has_its_end_told(disk: Disk, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "tocsin.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await disk.looks(0.0)
        other.execute("ROLLBACK")

    assert await disk.looks(50) == ["disk:ample:2026-03-01T12:00:00+00:00"]


async def test_a_disk_that_fills_up_after_the_warning_is_cried_out_too(
    disk: Disk, tmp_path: Path
) -> None:
    await disk.looks(5)
    with closing(sqlite3.connect(tmp_path / "tocsin.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await disk.fail()
        await disk.looks(0.0, 0.0)
        other.execute("ROLLBACK")

    assert len(disk.cried) == 1
    assert len(await disk.looks(50)) == 2


def test_the_room_is_that_of_the_folder_and_a_server_knows_its_own(tmp_path: Path) -> None:
    found = room_of(f"sqlite:///{tmp_path / 'tocsin.db'}")

    assert found
    assert found.folder == tmp_path
    assert 0 < found.free <= found.total
    assert room_of("postgresql://tocsin@db.example/news") is None
