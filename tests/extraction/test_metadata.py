"""Title, authors, language and address, as pages say them."""

import pytest

from monitor.extraction.pages import read_page
from monitor.model import Article, Tier
from tests.extraction.builders import URL, article_page, page


def read(head: str = "", body: str = "", lang: str = "en") -> Article:
    return read_page(article_page(head=head, body=body, lang=lang), tier=Tier.QUICK)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Ferry &amp;amp; bridge">', "Ferry & bridge"),
        (
            '<meta property="og:site_name" content="Harbour Post">'
            '<meta property="og:title" content="Ferry sails - Harbour Post">',
            "Ferry sails",
        ),
        (
            '<meta property="og:title" content="Ferry sails on time today | Post">',
            "Ferry sails on time today",
        ),
        ('<meta property="og:title" content="Ferry - a love story">', "Ferry - a love story"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":7}</script>',
            "Ferry sails every hour",
        ),
        ("<title>Something else</title>", "Ferry sails every hour"),
    ],
)
def test_the_title_is_the_headline_without_the_name_of_the_site(head: str, title: str) -> None:
    assert read(head).title == title


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="author" content="By Mina Aster">', ("Mina Aster",)),
        ('<meta property="article:author" content="https://x.example/mina">', ()),
        (
            '<script type="application/ld+json">{"@type": "Article", "author":'
            ' [{"name": "Mina Aster"}, "Jo Field", {"name": ["Mina Aster"]}, 7]}</script>',
            ("Mina Aster", "Jo Field"),
        ),
    ],
)
def test_authors_are_names_each_once(head: str, authors: tuple[str, ...]) -> None:
    assert read(head).authors == authors


def test_the_language_of_a_long_text_beats_a_wrong_declaration() -> None:
    arabic = "قالت مديرة المكتبة إن المكتبة تضم أربعين ألف كتاب وقاعة للأطفال وأخرى للمخطوطات. " * 4
    declared_english = page(f"<html lang=en><body><article><p>{arabic}</p></article></body></html>")

    assert read_page(declared_english, tier=Tier.QUICK).language == "ar"


@pytest.mark.parametrize(("lang", "expected"), [("en-GB", "en"), ("", "en"), ("xx-klingon", "en")])
def test_a_language_is_two_letters(lang: str, expected: str) -> None:
    assert read(lang=lang).language == expected


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("/local/other?utm_medium=x", "https://www.harbourpost.example/local/other"),
        ("https://harbourpost.example/a", "https://harbourpost.example/a"),
        ("https://www.harbourpost.example/", URL),
        ("https://elsewhere.example/a", URL),
        ("javascript:void(0)", URL),
    ],
)
def test_the_page_names_its_address_but_only_on_its_own_site(said: str, url: str) -> None:
    assert read(f'<link rel="canonical" href="{said}">').url == url
    assert read(f'<meta property="og:url" content="{said}">').url == url
