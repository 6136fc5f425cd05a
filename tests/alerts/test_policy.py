"""Who is told what, and where."""

import pytest

from alerts.policy import alerts_of
from monitor.model import (
    CONSOLE,
    AlertSettings,
    Notice,
    Route,
    Severity,
    Story,
)
from tests.alerts.builders import notice, rung, story


def told(*subjects: Story | Notice, **settings: object) -> list[tuple[str, str]]:
    """Channel and watches of each alert that comes of it."""
    alerts = [alert for one in subjects for alert in alerts_of(one, AlertSettings(**settings))]
    return [
        (one.channel, watches(one.subject) if isinstance(one.subject, Story) else "notice")
        for one in alerts
    ]


def watches(subject: Story) -> str:
    return "+".join(rung.watch_id for rung in subject.rungs)


def test_without_a_channel_everything_goes_to_the_console() -> None:
    assert told(story(rung("a")), notice()) == [(CONSOLE, "a"), (CONSOLE, "notice")]


def test_several_watches_in_one_channel_are_one_message_the_loudest_first() -> None:
    both = story(rung("a"), rung("b", severity=Severity.HIGH))

    assert told(both, channel="#news") == [("#news", "b+a")]


def test_a_watch_with_its_own_channel_rings_there_alone() -> None:
    both = story(rung("a", channel="#desk"), rung("b"))

    assert told(both, channel="#news") == [("#desk", "a"), ("#news", "b")]


def test_the_first_route_that_fits_beats_the_default_and_a_watchs_channel_beats_it() -> None:
    routes = (Route("#urgent", severity=Severity.HIGH), Route("#watch", watches=frozenset("a")))
    loud = rung("a", severity=Severity.HIGH)

    assert told(story(loud), routes=routes, channel="#news") == [("#urgent", "a")]
    assert told(story(rung("a")), routes=routes, channel="#news") == [("#watch", "a")]
    assert told(story(rung("b")), routes=routes, channel="#news") == [("#news", "b")]
    assert told(story(rung("a", channel="#own")), routes=routes) == [("#own", "a")]


@pytest.mark.parametrize(
    ("tags", "language", "channel"),
    [({"iraq", "uk"}, "ar", "#iraq"), ({"iraq"}, "en", "#news"), ({"uk"}, "ar", "#news")],
)
def test_every_condition_of_a_route_must_hold(tags: set[str], language: str, channel: str) -> None:
    route = Route("#iraq", tags=frozenset({"iraq"}), languages=frozenset({"ar"}))
    article = story(rung("a"), source_tags=frozenset(tags), language=language)

    assert told(article, routes=(route,), channel="#news") == [(channel, "a")]


def test_notices_go_to_operations_unless_they_name_a_channel() -> None:
    assert told(notice(), operations="#ops", channel="#news") == [("#ops", "notice")]
    assert told(notice(channel="#test"), operations="#ops") == [("#test", "notice")]


def test_a_story_has_one_key_in_a_channel_whoever_plans_it() -> None:
    article = story(rung("a"))

    [alert] = alerts_of(article, AlertSettings(channel="#news"))

    assert alert.key == f"story:{article.id}:#news"
