"""Pages that list articles: which links are taken, and what stands by them."""

from pathlib import Path

import pytest

from monitor.errors import ExtractionError
from monitor.extraction.addresses import known_by
from monitor.extraction.listings import read_listing
from monitor.model import Feed
from tests.extraction.goldens import HERE, assert_golden, fields

URL = "https://www.harbourpost.example/news"
LISTS = sorted(path.with_suffix("").stem for path in (HERE / "listings").glob("*.golden.json"))


def _listing(html: str | bytes, *, links: str | None = None, url: str = URL) -> Feed:
    body = html.encode() if isinstance(html, str) else html
    return read_listing(body, content_type="text/html", url=url, source_id="s", links=links)


def _fixture(name: str) -> Path:
    return HERE / "listings" / f"{name}.html"


@pytest.mark.parametrize("name", [Path(one).stem for one in LISTS])
def test_the_articles_of_a_page_and_nothing_else_are_its_entries(name: str) -> None:
    listed = _listing(_fixture(name).read_bytes())

    kept = {"source_id", "language", "authors"}
    found = [fields(entry, without=kept) for entry in listed.entries]
    assert_golden(
        {"title": listed.title, "entries": found}, _fixture(name).with_suffix(".golden.json")
    )


def test_a_page_without_articles_says_so_by_its_title() -> None:
    with pytest.raises(ExtractionError, match="'About the Harbour Post', not a feed, and none"):
        _listing(_fixture("about").read_bytes())


def test_a_page_whose_links_are_written_by_scripts_says_what_to_set() -> None:
    with pytest.raises(ExtractionError, match=r"titled 'Tide' without links.*`render: true`"):
        _listing(_fixture("script_only").read_bytes())


@pytest.mark.parametrize("selector", ["h3 a", "h3", ".card", "a.more"])
def test_a_selector_may_name_the_links_or_what_is_in_them_or_around(selector: str) -> None:
    html = '<div class="card"><h3><a class="more" href="/x">X</a></h3></div><a href="/y">Why</a>'

    assert [entry.url for entry in _listing(html, links=selector).entries] == [
        "https://www.harbourpost.example/x"
    ]


def test_a_selector_is_taken_at_its_word_also_for_links_to_other_sites() -> None:
    html = (
        '<p><a href="https://else.example/a?utm_source=x">A</a><a href="ftp://x.example/">F</a></p>'
    )

    (entry,) = _listing(html, links="p a").entries

    assert entry.url == "https://else.example/a?utm_source=x"
    assert entry.key == "https://else.example/a"


def test_a_selector_that_selects_nothing_is_told() -> None:
    with pytest.raises(ExtractionError, match="on which `links: article a` selects no link"):
        _listing("<html><title>T</title><a href=/x>X</a>", links="article a")


def test_an_article_is_known_by_its_address_wherever_on_the_page_it_is_linked() -> None:
    story = "https://x.example/2026/11/the-ferry-sails-every-hour"

    assert known_by(story + "?from=top&pos=3#comments") == known_by(story)
    assert known_by("https://x.example/news.php?id=12") != known_by(
        "https://x.example/news.php?id=13"
    )
    assert known_by(story + "?id=12") != known_by(story + "?id=13")


@pytest.mark.parametrize(
    "body", [b"", b"\x00\xff" * 99, b"<" * 9999, b"<a href=" + b"x" * 99999, b"<div>" * 20000]
)
def test_whatever_the_bytes_are_the_answer_is_a_list_or_our_own_error(body: bytes) -> None:
    with pytest.raises(ExtractionError):
        _listing(body)
