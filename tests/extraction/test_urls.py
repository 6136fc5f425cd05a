"""One address for one article, and never one for two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extraction.urls import canonical_url, same_site, web_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "HTTPS://News.Example:443/a?utm_source=x&id=7&fbclid=y#top",
            "https://news.example/a?id=7",
        ),
        ("http://news.example:80", "http://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example/a?at_medium=RSS&at_campaign=KARANGA", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/خبر", "https://news.example/%D8%AE%D8%A8%D8%B1"),
        ("https://news.example./a", "https://news.example/a"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("mailto:desk@news.example", "mailto:desk@news.example"),
        ("http://[", "http://["),
        ("", ""),
    ],
)
def test_an_address_is_freed_of_what_does_not_name_the_article(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://n.example/a?id=1", "https://n.example/a?id=2"),
        ("https://n.example/a?p=1", "https://n.example/a"),
        ("https://n.example/a", "https://n.example/A"),
        ("https://n.example/a", "https://n.example/a/"),
        ("https://m.n.example/a", "https://n.example/a"),
        ("https://n.example/a/amp", "https://n.example/a"),
    ],
)
def test_addresses_that_may_be_of_two_articles_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@given(st.text(max_size=60).map(lambda rest: "https://news.example/" + rest))
def test_doing_it_twice_changes_nothing(url: str) -> None:
    once = canonical_url(url)

    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a", "https://n.example/a"),
        ("//other.example/a", "https://other.example/a"),
        (" https://n.example/\n a ", "https://n.example/a"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[", None),
        ("https://n.example/" + "a" * 3000, None),
    ],
)
def test_only_addresses_of_the_web_are_links(link: str, expected: str | None) -> None:
    assert web_address(link, base="https://n.example/feed") == expected


def test_a_site_is_its_host_however_it_is_shown() -> None:
    assert same_site("https://m.news.example/a", "https://www.news.example/b")
    assert same_site("https://arabic.news.example/a", "https://news.example/b")
    assert not same_site("https://news.example/a", "https://badnews.example/a")
    assert not same_site("", "https://news.example/a")
