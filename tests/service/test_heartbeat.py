"""The daily line, and the call while all is well."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from monitor.model import DailyAt, Source, SourceCondition, SourceState
from monitor.service.heartbeat import Heartbeat, Pulse, heartbeat
from monitor.status import Status
from monitor.storage import held, outbox
from monitor.storage.lanes import Lane
from monitor.storage.outbox import Counts
from monitor.storage.store import Store
from monitor.storage.tally import Tally
from tests.alerts.builders import NOON

BBC = Source("bbc", "BBC", "https://bbc.example/feed")
AFP = Source("afp", "AFP", "https://afp.example/feed")
AT_NOON = DailyAt(time(12), "UTC")


@pytest.fixture
def database() -> str:
    """One kind will do here; what is stored is tried on both elsewhere."""
    return "sqlite"


def status(**changes: Any) -> Status:
    fine = (
        (BBC, SourceState("bbc", condition=SourceCondition.OK)),
        (AFP, SourceState("afp", condition=SourceCondition.UNCHANGED)),
    )
    made = Status(
        at=NOON,
        sources=fine,
        outbox=Counts(waiting=2, unknown=0, refused=1),
        lanes=(),
        config_digest="d",
        config_loaded_at=NOON,
        config_problems=(),
        watches=3,
        articles=10,
        matches=4,
        processes=(),
    )
    return replace(made, **changes)


def line(now: Status) -> str:
    notice = heartbeat(Pulse(now, Tally(312, 14, 9)), date(2026, 11, 22))
    return f"{notice.title}\n{notice.text}"


def test_the_line_says_what_was_done_and_that_all_is_well() -> None:
    assert line(status()) == (
        "Tocsin is awake, and all is well\n"
        "All 2 sources answer.\n"
        "In the last 24 hours 312 articles were read, 14 matches found and 9 alerts told; 2 wait, "
        "1 were refused."
    )


def test_a_source_that_does_not_answer_is_named() -> None:
    dark = (AFP, SourceState("afp", condition=SourceCondition.BLOCKED))
    text = line(status(sources=(status().sources[0], dark)))

    assert text.startswith("Tocsin is awake, and all is well\n1 of 2 sources answer; not afp (blo")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lanes": (Lane("#desk", reason="is_archived"),)}, "#desk takes no alerts: is_archived."),
        ({"config_problems": ("x",)}, "The last edit of the configuration was refused."),
        (
            {"config_problems": ("x",), "config_held": "abc"},
            "The last edit of the configuration waits to be accepted.",
        ),
        (
            {"sources": ((AFP, SourceState("afp", condition=SourceCondition.UNREACHABLE)),)},
            "No source answers.",
        ),
    ],
)
def test_what_is_wrong_with_the_monitor_comes_first(wrong: dict[str, Any], said: str) -> None:
    assert line(status(**wrong)).splitlines()[:2] == ["Tocsin is awake, and needs you", said]


class Clock:
    def __init__(self) -> None:
        self.now = NOON + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now


class Watcher:
    """Somebody who waits for calls."""

    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self, _request: web.Request) -> web.Response:
        self.calls += 1
        return web.Response()


def beating(store: Store, clock: Clock, daily: DailyAt, *statuses: Status) -> Heartbeat:
    """One that sees these statuses, and then the last of them."""
    coming = list(statuses)

    async def read() -> Status:
        return coming.pop(0) if len(coming) > 1 else coming[0]

    return Heartbeat(store, settings=lambda: daily, status=read, rung=lambda: None, now=clock)


async def test_the_line_comes_once_a_day_and_not_on_the_first(store: Store) -> None:
    clock, told = Clock(), []
    beats = beating(store, clock, AT_NOON, status())
    async with aiohttp.ClientSession() as session:
        for hours in (0, 1, 22, 23, 24, 47, 48):
            clock.now = NOON + timedelta(hours=1 + hours)
            await beats.beat(session)
            with store.begin() as db:
                told.append(len(outbox.waiting(db, most=10)))

    assert told == [0, 0, 0, 1, 1, 2, 2]


async def test_the_call_is_made_while_all_is_well_and_only_then(store: Store) -> None:
    clock, watcher = Clock(), Watcher()
    app = web.Application()
    app.router.add_get("/alive", watcher)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    daily = replace(AT_NOON, ping=f"http://127.0.0.1:{port}/alive")
    ill = status(lanes=(Lane("#desk", reason="is_archived"),))
    with store.begin() as db:
        held.done(db, "heartbeat", date(2026, 11, 22))
    beats = beating(store, clock, daily, status(), status(), ill)
    try:
        async with aiohttp.ClientSession() as session:
            for seconds in (0, 1, 300, 300):
                clock.now += timedelta(seconds=seconds)
                await beats.beat(session)
    finally:
        await runner.cleanup()

    assert watcher.calls == 2
