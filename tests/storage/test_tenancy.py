"""One service at a time works with an SQLite file; whoever died does not count."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest

from monitor.errors import StorageError
from monitor.storage.tenancy import sole_service

SERVICE = """
import sys
from monitor.storage.tenancy import sole_service
with sole_service(sys.argv[1], sys.argv[2]):
    print("works", flush=True)
    sys.stdin.read()
"""
Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'var' / 'tocsin.db'}"


@pytest.fixture
def start(url: str) -> Iterator[Start]:
    """Have another process serve in a role, until the test ends."""
    with ExitStack() as processes:

        def begin(role: str) -> subprocess.Popen[str]:
            serving = processes.enter_context(serving_as(url, role))
            assert serving.stdout
            assert serving.stdout.readline() == "works\n"
            return serving

        yield begin


@contextmanager
def serving_as(url: str, role: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SERVICE, url, role]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_place_that_takes_no_lock_is_told(url: str, tmp_path: Path) -> None:
    lock = tmp_path / "var" / "tocsin.db.crawl.lock"
    lock.mkdir(parents=True)

    with (
        pytest.raises(StorageError, match=rf"{lock} cannot be written \(Is a directory\)"),
        sole_service(url, "all"),
    ):
        pytest.fail("it has no lock")


def test_a_disk_without_room_for_a_name_takes_the_lock(url: str, start: Start) -> None:
    with no_room(), sole_service(url, "all"):
        pass  # what comes next, the database, says what is wrong

    start("all")


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process can grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_second_service_is_refused_by_name(url: str, start: Start) -> None:
    first = start("all")

    told = rf"process {first.pid} on .* works with the database .*tocsin\.db already .*: end it"
    for role in ("all", "crawl", "deliver"):
        with pytest.raises(StorageError, match=told), sole_service(url, role):
            pytest.fail("it was not refused")


def test_the_two_halves_of_the_work_share_a_file(url: str, start: Start) -> None:
    start("crawl")

    with sole_service(url, "deliver"):
        pass
    with (
        pytest.raises(StorageError, match="it is there to crawl"),
        sole_service(url, "all"),
    ):
        pytest.fail("it was not refused")


def test_who_was_killed_holds_nothing(url: str, start: Start) -> None:
    first = start("all")
    first.kill()
    first.wait()

    with sole_service(url, "all"):
        pass


def test_a_server_lets_many_work() -> None:
    with sole_service("postgresql://tocsin@db.example/news", "all"):
        pass


def test_where_nothing_can_be_locked_the_database_says_why_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with sole_service(f"sqlite:///{tmp_path / 'file' / 'tocsin.db'}", "all"):
        pass
