"""Names are looked up without holding anything else up."""

import asyncio
import socket
import threading
from typing import Any

import pytest

from spiders.connector import Resolver


async def test_a_name_has_its_addresses() -> None:
    found = await Resolver().resolve("localhost", 80)

    assert [(one["host"], one["port"]) for one in found] == [("127.0.0.1", 80)]


async def test_a_name_that_nobody_knows_is_an_error_of_the_system() -> None:
    def unknown(*_: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(socket.gaierror, match="not known"):
        await Resolver(unknown).resolve("nowhere.example")


async def test_a_dead_name_server_does_not_hold_up_the_end() -> None:
    is_up = threading.Event()

    def wait(*_: Any) -> list[Any]:
        is_up.wait()
        return []

    async def give_up() -> None:
        lookups = [asyncio.create_task(Resolver(wait).resolve(f"h{n}.example")) for n in range(40)]
        await asyncio.wait(lookups, timeout=0)
        assert await asyncio.to_thread(lambda: "others get their turn")

    await asyncio.to_thread(asyncio.run, give_up())
    is_up.set()
