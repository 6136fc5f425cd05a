"""Messages for doors that know no blocks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.letters import LONGEST_BODY, write
from alerts.message import render
from monitor.model import Alert, Digest, DigestItem, Outlet, Severity
from tests.alerts.builders import CHANNEL, NOON, alert, hit, notice, rung, story

OURS = "https://news.example/1"
EVIL = (
    "[click](http://evil.example) <http://evil.example|go> <at>all</at> <!channel> @everyone "
    "www.evil.example mailto:a@evil.example <b>bold</b> <a href='//evil.example'>"
)


def test_a_letter_says_what_the_blocks_say() -> None:
    loud = rung("quds-force", hit("Officers of the Quds Force left.", "Quds Force"),
                severity=Severity.HIGH)  # fmt: skip

    letter = write(render(alert(story(loud, headline="Officers leave", url=OURS))), most=4000)

    assert letter.title == "🔴 Officers leave"
    assert letter.text == (
        "Example News  ·  22 Nov 2026 11:00 UTC  ·  High\n"
        "Quds Force  ·  spelling 92\n"
        "> Officers of the Quds Force left.\n"
        f"{OURS}"
    )
    assert letter.html == (
        "<p>Example News  ·  22 Nov 2026 11:00 UTC  ·  High</p>"
        "<p><b>Quds Force</b>  ·  spelling 92</p>"
        "<blockquote>Officers of the <b>Quds Force</b> left.</blockquote>"
        f'<p><a href="{OURS}">{OURS}</a></p>'
    )


def test_buttons_are_left_out() -> None:
    told = alert(story(url=OURS))

    assert write(render(told, has_buttons=True), most=4000) == write(render(told), most=4000)


def test_a_message_without_blocks_is_its_sentence_and_its_link() -> None:
    letter = write(render(alert(story(headline="Red & white", url=OURS)), plain=True), most=4000)

    assert letter.title == ""
    assert letter.text.startswith("Kataib Hezbollah (spelling 92) is named in “Red & white”")
    assert letter.text.endswith(f"\n{OURS}")


def test_a_reply_stands_by_itself() -> None:
    copy = story(headline="Militia leaves", outlet="Gulf Post", part="copy")
    reply = Alert("key", CHANNEL, "tocsin_update", copy, "reply")

    letter = write(render(reply), most=4000)

    assert letter.text == "The same text is also in Gulf Post: “Militia leaves”."


def test_a_digest_keeps_every_link() -> None:
    items = tuple(
        DigestItem(f"Story {n}", f"https://news.example/{n}", "Example News", ("Badr",),
                   Severity.LOW, NOON) for n in (1, 2)
    )  # fmt: skip
    told = Alert("key", CHANNEL, "tocsin_digest", Digest("key", CHANNEL, "What was held", items))

    letter = write(render(told), most=4000)

    assert letter.title == "📰 What was held"
    for item in items:
        assert f"\n{item.url}" in letter.text
        assert f'<a href="{item.url}">{item.headline}</a>' in letter.html


def test_a_notice_keeps_its_lines() -> None:
    letter = write(render(alert(notice(text="one line\nanother"))), most=4000)

    assert letter.text == "one line\nanother"
    assert letter.html == "<p>one line<br>another</p>"


def test_a_phone_gets_the_sentence_alone() -> None:
    letter = write(render(alert(story(headline="x" * 400, url=OURS))), most=160)

    assert letter.title == ""
    assert len(letter.text) <= 160
    assert letter.text.endswith(OURS)


def test_what_finds_no_room_is_left_out_by_the_line_but_not_the_link() -> None:
    rungs = [rung(f"watch-{n}", hit(f"Sentence {n} of Badr.", "Badr")) for n in range(200)]

    letter = write(render(alert(story(*rungs, url=OURS))), most=1000)

    assert letter.text.endswith(f"\n…\n{OURS}")
    assert len(letter.title + letter.html) <= 1000 + len("<p>…</p>")


@pytest.mark.parametrize("is_plain", [False, True])
def test_nothing_that_a_page_says_becomes_a_link_a_mention_or_markup(is_plain: bool) -> None:
    named = rung("quds-force", hit(f"{EVIL} Quds Force", "Quds Force"))
    others = (Outlet(EVIL, "javascript:alert(1)"),)
    told = render(
        alert(story(named, headline=EVIL, outlet=EVIL, note=EVIL, url=OURS, also=others)),
        plain=is_plain,
    )

    letter = write(told, most=LONGEST_BODY)

    words = f"{letter.title}\n{letter.text}"
    assert re.findall(r"https?://\S+|www\.\w\S*", words) == [OURS]
    assert not re.search(r"@\w|<[\w!/@#]|\]\(", words)
    assert set(re.findall(r"<(\w+)", letter.html)) <= {"p", "b", "a", "blockquote"}
    assert set(re.findall(r'href="([^"]*)"', letter.html)) == {OURS}


@given(headline=st.text(max_size=400), sentence=st.text(max_size=600), most=st.integers(100, 5000))
def test_no_text_breaks_a_letter(headline: str, sentence: str, most: int) -> None:
    named = rung("quds-force", hit(f"{sentence}Quds", "Quds"))

    letter = write(render(alert(story(named, headline=headline, url=OURS))), most=most)

    assert "\n" not in letter.title
    assert OURS in letter.text
    assert letter.html.count("<p>") == letter.html.count("</p>")
