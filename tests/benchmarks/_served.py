"""Sites on loopback for the benchmarks, served by a process of their own."""

import asyncio
import gzip
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from aiohttp import web

from monitor.demo.typesetting import Piece, rss
from tests.extraction.goldens import HERE
from tests.extraction.real import real_pages

HOSTS = 20
PAGES_OF_A_HOST = 10
PAGES = HOSTS * PAGES_OF_A_HOST
NAMED_IN = 20
"""One page in so many names a watch."""

SENTENCE = (
    "<p>Officers of the Quds Force were seen at the crossing on Monday, two drivers said.</p>"
)


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses of one host in one round: every round has its own, with the same pages."""

    feed: str
    pages: list[str]


@contextmanager
def served() -> Iterator[tuple[Callable[[int], list[Site]], int]]:
    """The sites of each round, and the process that serves them, as long as the block lasts."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    addresses = ours.recv()
    assert server.pid

    def sites_of(number: int) -> list[Site]:
        return [
            Site(f"{address}/{number}/feed.xml", [f"{address}{path}" for path in _paths(number)])
            for address in addresses
        ]

    try:
        yield sites_of, server.pid
    finally:
        server.kill()
        server.join()


def _paths(number: int) -> list[str]:
    return [f"/{number}/2026/03/story-{page}.html" for page in range(PAGES_OF_A_HOST)]


def _serve(pipe: Connection) -> None:
    asyncio.run(_stay(pipe))


async def _stay(pipe: Connection) -> None:
    bodies = [gzip.compress(html.encode(), 6) for html in _pages()]
    app = web.Application()
    app.router.add_get("/{round}/feed.xml", _feed)
    app.router.add_get("/{round}/2026/03/story-{page}.html", lambda request: _page(request, bodies))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for number in range(HOSTS):
        try:
            await web.TCPSite(runner, f"127.0.1.{number + 1}", 0).start()
        except OSError:  # a machine with one loopback address: ports of it, then
            await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send([f"http://{host}:{port}" for host, port in runner.addresses])
    await asyncio.Event().wait()


def _pages() -> list[str]:
    own = [
        path.read_text(encoding="utf-8") for path in sorted((HERE / "pages").glob("*_news.html"))
    ]
    pages = [real.html for real in real_pages()] or own
    return [
        page.replace("</p>", f"</p>{SENTENCE}", 9) if number % NAMED_IN == 0 else page
        for number, page in enumerate(pages)
    ]


async def _feed(request: web.Request) -> web.Response:
    number = int(request.match_info["round"])
    if request.headers.get("If-None-Match") == f'"{number}"':
        return web.Response(status=304, headers={"ETag": f'"{number}"'})
    published = datetime.now(UTC) - timedelta(hours=1)
    pieces = [Piece(path, path, ("A standfirst.",), published) for path in _paths(number)]
    text = rss(pieces, outlet="Site", address=f"http://{request.host}", language="en")
    return web.Response(
        text=text, content_type="application/rss+xml", headers={"ETag": f'"{number}"'}
    )


async def _page(request: web.Request, bodies: list[bytes]) -> web.Response:
    place = sum(map(ord, request.host)) * PAGES_OF_A_HOST + int(request.match_info["page"])
    return web.Response(
        body=bodies[place % len(bodies)],
        headers={"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"},
    )
