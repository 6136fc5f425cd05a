"""Sites that need code: what each makes of an answer of its own, and what any may declare."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.demo.newspaper import Outlet
from monitor.errors import ExtractionError
from monitor.extraction.feeds import feed_of
from monitor.extraction.pages import read_page
from monitor.model import Page, Tier
from spiders.site import Site
from spiders.sites import all_sites, site_of
from tests.extraction.builders import FETCHED, PARAGRAPH
from tests.extraction.goldens import assert_golden, fields
from tests.spiders.builders import FakeDesk, crawling, piece, source_of

FOLDER = Path(__file__).parent / "sites"
ADDRESSES = {
    "WordPress": "https://www.harbourpost.example/wp-json/wp/v2/posts?per_page=20",
    "ReliefWeb": "https://api.reliefweb.int/v2/reports?appname=x&limit=50",
}
LISTS = [site for site in all_sites() if site.entries]


def _answer(body: bytes, *, url: str = "https://x.example/", kind: str = "text/html") -> Page:
    return Page("s", url, body, kind, fetched_at=FETCHED)


def _fixture(site: Site) -> Path:
    (found,) = [
        path for path in FOLDER.glob(f"{site.name.casefold()}.*") if ".golden." not in path.name
    ]
    return found


@pytest.mark.parametrize("site", LISTS, ids=lambda site: site.name)
def test_what_a_site_lists_is_read(site: Site) -> None:
    url = ADDRESSES[site.name]
    assert site.entries
    assert site_of(url) is site

    feed = feed_of(
        site.entries(_answer(_fixture(site).read_bytes(), url=url)), url=url, source_id="s"
    )

    listed = [fields(entry, without={"source_id"}) for entry in feed.entries]
    assert_golden(listed, FOLDER / f"{site.name.casefold()}.golden.json")


@pytest.mark.parametrize("site", LISTS, ids=lambda site: site.name)
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b"null", b'{"message": "no route"}', b"\xff"]
)
def test_an_answer_that_is_no_list_is_our_own_error(site: Site, body: bytes) -> None:
    assert site.entries
    with pytest.raises(ExtractionError):
        site.entries(_answer(body))


@pytest.mark.parametrize("site", all_sites(), ids=lambda site: site.name)
def test_every_site_has_an_answer_of_its_own_that_it_is_tried_on(site: Site) -> None:
    assert _fixture(site)
    assert site.hosts or site.path


HARBOUR = Site(
    name="Harbour Post",
    hosts=("harbourpost.example",),
    article="div.story, div.story p",
    without=".ad",
    date="span.when",
)

STORY = f"""<!doctype html><html><head><title>Ferry sails</title></head><body>
<p>Most read: {PARAGRAPH}</p>
<div class="story"><h1>Ferry sails</h1><span class="when" title="2026-11-20T08:30:00Z">Friday</span>
<p>{PARAGRAPH}</p>And so on.<div class="ad"><p>Buy this. {PARAGRAPH}</p></div> The end.</div>
<p>Related: {PARAGRAPH}</p></body></html>"""


@pytest.mark.parametrize("tier", list(Tier)[:2])
def test_of_a_trimmed_page_only_the_article_and_its_date_are_read(tier: Tier) -> None:
    page = HARBOUR.trimmed(_answer(STORY.encode(), url="https://m.harbourpost.example/x"))

    article = read_page(page, tier=tier)

    assert PARAGRAPH in article.text
    assert not {"Most", "Buy", "Related"} & set(article.text.split())
    assert str(article.published_at) == "2026-11-20 08:30:00+00:00"


def test_a_selector_that_finds_nothing_leaves_the_page_and_is_logged() -> None:
    page = _answer(b"<html><head></head><body><p>Rebuilt</p></body></html>")

    with capture_logs() as logged:
        trimmed = HARBOUR.trimmed(page)

    assert b"<p>Rebuilt</p>" in trimmed.body
    assert [one["selector"] for one in logged] == ["div.story, div.story p", "span.when"]


@pytest.mark.parametrize("body", [b"", b"\0", b"\xff\xfe", b"<p", b"<div class=story>" * 9999])
def test_whatever_the_bytes_are_trimming_raises_nothing(body: bytes) -> None:
    assert isinstance(HARBOUR.trimmed(_answer(body)), Page)


@pytest.mark.parametrize(
    ("url", "serves"),
    [
        ("https://harbourpost.example/a", True),
        ("https://www.harbourpost.example/a", True),
        ("https://notharbourpost.example/a", False),
        ("https://harbourpost.example.evil.example/a", False),
        ("http://[broken/", False),
    ],
)
def test_a_site_serves_its_hosts_and_what_is_below_them(url: str, serves: bool) -> None:
    assert HARBOUR.serves(url) is serves


def test_a_site_may_serve_some_paths_only() -> None:
    news = replace(HARBOUR, hosts=(), path=r"^/news/")

    assert news.serves("https://any.example/news/1")
    assert not news.serves("https://any.example/sport/1")


async def test_a_source_is_looked_at_by_the_code_of_its_site(outlet: Outlet) -> None:
    posts = (FOLDER / "wordpress.json").read_text(encoding="utf-8")
    posts = posts.replace("https://www.harbourpost.example", outlet.address)
    outlet.files["/wp-json/wp/v2/posts"] = (posts.encode(), "application/json")
    outlet.publish(piece(1, path="/2026/11/convoy-reaches-the-crossing/"))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet, url=f"{outlet.address}/wp-json/wp/v2/posts"))

    assert polled.entries == 2
    assert desk.titles() == ["For members", "Convoy reaches the crossing – after a week"]
    assert [page is not None for _, page, _ in desk.taken] == [False, True]
