"""What `/tocsin` understands, and what it says to what it does not."""

from datetime import timedelta
from pathlib import Path

import pytest

from alerts.commands import AskStatus, AskWatches, AskWhy, Misspoken, Snooze, read_command
from monitor.model import Configuration, Settings, Source, Watch, Watchlist
from tests.alerts.builders import NOON

CONFIGURATION = Configuration(
    Path(),
    (Source("example", "https://news.example/feed", "Example News"),),
    Watchlist((Watch("badr", "Badr Organization", ()),)),
    Settings(),
    "",
    NOON,
)


def read(text: str) -> object:
    payload = {"text": text, "user_id": "U1", "user_name": "mira", "trigger_id": "t1"}
    return read_command(payload, CONFIGURATION)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("status", AskStatus()),
        ("  Status  ", AskStatus()),
        ("watches", AskWatches()),
        ("why https://News.example/a?utm_source=x", AskWhy("https://news.example/a")),
        ("why <https://news.example/a|news.example/a>", AskWhy("https://news.example/a")),
    ],
)
def test_a_question_is_understood(text: str, asked: object) -> None:
    assert read(text) == asked


@pytest.mark.parametrize(
    ("text", "action", "story_id", "target_id", "hours", "name"),
    [
        ("snooze watch badr 8h", "snooze_watch", "", "badr", 8, "Badr Organization"),
        ("snooze source example 2d", "mute_source", "", "example", 48, "Example News"),
        ("SNOOZE Story 1f2e 24h", "snooze_story", "1f2e", "", 24, "this story"),
    ],
)
def test_a_snooze_says_what_and_for_how_long(
    text: str, action: str, story_id: str, target_id: str, hours: int, name: str
) -> None:
    asked = read(text)

    assert isinstance(asked, Snooze)
    press = asked.press
    assert (press.action, press.story_id, press.target_id) == (action, story_id, target_id)
    assert (press.lasting, asked.name) == (timedelta(hours=hours), name)
    assert press.key == "command:U1:t1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "`/tocsin status`"),
        ("help", "`/tocsin snooze watch ID 8h`"),
        ("statsu", "Did you mean `status`?"),
        ("why", "Write `/tocsin why URL`"),
        ("why badr", "`badr` is no address"),
        ("snooze badr 8h", "`snooze` needs more, or less. Write `/tocsin snooze watch ID 8h`"),
        ("snooze person badr 8h", "is not `watch`, `source` or `story`"),
        ("snooze watch bard 8h", "There is no watch `bard`; did you mean `badr`?"),
        ("snooze source x 8h", "There is no source `x`."),
        ("snooze watch badr tomorrow", "is not a duration"),
        ("snooze watch badr 0h", "is no time at all"),
        ("snooze watch badr 800d", "over a year"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_to_write(text: str, said: str) -> None:
    asked = read(text)

    assert isinstance(asked, Misspoken)
    assert said in asked.said
