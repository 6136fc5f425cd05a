"""What a source lists: found out from the answer, and never a wall taken for a list."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.demo.newspaper import Outlet
from monitor.model import Source, SourceCondition, SourceKind, SourceState
from spiders.lists import may_be_page
from tests.spiders.builders import NOON, FakeDesk, crawling, piece, source_of


def _front_page(outlet: Outlet, *numbers: int) -> str:
    """A page that links to the pieces. Returns its address."""
    cards = "".join(
        f'<div class="card"><h3><a href="/2026/03/story-of-the-day-{number}.html">'
        f"What the council said on day {number}</a></h3></div>"
        for number in numbers
    )
    html = f"<!doctype html><title>The front</title><nav><a href=/sport>Sport</a></nav>{cards}"
    outlet.files["/front"] = (html.encode(), "text/html; charset=utf-8")
    for number in numbers:
        outlet.publish(piece(number, path=f"/2026/03/story-of-the-day-{number}.html"))
    return outlet.address + "/front"


async def test_a_page_of_links_is_read_like_a_feed(outlet: Outlet) -> None:
    source = source_of(outlet, url=_front_page(outlet, 3, 2, 1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        first = await crawl.look(source)
        second = await crawl.look(source)
        _front_page(outlet, 4, 3, 2, 1)
        third = await crawl.look(source)

    assert first.kind is SourceKind.LISTING
    assert [look.condition for look in (first, second, third)] == [
        SourceCondition.OK,
        SourceCondition.UNCHANGED,
        SourceCondition.OK,
    ]
    assert desk.titles() == [f"What the council said on day {number}" for number in (1, 2, 3, 4)]
    assert all(page for _, page, _ in desk.taken)


async def test_a_selector_chooses_the_links(outlet: Outlet) -> None:
    html = '<!doctype html><p><a href="/news/1.html">One</a></p><h2><a href="/x">X</a></h2>'
    outlet.files["/front"] = (html.encode(), "text/html")
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet, url=f"{outlet.address}/front", links="p a"))

    assert desk.titles() == ["One"]


async def test_a_listing_on_which_no_article_is_found_is_a_failure(outlet: Outlet) -> None:
    outlet.files["/front"] = (b"<!doctype html><title>Soon</title>", "text/html")
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(
            source_of(outlet, url=f"{outlet.address}/front", kind=SourceKind.LISTING)
        )

    assert polled.condition is SourceCondition.PARSE_ERROR
    assert "'Soon', not a feed, and none of its links" in polled.reason


async def test_a_feed_that_turns_into_a_page_is_a_failure_not_a_listing(outlet: Outlet) -> None:
    source = source_of(outlet, url=_front_page(outlet, 3, 2, 1))
    desk = FakeDesk()
    desk.states[source.id] = SourceState(
        source.id, url=source.url, kind=SourceKind.FEED, first_good_at=NOON
    )

    async with crawling(desk) as crawl:
        polled = await crawl.look(source)

    assert polled.condition is SourceCondition.PARSE_ERROR
    assert polled.reason == "an HTML page titled 'The front', not a feed"


async def test_a_page_in_place_of_a_feed_says_where_its_feed_is(outlet: Outlet) -> None:
    html = (
        b"<!doctype html><title>Home</title>"
        b"<link rel='alternate' type='application/rss+xml' href='/news.rss'>"
    )
    outlet.files["/feed"] = (html, "text/html")
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet, url=f"{outlet.address}/feed"))

    assert polled.condition is SourceCondition.PARSE_ERROR
    assert polled.reason == (
        "an HTML page titled 'Home', not a feed;"
        f" the page names {outlet.address}/news.rss as its feed"
    )


_NEW = SourceState("s")
_FED = SourceState("s", url="http://s.example/", kind=SourceKind.FEED, first_good_at=NOON)


@pytest.mark.parametrize(
    ("fields", "state", "may_be"),
    [
        ({}, _NEW, True),
        ({}, _FED, False),
        ({}, replace(_FED, kind=None), False),  # read before kinds were remembered
        ({}, replace(_FED, kind=SourceKind.LISTING), True),
        ({}, replace(_FED, url="http://before.example/"), True),
        ({"url": "http://s.example/rss.xml"}, _NEW, False),
        ({"url": "http://s.example/news/feed/"}, _NEW, False),
        ({"url": "http://s.example/feedback"}, _NEW, True),
        ({"links": "a"}, _FED, True),
        ({"kind": SourceKind.LISTING}, _FED, True),
        ({"kind": SourceKind.FEED}, _NEW, False),
        ({"kind": SourceKind.SITEMAP, "links": "a"}, _NEW, False),
    ],
)
def test_a_page_may_be_a_list_where_it_was_said_or_was_so_or_nothing_is_known(
    fields: dict[str, Any], state: SourceState, may_be: bool
) -> None:
    source = replace(Source("s", "http://s.example/"), **fields)

    assert may_be_page(source, state) is may_be


def _sitemap(outlet: Outlet, path: str, *numbers: int) -> None:
    urls = "".join(
        f"<url><loc>{outlet.address}/news/{number}.html</loc><n:news><n:title>Piece {number}"
        f"</n:title><n:publication_date>2026-03-02T12:0{number}:00Z</n:publication_date></n:news></url>"
        for number in numbers
    )
    outlet.files[path] = (f"<urlset {NAMESPACES}>{urls}</urlset>".encode(), "application/xml")


NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
)


def _index(outlet: Outlet, **changed: str) -> str:
    """An index of sitemaps, with the day of each one's change. Returns its address."""
    listed = "".join(
        f"<sitemap><loc>{outlet.address}/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in changed.items()
    )
    body = f"<sitemapindex {NAMESPACES}>{listed}</sitemapindex>"
    outlet.files["/index.xml"] = (body.encode(), "application/xml")
    return outlet.address + "/index.xml"


async def test_of_a_list_of_sitemaps_the_newest_are_read(outlet: Outlet) -> None:
    days = {"old": "2020-01-01", "b": "2026-03-01", "c": "2026-03-02", "google-news": "2019-01-01"}
    for number, name in enumerate(days):
        _sitemap(outlet, f"/{name}.xml", number)
        outlet.publish(piece(number))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet, url=_index(outlet, **days)))

    assert outlet.paths()[:4] == ["/index.xml", "/google-news.xml", "/c.xml", "/b.xml"]
    assert (polled.kind, polled.entries, polled.etag) == (SourceKind.SITEMAP, 3, None)
    assert desk.titles() == ["Piece 1", "Piece 2", "Piece 3"]


async def test_a_sitemap_that_cannot_be_had_does_not_hide_the_others(outlet: Outlet) -> None:
    _sitemap(outlet, "/a.xml", 1)
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        some = await crawl.look(source_of(outlet, url=_index(outlet, gone="", a="")))
        none = await crawl.look(source_of(outlet, id="none", url=_index(outlet, gone="")))

    assert (some.condition, some.entries) == (SourceCondition.OK, 1)
    assert (none.condition, none.reason) == (SourceCondition.SERVER_ERROR, "answered 404")
