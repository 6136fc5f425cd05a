"""Slack's blocks, as far as messages use them, and the words in them cut to size. Pure.

Text from pages goes into `rich` and `plain` only, where Slack parses nothing.
https://docs.slack.dev/reference/block-kit/blocks
"""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from alerts.text import escape
from monitor.model import Severity

_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")

Element = dict[str, Any]
Block = dict[str, Any]

MARKS = {
    Severity.HIGH: "red_circle",
    Severity.NORMAL: "large_orange_circle",
    Severity.LOW: "white_circle",
}

SIGNS = {
    "red_circle": "🔴",
    "large_orange_circle": "🟠",
    "white_circle": "⚪",
    "information_source": "🛈",
    "newspaper": "📰",
}
"""What emoji by Slack's names are elsewhere."""

LONGEST_HEADLINE = 300
LONGEST_NAME = 80
LONGEST_NOTE = 200

BUDGET = 12_000
"""Characters of all blocks together: `msg_blocks_too_long` has been seen from about 13,200 on."""
LAST_LINE = 800
"""Of which so many are kept for what says how much found no room."""


def rich(*elements: Element) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements: Element) -> Element:
    seen = [element for element in elements if element.get("text") != ""]
    return {"type": "rich_text_section", "elements": seen}


def words(text: str, *, bold: bool = False) -> Element:
    words: Element = {"type": "text", "text": text}
    return {**words, "style": {"bold": True}} if bold else words


def emoji(name: str) -> Element:
    return {"type": "emoji", "name": name}


def plain(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": False}


def markup(text: str) -> Element:
    """Our own words only, for what a page says would be read as markup too."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def bare(element: Mapping[str, Any]) -> str:
    """The words of a context's element as they read where there is no markup."""
    text = str(element["text"])
    return unmarked(text).strip("*") if element["type"] == "mrkdwn" else text


def unmarked(markup: str) -> str:
    """Our markup without its dates' wrapping and its escapes."""
    return html.unescape(_DATE.sub(r"\1", markup))


def bullets(lines: Sequence[Element]) -> Element:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def size(blocks: Sequence[Block]) -> int:
    """All characters of the blocks as they travel, which is more than Slack can count."""
    return len(escape(json.dumps(blocks, ensure_ascii=False)))


def joined(words: Iterable[str], separator: str, most: int) -> str:
    """Whole words only, as many as fit."""
    joined = ""
    for word in words:
        longer = f"{joined}{separator}{word}" if joined else word
        if len(escape(longer)) > most:
            break
        joined = longer
    return joined


def day_of(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"
