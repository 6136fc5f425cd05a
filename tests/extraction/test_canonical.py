"""Which word of a page on its own address can be true? A table of what sites write there."""

import pytest

from monitor.extraction.canonical import address_of, may_stand_for
from monitor.extraction.documents import read_document
from tests.extraction.builders import page

SLUG = "https://www.harbourpost.example/local/2026/11/20/ferry-sails-every-hour"


def address(head: str, url: str = SLUG) -> str:
    return address_of(read_document(page(f"<html><head>{head}</head><p>Ferry.</p>", url=url)))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (SLUG, SLUG),
        (SLUG + "?utm_source=x&ref=home", SLUG),
        (SLUG + "/amp", SLUG),
        (SLUG + ".amp.html", SLUG + ".html"),
        ("https://amp.harbourpost.example/local/ferry-sails-every-hour", SLUG),
        ("https://m.harbourpost.example/local/2026/11/20/ferry-sails-every-hour?page=2", SLUG),
        (SLUG + "/2", SLUG),
        (SLUG, SLUG.replace("every-hour", "each-hour-until-monday")),
        ("https://n.example/?p=12345", "https://n.example/2026/11/20/ferry-sails-every-hour"),
        ("https://n.example/a/ferry-sails-hour-1234567", "https://n.example/story/1234567"),
        ("https://n.example/news/1234567", "https://n.example/news/ferry-sails-every-hour"),
        ("https://n.example/view.asp?idx=87230&page=1", "https://n.example/view.asp?idx=87230"),
        ("https://n.example/articles/c0jqxv8z2vgo", "https://www.n.example/news/c0jqxv8z2vgo"),
        ("https://n.example/خبر/افتتاح-مكتبة-عامة-جديدة", "https://n.example/خبر/افتتاح-مكتبة-عامة-جديدة"),
        (
            "https://n.example/%D8%A7%D9%81-%D9%85%D9%83-%D8%B9%D8%A7",
            "https://n.example/اف-مك-عا",
        ),
        ("https://n.example/ferry", "https://n.example/news/ferry"),
        ("https://n.example/", "https://n.example/"),
        ("", SLUG),
    ],
)  # fmt: skip
def test_another_way_to_write_the_address_is_believed(found: str, said: str) -> None:
    assert may_stand_for(said, found)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (SLUG, "https://www.harbourpost.example/"),
        (SLUG, "https://www.harbourpost.example"),
        (SLUG, "https://www.harbourpost.example/#!/local/ferry-sails-every-hour"),
        (SLUG, "https://www.harbourpost.example/local/"),
        (SLUG, "https://www.harbourpost.example/local/2026/11/20"),
        (SLUG, "https://www.harbourpost.example/404"),
        (SLUG, "https://www.harbourpost.example/login?next=1"),
        (SLUG, "https://www.harbourpost.example/local/2026/11/20/night-market-opens-again"),
        (SLUG, "https://elsewhere.example/local/2026/11/20/ferry-sails-every-hour"),
        ("https://n.example/view.asp?idx=87230", "https://n.example/view.asp"),
        ("https://n.example/view.asp?idx=87230", "https://n.example/view.asp?idx=87231"),
        ("https://n.example/story/1234567", "https://n.example/story/1234568"),
        ("https://n.example/a/c0jqxv8z2vgo", "https://n.example/a/c1abcv8z2vgo"),
        ("https://n.example/story/1234567", "https://n.example/world"),
        ("https://n.example/خبر/افتتاح-مكتبة-عامة", "https://n.example/خبر"),
    ],
)  # fmt: skip
def test_the_address_of_something_else_is_refused(found: str, said: str) -> None:
    assert not may_stand_for(said, found)


def test_where_the_link_is_wrong_the_second_word_counts_then_where_it_was_found() -> None:
    wrong = '<link rel="canonical" href="https://www.harbourpost.example/">'
    right = f'<meta property="og:url" content="{SLUG}">'

    assert address(wrong + right, SLUG + "/amp") == SLUG
    assert address(wrong, SLUG + "/amp?utm_medium=x") == SLUG + "/amp"
    assert address("", SLUG + "#top") == SLUG


@pytest.mark.parametrize(
    "cache",
    [
        "https://www-harbourpost-example.cdn.ampproject.org/c/s/",
        "https://www-harbourpost-example.cdn.ampproject.org/v/s/",
        "https://www.google.com/amp/s/",
    ],
)
def test_a_copy_in_a_cache_is_its_original(cache: str) -> None:
    kept = cache + SLUG.removeprefix("https://")

    assert address("", kept) == SLUG
    assert address(f'<link rel="canonical" href="{SLUG}.html">', kept) == SLUG + ".html"


def test_a_relative_word_is_completed_and_freed_of_tracking() -> None:
    link = '<link rel="shortlink canonical" href=" /local/ferry-sails-every-hour?fbclid=y ">'

    assert address(link) == "https://www.harbourpost.example/local/ferry-sails-every-hour"
