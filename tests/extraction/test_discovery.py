"""Where a site may list its articles."""

import pytest

from monitor.extraction.discovery import declared_feeds, sitemaps, usual_places
from tests.extraction.builders import page

URL = "https://www.harbourpost.example/world/"


def _found(html: str) -> list[tuple[str, str]]:
    return [(hint.how, hint.url) for hint in declared_feeds(page(html, url=URL))]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="/f">',
        '<LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="../f">',
        '<link rel="alternate feed" type="application/feed+json" href="https://www.harbourpost.example/f">',
        '<link rel="feed" href="/f">',
        '<link rel="alternate" type="application/rss+xml" href="feed://www.harbourpost.example/f">',
    ],
)
def test_a_feed_that_a_page_declares_is_found(link: str) -> None:
    assert _found(f"<html><head>{link}</head>") == [
        ("declared", "https://www.harbourpost.example/f")
    ]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate" hreflang="fr" href="/fr/feed">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:void(0)">',
        '<link rel="alternate" type="application/rss+xml">',
        '<a href="/feedback">Feedback</a><a href="https://else.example/rss">Theirs</a>',
    ],
)
def test_what_is_no_feed_of_the_site_is_not(link: str) -> None:
    assert _found(f"<html><head>{link}</head>") == []


def test_feeds_of_comments_come_after_the_others_and_links_last() -> None:
    html = """<link rel="alternate" type="application/rss+xml" href="/comments/feed">
    <link rel="alternate" type="application/rss+xml" href="/feed" title="Posts">
    <a href="/feed">RSS</a><a href="/world/rss.xml">World</a>
    <a href="/service/?format=rss">All</a>"""

    assert _found(html) == [
        ("declared", "https://www.harbourpost.example/feed"),
        ("declared", "https://www.harbourpost.example/comments/feed"),
        ("linked", "https://www.harbourpost.example/world/rss.xml"),
        ("linked", "https://www.harbourpost.example/service/?format=rss"),
    ]


def test_sitemaps_of_news_come_first() -> None:
    named = ["/sitemap.xml", "/video.xml", "https://x.example/news.xml", "ftp://x.example/s.xml"]

    assert [hint.url for hint in sitemaps(named, url=URL)] == [
        "https://x.example/news.xml",
        "https://www.harbourpost.example/sitemap.xml",
        "https://www.harbourpost.example/video.xml",
    ]


def test_the_usual_places_are_those_of_the_host_and_of_its_folder() -> None:
    places = [hint.url for hint in usual_places("https://x.example/blog/")]

    assert places[:2] == ["https://x.example/blog/feed", "https://x.example/feed"]


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", b"<link rel=alternate" * 999])
def test_whatever_the_bytes_are_nothing_is_raised(body: bytes) -> None:
    assert declared_feeds(page(body, url=URL)) == []
