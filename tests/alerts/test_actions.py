"""What a press does, and how the message reads then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.actions import Wish, answer, granted, remarks, wish_of
from monitor.model import Action, Press, Reaction, Silence
from tests.alerts.builders import NOON, rung, story

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WISH = Wish("watch", "badr", "Badr", NOON + DAY)


def press(action: Action, user: str = "mira", target_id: str = "") -> Press:
    return Press(f"{action}{user}", action, "s1", target_id, user.upper(), user)


def said(action: Action, user: str = "mira", minutes: int = 0) -> Reaction:
    return Reaction(press(action, user), NOON + minutes * MINUTE)


def silence(**changes: object) -> Silence:
    made = Silence(7, "watch", "badr", NOON + DAY, "@omar", "from Slack", NOON)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("pressed", "wished"),
    [
        (press("relevant"), None),
        (press("why"), None),
        (press("snooze_story"), Wish("story", "s1", "this story", NOON + DAY)),
        (press("snooze_watch", target_id="badr"), WISH),
        (press("snooze_watch", target_id="gone"), Wish("watch", "gone", "gone", NOON + DAY)),
        (
            press("mute_source", target_id="example"),
            Wish("source", "example", "Example News", NOON + DAY),
        ),
    ],
)
def test_a_press_asks_for_a_silence_or_none(pressed: Press, wished: Wish | None) -> None:
    assert wish_of(pressed, story(rung("badr"), id="s1"), now=NOON) == wished


@pytest.mark.parametrize(
    ("known", "is_enough"),
    [
        (silence(), True),
        (silence(until=NOON + DAY - 5 * MINUTE), True),  # two who press at once
        (silence(until=NOON + DAY / 2), False),
        (silence(target_id="quds-force"), False),
        (silence(target="source"), False),
    ],
)
def test_a_silence_that_lasts_as_long_is_enough(known: Silence, is_enough: bool) -> None:
    assert (granted(WISH, [known]) is not None) is is_enough


def test_whoever_wishes_for_a_silence_is_told_what_comes_of_it() -> None:
    new = answer(WISH, silence(author="@mira"), is_new=True)
    known = answer(WISH, silence(), is_new=False)

    assert new.startswith("Badr does not ring by itself until 23 Nov 12:00 UTC;")
    assert "`tocsin silence remove 7` ends it" in new
    assert known == "Badr is silent already, until 23 Nov 12:00 UTC, by @omar."


def test_the_last_verdict_of_each_person_counts() -> None:
    verdicts = [
        said("relevant"),
        said("relevant", "omar", 1),
        said("not_relevant", minutes=2),
        said("not_relevant", "lena", 3),
        said("why", minutes=4),
    ]

    assert remarks(verdicts) == (
        "✓ relevant: @omar, 22 Nov 12:01 UTC",
        "✗ not relevant: @mira, 22 Nov 12:02 UTC; @lena, 22 Nov 12:03 UTC",
    )


def test_of_many_the_last_ones_are_named() -> None:
    [line] = remarks([said("relevant", f"u{n}", n) for n in range(9)])

    assert line.startswith("✓ relevant: @u6, ")
    assert line.endswith("@u8, 22 Nov 12:08 UTC and 6 more")


def test_a_silence_shows_once_with_who_wished_for_it_first() -> None:
    first = Reaction(press("snooze_story"), NOON, "this story", silence_id=1, until=NOON + DAY)
    second = replace(first, press=press("snooze_story", "omar"), silence_id=None)
    muted = Reaction(
        press("mute_source", target_id="example"), NOON, "Example News", (), 2, NOON + DAY
    )

    assert remarks([first, second, muted]) == (
        "Snoozed until 23 Nov 12:00 UTC by @mira",
        "Example News muted until 23 Nov 12:00 UTC by @mira",
    )
