"""The buttons below a story's message, and what a press of one of them says. Pure.

Slack's limits: https://docs.slack.dev/reference/block-kit/block-elements. A value names the story
and what is to be silent, so that a press needs nothing that has scrolled away.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, get_args

from alerts.blocks import Block, Element, plain
from alerts.text import clean, isolated
from monitor.config.environment import Secrets
from monitor.model import CONSOLE, DOOR, Action, Alert, Press, Rung, Story

LONGEST_LABEL = 75
LONGEST_VALUE = 2000
LONGEST_OPTION = 150
MOST_OPTIONS = 5

BLOCK_ID = "tocsin"
OTHERS = "others"
"""The menu with the other watches of a story."""

DAY = timedelta(hours=24)
"""How long what is snoozed or muted by a button is silent."""

Json = Mapping[str, Any]


def has_buttons(secrets: Secrets) -> bool:
    """Whether there are buttons: an app token to hear presses by, a bot token to answer by."""
    return secrets.slack_app_token is not None and secrets.slack_bot_token is not None


def takes_buttons(alert: Alert) -> bool:
    """Whether it is a message that tells a story, in Slack: nothing else can be pressed."""
    is_in_slack = alert.channel != CONSOLE and not alert.channel.startswith(DOOR)
    return is_in_slack and alert.kind == "tocsin_alert" and alert.manner in {"post", "edit"}


def buttons(story: Story) -> Block:
    """What can be done about the story: a button each, and a menu where it has more watches."""
    first, others = story.rungs[:1], story.rungs[1:]
    elements = [
        _button("relevant", "Relevant", story.id),
        _button("not_relevant", "Not relevant", story.id),
        _button("snooze_story", "Snooze story", story.id),
        *(_watch_button(story, rung, is_only=not others) for rung in first),
        _button("mute_source", "Mute source", f"{story.id} {story.source_id}"),
        _button("why", "Why?", story.id),
        *_menu(story, others),
    ]
    fitting = [one for one in elements if len(one.get("value", "")) <= LONGEST_VALUE]
    return {"type": "actions", "block_id": BLOCK_ID, "elements": fitting}


def presses(payload: Json, *, envelope_id: str = "") -> Iterator[Press]:
    """What a payload of the kind `block_actions` says was pressed; nothing of other apps' making.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    user = payload.get("user") or {}
    user_id = str(user.get("id") or "")
    name = str(user.get("username") or user.get("name") or user_id)
    for action in payload.get("actions") or ():
        pressed = _pressed(action)
        if pressed and user_id:
            # Slack names a press by its time; handed over again, it is the same one.
            at = action.get("action_ts") or envelope_id
            key = f"press:{user_id}:{at}:{':'.join(pressed)}"
            yield Press(key, *pressed, user_id=user_id, user_name=name, lasting=DAY)


def _pressed(action: Json) -> tuple[Action, str, str] | None:
    """Which action, of which story, on what."""
    name, value = action.get("action_id"), action.get("value")
    if name == OTHERS:
        name, value = "snooze_watch", (action.get("selected_option") or {}).get("value")
    story_id, _, target_id = str(value or "").partition(" ")
    known = next((one for one in get_args(Action) if one == name), None)
    return (known, story_id, target_id) if known and story_id else None


def _button(action: Action, label: str, value: str) -> Element:
    return {"type": "button", "action_id": action, "text": plain(label), "value": value}


def _watch_button(story: Story, rung: Rung, *, is_only: bool) -> Element:
    label = "Snooze watch 24 h" if is_only else _named(rung)
    return _button("snooze_watch", label, f"{story.id} {rung.watch_id}")


def _menu(story: Story, rungs: Sequence[Rung]) -> Iterator[Element]:
    options = [
        {"text": plain(_named(rung)), "value": f"{story.id} {rung.watch_id}"} for rung in rungs
    ]
    fitting = [one for one in options if len(one["value"]) <= LONGEST_OPTION][:MOST_OPTIONS]
    if fitting:
        yield {"type": "overflow", "action_id": OTHERS, "options": fitting}


def _named(rung: Rung) -> str:
    around = len("Snooze  24 h") + 2  # the marks that isolate a name of the other direction
    return f"Snooze {isolated(clean(rung.watch_name, LONGEST_LABEL - around))} 24 h"
