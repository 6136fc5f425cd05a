"""The same message, printed: for those who have configured no Slack, and for a first look."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from alerts.sender import Sighting, Unclear
from monitor.model import Delivered, Message, Outcome

CANNOT_LOOK_BACK = Unclear("a console cannot be read back", for_good=True)

_EMOJI = {
    "red_circle": "🔴",
    "large_orange_circle": "🟠",
    "white_circle": "⚪",
    "information_source": "🛈",
}
# A terminal orders letters on its own, or not at all: marks for a client's layout only disturb.
_MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")
_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")


class ConsoleSender:
    """Prints messages to the standard output."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)

    async def prepare(self, _channel: str) -> None:
        """Nothing is needed."""

    async def send(self, message: Message) -> Outcome:
        """Print the message. A terminal that does not take it holds up nothing else."""
        await asyncio.to_thread(self._print, message)
        return Delivered(f"{datetime.now(UTC).timestamp():.6f}")

    async def find(self, _channel: str, _key: str, *, since: datetime) -> Sighting:
        """What has scrolled by cannot be looked at."""
        del since
        return CANNOT_LOOK_BACK

    async def close(self) -> None:
        """Nothing is held."""

    def _print(self, message: Message) -> None:
        for block in message.blocks:
            for line, indent in _lines(block):
                self._console.print(Padding(line, (0, 0, 0, indent)))
        if not message.blocks:
            self._console.print(Text(message.text))
        self._console.print()


def _lines(block: Mapping[str, Any]) -> Iterator[tuple[Text, int]]:
    """The block as lines of text, each with its indent."""
    if block["type"] == "context":
        parts = [_without_markup(element["text"]) for element in block["elements"]]
        yield Text("  ·  ".join(parts), style="dim"), 3
        return
    for section in block["elements"]:
        is_quote = section["type"] == "rich_text_quote"
        line = Text("│ " if is_quote else "", style="italic" if is_quote else "")
        for element in section["elements"]:
            line.append_text(_piece(element))
        yield line, 3 if is_quote or section["elements"][0]["type"] != "emoji" else 0


def _piece(element: Mapping[str, Any]) -> Text:
    if element["type"] == "emoji":
        return Text(_EMOJI.get(element["name"], "•"))
    bold = "bold" if element.get("style", {}).get("bold") else ""
    if element["type"] == "link":
        return Text(f"{element['text']}".translate(_MARKS), style=f"bold link {element['url']}")
    return Text(element["text"].translate(_MARKS), style=bold)


def _without_markup(text: str) -> str:
    plain = _DATE.sub(r"\1", text.translate(_MARKS))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
