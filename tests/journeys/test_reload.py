"""A running service and its configuration folder, while people and programs edit it."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.config import load
from monitor.demo.newspaper import Newspaper, Outlet
from monitor.demo.slack_standin import TOKEN, SlackStandin
from monitor.demo.typesetting import Piece
from monitor.storage.processes import Process, running
from monitor.storage.store import open_store
from tests.journeys.processes import PATIENCE, Running, tocsin, until, write_config

LOOK_EVERY = 0.02
LIVE = 1.0  # seconds
DESKS = 12

Asking = Callable[[], Awaitable[Process]]


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


@dataclass
class Desk:
    """Somebody who edits the folder in every way there is, and knows what must come of it."""

    link: Path
    dice: random.Random
    number: int = 0
    refused_at: list[str] = field(default_factory=list)

    def watchlist(self) -> list[str]:
        """Another good list each time; one watch is always in it."""
        self.number += 1
        names = [f"Borduria Desk {n} of {self.number if n == 3 else 0}x" for n in range(DESKS)]
        return ["watches:\n", "  - name: Quds Force\n", *(f"  - name: {one}\n" for one in names)]

    def digest(self) -> str:
        return load(self.link, environ={}, now=datetime.now(UTC)).digest

    async def valid(self) -> str:
        (self.link / "watchlist.yaml").write_text("".join(self.watchlist()))
        return ""

    async def renamed(self) -> str:
        (self.link / ".edited").write_text("".join(self.watchlist()))
        (self.link / ".edited").rename(self.link / "watchlist.yaml")
        return ""

    async def swapped(self) -> str:
        release = self.link.parent / f"release-{self.number + 1}"
        shutil.copytree(self.link, release)
        (release / "watchlist.yaml").write_text("".join(self.watchlist()))
        (self.link.parent / "next").symlink_to(release.name)
        (self.link.parent / "next").rename(self.link)
        return ""

    async def half_written(self) -> str:
        text = "".join(self.watchlist())
        with (self.link / "watchlist.yaml").open("w") as file:
            file.write(text[: self.dice.randrange(10, len(text))])
            file.flush()
            await asyncio.sleep(0.1)
            file.write(text[file.tell() :])
        return ""

    async def invalid(self) -> str:
        lines = self.watchlist()
        line = self.dice.randrange(1, len(lines))
        lines[line] = lines[line].replace("name", "nmae")
        (self.link / "watchlist.yaml").write_text("".join(lines))
        return f"{self.link}/watchlist.yaml:{line + 1}: "

    async def invalid_source(self) -> str:
        file = self.link / "sources.yaml"
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join([*lines, "  - {id: broken, url: nowhere}\n"]))
        self.refused_at.append("".join(lines))
        return f"{file}:{len(lines) + 1}: "

    async def deleted(self) -> str:
        (self.link / "watchlist.yaml").unlink()
        return f"{self.link}/watchlist.yaml:1: "

    async def mended(self) -> str:
        """Everything in order again."""
        if self.refused_at:
            (self.link / "sources.yaml").write_text(self.refused_at.pop())
        return await self.valid()


@contextmanager
def watched(folder: Path) -> Iterator[Asking]:
    """Asks what the service says of itself; on a busy machine it may be late to say anything."""
    with open_store(f"sqlite:///{folder / 'var' / 'tocsin.db'}") as store:

        async def found() -> Sequence[Process]:
            with store.begin() as db:
                return running(db, now=datetime.now(UTC))

        async def process() -> Process:
            [one] = await until(found)
            return one

        yield process


async def settled(desk: Desk, refused: str, process: Asking) -> float:
    """Seconds until the service has taken what is good, or refused what is not at its line."""
    wanted = "" if refused else desk.digest()
    loop = asyncio.get_running_loop()
    start = loop.time()
    while loop.time() - start < PATIENCE:
        one = await process()
        if refused and any(told.startswith(refused) for told in one.config_problems):
            return loop.time() - start
        if not refused and not one.config_problems and one.config_digest == wanted:
            return loop.time() - start
        await asyncio.sleep(LOOK_EVERY)
    raise AssertionError(f"{refused or wanted} did not come to be: {await process()}")


async def edit_under_load(
    tmp_path: Path, outlets: list[Outlet], slack: SlackStandin, *, edits: int
) -> list[float]:
    """Edits at random while articles come in. The seconds until each good one was live."""
    sources = {f"o{n}": outlet.feed_url for n, outlet in enumerate(outlets)}
    write_config(tmp_path, sources=sources).rename(tmp_path / "release-0")
    (tmp_path / "config").symlink_to("release-0")
    desk = Desk(tmp_path / "config", random.Random(7))
    environ = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.api_url}
    published: list[str] = []
    live: list[float] = []
    async with tocsin("run", "--config", str(desk.link), environ=environ) as service:
        await until(lambda: _said(service, "stop    Ctrl-C"), of=service)
        await until(lambda: _exists(tmp_path / "var" / "tocsin.db"), of=service)
        with watched(tmp_path) as process:
            started_at = (await process()).started_at
            good = [desk.valid, desk.renamed, desk.swapped, desk.half_written]
            bad = [desk.invalid, desk.invalid_source, desk.deleted]
            for number in range(edits):
                if number % 5 == 0:
                    published.append(outlets[number % len(outlets)].publish(report(number)))
                is_mended = not (await process()).config_problems
                edit = desk.dice.choice([*good, *bad]) if is_mended else desk.mended
                refused = await edit()
                seconds = await settled(desk, refused, process)
                if not refused:
                    live.append(seconds)
            await desk.mended()
            await until(lambda: _all_told(slack, published), of=service)
            assert (await process()).started_at == started_at
        assert await service.end() == 0
    assert sorted(told(slack)) == sorted(published)
    return live


def report(number: int) -> Piece:
    return Piece(
        path=f"/{number}.html",
        title=f"Report {number}: a bridge is opened over river {number}",
        paragraphs=(
            f"An envoy of the Quds Force came to the opening of bridge {number} on Monday.",
            *(f"Of fish {number * 31 + n} people tell tale {number * 7 + n}." for n in range(30)),
        ),
        published_at=datetime.now(UTC).replace(microsecond=0),
    )


def told(slack: SlackStandin) -> list[str]:
    """The articles that stand in the workspace, as often as they do."""
    return [
        message.metadata["event_payload"]["article_url"]
        for channel in slack.workspace.channels
        for message in channel.messages
        if message.metadata and message.metadata["event_type"] == "tocsin_alert"
    ]


async def test_edits_of_every_kind_are_taken_or_refused_and_nothing_is_lost(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlets = [await newspaper.add_outlet(f"127.0.0.{n}", f"Outlet {n}") for n in (91, 92)]

    assert await edit_under_load(tmp_path, outlets, slack, edits=15)


@pytest.mark.nightly
async def test_two_hundred_edits_under_load_are_taken_or_refused_and_say_how_soon(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlets = [await newspaper.add_outlet(f"127.0.0.{n}", f"Outlet {n}") for n in range(91, 99)]

    live = sorted(await edit_under_load(tmp_path, outlets, slack, edits=200))

    median, worst = live[len(live) // 2], live[-1]
    late = sum(seconds >= LIVE for seconds in live)
    print(  # noqa: T201  # the figures that the test is for
        f"{len(live)} good edits live: median {median:.2f} s, worst {worst:.2f} s, {late} late"
    )


async def test_an_edit_by_which_most_watches_vanish_waits_until_it_is_accepted(
    tmp_path: Path,
) -> None:
    config = write_config(tmp_path, sources={"o": "http://127.0.0.88:9/feed.xml"})
    desk = Desk(config, random.Random(7))
    await desk.valid()
    before = desk.digest()

    status, answer = await run("reload", config)
    assert status == 1
    assert "no service runs on the database" in answer
    assert not (tmp_path / "var").exists()

    async with tocsin("run", "--config", str(config)) as service:
        await until(lambda: _said(service, "stop    Ctrl-C"), of=service)
        await until(lambda: _exists(tmp_path / "var" / "tocsin.db"), of=service)
        with watched(tmp_path) as process:
            (config / "watchlist.yaml").write_text("".join(desk.watchlist()[:3]))
            edited = desk.digest()
            command = f"tocsin reload --accept {edited[:12]} --config {config}"
            await until(lambda: _said(service, command), of=service)

            status, answer = await run("reload", config)
            assert (status, command in answer) == (1, True), answer
            assert (await process()).config_digest == before
            assert (await run("status", config))[1].count(command) == 1

            status, answer = await run("reload", config, "--accept", edited[:12])
            assert (status, edited[:12] in answer) == (0, True), answer
            assert "watches: removed Borduria Desk 1 of 0x" in answer
            assert (await process()).config_digest == edited
            assert (await process()).config_problems == ()
        await until(lambda: _said(service, "The configuration is good again"), of=service)
        await service.end()


async def run(command: str, config: Path, *arguments: str) -> tuple[int, str]:
    """The exit status of a command, and all that it says."""
    line = [command, "--config", str(config), *arguments]
    done = await asyncio.to_thread(CliRunner(env={"COLUMNS": "1000"}).invoke, app, line)
    return done.exit_code, f"{done.output}{done.exception}"


async def _said(service: Running, words: str) -> bool:
    return words in str(service)


async def _exists(file: Path) -> bool:
    return file.exists()


async def _all_told(slack: SlackStandin, published: list[str]) -> bool:
    return set(published) <= set(told(slack))
