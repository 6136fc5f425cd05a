"""When was this published? What the feed says against what the page says."""

import json
from datetime import UTC, datetime

import pytest

from monitor.extraction.pages import read_page
from monitor.model import FeedEntry, Page, Precision, Tier
from tests.extraction.builders import URL, article_page, page

TEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)


def json_ld(date: str, kind: str = "NewsArticle") -> str:
    article = json.dumps({"@type": kind, "datePublished": date})
    return f'<script type="application/ld+json">{article}</script>'


def meta(name: str, date: str) -> str:
    return f'<meta name="{name}" content="{date}">'


def published(
    head: str = "", body: str = "", announced_at: datetime | None = None, whole: Page | None = None
) -> tuple[datetime | None, Precision | None]:
    entry = FeedEntry("harbour-post", "key", URL, "Ferry", published_at=announced_at)
    article = read_page(whole or article_page(head=head, body=body), tier=Tier.QUICK, entry=entry)
    return article.published_at, article.precision


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (json_ld("2026-11-22T13:00:00+03:00") + meta("date", "2026-11-01"), ""),
        (json_ld("2026-11-22T10:00:00Z", kind="https://schema.org/ReportageNewsArticle"), ""),
        (meta("parsely-pub-date", "2026-11-22T10:00:00Z") + json_ld("2026-11-22"), ""),
        ("", '<time datetime="2026-11-22T10:00Z">an hour ago</time>'),
        ("", "<time>22 November 2026, 10:00 UTC</time>"),
        ("", '<span itemprop="datePublished" content="2026-11-22T10:00:00Z">now</span>'),
    ],
    ids=["json-ld", "its kind as address", "meta over a day", "time", "shown", "microdata"],
)
def test_the_page_gives_its_time_to_the_minute(head: str, body: str) -> None:
    assert published(head, body) == (TEN, Precision.MINUTE)


def test_json_as_templates_break_it_is_still_read() -> None:
    script = """<script type="application/ld+json"><!--
        {"@type": ["NewsArticle"], "description": "two
        lines", "datePublished": "2026-11-22T10:00:00Z",}
    --></script>"""

    assert published(script) == (TEN, Precision.MINUTE)


def test_the_article_of_a_page_comes_before_those_it_lists() -> None:
    listed = json_ld("2020-01-01T00:00:00Z", kind="ItemList")

    assert published(listed + json_ld("2026-11-22T10:00:00Z")) == (TEN, Precision.MINUTE)


def test_a_feed_that_says_when_it_listed_the_article_yields_to_the_page() -> None:
    assert published(json_ld("2026-11-20T08:00:00Z"), announced_at=TEN) == (
        datetime(2026, 11, 20, 8, tzinfo=UTC),
        Precision.MINUTE,
    )


@pytest.mark.parametrize("made_at", ["2026-11-22T19:59:30Z", "2026-11-22T22:30:00Z"])
def test_a_page_that_states_when_it_was_made_yields_to_an_earlier_feed(made_at: str) -> None:
    assert published(json_ld(made_at), announced_at=TEN) == (TEN, Precision.MINUTE)


def test_news_of_this_minute_keep_their_time() -> None:
    at, _ = published(json_ld("2026-11-22T19:59:30Z"), announced_at=MIDNIGHT.replace(day=23))

    assert at == datetime(2026, 11, 22, 19, 59, 30, tzinfo=UTC)


def test_a_page_that_leaves_its_zone_out_yields_to_the_feed() -> None:
    assert published(json_ld("2026-11-22T13:00:00"), announced_at=TEN) == (TEN, Precision.MINUTE)


def test_a_day_on_the_page_gets_its_minute_from_the_feed() -> None:
    assert published(json_ld("2026-11-22"), announced_at=TEN) == (TEN, Precision.MINUTE)


def test_a_day_of_the_feed_gets_its_minute_from_the_page() -> None:
    assert published(json_ld("2026-11-22T10:00:00"), announced_at=MIDNIGHT) == (
        TEN,
        Precision.MINUTE,
    )


def test_an_old_article_that_a_feed_lists_again_stays_old() -> None:
    at, _ = published(json_ld("2019-05-01"), announced_at=TEN)

    assert at == datetime(2019, 5, 1, tzinfo=UTC)


def test_what_is_only_shown_does_not_beat_the_feed() -> None:
    shown = '<time datetime="2019-05-01T10:00:00Z">of another article</time>'

    assert published(body=shown, announced_at=TEN) == (TEN, Precision.MINUTE)


def test_a_day_in_the_address_is_the_last_resort() -> None:
    dated = page(article_page().body, url="https://www.harbourpost.example/2026/11/22/ferry")

    assert published(whole=dated) == (MIDNIGHT, Precision.DAY)


@pytest.mark.parametrize("date", ["1970-01-01T00:00:00Z", "2026-11-25T00:00:00Z", "soon"])
def test_an_absurd_date_is_passed_over(date: str) -> None:
    assert published(json_ld(date) + meta("date", "2026-11-22T10:00:00Z"))[0] == TEN
