"""Socket Mode at the Slack stand-in: what people do goes to a connection, until it is acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import WSMsgType, web

ACK_WITHIN = 3.0
"""Seconds, as Slack gives."""
TRIES = 3
MOST_CONNECTIONS = 10

SocketFault = Literal["drop", "deaf"]
"""Drop: the connection breaks instead of handing over. Deaf: it breaks, and the answer is lost."""

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Connection:
    """One of the app's, and what it has not acknowledged yet."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport | None
    awaited: dict[str, asyncio.Future[Json]] = field(default_factory=dict)  # by envelope id

    def end(self) -> None:
        """Whoever waits for it need not any more."""
        for future in self.awaited.values():
            if not future.done():
                future.set_exception(ConnectionResetError())

    def cut(self) -> None:
        """Without a word, as a bad line is."""
        self.end()
        if self.transport is not None:
            self.transport.abort()


class Sockets:
    """The open connections of one app."""

    def __init__(self, *, ack_within: float = ACK_WITHIN) -> None:
        self.ack_within = ack_within
        self.faults: deque[SocketFault] = deque()  # of the next envelopes, in order
        self.opened = 0  # connections, ever
        self.acknowledged: list[str] = []  # envelope ids
        self._tickets: set[str] = set()
        self._open: list[Connection] = []
        self._turn = 0
        self._arrived = asyncio.Event()  # a connection

    def ticket(self) -> str:
        """What opens one connection, once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A connection of the app, from its hello to its end."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=404, text="no such ticket")
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        connection = Connection(socket, request.transport)
        self._open.append(connection)
        self.opened += 1
        await socket.send_json({"type": "hello", "num_connections": len(self._open)})
        self._arrived.set()
        try:
            await _listen(connection)
        finally:
            self._forget(connection)
        return socket

    async def hand_over(self, kind: str, payload: Mapping[str, Any]) -> Json | None:
        """What the app acknowledged it with; None if no connection did, however often asked."""
        envelope: Json = {
            "type": kind,
            "envelope_id": secrets.token_hex(16),
            "payload": payload,
            "accepts_response_payload": kind == "slash_commands",
        }
        for attempt in range(TRIES):
            connection = await self._next_open()
            if connection is None:
                return None
            with suppress(TimeoutError, ConnectionError):
                return await self._ask(connection, {**envelope, "retry_attempt": attempt})
        return None

    def drop(self) -> None:
        """Break every connection, without a word."""
        for connection in tuple(self._open):
            self._forget(connection)
            connection.cut()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask for every connection to be opened anew, as Slack does every few hours."""
        for connection in tuple(self._open):
            self._forget(connection)
            await connection.socket.send_json({"type": "disconnect", "reason": reason})
            await connection.socket.close()

    async def close(self) -> None:
        """End every connection in good order."""
        for connection in tuple(self._open):
            await connection.socket.close()

    async def _ask(self, connection: Connection, envelope: Json) -> Json:
        fault = self.faults.popleft() if self.faults else None
        envelope_id = envelope["envelope_id"]
        if fault == "drop":
            self._forget(connection)
            connection.cut()
            raise ConnectionResetError
        future = connection.awaited[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            await connection.socket.send_json(envelope)
            async with asyncio.timeout(self.ack_within):
                said: Json = await future
        finally:
            del connection.awaited[envelope_id]
        if fault == "deaf":
            self._forget(connection)
            connection.cut()
            raise ConnectionResetError
        self.acknowledged.append(envelope_id)
        return said

    async def _next_open(self) -> Connection | None:
        """One connection after the other; where there is none, one may come."""
        if not self._open:
            self._arrived.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.ack_within):
                    await self._arrived.wait()
        if not self._open:
            return None
        self._turn += 1
        return self._open[self._turn % len(self._open)]

    def _forget(self, connection: Connection) -> None:
        if connection in self._open:
            self._open.remove(connection)
        connection.end()


async def _listen(connection: Connection) -> None:
    async for frame in connection.socket:
        if frame.type is not WSMsgType.TEXT:
            continue
        said = frame.json()
        future = connection.awaited.get(said.get("envelope_id"))
        if future and not future.done():
            future.set_result(said)
