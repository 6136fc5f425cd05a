"""Pages that scripts write, and the proxy that keeps the browser out of private networks."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from importlib.util import find_spec

import pytest

from monitor.demo.newspaper import Fault, Outlet, redirect
from monitor.model import SourceCondition, SourceKind
from spiders.browser import HOW_TO_INSTALL, system_browser
from spiders.proxy import USER, GuardedProxy
from tests.spiders.builders import FakeDesk, crawling, piece, source_of

rendering = pytest.mark.skipif(
    find_spec("playwright") is None or system_browser() is None,
    reason='the optional browser is not installed: pip install "tocsin[render]"',
)


def _written_by_script(outlet: Outlet, *numbers: int) -> str:
    """A page whose links are written by a script. Returns its address."""
    links = [[f"/2026/03/story-of-the-day-{n}.html", f"What was said on day {n}"] for n in numbers]
    script = (
        "<!doctype html><html><head><title>Front</title></head><body><div id=root></div><script>"
        f"for (const [to, title] of {links}) {{ const link = document.createElement('a');"
        "link.href = to; link.textContent = title;"
        "document.getElementById('root').appendChild(document.createElement('h3'))"
        ".appendChild(link); }</script></body></html>"
    )
    outlet.files["/front"] = (script.encode(), "text/html")
    for number in numbers:
        outlet.publish(piece(number, path=f"/2026/03/story-of-the-day-{number}.html"))
    return outlet.address + "/front"


@rendering
async def test_what_a_script_writes_is_read_by_all_manners_of_the_crawl(outlet: Outlet) -> None:
    url = _written_by_script(outlet, 3, 2, 1)
    outlet.robots = "User-agent: *\nDisallow: /2026/03/story-of-the-day-2\n"
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet, url=url, render=True))

    assert (polled.condition, polled.kind) == (SourceCondition.OK, SourceKind.LISTING)
    assert desk.titles() == [f"What was said on day {number}" for number in (1, 2, 3)]
    assert [page is not None for _, page, _ in desk.taken] == [True, False, True]
    assert outlet.paths()[0] == "/front"
    assert not any("day-2" in path for path in outlet.paths())
    assert all(visit.headers["User-Agent"] == "Tocsin/1.0" for visit in outlet.visits)


@rendering
async def test_a_page_that_leads_elsewhere_is_followed_only_where_robots_txt_lets_it(
    outlet: Outlet, other: Outlet
) -> None:
    _written_by_script(outlet, 1, 2, 3)
    outlet.fail("/moved", redirect(f"{outlet.address}/front"))
    other.robots = "User-agent: *\nDisallow: /\n"
    outlet.fail("/away", redirect(f"{other.address}/front"))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        moved = await crawl.look(source_of(outlet, url=f"{outlet.address}/moved", render=True))
        away = await crawl.look(
            source_of(outlet, id="a", url=f"{outlet.address}/away", render=True)
        )

    assert moved.condition is SourceCondition.OK
    assert away.condition is SourceCondition.DISALLOWED


@rendering
async def test_the_browser_reaches_no_private_network(outlet: Outlet) -> None:
    url = _written_by_script(outlet, 1, 2, 3)
    desk = FakeDesk()

    async with crawling(desk, allow_networks=(), robots=False) as crawl:
        polled = await crawl.look(source_of(outlet, url=url, render=True))

    assert not polled.is_good
    assert outlet.visits == []


@rendering
async def test_a_page_that_never_ends_is_cut_off(outlet: Outlet) -> None:
    outlet.fail("/front", Fault(delay=60))
    desk = FakeDesk()

    async with crawling(desk, timeout=timedelta(seconds=3)) as crawl:
        polled = await crawl.look(source_of(outlet, url=f"{outlet.address}/front", render=True))

    assert polled.condition is SourceCondition.UNREACHABLE
    assert polled.reason == "timed out after 3 s"


@pytest.mark.skipif(find_spec("playwright") is not None, reason="the browser is installed")
async def test_where_there_is_no_browser_the_reason_says_what_to_install(outlet: Outlet) -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet, url=f"{outlet.address}/front", render=True))

    assert polled.reason == HOW_TO_INSTALL
    assert outlet.paths() == []


# --- The proxy -----------------------------------------------------------------------------------


@pytest.fixture
async def proxy() -> AsyncIterator[GuardedProxy]:
    async with GuardedProxy(["127.0.0.0/8"]) as opened:
        yield opened


async def _asked(proxy: GuardedProxy, request: str, *, password: str | None = None) -> bytes:
    """What the proxy answers to these lines."""
    token = base64.b64encode(f"{USER}:{password or proxy.password}".encode()).decode()
    host, port = proxy.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"{request}\r\nProxy-Authorization: Basic {token}\r\n\r\n".encode())
    answer = await reader.read(100_000)
    writer.close()
    return answer


async def test_the_proxy_brings_a_page_and_keeps_its_own_headers(
    proxy: GuardedProxy, outlet: Outlet
) -> None:
    outlet.files["/x"] = (b"A page.", "text/plain")

    answer = await _asked(proxy, f"GET {outlet.address}/x?a=1#b HTTP/1.1\r\nHost: {outlet.host}")

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"A page.")
    assert outlet.paths() == ["/x?a=1"]
    assert "Proxy-Authorization" not in outlet.visits[0].headers


@pytest.mark.parametrize("way", ["127.0.0.31", "localhost", "[::1]", "2130706433", "0x7f000001"])
async def test_the_proxy_connects_to_no_private_address_however_it_is_written(way: str) -> None:
    async with GuardedProxy([]) as proxy:
        tunnel = await _asked(proxy, f"CONNECT {way}:80 HTTP/1.1")
        plain = await _asked(proxy, f"GET http://{way}/ HTTP/1.1\r\nHost: x")

    assert tunnel.startswith(b"HTTP/1.1 502")
    assert plain.startswith(b"HTTP/1.1 502")


async def test_who_does_not_know_the_password_gets_nothing(
    proxy: GuardedProxy, outlet: Outlet
) -> None:
    answer = await _asked(proxy, f"GET {outlet.address}/ HTTP/1.1", password="wrong")

    assert answer.startswith(b"HTTP/1.1 407")
    assert outlet.visits == []


@pytest.mark.parametrize("lines", ["", "GET", "GET / HTTP/1.1", "CONNECT x:y HTTP/1.1", "\x00"])
async def test_a_request_that_is_none_ends_the_connection_and_not_the_proxy(
    proxy: GuardedProxy, outlet: Outlet, lines: str
) -> None:
    await _asked(proxy, lines)

    answer = await _asked(proxy, f"GET {outlet.address}/x HTTP/1.1\r\nHost: {outlet.host}")
    assert answer.startswith(b"HTTP/1.1 404")
