"""The same message, printed."""

import asyncio
import io
import os
import sys
import time
from contextlib import suppress

import pytest
from rich.console import Console

from alerts.console import ConsoleSender
from alerts.message import render
from monitor.model import Deferred, Delivered, Severity
from tests.alerts.builders import alert, hit, rung, story


async def printed(*, plain: bool = False, **changes: object) -> str:
    loud = rung("quds-force", hit("Officers of the Quds Force left.", "Quds Force"),
                severity=Severity.HIGH)  # fmt: skip
    out = io.StringIO()
    sender = ConsoleSender(Console(file=out, width=100))
    told = await sender.send(render(alert(story(loud, **changes)), plain=plain))
    assert isinstance(told, Delivered)
    return out.getvalue()


async def test_the_console_shows_what_slack_would() -> None:
    assert await printed(headline="Officers leave", url="https://news.example/1") == (
        "🔴 Officers leave\n"
        "   https://news.example/1\n"
        "   Example News  ·  22 Nov 2026 11:00 UTC  ·  High\n"
        "   Quds Force  ·  spelling 92\n"
        "   │ Officers of the Quds Force left.\n"
        "\n"
    )


async def test_what_a_page_says_is_no_markup_here_either() -> None:
    assert "[bold red]x[/]" in await printed(headline="[bold red]x[/] \x1b[31m")
    assert "\x1b" not in await printed(headline="[bold red]x[/] \x1b[31m")


async def test_an_outlet_that_looks_escaped_is_shown_as_it_is() -> None:
    assert "R&amp;D &eacute;" in await printed(outlet="R&amp;D &eacute;")


async def test_a_message_without_blocks_is_its_sentence() -> None:
    assert (await printed(plain=True)).startswith("High: Quds Force (spelling 92) is named in")


class Slow(io.StringIO):
    """A terminal that lets others run with every piece it takes."""

    def write(self, text: str) -> int:
        time.sleep(0)
        return super().write(text)


async def test_messages_of_several_channels_stand_one_after_the_other() -> None:
    out = Slow()
    sender = ConsoleSender(Console(file=out, width=100))
    messages = [render(alert(story(headline=f"Number {n}"))) for n in range(12)]

    await asyncio.gather(*map(sender.send, messages))

    for part in out.getvalue().strip().split("\n\n"):
        assert [line[:1] for line in part.splitlines()] == ["🟠", " ", " ", " ", " "]


async def test_a_message_whose_reader_has_gone_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    message = render(alert(story(rung("quds-force", hit("The Quds Force left.", "Quds Force")))))

    with suppress(BrokenPipeError), os.fdopen(writing, "w") as output:
        monkeypatch.setattr(sys, "stdout", output)
        told = await ConsoleSender().send(message)

    assert told == Deferred("cannot print: nobody reads the output any more")
