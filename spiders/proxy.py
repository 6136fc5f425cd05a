"""A proxy on loopback through which the browser connects, past the guard.

Chromium looks names up and connects by itself: a page could make it fetch what stands in our own
network. It is given this proxy for everything, and the proxy connects as the crawl does: to the
very address that was checked. Who uses it must know a password, which is made at every start.
"""

import asyncio
import base64
import secrets
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog

from spiders.connector import Resolver
from spiders.guard import Guard, PrivateAddressError

log = structlog.get_logger()

LONGEST_HEAD = 64 * 1024
"""Bytes of a request's first lines."""

MOST_BYTES = 64 * 1024 * 1024
"""Bytes that one connection may bring: far more than any page, far less than an endless stream."""

CHUNK = 64 * 1024

USER = "tocsin"


CHALLENGE = "Proxy-Authenticate: Basic realm=tocsin\r\n"


@dataclass(frozen=True, slots=True)
class _Request:
    """What the browser asks the proxy for."""

    method: str
    host: str
    port: int
    path: str
    version: str
    headers: list[bytes]

    @classmethod
    def read(cls, head: bytes) -> "_Request":
        """The request in these lines. Raises ValueError where there is none."""
        first, *headers = head.rstrip(b"\r\n").split(b"\r\n")
        method, target, version = first.decode("latin-1").split(" ")
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        return cls(method, parts.hostname or "", parts.port or 80, path, version, headers)

    @property
    def is_tunnel(self) -> bool:
        return self.method == "CONNECT"

    def forwarded(self) -> bytes:
        """The request as the site gets it: nothing of the proxy's, one answer a connection."""
        first = f"{self.method} {self.path} {self.version}".encode("latin-1")
        ours = (b"proxy-", b"connection:", b"keep-alive:")
        kept = [line for line in self.headers if not line.lower().startswith(ours)]
        return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


class GuardedProxy:
    """Serves one browser as long as the `async with` block lasts."""

    def __init__(self, networks: Iterable[str], *, connecting: float = 10.0) -> None:
        self._guard = Guard.opening(networks)
        self._connecting = connecting
        self._resolver = Resolver()
        self._tasks: set[asyncio.Task[None]] = set()
        self.password = secrets.token_urlsafe(16)
        self.address = ""  # once it serves

    async def __aenter__(self) -> "GuardedProxy":
        self._server = await asyncio.start_server(self._receive, "127.0.0.1", 0, limit=LONGEST_HEAD)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.address = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # one of the two ends has gone, or speaks another language
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, and the answer to it; or a tunnel, for what is encrypted."""
        asked = _Request.read(await reader.readuntil(b"\r\n\r\n"))
        if not self._is_ours(asked.headers):
            return await _refuse(writer, "407 Proxy Authentication Required", CHALLENGE)
        try:
            far_reader, far_writer = await self._connect(asked.host, asked.port)
        except (OSError, TimeoutError) as error:
            log.debug("browser refused", host=asked.host, reason=str(error))
            return await _refuse(writer, "502 Bad Gateway")
        if asked.is_tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(asked.forwarded())
        try:
            await _relay((reader, far_writer), (far_reader, writer))
        finally:
            far_writer.close()

    def _is_ours(self, headers: list[bytes]) -> bool:
        expected = base64.b64encode(f"{USER}:{self.password}".encode())
        for line in headers:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"proxy-authorization":
                return secrets.compare_digest(value.strip(), b"Basic " + expected)
        return False

    async def _connect(
        self, host: str, port: int
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the host. Raises PrivateAddressError, OSError, TimeoutError."""
        async with asyncio.timeout(self._connecting):
            found = await self._resolver.resolve(host, port)
            trouble: OSError = PrivateAddressError()
            for one in found:
                info = (one["family"], socket.SOCK_STREAM, 0, "", (one["host"], port))
                try:
                    opened = self._guard.open_socket(info)
                except PrivateAddressError as error:
                    trouble = error
                    continue
                opened.setblocking(False)
                try:
                    await asyncio.get_running_loop().sock_connect(opened, (one["host"], port))
                    return await asyncio.open_connection(sock=opened)
                except OSError as error:
                    opened.close()
                    trouble = error
            raise trouble


async def _refuse(writer: asyncio.StreamWriter, status: str, more: str = "") -> None:
    writer.write(f"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\n\r\n".encode())
    await writer.drain()


End = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _relay(*ways: End) -> None:
    """Carry bytes both ways until one of them ends."""
    carrying = [asyncio.create_task(_carry(*way)) for way in ways]
    try:
        await asyncio.wait(carrying, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    brought = 0
    with suppress(OSError):
        while (chunk := await reader.read(CHUNK)) and brought < MOST_BYTES:
            brought += len(chunk)
            writer.write(chunk)
            await writer.drain()
