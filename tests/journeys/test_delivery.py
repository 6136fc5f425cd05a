"""From the outbox to Slack, with everything in between going wrong: none lost, none twice."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_faults import POST, Fault, Faults
from monitor.demo.slack_standin_workspace import Workspace
from monitor.storage import outbox
from monitor.storage.store import Store, open_store
from tests.alerts.builders import rung, story
from tests.alerts.delivery import dead_holder, deliver, dispatcher, put
from tests.alerts.fakes import FakeSlack, Killed, Process
from tests.alerts.virtual_time import run
from tests.journeys.deliverer import deliver as deliver_in_a_hurry

CHANNELS = ("one", "two", "three", "four")


def test_a_process_killed_at_any_step_loses_nothing_and_doubles_nothing(store: Store) -> None:
    lived = 0.0
    for step in range(1, 16):
        slack = FakeSlack()
        slack.lived = lived
        keys = put(store, story(), story())

        with pytest.raises(Killed):
            deliver(store, slack, process=Process(dies_at=step), holder=dead_holder())
        deliver(store, slack)

        assert (step, slack.told()) == (step, keys)
        lived = slack.lived


def test_two_processes_of_which_one_dies_double_nothing(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, *[story() for _ in range(6)])

    async def live() -> None:
        mortal = dispatcher(store, slack, Process(dies_at=12), holder=dead_holder())
        other = dispatcher(store, slack)
        await asyncio.gather(
            mortal.drain(limit=300), other.drain(limit=300), return_exceptions=True
        )

    run(live())
    deliver(store, slack)

    assert slack.told() == keys


# --- Over HTTP, in real time -------------------------------------------------------------------


class Assassin(Faults):
    """Kills the process whose requests it sees, at those of the given numbers."""

    def __init__(self, *, at: set[int], rate: float, seed: int = 1) -> None:
        super().__init__(rate=rate, seed=seed)
        self._at = at
        self._posts = 0
        self.victim: int | None = None

    def strike(self, method: str) -> Fault | None:
        self._posts += method == POST
        if method == POST and self._posts in self._at and self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
        return super().strike(method)


def put_alerts(url: str, number: int) -> Counter[str]:
    """Alerts for all channels; how many are to stand in each in the end."""
    with open_store(url) as store, store.begin() as db:
        for turn in range(number):
            one = story(rung(channel=f"#{CHANNELS[turn % len(CHANNELS)]}"))
            outbox.put(db, one, key=one.id, now=datetime.now(UTC))
    return Counter({channel: number // len(CHANNELS) for channel in CHANNELS})


def check_told(standin: SlackStandin, expected: Counter[str]) -> None:
    for channel in standin.workspace.channels:
        keys = [str(one.metadata["event_payload"]["key"]) for one in channel.messages]
        assert len(set(keys)) == len(keys) == expected[channel.name]
        assert keys == sorted(keys, key=lambda key: int(key.split("-")[1].split(":")[0]))


@pytest.mark.nightly
async def test_a_slack_that_fails_every_fifth_request_gets_every_alert_once(store_url: str) -> None:
    expected = put_alerts(store_url, 24)
    faults = Faults(rate=0.2, seed=7)
    workspace = Workspace(CHANNELS, now=time.time, burst=None)

    async with SlackStandin(workspace, faults=faults) as standin:
        assert await deliver_in_a_hurry(store_url, standin.api_url)

    check_told(standin, expected)


async def kill_and_kill_again(url: str, *, number: int, kills: set[int]) -> None:
    """Deliver through processes that are killed as they post."""
    expected = put_alerts(url, number)
    assassin = Assassin(at=kills, rate=0.2)
    workspace = Workspace(CHANNELS, now=time.time, burst=None)
    script = str(Path(__file__).with_name("deliverer.py"))

    async with SlackStandin(workspace, faults=assassin) as standin:
        deaths = 0
        while True:
            process = await asyncio.create_subprocess_exec(
                sys.executable, script, url, standin.api_url, stdout=asyncio.subprocess.DEVNULL
            )
            assassin.victim = process.pid
            status = await process.wait()
            if status != -signal.SIGKILL:
                break
            deaths += 1

    assert (status, deaths) == (0, len(kills))
    check_told(standin, expected)


async def test_killed_while_it_posts_it_tells_every_alert_once(store_url: str) -> None:
    await kill_and_kill_again(store_url, number=4, kills={3})


@pytest.mark.nightly
async def test_killed_five_times_it_tells_two_hundred_alerts_once(store_url: str) -> None:
    await kill_and_kill_again(store_url, number=200, kills={20, 60, 100, 140, 180})
