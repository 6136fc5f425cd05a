"""Connects: every address past the guard, and host names looked up in threads of their own.

asyncio looks names up in the few threads that all else of the process shares. A dead name server
keeps each for half a minute: edits would wait that long, and so would the end of the process.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from threading import Thread
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from spiders.guard import Guard

LookUp = Callable[..., list[Any]]


def guarded_connector(networks: Iterable[str], **limits: int) -> aiohttp.TCPConnector:
    """A connector to public addresses and to those in the networks (CIDR), on every hop."""
    guard = Guard.opening(networks)
    return aiohttp.TCPConnector(
        socket_factory=guard.open_socket,
        resolver=Resolver(),
        **limits,  # type: ignore[arg-type]
    )


class Resolver(AbstractResolver):
    """Looks each name up in a thread that nobody waits for at the end."""

    def __init__(self, look_up: LookUp = socket.getaddrinfo) -> None:
        self._look_up = look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises OSError."""
        answer: Future[list[Any]] = Future()
        asked = (host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        Thread(target=self._answer, args=(answer, asked), name=f"name {host}", daemon=True).start()
        return [
            ResolveResult(
                hostname=host,
                host=where[0],
                port=where[1],
                family=found,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for found, _, protocol, _, where in await asyncio.wrap_future(answer)
        ]

    async def close(self) -> None:
        """There is nothing to close."""

    def _answer(self, answer: Future[list[Any]], asked: tuple[Any, ...]) -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(self._look_up(*asked))
        except Exception as error:  # noqa: BLE001 it is raised where the answer is awaited
            answer.set_exception(error)
