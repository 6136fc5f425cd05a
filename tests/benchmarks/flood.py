"""A flood of alerts into twenty channels, through faults and kill -9: how long until all are told.

One service on SQLite is killed every eight to twenty seconds, and started again, while three of ten
requests to the stand-in for Slack go wrong in every way it knows. A channel takes a message a
second, so that alerts divided by channels are the least seconds that any sender needs.
`FLOOD_ALERTS` and `FLOOD_KILLS` say how many; 3000 and 50 take a quarter of an hour.
"""

import asyncio
import json
import os
import random
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.demo.slack_standin import TOKEN, SlackStandin
from monitor.demo.slack_standin_faults import Faults
from monitor.demo.slack_standin_workspace import Channel, Workspace
from monitor.model import Notice
from monitor.storage import outbox
from monitor.storage.store import open_store
from tests.journeys.processes import tocsin

CHANNELS = 20
ALERTS, KILLS = 300, 5
FAULTS = 0.3
METHODS = frozenset({"chat.postMessage", "conversations.history", "conversations.list"})
SHORTEST_LIFE, LONGEST_LIFE = 8.0, 20.0
"""Seconds between two kills."""
VISIBLE_AFTER = 0.3
"""Seconds until a message shows in the history."""
MOST_SECONDS = 1_800.0


def main() -> None:
    number = int(os.environ.get("FLOOD_ALERTS", ALERTS))
    kills = int(os.environ.get("FLOOD_KILLS", KILLS))
    with TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder), number, kills))


async def _run(folder: Path, number: int, kills: int) -> None:
    names = [f"desk-{channel}" for channel in range(CHANNELS)]
    workspace = Workspace([*names, "news-watch"], now=time.time, visible_after=VISIBLE_AFTER)
    faults = Faults(rate=FAULTS, methods=METHODS)
    async with SlackStandin(workspace, faults=faults) as slack:
        environ = {
            "TOCSIN_DATABASE": f"sqlite:///{folder}/tocsin.db",
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": slack.api_url,
        }
        wanted = _put(environ["TOCSIN_DATABASE"], number)
        _configure(folder)
        begun = time.monotonic()
        done = await _live(folder, environ, workspace, number, kills)
        _report(workspace, wanted, done, time.monotonic() - begun)


def _put(database: str, number: int) -> dict[str, list[str]]:
    """Have so many told; the keys by channel, in order."""
    wanted: dict[str, list[str]] = {}
    with open_store(database) as store, store.begin() as db:
        for serial in range(number):
            channel = f"#desk-{serial % CHANNELS}"
            one = Notice(f"n{serial}", f"Notice {serial}", "Something happened.", channel)
            outbox.put(db, one, key=one.key, now=datetime.now(UTC))
            wanted.setdefault(channel, []).append(f"notice:{one.key}:{channel}")
    return wanted


def _configure(folder: Path) -> None:
    """The three files. JSON is YAML."""
    files = {
        "sources": {"sources": [{"id": "nobody", "url": "https://nobody.invalid/feed.xml"}]},
        "watchlist": {"watches": [{"name": "Nobody Whatsoever"}]},
        "settings": {"alerts": {"channel": "#news-watch"}, "web": {"listen": "off"}},
    }
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")


async def _live(
    folder: Path, environ: dict[str, str], workspace: Workspace, number: int, kills: int
) -> int:
    """Life after life until all is told. How many were ended by kill -9."""
    dice = random.Random(1)
    until, killed = time.monotonic() + MOST_SECONDS, 0
    while time.monotonic() < until:
        longest = dice.uniform(SHORTEST_LIFE, LONGEST_LIFE) if killed < kills else MOST_SECONDS
        async with tocsin("run", "--config", str(folder), environ=environ) as life:
            dies_at = time.monotonic() + longest
            while time.monotonic() < min(dies_at, until):
                if len(_told(workspace)) >= number:
                    await life.end()
                    return killed
                await asyncio.sleep(0.2)
        killed += 1
    return killed


def _keys(channel: Channel) -> list[str]:
    return [str(one.metadata["event_payload"]["key"]) for one in channel.messages if one.metadata]


def _told(workspace: Workspace) -> Counter[str]:
    return Counter(key for channel in workspace.channels for key in _keys(channel))


def _report(
    workspace: Workspace, wanted: dict[str, list[str]], killed: int, seconds: float
) -> None:
    told = _told(workspace)
    lost = [key for keys in wanted.values() for key in keys if key not in told]
    disorder = [name for name, keys in wanted.items() if _keys(workspace.channel(name)) != keys]
    gaps = [
        float(later.ts) - float(earlier.ts)
        for channel in workspace.channels
        for earlier, later in pairwise(channel.messages)
    ]
    print(f"{sum(map(len, wanted.values()))} alerts, {CHANNELS} channels, {killed} kills,", end=" ")
    print(f"{FAULTS:.0%} faults: {seconds:.0f} s; {len(lost)} lost", end=", ")
    print(f"{sum(times > 1 for times in told.values())} twice", end=", ")
    print(f"{len(disorder)} channels out of order", end=", ")
    print(f"{1000 * min(gaps, default=0):.0f} ms between the closest two of a channel")
