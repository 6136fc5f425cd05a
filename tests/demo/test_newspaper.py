"""The newspaper behaves like the sites it stands for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from monitor.demo.articles import DESKS, FICTION, print_edition
from monitor.demo.newspaper import Fault, Newspaper, Outlet, redirect
from monitor.extraction.feeds import read_feed
from monitor.extraction.pages import read_page
from monitor.model import Page, Precision, Tier
from tests.spiders.builders import NOON, piece


@pytest.fixture
async def outlet(newspaper: Newspaper) -> Outlet:
    return await newspaper.add_outlet("127.0.0.41", "Outlet")


@pytest.fixture
async def reader() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_outlets_are_hosts_of_their_own_on_one_port(
    newspaper: Newspaper, outlet: Outlet, reader: aiohttp.ClientSession
) -> None:
    other = await newspaper.add_outlet("127.0.0.42", "Other")
    outlet.publish(piece(1))

    assert (await reader.get(f"{outlet.address}/news/1.html")).status == 200
    assert (await reader.get(f"{other.address}/news/1.html")).status == 404
    assert outlet.port == other.port
    assert outlet.paths() == other.paths() == ["/news/1.html"]


async def test_a_feed_that_has_not_changed_is_not_sent_again(
    outlet: Outlet, reader: aiohttp.ClientSession
) -> None:
    outlet.publish(piece(1))
    etag = (await reader.get(outlet.feed_url)).headers["ETag"]

    again = await reader.get(outlet.feed_url, headers={"If-None-Match": etag})
    outlet.publish(piece(2))
    changed = await reader.get(outlet.feed_url, headers={"If-None-Match": etag})

    assert (again.status, changed.status) == (304, 200)


async def test_faults_come_as_often_as_told_and_then_heal(
    outlet: Outlet, reader: aiohttp.ClientSession
) -> None:
    outlet.publish(piece(1))
    url = f"{outlet.address}/news/1.html"

    outlet.fail("/news/1.html", Fault(status=503, times=2))
    assert [(await reader.get(url)).status for _ in range(3)] == [503, 503, 200]

    outlet.fail("/news/1.html", redirect("/feed.xml"))
    assert (await reader.get(url)).url.path == "/feed.xml"

    outlet.heal("/news/1.html")
    assert (await reader.get(url)).url.path == "/news/1.html"


@pytest.mark.parametrize("cut", ["before", "within"])
async def test_an_answer_may_be_cut_off(
    outlet: Outlet, reader: aiohttp.ClientSession, cut: str
) -> None:
    outlet.publish(piece(1))
    outlet.fail("/news/1.html", Fault(cut=cut))  # type: ignore[arg-type]

    with pytest.raises(aiohttp.ClientError):
        await (await reader.get(f"{outlet.address}/news/1.html")).read()


@pytest.mark.parametrize("kind", ["rss", "atom"])
async def test_feeds_and_pages_are_read_by_our_readers(
    newspaper: Newspaper, reader: aiohttp.ClientSession, kind: str
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.43", "Outlet", feed_kind=kind)  # type: ignore[arg-type]
    url = outlet.publish(piece(1, title="Loaves & fishes: 3 < 5"))

    answer = await reader.get(outlet.feed_url)
    feed = read_feed(
        await answer.read(), content_type=answer.content_type, url=outlet.feed_url, source_id="s"
    )
    body = await (await reader.get(url)).read()
    article = read_page(Page("s", url, body, "text/html; charset=utf-8", NOON), tier=Tier.QUICK)

    assert [(entry.url, entry.title) for entry in feed.entries] == [(url, "Loaves & fishes: 3 < 5")]
    assert feed.entries[0].published_at == article.published_at == piece(1).published_at
    assert article.precision is Precision.MINUTE
    assert "The beginning of piece 1." in article.text


async def test_the_demo_edition_is_fresh_and_says_that_it_is_fiction(newspaper: Newspaper) -> None:
    now = datetime.now(UTC)

    outlets = await print_edition(newspaper, now=now)

    assert len({outlet.host for outlet in outlets}) == len(DESKS)
    for outlet in outlets:
        dates = [printed.published_at for printed in outlet.pieces]
        assert dates == sorted(dates, reverse=True)
        assert all(now - timedelta(hours=1) < date < now for date in dates)
        for printed in outlet.pieces:
            assert printed.paragraphs[-1] == FICTION[outlet.language]


async def test_without_addresses_of_their_own_outlets_get_ports_of_their_own(
    newspaper: Newspaper, outlet: Outlet, reader: aiohttp.ClientSession
) -> None:
    nowhere = await newspaper.add_outlet("192.0.2.1", "Nowhere")  # TEST-NET: nobody has it
    nowhere.publish(piece(1))

    assert nowhere.host == "127.0.0.1"
    assert nowhere.port != outlet.port
    assert (await reader.get(f"{nowhere.address}/news/1.html")).status == 200
