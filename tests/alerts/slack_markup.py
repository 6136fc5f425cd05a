"""What Slack would make of a message: the links and mentions in it, and all of its text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.model import Message

_MARKUP = re.compile(r"<([^<>]*)>")
_MENTIONS = {"user", "channel", "usergroup", "broadcast"}
_SHOWN_DATE = "!date^"


def links(message: Message) -> list[str]:
    return [target for kind, target in _found(message) if kind == "link"]


def mentions(message: Message) -> list[str]:
    return [target for kind, target in _found(message) if kind == "mention"]


def _found(message: Message) -> Iterator[tuple[str, str]]:
    yield from _in_markup(message.text)
    for block in message.blocks:
        for element in _elements(block):
            if element.get("type") == "mrkdwn":
                yield from _in_markup(element["text"])
            if element.get("type") == "link":
                yield "link", element["url"]
            if element.get("type") in _MENTIONS:
                yield "mention", element["type"]


def _in_markup(text: str) -> Iterator[tuple[str, str]]:
    for found in _MARKUP.finditer(text):
        target = found[1].split("|", 1)[0]
        if target.startswith(_SHOWN_DATE):
            continue
        is_mention = target[:1] in {"!", "@", "#"}
        plain = target.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        yield ("mention" if is_mention else "link"), plain


def _elements(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    within: list[Any] = [block]
    while within:
        one = within.pop()
        if isinstance(one, list):
            within += reversed(one)
        elif isinstance(one, dict):
            yield one
            within += [one[name] for name in ("fields", "elements", "text") if name in one]
