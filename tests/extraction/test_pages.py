"""What article is on this page? By goldens, by what must hold for all, and by hostile input."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.errors import ExtractionError
from monitor.extraction.documents import read_document
from monitor.extraction.pages import (
    from_entry,
    is_doubtful,
    read_again,
    read_article,
    read_page,
)
from monitor.model import FeedEntry, Precision, Tier
from tests.extraction.builders import FETCHED, PARAGRAPH, URL, article_page, page
from tests.extraction.goldens import HERE, assert_golden, fields

PAGES = sorted(path for path in (HERE / "pages").glob("*.html") if path.stem != "cookie_wall")
WALL = HERE / "pages" / "cookie_wall.html"


@pytest.mark.parametrize("tier", [Tier.QUICK, Tier.CAREFUL])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_the_article_of_its_golden(path: Path, tier: Tier) -> None:
    article = read_page(page(path.read_bytes()), tier=tier)

    assert_golden(
        fields(article, without={"source_id", "fetched_at", "tier", "note"}),
        path.with_suffix(f".{tier}.json"),
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_careful_tier_finds_the_same_whether_or_not_it_is_given_the_quick_reading(
    path: Path,
) -> None:
    answer = page(path.read_bytes())

    again = read_again(answer, read_page(answer, tier=Tier.QUICK))

    assert again == read_page(answer, tier=Tier.CAREFUL)


@pytest.mark.parametrize("tier", [Tier.QUICK, Tier.CAREFUL])
@pytest.mark.parametrize(
    ("name", "elsewhere"),
    [
        ("english_news", ["Orson Teal", "Petra Vance", "Hugo Lindqvist", "Night market", "rights"]),
        ("sidebar_headlines", ["Otto Varga", "Lantern Brigades", "Milos Kern", "newsletter"]),
        ("arabic_news", ["وزير النقل", "منتخب"]),
        ("persian_news", ["وزیر میراث", "قطار گردشگری"]),
        ("cookie_banner", ["consent", "advertisements"]),
    ],
)
def test_names_that_stand_beside_the_article_are_not_in_it(
    name: str, elsewhere: list[str], tier: Tier
) -> None:
    article = read_page(page((HERE / "pages" / f"{name}.html").read_bytes()), tier=tier)

    assert [word for word in elsewhere if word in article.text] == []


@pytest.mark.parametrize("tier", [Tier.QUICK, Tier.CAREFUL])
def test_a_page_that_only_asks_for_consent_holds_no_article(tier: Tier) -> None:
    with pytest.raises(
        ExtractionError, match="no article on the page titled 'Before you continue'"
    ):
        read_page(page(WALL.read_bytes()), tier=tier)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the page is empty"),
        (b"  \n ", "the page is empty"),
        (b"%PDF-1.7 ...", "not an HTML page (application/pdf)"),
        (b"<html><body></body></html>", "no article on the page"),
        (b"<html>" + b"<div>" * 100_000 + b"x", "nested more than 500 deep"),
        (b"<html>" + b"<ARTICLE>" * 100_000 + b"x", "nested more than 500 deep"),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(body: bytes, message: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        read_page(page(body, content_type="application/pdf"), tier=Tier.QUICK)

    assert message in str(refused.value)


@pytest.mark.parametrize("joiner", ["\u200c", "&zwnj;", "&#8204;"])
def test_persian_keeps_its_joiners_in_both_tiers(joiner: str) -> None:
    sentence = (
        f"کتاب{joiner}ها در موزه نگهداری می{joiner}شوند و بازدیدکنندگان آن را می{joiner}بینند. "
    )
    body = page(f"<html lang=fa><body><article><p>{sentence * 3}</p></article></body></html>")

    for tier in (Tier.QUICK, Tier.CAREFUL):
        assert "کتاب\u200cها" in read_page(body, tier=tier).text


@pytest.mark.parametrize(
    ("charset", "header", "meta"),
    [
        ("windows-1256", "text/html; charset=windows-1256", ""),
        ("windows-1256", "text/html", '<meta charset="windows-1256">'),
        ("windows-1256", "text/html", ""),
        ("utf-8", "text/html; charset=iso-8859-1", '<meta charset="windows-1256">'),
        ("utf-16", "text/html", ""),
    ],
)
def test_an_arabic_page_is_read_in_whatever_charset_it_comes(
    charset: str, header: str, meta: str
) -> None:
    html = (HERE / "pages" / "arabic_news.html").read_text(encoding="utf-8")
    body = html.replace('<meta charset="utf-8">', meta).encode(charset)

    article = read_page(page(body, content_type=header), tier=Tier.QUICK)

    assert "هدى الكاظمي" in article.text
    assert article.title == "افتتاح مكتبة عامة جديدة في البصرة"


def test_a_page_in_latin_1_that_calls_itself_utf_8_keeps_its_letters() -> None:
    html = f"<html><head><meta charset=utf-8></head><body><p>Café crème à l'été. {PARAGRAPH}</p>"

    article = read_page(page(html.encode("latin-1")), tier=Tier.QUICK)

    assert article.text.startswith("Café crème à l'été.")


def test_the_entry_gives_what_the_page_leaves_out() -> None:
    entry = FeedEntry(
        "harbour-post", "key", URL, "Ferry", published_at=FETCHED, authors=("Mina Aster",)
    )

    article = read_page(article_page(), tier=Tier.QUICK, entry=entry)

    assert article.published_at == FETCHED
    assert article.authors == ("Mina Aster",)
    assert article.title == "Ferry sails every hour"


def test_an_article_from_its_entry_says_why_it_is_no_more() -> None:
    entry = FeedEntry("harbour-post", "key", URL + "?utm_source=rss", "Ferry", text="It sails.")

    article = from_entry(entry, now=FETCHED, note="page answered 403")

    assert (article.tier, article.note) == (Tier.FEED, "page answered 403")
    assert (article.url, article.text) == (URL, "It sails.")
    assert article.precision is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("".join(f"<p>{number}. {PARAGRAPH}</p>" for number in range(9)), False),
        (f"<p>{PARAGRAPH}</p>", True),
        ("".join(f"<p>Only a short line, number {number}.</p>" for number in range(90)), True),
        (
            f"<p>{PARAGRAPH}</p>" * 5
            + "<ul>"
            + '<li><a href="/x">Elsewhere</a></li>' * 300
            + "</ul>",
            True,
        ),
    ],
    ids=["a long text", "a short text", "a list of lines", "a page of links"],
)
def test_the_careful_tier_is_asked_for_what_the_quick_one_is_bad_at(
    body: str, expected: bool
) -> None:
    answer = page(f"<html><body><article>{body}</article></body></html>")

    document = read_document(answer)

    assert is_doubtful(read_article(document, answer, tier=Tier.QUICK), document) is expected


def test_a_time_of_publication_after_the_fetch_is_not_believed() -> None:
    head = '<meta property="article:published_time" content="2031-01-01T10:00:00Z">'

    assert read_page(article_page(head=head), tier=Tier.QUICK).published_at is None


def test_a_day_without_a_time_is_a_day() -> None:
    article = read_page(
        article_page(head='<meta name="date" content="2026-11-20">'), tier=Tier.QUICK
    )

    assert article.precision is Precision.DAY


@given(st.binary(max_size=400))
@example(b"<html><p>\xed\xa0\x80\x00</p>")
@example(b'<script type="application/ld+json">' + b"[" * 5000)
@settings(max_examples=60, deadline=None)
def test_no_bytes_make_the_reader_raise_anything_but_its_own_error(noise: bytes) -> None:
    whole = PAGES[0].read_bytes()
    for body in (noise, whole[:900] + noise + whole[900:], b"<html><p>" + noise):
        try:
            article = read_page(page(body, content_type=""), tier=Tier.QUICK)
        except ExtractionError:
            continue
        article.text.encode()  # no lone surrogate
