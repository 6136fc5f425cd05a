"""Sites on loopback for the benchmarks, served by a process of their own."""

import asyncio
import gzip
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from multiprocessing.connection import Connection

from aiohttp import web

from monitor.config import load_watchlist
from monitor.config.starter import starter_folder
from monitor.demo.typesetting import Piece, rss
from monitor.extraction.documents import read_document
from monitor.extraction.pages import everything_on
from monitor.matching import Matcher
from monitor.model import Page, Passage
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
    hosts: dict[str, int] = {}
    app = web.Application()
    app.router.add_get("/{round}/feed.xml", _feed)
    app.router.add_get(
        "/{round}/2026/03/story-{page}.html", lambda request: _page(request, hosts, bodies)
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for number in range(HOSTS):
        try:
            await web.TCPSite(runner, f"127.0.1.{number + 1}", 0).start()
        except OSError:  # a machine with one loopback address: ports of it, then
            await web.TCPSite(runner, "127.0.0.1", 0).start()
    hosts |= {f"{host}:{port}": number for number, (host, port) in enumerate(runner.addresses)}
    pipe.send([f"http://{host}" for host in hosts])
    await asyncio.Event().wait()


def _pages() -> list[str]:
    """As many pages as a round fetches, of which one in so many names a watch and no other does."""
    own = [
        path.read_text(encoding="utf-8") for path in sorted((HERE / "pages").glob("*_news.html"))
    ]
    pages = [real.html for real in real_pages()] or own
    matcher = Matcher(load_watchlist(starter_folder() / "watchlist.yaml"))
    plain = cycle([page for page in pages if not _names_a_watch(page, matcher)])
    return [
        page.replace("</p>", f"</p>{SENTENCE}", 9) if number % NAMED_IN == 0 else page
        for number, page in enumerate(islice(plain, PAGES))
    ]


def _names_a_watch(html: str, matcher: Matcher) -> bool:
    page = Page(
        "", "http://127.0.0.1/", html.encode(), "text/html; charset=utf-8", datetime.now(UTC)
    )
    found = matcher.judge(Passage(everything_on(read_document(page))))
    return bool(found.matches or found.suppressed)


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


async def _page(request: web.Request, hosts: dict[str, int], bodies: list[bytes]) -> web.Response:
    return web.Response(
        body=bodies[hosts[request.host] * PAGES_OF_A_HOST + int(request.match_info["page"])],
        headers={"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8"},
    )
