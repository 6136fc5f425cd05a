"""What is told of a change of an article, and of articles that did not ring one by one."""

from dataclasses import replace

from alerts.message import render
from alerts.policy import alerts_of
from monitor.model import AlertSettings, Hit, Message
from tests.alerts.builders import alert, rung, story


def text_of(message: Message) -> str:
    return str(message.blocks)


def test_a_change_says_whom_the_article_names_now_and_whom_no_more() -> None:
    came = rung("green-zone", watch_name="Green Zone")
    went = replace(rung("kataib", watch_name="Kata'ib Hezbollah"), is_gone=True)

    message = render(alert(story(came, went, kind="revision")))

    assert "is now also named and" in message.text
    assert "is no longer named in" in message.text
    assert "now also named" in text_of(message)
    assert "no longer named" in text_of(message)


def test_an_article_says_nothing_of_changes() -> None:
    message = render(alert(story(rung())))

    assert "is named in" in message.text
    assert "now also" not in text_of(message)


def test_a_summary_is_a_digest_in_the_channels_of_its_watches() -> None:
    titles = (Hit("Bridge opened", 0, 0, "2 articles"), Hit("Bridge planned", 0, 0, "2 articles"))
    summary = story(
        rung("a", *titles, channel="#desk"),
        rung("b", *titles[:1]),
        kind="backlog",
        headline="3 earlier articles of The Gazette",
    )

    told = list(alerts_of(summary, AlertSettings(channel="#news")))

    assert sorted((one.channel, one.kind) for one in told) == [
        ("#desk", "tocsin_digest"),
        ("#news", "tocsin_digest"),
    ]
    message = render(next(one for one in told if one.channel == "#desk"))
    assert "(2 articles) is named in" in message.text
    assert "3 earlier articles of The Gazette" in message.text
    assert "Bridge planned" in text_of(message)
