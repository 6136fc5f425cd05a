"""What an alert looks like."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from alerts.message import BUDGET, LONGEST_TEXT, render
from alerts.text import link, weight
from monitor.demo.slack_standin_limits import check_message
from monitor.model import (
    Alert,
    Digest,
    DigestItem,
    Hit,
    Message,
    Notice,
    Outlet,
    Part,
    Precision,
    Severity,
    Story,
)
from tests.alerts.builders import CHANNEL, alert, hit, notice, rung, story
from tests.alerts.slack_markup import links, mentions
from tests.alerts.test_text import TRICKY

GOLDENS = Path(__file__).parents[1] / "golden" / "messages"
PUBLISHED_AT = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)

GREEN_ZONE = hit("Rockets landed inside Baghdad’s Green Zone shortly after midnight.", "Green Zone")
ARABIC = "وقال المتحدث باسم كتائب حزب الله إن الفصيل لا علاقة له بالهجوم (Green Zone)."

STORIES: dict[str, Story | Notice] = {
    "two-watches": story(
        rung("kataib-hezbollah", severity=Severity.HIGH),
        rung("green-zone", replace(GREEN_ZONE, how="exact")),
        id="a1",
        url="https://news.example/world/rockets?id=7&lang=en",
        headline="Militias deny role in attack on Green Zone",
        published_at=PUBLISHED_AT,
    ),
    "right-to-left": story(
        rung("kataib-hezbollah", replace(hit(ARABIC, "كتائب حزب الله"), how="alias")),
        id="a2",
        url="https://news.example/ar/2",
        headline="كتائب حزب الله تنفي مسؤوليتها",
        outlet="الجزيرة",
        language="ar",
        published_at=PUBLISHED_AT,
        precision=Precision.DAY,
    ),
    "from-the-feed-and-only-possible": story(
        rung("quds-force", possible=True, severity=Severity.LOW),
        id="a3",
        url="https://news.example/3",
        headline="<!channel> *Exclusive* & `more` | here",
        published_at=None,
        note="page answered 403",
    ),
    "notice": notice(
        key="n1",
        title="Example News has been silent for 9 hours",
        text="Last good look 05:12 UTC: connection refused.\nCheck the address & the network.",
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_message_is_as_its_golden_says(name: str) -> None:
    golden = json.loads((GOLDENS / f"{name}.json").read_text(encoding="utf-8"))

    drawn = {name: value for name, value in asdict(render(alert(STORIES[name]))).items() if value}
    assert json.loads(json.dumps(drawn)) == golden


@pytest.mark.parametrize("name", STORIES)
def test_the_sdk_finds_nothing_wrong_with_the_blocks(name: str) -> None:
    for block in render(alert(STORIES[name])).blocks:
        parsed = Block.parse(dict(block))
        assert parsed is not None
        parsed.validate_json()


def test_the_payload_names_key_watches_address_and_story() -> None:
    payload = render(alert(STORIES["two-watches"])).metadata

    assert payload == {
        "event_type": "tocsin_alert",
        "event_payload": {
            "key": "story:a1:#news-watch",
            "watches": "kataib-hezbollah,green-zone",
            "article_url": "https://news.example/world/rockets?id=7&lang=en",
            "story": "a1",
        },
    }


def test_plain_is_the_sentence_alone() -> None:
    message = render(alert(STORIES["two-watches"]), plain=True)

    assert message.blocks == ()
    assert message.text.startswith("High: Kataib Hezbollah (spelling 92), Green Zone (exact) are")
    assert message.text.endswith(".")
    assert links(message) == ["https://news.example/world/rockets?id=7&lang=en"]


def test_the_hit_is_bold_and_nothing_else_of_its_sentence() -> None:
    quotes = [
        element
        for block in render(alert(STORIES["two-watches"])).blocks
        for element in block["elements"]
        if element["type"] == "rich_text_quote"
    ]

    bold = [[one["text"] for one in quote["elements"] if "style" in one] for quote in quotes]
    assert bold == [["Kataeb Hizbullah"], ["Green Zone"]]


def test_a_story_with_very_many_watches_shows_some_and_names_more() -> None:
    long = hit("Kataeb Hizbullah " + "said so & so " * 40)
    many = story(*[rung(f"watch-{number}", long) for number in range(200)])

    message = render(alert(many))

    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert "more: Watch" in json.dumps(message.blocks)


def test_an_article_without_headline_or_address_still_makes_a_message() -> None:
    message = render(alert(story(headline="", url="about:blank")))

    check_message({"text": message.text, "blocks": list(message.blocks)})
    assert links(message) == []


def test_an_endless_address_is_no_link_and_does_not_burst_the_metadata() -> None:
    message = render(alert(story(url="https://news.example/" + "a" * 10_000)))

    check_message({"text": message.text, "metadata": message.metadata})
    assert links(message) == []
    assert "article_url" in message.metadata["event_payload"]


def test_a_day_is_the_same_day_for_readers_in_every_time_zone() -> None:
    message = render(alert(story(published_at=PUBLISHED_AT, precision=Precision.DAY)))

    assert "22 Nov 2026" in json.dumps(message.blocks)
    assert "!date" not in json.dumps(message.blocks)


def test_an_endless_headline_makes_a_message_like_any_other() -> None:
    endless = story(headline="<!channel> " * 100_000, outlet="e\u0301" * 1_000_000)

    assert_harmless(render(alert(endless)), {endless.url})


SENTENCES = TRICKY.flatmap(
    lambda text: st.builds(
        lambda start, length: Hit(text, start, start + length, text[:50]),
        st.integers(0, max(len(text) - 1, 0)),
        st.integers(1, 60),
    )
)


@given(
    headline=TRICKY,
    url=TRICKY.map("https://news.example/{}".format) | TRICKY,
    names=TRICKY,
    hits=st.lists(SENTENCES, max_size=4),
)
def test_no_text_pings_links_or_exceeds_a_limit(
    headline: str, url: str, names: str, hits: list[Hit]
) -> None:
    hostile = rung("w", *hits, watch_name=names)
    message = render(alert(story(hostile, headline=headline, url=url, outlet=names, note=names)))

    assert_harmless(message, {link(url)})


@given(title=TRICKY, text=TRICKY.map(lambda text: text * 50))
def test_no_notice_pings_links_or_exceeds_a_limit(title: str, text: str) -> None:
    assert_harmless(render(alert(notice(title=title + "x", text=text))), set())


def assert_harmless(message: Message, ours: set[str | None]) -> None:
    assert mentions(message) == []
    assert set(links(message)) <= ours
    assert weight(message.text) <= 2 * LONGEST_TEXT
    assert len(json.dumps(message.blocks, ensure_ascii=False)) <= BUDGET
    check_message({"text": message.text, "blocks": list(message.blocks)})


@given(title=TRICKY, headline=TRICKY, outlet=TRICKY, why=TRICKY)
def test_no_digest_pings_links_or_exceeds_a_limit(
    title: str, headline: str, outlet: str, why: str
) -> None:
    url = "https://news.example/1"
    item = DigestItem(headline, url, outlet, (outlet,), Severity.LOW, PUBLISHED_AT, why)
    digest = Digest("d", CHANNEL, f"1 story was held back: {title * 50}", (item,) * 40)

    assert_harmless(render(Alert("d", CHANNEL, "tocsin_digest", digest)), {url})


def test_a_reply_for_several_articles_with_news_names_and_links_them_all() -> None:
    also = tuple(Outlet(f"Outlet {n}", f"https://news.example/{n}") for n in range(3))
    news = story(outlet="First News", part="news", also=also, texts=4)

    reply = render(replace(alert(news), manner="reply"))

    assert "4 outlets, 4 independent texts" in str(reply.blocks)
    assert set(links(reply)) == {news.url, *(one.url for one in also)}
    own = links(render(alert(news)))
    assert set(own) == {news.url}  # the story's own message counts, and names none


@pytest.mark.parametrize("part", ["copy", "news"])
def test_outlets_that_find_no_room_are_counted(part: Part) -> None:
    also = tuple(Outlet("Outlet", f"https://news.example/{n}/{'x' * 2900}") for n in range(9))

    reply = render(replace(alert(story(part=part, also=also)), manner="reply"))

    assert " more'" in str(reply.blocks)
    assert len(json.dumps(reply.blocks, ensure_ascii=False)) <= BUDGET


@pytest.mark.parametrize("part", ["copy", "news"])
@given(names=st.lists(TRICKY, max_size=20), headline=TRICKY)
def test_no_list_of_outlets_pings_links_or_exceeds_a_limit(
    part: Part, names: list[str], headline: str
) -> None:
    first = story(headline=headline, part=part)
    also = tuple(Outlet(name, first.url) for name in names)
    reply = replace(alert(replace(first, also=also)), manner="reply")

    assert_harmless(render(reply), {first.url})
