"""What systemd hears of the service, on a real socket."""

import asyncio
import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.service.supervisor import Supervisor, watchdog_interval


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(60)
        yield listening


def notified(systemd: socket.socket, **more: str) -> Supervisor:
    return Supervisor({"NOTIFY_SOCKET": systemd.getsockname(), **more})


def heard(systemd: socket.socket) -> str:
    return systemd.recv(4096).decode()


def test_systemd_hears_that_the_service_works_and_that_it_ends(systemd: socket.socket) -> None:
    supervisor = notified(systemd)

    supervisor.ready("Watching 18 names in 26 sources")
    supervisor.stopping()

    assert heard(systemd) == "READY=1\nSTATUS=Watching 18 names in 26 sources"
    assert heard(systemd).startswith("STOPPING=1\n")


async def test_the_watchdog_is_fed_only_while_the_work_turns(systemd: socket.socket) -> None:
    systemd.setblocking(False)
    turns = iter([True, False, True])
    asked_enough = asyncio.Event()

    def turning() -> bool:
        turn = next(turns, None)
        if turn is None:
            asked_enough.set()
        return bool(turn)

    feeding = asyncio.create_task(notified(systemd, WATCHDOG_USEC="2000").feed_watchdog(turning))
    await asyncio.wait_for(asked_enough.wait(), 60)
    feeding.cancel()

    assert [heard(systemd), heard(systemd)] == ["WATCHDOG=1"] * 2
    with pytest.raises(BlockingIOError):
        heard(systemd)


async def test_without_systemd_nothing_is_said_and_nothing_fails() -> None:
    supervisor = Supervisor({})

    supervisor.ready("Watching")
    await asyncio.wait_for(supervisor.feed_watchdog(lambda: True), 60)


def test_a_socket_that_is_gone_does_not_stop_the_service(tmp_path: Path) -> None:
    Supervisor({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready("Watching")


@pytest.mark.skipif(not hasattr(socket, "SO_PASSCRED"), reason="abstract addresses are Linux'")
def test_an_abstract_address_is_found() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0tocsin-test-{os.getpid()}")
        listening.settimeout(60)

        Supervisor({"NOTIFY_SOCKET": f"@tocsin-test-{os.getpid()}"}).ready("Watching")

        assert heard(listening).startswith("READY=1")


@pytest.mark.parametrize(
    ("environ", "interval"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "60000000"}, timedelta(minutes=1)),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, timedelta(minutes=1)),
    ],
)
def test_the_watchdog_is_heeded_where_it_is_meant_for_this_process(
    environ: dict[str, str], interval: timedelta | None
) -> None:
    assert watchdog_interval(environ) == interval
