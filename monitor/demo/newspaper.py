"""A newspaper on loopback: many hosts, feeds, pages, robots.txt, and faults on demand.

Tests crawl it, and so does `tocsin demo`. Every outlet has a 127.0.0.x address of its own on one
port, so that the crawl sees as many hosts. Where only 127.0.0.1 can be bound (macOS, without
`ifconfig lo0 alias`), outlets get ports of their own on it instead, and count as one host.
"""

import asyncio
import errno
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from aiohttp import web

from monitor.demo.typesetting import Piece, atom, page, rss

FeedKind = Literal["rss", "atom"]

FEED_PATH = "/feed.xml"
NOT_OURS = {errno.EADDRNOTAVAIL, None}
"""That this machine lacks an address; newer Pythons say so without a number."""

ANY_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Fault:
    """How a path answers instead of properly."""

    status: int | None = None  # None: as the path would answer; so with `body`
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    delay: float = 0.0  # seconds before the answer
    dribble: float = 0.0  # seconds between the bytes of the answer
    cut: Literal["before", "within"] | None = None  # the connection breaks: where in the answer
    times: int | None = None  # None: until healed


def redirect(to: str) -> Fault:
    return Fault(status=302, headers={"Location": to}, body=b"")


CHALLENGE = Fault(
    status=403,
    headers={"Content-Type": "text/html", "cf-mitigated": "challenge"},
    body=b"<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
)
"""The page of a bot wall."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as it came in."""

    at: float  # time.monotonic()
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Crowd:
    """How many requests are being answered, and how many were at the most."""

    now: int = 0
    most: int = 0

    def __enter__(self) -> None:
        self.now += 1
        self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        self.now -= 1


@dataclass(slots=True)
class Outlet:
    """One host of the newspaper: what it publishes, how it fails, and who came."""

    host: str
    port: int
    name: str
    language: str
    feed_kind: FeedKind
    robots: str | None = None  # None: there is no robots.txt
    pieces: list[Piece] = field(default_factory=list)  # newest first
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)  # path: body, content type
    faults: dict[str, Fault] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)
    crowd: Crowd = field(default_factory=Crowd)

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def feed_url(self) -> str:
        return self.address + FEED_PATH

    def publish(self, piece: Piece) -> str:
        """Put the piece at the top of the feed. Returns its address."""
        self.pieces.insert(0, piece)
        return self.address + piece.path

    def fail(self, path: str, fault: Fault) -> None:
        """Let the path answer with the fault from now on."""
        self.faults[path] = fault

    def heal(self, path: str) -> None:
        self.faults.pop(path, None)

    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt apart."""
        return [visit.path for visit in self.visits if visit.path != "/robots.txt"]


class Newspaper:
    """The outlets, served as long as the `async with` block lasts."""

    def __init__(self) -> None:
        self.outlets: list[Outlet] = []
        self.crowd = Crowd()
        self._port = 0
        app = web.Application()
        app.router.add_get("/{path:.*}", self._receive)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )

    async def __aenter__(self) -> "Newspaper":
        await self._runner.setup()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def add_outlet(
        self, host: str, name: str, language: str = "en", feed_kind: FeedKind = "rss"
    ) -> Outlet:
        """Open an outlet at a loopback address of its own, such as "127.0.0.7"."""
        try:
            port = await self._listen(host, self._port)
        except OSError as error:
            if error.errno not in {*NOT_OURS, errno.EADDRINUSE}:
                raise
            if error.errno in NOT_OURS:
                host = ANY_LOOPBACK
            port = await self._listen(host, 0)
        self._port = self._port or port
        outlet = Outlet(host, port, name, language, feed_kind)
        self.outlets.append(outlet)
        return outlet

    async def _listen(self, host: str, port: int) -> int:
        before = len(self._runner.addresses)
        await web.TCPSite(self._runner, host, port).start()
        bound: int = self._runner.addresses[before][1]
        return bound

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        assert request.transport
        host, port = request.transport.get_extra_info("sockname")
        outlet = next(one for one in self.outlets if (one.host, one.port) == (host, port))
        outlet.visits.append(Visit(time.monotonic(), request.path_qs, dict(request.headers)))
        with self.crowd, outlet.crowd:
            return await _answer(outlet, request)


async def _answer(outlet: Outlet, request: web.Request) -> web.StreamResponse:
    proper = _proper(outlet, request)
    fault = _fault(outlet, request.path)
    if fault is None:
        return proper
    await asyncio.sleep(fault.delay)
    answer = web.Response(
        status=fault.status or proper.status,
        headers=fault.headers or proper.headers,
        body=proper.body if fault.body is None else fault.body,
    )
    if fault.cut or fault.dribble:
        return await _piecemeal(answer, fault, request)
    return answer


def _fault(outlet: Outlet, path: str) -> Fault | None:
    fault = outlet.faults.get(path)
    if fault is None or fault.times is None:
        return fault
    if fault.times == 1:
        del outlet.faults[path]
    else:
        outlet.faults[path] = replace(fault, times=fault.times - 1)
    return fault


async def _piecemeal(
    answer: web.Response, fault: Fault, request: web.Request
) -> web.StreamResponse:
    """The answer byte by byte, or half of it and then silence."""
    assert request.transport
    assert isinstance(answer.body, bytes)
    if fault.cut == "before":
        request.transport.abort()
        return answer
    stream = web.StreamResponse(status=answer.status, headers=answer.headers)
    stream.content_length = len(answer.body)
    await stream.prepare(request)
    if fault.cut == "within":
        await stream.write(answer.body[: len(answer.body) // 2])
        request.transport.close()
        return stream
    for at in range(len(answer.body)):
        await stream.write(answer.body[at : at + 1])
        await asyncio.sleep(fault.dribble)
    return stream


def _proper(outlet: Outlet, request: web.Request) -> web.Response:
    if request.path == FEED_PATH:
        return _conditional(_feed(outlet), request)
    if request.path == "/robots.txt" and outlet.robots is not None:
        return web.Response(text=outlet.robots, content_type="text/plain")
    if request.path in outlet.files:
        body, kind = outlet.files[request.path]
        return _conditional(web.Response(body=body, headers={"Content-Type": kind}), request)
    for piece in outlet.pieces:
        if piece.path == request.path:
            return _page(outlet, piece)
    return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")


def _feed(outlet: Outlet) -> web.Response:
    set_feed = rss if outlet.feed_kind == "rss" else atom
    text = set_feed(
        outlet.pieces, outlet=outlet.name, address=outlet.address, language=outlet.language
    )
    return web.Response(text=text, content_type=f"application/{outlet.feed_kind}+xml")


def _page(outlet: Outlet, piece: Piece) -> web.Response:
    html = page(
        piece,
        outlet=outlet.name,
        address=outlet.address,
        language=outlet.language,
        others=[other for other in outlet.pieces if other is not piece],
    )
    return web.Response(text=html, content_type="text/html")


def _conditional(answer: web.Response, request: web.Request) -> web.Response:
    """With an ETag; 304 to whoever has it already."""
    assert isinstance(answer.body, bytes)
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    answer.headers["ETag"] = etag
    return answer
