"""From the answer of a feed to the message in Slack: two hundred hosts, ten thousand names.

Each host has one new article whenever it is asked, thirty articles a second in all; one in a
hundred names a watch, and no other does. The service runs as its own process, on SQLite, and
fetches feeds and pages; the hosts and Slack, a stand-in, are served from here. `LATENCY_SECONDS`
says for how long.
"""

import asyncio
import json
import os
import random
import re
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import psutil
from aiohttp import ClientSession, web

from monitor.config import load
from monitor.demo.slack_standin import TOKEN, SlackStandin
from monitor.demo.slack_standin_workspace import Workspace
from monitor.demo.typesetting import Piece, page, rss
from monitor.matching import Matcher
from monitor.model import Passage
from tests.benchmarks.corpus import articles, names

HOSTS, NAMES, CHANNELS = 200, 10_000, 20
EVERY = 6
"""Seconds from look to look at a host: more than thirty articles a second."""
HIT_IN = 100
"""One article in so many names a watch."""
WARM_UP, SECONDS, STRAGGLERS = 30.0, 120.0, 15.0
MOST_A_SECOND = HOSTS / EVERY * 1.05
SHOWN = 20
"""Articles in a feed."""
PULSE = 0.1
"""Seconds between two questions to the service whether its loop turns."""
BLOCK = 64
SENTENCE = "Officials said on Monday that {} had been named in the report."

_SERIAL = re.compile(r"Dispatch (\d+)")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that nobody has heard of yet. It names no watch."""

    headline: str
    paragraphs: tuple[str, str]


@dataclass(slots=True)
class Press:
    """The hosts' articles: when each was first told of in a feed, and which name it has, if any."""

    drafts: Sequence[Draft]
    hits: Sequence[str]  # names that articles are to have
    answered_at: list[float] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)  # by serial number
    serials: dict[str, list[int]] = field(default_factory=dict)  # by host, the newest last

    async def feed(self, request: web.Request) -> web.Response:
        own = self.serials.setdefault(request.host, [])
        own.append(len(self.pieces))
        self.pieces.append(self._written(len(self.pieces)))
        pieces = [self.pieces[one] for one in reversed(own[-SHOWN:])]
        text = rss(pieces, outlet=request.host, address=f"http://{request.host}", language="en")
        self.answered_at.append(time.time())
        return web.Response(text=text, content_type="application/rss+xml")

    async def page(self, request: web.Request) -> web.Response:
        piece = self.pieces[int(request.match_info["serial"])]
        address = f"http://{request.host}"
        text = page(piece, outlet=request.host, address=address, language="en", others=())
        return web.Response(text=text, content_type="text/html")

    def is_hit(self, serial: int) -> bool:
        return serial % HIT_IN == 0

    def _written(self, serial: int) -> Piece:
        draft = self.drafts[serial]
        begin, end = draft.paragraphs
        paragraphs: tuple[str, ...] = (begin, end)
        if self.is_hit(serial):
            name = self.hits[serial // HIT_IN % len(self.hits)]
            paragraphs = (begin, SENTENCE.format(name), end)
        title = f"Dispatch {serial} of {draft.headline}"
        return Piece(f"/{serial}.html", title, paragraphs, datetime.now(UTC))


def silent_drafts(texts: Sequence[Sequence[str]], matcher: Matcher, number: int) -> list[Draft]:
    """So many articles in which the matcher finds no watch."""
    kept: list[Draft] = []
    serials = count()
    while len(kept) < number:
        block = [_draft(texts, serial) for serial in islice(serials, BLOCK)]
        passages = [Passage("\n".join(one.paragraphs), title=one.headline) for one in block]
        judged = zip(block, matcher.judge_all(passages), strict=True)
        kept += [draft for draft, judgement in judged if not judgement.matches]
    return kept


def _draft(texts: Sequence[Sequence[str]], serial: int) -> Draft:
    """Words of a real article in an order of its own, so that no two tell the same story."""
    dice = random.Random(serial)
    words = list(texts[serial % len(texts)])
    dice.shuffle(words)
    half = len(words) // 2
    paragraphs = (" ".join(words[:half]) + ".", " ".join(words[half:]) + ".")
    return Draft(f"{words[0]} and {words[1]}", paragraphs)


def main() -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), float(os.environ.get("LATENCY_SECONDS", SECONDS))))


