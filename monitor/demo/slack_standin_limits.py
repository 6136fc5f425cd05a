"""What Slack refuses in a message, and with which error. Pure.

Limits: https://docs.slack.dev/reference/block-kit/blocks. The sum over all blocks is undocumented:
https://github.com/slackapi/bolt-js/issues/2509 saw `msg_blocks_too_long` from about 13,200 on.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

MOST_BLOCKS = 50
LONGEST_SUM = 13_200
LONGEST_TEXT = 40_000
LONGEST_METADATA = 8_000
LONGEST_URL = 3_000
LONGEST_PLAIN = {"header": 150, "button": 75, "option": 75}
LONGEST_OBJECT = 3_000
MOST_ELEMENTS = {"context": 10, "actions": 25}
MOST_FIELDS, LONGEST_FIELD = 10, 2_000
MOST_OPTIONS, LONGEST_OPTION = 5, 150
LONGEST_ID = 255

Json = Mapping[str, Any]


class SlackError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


def check_message(arguments: Json) -> None:
    """Raise SlackError unless Slack would take the message."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not text and not blocks:
        raise SlackError("no_text")
    if len(_escaped(text)) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    check_blocks(blocks)
    check_metadata(arguments.get("metadata"))


def check_blocks(blocks: Any) -> None:
    """Raise `invalid_blocks` with the first complaint, or `msg_blocks_too_long`."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    _demand(len(blocks) <= MOST_BLOCKS, f"no more than {MOST_BLOCKS} items allowed")
    for block in blocks:
        check = _BLOCKS.get(block.get("type", ""))
        _demand(check is not None, f"unsupported type: {block.get('type')}")
        assert check is not None
        _demand(len(block.get("block_id", "")) <= LONGEST_ID, "block_id is too long")
        check(block)
    if len(json.dumps(blocks, ensure_ascii=False)) > LONGEST_SUM:
        raise SlackError("msg_blocks_too_long")


def check_metadata(metadata: Any) -> None:
    """Raise unless the metadata is a named event with a flat payload."""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    payload = metadata.get("event_payload", {})
    flat = isinstance(payload, dict) and not any(isinstance(one, list) for one in payload.values())
    if not flat:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(payload, ensure_ascii=False)) > LONGEST_METADATA:
        raise SlackError("metadata_too_large")


def _section(block: Json) -> None:
    fields = block.get("fields", [])
    _demand("text" in block or fields, "a section needs text or fields")
    if "text" in block:
        _text_object(block["text"], LONGEST_OBJECT)
    _demand(len(fields) <= MOST_FIELDS, "too many fields")
    for field in fields:
        _text_object(field, LONGEST_FIELD)


def _header(block: Json) -> None:
    _demand(block.get("text", {}).get("type") == "plain_text", "a header is plain text")
    _text_object(block["text"], LONGEST_PLAIN["header"])


def _context(block: Json) -> None:
    elements = block.get("elements", [])
    _demand(0 < len(elements) <= MOST_ELEMENTS["context"], "1 to 10 elements allowed")
    for element in elements:
        if element.get("type") != "image":
            _text_object(element, LONGEST_OBJECT)


def _actions(block: Json) -> None:
    elements = block.get("elements", [])
    _demand(0 < len(elements) <= MOST_ELEMENTS["actions"], "1 to 25 elements allowed")
    names = [element.get("action_id") for element in elements if element.get("action_id")]
    _demand(len(set(names)) == len(names), "an action_id may stand once in a block")
    for element in elements:
        kind = element.get("type")
        _demand(len(element.get("action_id", "")) <= LONGEST_ID, "action_id is too long")
        if kind == "button":
            _plain_text(element.get("text"), LONGEST_PLAIN["button"])
            _demand(len(element.get("url", "")) <= LONGEST_URL, "url is too long")
            _demand(len(element.get("value", "")) <= LONGEST_FIELD, "value is too long")
        if kind == "overflow":
            options = element.get("options", [])
            _demand(0 < len(options) <= MOST_OPTIONS, "1 to 5 options allowed")
            for option in options:
                _plain_text(option.get("text"), LONGEST_PLAIN["option"])
                _demand(len(option.get("value", "")) <= LONGEST_OPTION, "value is too long")


def _plain_text(text: Any, most: int) -> None:
    _demand(isinstance(text, dict) and text.get("type") == "plain_text", "must be plain text")
    _text_object(text, most)


def _markdown(block: Json) -> None:
    _demand(0 < len(block.get("text", "")) <= 12_000, "1 to 12,000 characters allowed")


def _rich_text(block: Json) -> None:
    _demand(bool(block.get("elements")), "a rich text needs elements")
    for part in block["elements"]:
        _demand(part.get("type") in _RICH_PARTS, f"unsupported type: {part.get('type')}")
        inner = part.get("elements", [])
        _demand(bool(inner), "an empty part of rich text")
        if part["type"] == "rich_text_list":
            _rich_text({"elements": inner})
            continue
        for element in inner:
            _rich_element(element)


def _rich_element(element: Json) -> None:
    kind = element.get("type")
    _demand(kind in _RICH_ELEMENTS, f"unsupported type: {kind}")
    if kind == "text":
        _demand(0 < _length(element) <= LONGEST_OBJECT, "must be 1 to 3,000 characters")
    if kind == "link":
        url = element.get("url", "")
        _demand(urlsplit(url).scheme in {"http", "https", "mailto"}, "invalid url")
        _demand(len(url) <= LONGEST_URL and _length(element) <= LONGEST_OBJECT, "too long")


def _text_object(text: Any, most: int) -> None:
    _demand(isinstance(text, dict), "a text object is needed")
    _demand(text.get("type") in {"plain_text", "mrkdwn"}, "unsupported type of text")
    _demand(0 < len(text.get("text", "")) <= most, f"must be 1 to {most} characters")


def _length(element: Json) -> int:
    return len(_escaped(element.get("text", "")))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _demand(is_met: object, complaint: str) -> None:
    if not is_met:
        raise SlackError("invalid_blocks", errors=[complaint])


_BLOCKS: Mapping[str, Callable[[Json], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "divider": lambda _block: None,
}
_RICH_PARTS = {
    "rich_text_section",
    "rich_text_quote",
    "rich_text_preformatted",
    "rich_text_list",
}
_RICH_ELEMENTS: Sequence[str] = (
    "text", "link", "emoji", "date", "user", "channel", "usergroup", "broadcast", "color",
)  # fmt: skip
