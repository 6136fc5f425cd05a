"""A text that is not all of the article is flagged; what the page tells machines stands in."""

import json
from typing import Any

import pytest

from monitor.errors import ExtractionError
from monitor.extraction.pages import read_page
from monitor.model import Article, Page, Tier
from tests.extraction.builders import PARAGRAPH, article_page, page

LONG = [f"{number}. {PARAGRAPH}" for number in range(20)]


def told(
    *, words: dict[str, Any] | None = None, body: str = "", tier: Tier = Tier.QUICK
) -> Article:
    return read_page(answer(words or {}, body), tier=tier)


def answer(words: dict[str, Any], body: str) -> Page:
    article = json.dumps({"@type": "NewsArticle", **words})
    return article_page(head=f'<script type="application/ld+json">{article}</script>', body=body)


@pytest.mark.parametrize(
    "words",
    [
        {"isAccessibleForFree": False},
        {"isAccessibleForFree": "False"},
        {"isAccessibleForFree": "http://schema.org/False"},
        {"isAccessibleForFree": True, "hasPart": {"isAccessibleForFree": False}},
        {"hasPart": [{"cssSelector": ".a"}, {"isAccessibleForFree": "false"}]},
    ],
)
def test_a_page_that_says_it_is_not_free_is_behind_a_wall(words: dict[str, Any]) -> None:
    assert told(words=words).is_paywalled
    assert told(words=words, tier=Tier.CAREFUL).is_paywalled


@pytest.mark.parametrize("words", [{}, {"isAccessibleForFree": True}, {"isAccessibleForFree": ""}])
def test_an_open_page_is_not(words: dict[str, Any]) -> None:
    article = told(words=words, body="<footer><a href=/s>Subscribe</a> <b>Log in</b></footer>")

    assert not article.is_paywalled
    assert not article.is_truncated


@pytest.mark.parametrize(
    "wall",
    [
        "Subscribe to continue reading",
        "This article is only available to subscribers",
        "Already a subscriber? Log in",
        "Jetzt weiterlesen mit F+",
        "Il vous reste 82,5 % de cet article à lire. La suite est réservée aux abonnés.",
        "Contenido exclusivo para suscriptores",
        "Contenuto riservato agli abbonati",
        "Conteúdo exclusivo para assinantes",
        "Ten artykuł jest tylko dla prenumeratorów",
        "Статья доступна только подписчикам",
        "Okumaya devam etmek için abone olun",
        "اشترك الآن لمتابعة القراءة",
        "この記事は有料会員限定です",
    ],
)
def test_a_short_text_above_a_wall_is_behind_it_in_any_language(wall: str) -> None:
    assert told(body=f"<div class=offer><h3>{wall}</h3><button>OK</button></div>").is_paywalled


def test_a_long_text_is_no_teaser_whatever_the_page_offers() -> None:
    offer = "<div>Subscribe to continue reading</div>"

    assert not told(body="".join(f"<p>{line}</p>" for line in LONG) + offer).is_paywalled


@pytest.mark.parametrize("tier", [Tier.QUICK, Tier.CAREFUL])
def test_what_the_page_tells_machines_stands_in_for_a_text_that_was_cut(tier: Tier) -> None:
    whole = "\n".join(LONG)

    article = told(words={"articleBody": whole, "isAccessibleForFree": False}, tier=tier)

    assert article.text == whole
    assert article.is_paywalled
    assert not article.is_truncated


def test_a_page_that_scripts_will_fill_is_read_from_what_it_tells_machines() -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": "Ferry", "articleBody": PARAGRAPH * 5})
    shell = f'<html><body><div></div><script type="application/ld+json">{script}</script></body>'

    assert read_page(page(shell), tier=Tier.QUICK).text == PARAGRAPH * 5
    with pytest.raises(ExtractionError):
        read_page(page("<html><body><div></div></body></html>"), tier=Tier.QUICK)


def test_a_summary_for_machines_does_not_replace_the_text() -> None:
    article = told(words={"articleBody": PARAGRAPH})

    assert "it added" in article.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [(900, True), ("900", True), (60, False), (119, False), (None, False), ("many", False)],
)
def test_far_fewer_words_than_the_page_counts_were_cut(words: object, expected: bool) -> None:
    assert told(words={"wordCount": words}).is_truncated is expected


def test_a_text_that_ends_in_dots_was_cut() -> None:
    cut = f"<html><body><article><h1>Ferry</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH[:-60]}…</p>"

    assert read_page(page(cut), tier=Tier.QUICK).is_truncated


def test_an_answer_that_broke_off_was_cut() -> None:
    whole = article_page()
    broken = Page(
        whole.source_id,
        whole.url,
        whole.body,
        whole.content_type,
        whole.fetched_at,
        is_whole=False,
    )

    assert read_page(broken, tier=Tier.QUICK).is_truncated
