"""One address, fetched for a person."""

import gzip

import pytest

from monitor.demo.newspaper import Fault, Outlet, redirect
from monitor.errors import TocsinError, UsageError, WorldError
from monitor.model import Settings
from spiders.fetching import fetch
from tests.spiders.builders import HANGS, Silence, manners, piece

BOMB = gzip.compress(b"<html>" + b"x" * 10_000_000)


async def test_the_page_comes_as_it_is_after_redirects(outlet: Outlet) -> None:
    url = outlet.publish(piece(1))
    outlet.fail("/short", redirect("/news/1.html"))

    page = await fetch(f"{outlet.address}/short", manners())

    assert page.url == url
    assert b"The beginning of piece 1" in page.body
    assert page.content_type.startswith("text/html")
    assert outlet.visits[0].headers["User-Agent"] == "Tocsin/1.0"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=404), "answered 404"),
        (HANGS, "timed out after 60 s"),
        (Fault(cut="before"), "broke off its answer"),
        (Fault(cut="within"), "broke off its answer"),
        (Fault(body=b"x" * 100_001), "larger than `crawl.max_page` allows"),
        (Fault(body=BOMB, headers={"Content-Encoding": "gzip"}), "larger than"),
        (redirect("/news/1.html"), "redirects without end"),
        (redirect("file:///etc/hostname"), "no address that can be fetched"),
        (redirect("http://169.254.169.254/latest"), "169.254.169.254:80 is a private address"),
        (redirect("http://localhost:9/"), "connection refused by localhost:9"),
    ],
)
async def test_what_cannot_be_fetched_is_one_sentence(
    outlet: Outlet, fault: Fault, reason: str
) -> None:
    url = outlet.publish(piece(1))
    outlet.faults = Silence({"/news/1.html": fault})
    settings = manners(max_page=100_000, allow_networks=("127.0.0.0/8", "::1/128"))

    with pytest.raises(WorldError, match=reason):
        await fetch(url, settings)


@pytest.mark.parametrize(
    ("url", "kind", "reason"),
    [
        ("http://nosuch.invalid/", WorldError, r"nosuch\.invalid"),
        ("http://a..b/", WorldError, "no address"),
        ("file:///etc/hostname", UsageError, "no http address"),
        ("news.example", UsageError, "no http address"),
    ],
)
async def test_what_is_no_address_is_said_to_be_none(
    url: str, kind: type[TocsinError], reason: str
) -> None:
    with pytest.raises(kind, match=reason):
        await fetch(url, manners())


async def test_nothing_private_is_reached(outlet: Outlet) -> None:
    for host in ("127.0.0.31", "0x7f00001f", "[::ffff:127.0.0.31]", "localhost"):
        with pytest.raises(WorldError):
            await fetch(f"http://{host}:{outlet.port}/feed.xml", Settings())

    assert outlet.visits == []
