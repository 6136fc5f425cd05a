"""The same message, printed: for those who have configured no Slack, and for a first look."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime
from errno import EPIPE
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from alerts.blocks import SIGNS, bare
from alerts.sender import Sighting, Unclear
from monitor.model import Deferred, Delivered, Message, Outcome

CANNOT_LOOK_BACK = Unclear("a console cannot be read back", for_good=True)

# A terminal orders letters on its own, or not at all: marks for a client's layout only disturb.
_MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")


class _Output(Console):
    """Leaves it to us what becomes of a message whose reader has gone, as in `tocsin run | head`:
    rich would end the process.
    """

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(EPIPE, "nobody reads the output any more")


class ConsoleSender:
    """Prints messages to the standard output; what it does not take waits for one that does."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or _Output(highlight=False)
        self._printing = asyncio.Lock()  # several channels may share a terminal

    async def prepare(self, _channel: str) -> None:
        """Nothing is needed."""

    async def send(self, message: Message) -> Outcome:
        """Print the message. A terminal that does not take it holds up nothing else."""
        try:
            async with self._printing:
                await asyncio.to_thread(self._print, message)
        except OSError as error:
            return Deferred(f"cannot print: {error.strerror}")
        return Delivered("")

    async def find(
        self, _channel: str, _key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        """What has scrolled by cannot be looked at."""
        del since, thread_ts
        return CANNOT_LOOK_BACK

    async def close(self) -> None:
        """Nothing is held."""

    def _print(self, message: Message) -> None:
        lines = [line for block in message.blocks for line in _lines(block)]
        for line, indent in lines or [(Text(message.text), 0)]:
            if self._console.is_terminal:
                self._console.print(Padding(line, (0, 0, 0, indent)))
            else:
                self._console.print(Text(" " * indent).append_text(line), soft_wrap=True)
        self._console.print()


def _lines(block: Mapping[str, Any]) -> Iterator[tuple[Text, int]]:
    """The block as lines of text, each with its indent; nobody can press what is printed."""
    if block["type"] == "actions":
        return
    if block["type"] == "context":
        parts = [bare(element).translate(_MARKS) for element in block["elements"]]
        yield Text("  ·  ".join(parts), style="dim"), 3
        return
    sections = (
        inner
        for section in block["elements"]
        for inner in (section["elements"] if section["type"] == "rich_text_list" else [section])
    )
    for section in sections:
        is_quote = section["type"] == "rich_text_quote"
        line = Text("│ " if is_quote else "", style="italic" if is_quote else "")
        for element in section["elements"]:
            line.append_text(_piece(element))
        yield line, 0 if section["elements"][0]["type"] == "emoji" else 3
        for link in (one for one in section["elements"] if one["type"] == "link"):
            yield Text(link["url"], style="blue"), 3


def _piece(element: Mapping[str, Any]) -> Text:
    if element["type"] == "emoji":
        return Text(SIGNS.get(element["name"], "•"))
    bold = "bold" if element.get("style", {}).get("bold") else ""
    return Text(element["text"].translate(_MARKS), style=bold)
