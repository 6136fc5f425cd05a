"""The page that a source is the list of, and what it links to."""

from typing import Any

import pytest

from monitor.demo.newspaper import Newspaper
from monitor.model import Feed, FeedEntry, SourceKind
from spiders.answers import Missed
from spiders.beside import linked_articles, page_beside
from spiders.lists import Listed
from tests.spiders.builders import FakeDesk, crawling

SITE = "https://gazette.example"
ENTRY = FeedEntry("gazette", "1", f"{SITE}/world/1.html", "A bridge is opened")


def listed(kind: SourceKind = SourceKind.FEED, **feed: Any) -> Listed:
    return Listed(Feed(**{"title": "Gazette", "entries": (ENTRY,), **feed}), kind)


@pytest.mark.parametrize(
    ("found", "page"),
    [
        (listed(site_url=f"{SITE}/world"), f"{SITE}/world"),
        (listed(site_url="https://cms.example/"), f"{SITE}/"),
        (listed(), f"{SITE}/"),
        (listed(SourceKind.SITEMAP, site_url=f"{SITE}/sitemap.xml"), f"{SITE}/"),
        (listed(SourceKind.LISTING, site_url=f"{SITE}/world"), None),
        (listed(entries=(), site_url=f"{SITE}/world"), None),
    ],
    ids=["as it says", "of who made it", "front page", "sitemap", "a page itself", "empty"],
)
def test_a_list_is_of_the_page_it_names_or_of_the_front_page(
    found: Listed, page: str | None
) -> None:
    assert page_beside(found) == page


async def test_the_articles_a_page_links_to_or_why_there_are_none(newspaper: Newspaper) -> None:
    outlet = await newspaper.add_outlet("127.0.0.48", "The Outlet")
    paths = [f"/2026/03/02/bridge-{number}-is-opened-to-all.html" for number in range(3)]
    links = "".join(f'<h3><a href="{path}">A bridge is opened to all</a></h3>' for path in paths)
    outlet.files["/"] = (f"<!doctype html><main>{links}</main>".encode(), "text/html")
    outlet.files["/about"] = (b"<!doctype html><p>We are a newspaper.", "text/html")
    outlet.files["/data"] = (b"{}", "application/json")

    async with crawling(FakeDesk()) as crawl:
        found = await linked_articles(crawl.fetch, outlet.address + "/", "outlet")
        without = [
            await linked_articles(crawl.fetch, outlet.address + path, "outlet")
            for path in ("/about", "/data", "/nowhere")
        ]

    assert found == [outlet.address + path for path in paths]
    assert all(isinstance(one, Missed) for one in without)
