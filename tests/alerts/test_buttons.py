"""The buttons below a story, within Slack's limits; and what a press of them says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.buttons import buttons, presses
from alerts.message import render
from monitor.demo.slack_standin_limits import LONGEST_SUM, check_message
from monitor.model import CONSOLE, Alert, Press, Story
from tests.alerts.builders import alert, hit, notice, rung, story

Json = dict[str, Any]


def press_of(story: Story, action_id: str, number: int = 0) -> Press:
    """What Slack would hand over, read again."""
    [element] = [one for one in buttons(story)["elements"] if one["action_id"] == action_id]
    action: Json = {"action_id": action_id, "action_ts": "1.5", "value": element.get("value")}
    if element["type"] == "overflow":
        action = {**action, "value": None, "selected_option": element["options"][number]}
    [press] = presses({"user": {"id": "U1", "username": "mira"}, "actions": [action]})
    return press


@pytest.mark.parametrize(
    ("action_id", "action", "target_id"),
    [
        ("relevant", "relevant", ""),
        ("not_relevant", "not_relevant", ""),
        ("snooze_story", "snooze_story", ""),
        ("snooze_watch", "snooze_watch", "quds-force"),
        ("others", "snooze_watch", "badr"),
        ("mute_source", "mute_source", "example"),
        ("why", "why", ""),
    ],
)
def test_a_press_says_what_is_meant_and_who_means_it(
    action_id: str, action: str, target_id: str
) -> None:
    press = press_of(story(rung("quds-force"), rung("badr"), id="s1"), action_id)

    assert (press.action, press.story_id, press.target_id) == (action, "s1", target_id)
    assert (press.user_id, press.user_name) == ("U1", "mira")


def test_a_press_that_is_handed_over_again_has_the_same_key_and_no_other() -> None:
    one = story(rung("quds-force"), rung("badr"), rung("asaib"))

    assert press_of(one, "relevant") == press_of(one, "relevant")
    assert press_of(one, "relevant").key != press_of(one, "why").key
    assert press_of(one, "others", 0).key != press_of(one, "others", 1).key


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"actions": None},
        {"user": None, "actions": [{"action_id": "why", "value": "s1"}]},
        {"user": {"id": "U1"}, "actions": [{"action_id": "approve", "value": "s1"}]},
        {"user": {"id": "U1"}, "actions": [{"action_id": "why"}]},
        {"user": {"id": "U1"}, "actions": [{"action_id": "others", "selected_option": None}]},
    ],
)
def test_what_is_no_press_of_ours_says_nothing(payload: Json) -> None:
    assert list(presses(payload)) == []


@given(
    names=st.lists(st.text(max_size=400), min_size=1, max_size=8),
    source_id=st.text(st.characters(categories=["Ll"]), min_size=1, max_size=3000),
)
def test_no_name_and_no_id_makes_a_message_exceed_slacks_limits(
    names: list[str], source_id: str
) -> None:
    rungs = [rung(f"{'x' * len(name)}-{n}", watch_name=name) for n, name in enumerate(names)]
    made = story(*rungs, source_id=source_id, remarks=("&" * 500,) * 9)

    check_message({"blocks": [buttons(made)]})


def test_a_message_full_of_watches_and_remarks_keeps_room_for_its_buttons() -> None:
    many = [rung(f"watch-{n}", hit("<&>" * 99 + "Badr" + "<&>" * 99, "Badr")) for n in range(60)]
    told = alert(story(*many, remarks=("& said " * 60,) * 9))

    blocks = render(told, has_buttons=True).blocks

    assert blocks[-1]["type"] == "actions"
    assert sum(len(str(block)) for block in blocks) < LONGEST_SUM
    check_message({"blocks": [dict(block) for block in blocks]})


def test_only_the_message_that_tells_a_story_has_buttons() -> None:
    one = story()
    posted = alert(one)
    others = [
        Alert("1", posted.channel, "tocsin_update", one, "reply"),
        Alert("2", posted.channel, "tocsin_update", one, "broadcast"),
        Alert("3", posted.channel, "tocsin_digest", one),
        alert(notice()),
        alert(one, channel=CONSOLE),
        alert(one, channel="door:on-call"),
    ]

    assert "actions" in kinds(posted)
    assert "actions" in kinds(Alert("4", posted.channel, "tocsin_alert", one, "edit"))
    assert all("actions" not in kinds(other) for other in others)
    assert render(posted).blocks == render(posted, has_buttons=True).blocks[:-1]


def kinds(one: Alert) -> list[str]:
    return [block["type"] for block in render(one, has_buttons=True).blocks]