async def _run(folder: Path, seconds: float) -> None:
    watched = names(NAMES)
    press = Press([], watched[-NAMES // 10 :])
    channels = [f"desk-{number}" for number in range(CHANNELS)]
    workspace = Workspace([*channels, "news-watch", "tocsin-ops"], now=time.time)
    async with SlackStandin(workspace) as slack, _hosts(press) as addresses:
        port = _free_port()
        _configure(folder, addresses, watched, channels, port)
        press.drafts = _drafts(folder, WARM_UP + seconds + STRAGGLERS)
        begun = time.time()
        async with _service(folder, slack.api_url) as service:
            while not press.answered_at:
                if service.status() == psutil.STATUS_ZOMBIE:
                    sys.exit((folder / "log").read_text(encoding="utf-8"))
                await asyncio.sleep(PULSE)
            await asyncio.sleep(WARM_UP)
            warm, spent = len(press.answered_at), _cpu(service)
            stalls = await _pulses(port, seconds)
            end, spent = len(press.answered_at), _cpu(service) - spent
            await asyncio.sleep(STRAGGLERS)
    print(
        f"{HOSTS} hosts, {NAMES:,} names, {(end - warm) / seconds:.1f} articles/s offered", end=""
    )
    print(f", {spent / seconds:.2f} processors used; first look after", end=" ")
    print(f"{press.answered_at[0] - begun:.1f} s; loop held up for {1000 * max(stalls):.0f} ms")
    accepted = _accepted(workspace)
    _report(f"the first {WARM_UP:.0f} s", press, accepted, range(warm))
    _report("from then on", press, accepted, range(warm, end))


def _drafts(folder: Path, seconds: float) -> list[Draft]:
    """As many as can be asked for."""
    watchlist = load(folder, environ={}, now=datetime.now(UTC)).watchlist
    texts = [text.split() for text in articles(frozenset({"en"}))]
    return silent_drafts(texts, Matcher(watchlist), int(seconds * MOST_A_SECOND) + HOSTS)


async def _pulses(port: int, seconds: float) -> list[float]:
    """For so long: how many seconds each answer took that any turn of the loop can give."""
    took: list[float] = []
    until = time.monotonic() + seconds
    async with ClientSession() as session:
        while (asked := time.monotonic()) < until:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                await answer.read()
            took.append(time.monotonic() - asked)
            await asyncio.sleep(PULSE)
    return took


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def _hosts(press: Press) -> AsyncIterator[list[str]]:
    app = web.Application()
    app.router.add_get("/feed.xml", press.feed)
    app.router.add_get("/{serial:\\d+}.html", press.page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for number in range(HOSTS):
        try:
            await web.TCPSite(runner, f"127.3.0.{number + 1}", 0).start()
        except OSError:  # a machine with one loopback address: ports of it, then
            await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield [f"http://{host}:{port}" for host, port in runner.addresses]
    await runner.cleanup()


def _configure(
    folder: Path, addresses: list[str], watched: list[str], channels: list[str], port: int
) -> None:
    """The three files. JSON is YAML, and soon written."""
    sources = [
        {"id": f"host-{number}", "url": f"{address}/feed.xml", "every": f"{EVERY}s"}
        for number, address in enumerate(addresses)
    ]
    watches = [
        {"name": name, "id": f"w{number}", "channel": f"#{channels[number % len(channels)]}"}
        for number, name in enumerate(watched)
    ]
    settings = {
        "crawl": {"delay": "0s", "allow_networks": ["127.0.0.0/8"], "first_fetch": "all"},
        "alerts": {"channel": "#news-watch", "operations": "#tocsin-ops"},
        "web": {"listen": f"127.0.0.1:{port}"},
    }
    files = {"sources": {"sources": sources}, "watchlist": {"watches": watches}}
    for name, content in (*files.items(), ("settings", settings)):
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")


@asynccontextmanager
async def _service(folder: Path, api_url: str) -> AsyncIterator[psutil.Process]:
    ours = {
        "TOCSIN_DATABASE": f"sqlite:///{folder}/tocsin.db",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": api_url,
    }
    command = (sys.executable, "-m", "monitor", "run", "--config", str(folder))
    with (folder / "log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **ours}, stdout=log, stderr=log
        )
        try:
            yield psutil.Process(running.pid)
        finally:
            if running.returncode is None:
                running.terminate()
            await running.wait()


def _cpu(service: psutil.Process) -> float:
    """CPU seconds of the service and its workers."""
    everybody = [service, *service.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in everybody)


def _accepted(workspace: Workspace) -> dict[int, float]:
    """When Slack took the message of each article."""
    return {
        int(found[1]): float(message.ts)
        for channel in workspace.channels
        for message in channel.messages
        if (found := _SERIAL.search(message.text))
    }


def _report(
    phase: str, press: Press, accepted: Mapping[int, float], offered: Sequence[int]
) -> None:
    hits = [serial for serial in offered if press.is_hit(serial)]
    told = [serial for serial in hits if serial in accepted]
    late = sorted(1000 * (accepted[serial] - press.answered_at[serial]) for serial in told)
    print(f"{phase}: {len(told)} of {len(hits)} hits told in {CHANNELS} channels", end="")
    if len(late) > 1:
        cuts = quantiles(late, n=100, method="inclusive")
        print(f"; ms from feed to Slack: p50 {cuts[49]:.0f}, p90 {cuts[89]:.0f}", end="")
        print(f", p99 {cuts[98]:.0f}, at most {late[-1]:.0f}", end="")
    print()
