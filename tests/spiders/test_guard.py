"""No address that is not public is reached, however it is written."""

import socket

import pytest

from monitor.demo.newspaper import Newspaper, Outlet, redirect
from monitor.model import Source
from spiders.guard import Guard, PrivateAddressError
from tests.spiders.builders import FakeDesk, crawling, piece, source_of

WAYS_IN = [
    "127.0.0.31",
    "127.1.2.3",
    "127.31",
    "2130706463",
    "0x7f00001f",
    "0x7f.0.0.0x1f",
    "0177.0.0.037",
    "017700000037",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "0.0.0.0",
    "0",
    "[::1]",
    "[::ffff:127.0.0.31]",
    "[::ffff:7f00:1f]",
    "[::127.0.0.31]",
    "[64:ff9b::7f00:1f]",
    "[2002:7f00:1f::]",
    "127.0.0.31.",
    "user@127.0.0.31",
]

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "fc00::1",
    "fe80::1%eth0",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not Guard().admits(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_is_admitted(address: str) -> None:
    assert Guard().admits(address)


def test_a_network_that_was_opened_is_admitted_and_its_neighbours_are_not() -> None:
    guard = Guard.opening(["10.1.0.0/16", "fd00::/8"])

    assert guard.admits("10.1.2.3")
    assert guard.admits("::ffff:10.1.2.3")
    assert guard.admits("fd00::5")
    assert not guard.admits("10.2.0.1")
    assert not guard.admits("fc00::5")


def test_no_socket_is_opened_to_a_private_address() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))

    with pytest.raises(PrivateAddressError):
        Guard().open_socket(info)


async def test_no_way_of_writing_it_reaches_a_private_host(outlet: Outlet) -> None:
    desk = FakeDesk()

    async with crawling(desk, allow_networks=(), robots=False) as crawl:
        for way in WAYS_IN:
            await crawl.look(Source(way, f"http://{way}:{outlet.port}/feed.xml"))

    assert outlet.visits == []
    assert len(desk.looks) == len(WAYS_IN)
    assert not any(look.is_good for look in desk.looks)


async def test_a_redirect_does_not_lead_inside(newspaper: Newspaper, outlet: Outlet) -> None:
    inside = await newspaper.add_outlet("127.0.0.33", "Inside")
    outlet.publish(piece(1))
    outlet.fail("/news/1.html", redirect(f"{inside.address}/secret"))
    desk = FakeDesk()

    async with crawling(desk, allow_networks=(f"{outlet.host}/32",)) as crawl:
        await crawl.look(source_of(outlet))

    assert inside.visits == []
    assert desk.notes() == [
        f"page: {inside.host}:{inside.port} is a private address; "
        "`crawl.allow_networks` opens a network"
    ]


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://127.0.0.31/x", "data:text/html,<p>x", "gopher://x/"]
)
async def test_other_schemes_are_no_addresses(url: str) -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(Source("odd", url))

    assert not polled.is_good
    assert "no address that can be fetched" in polled.reason
