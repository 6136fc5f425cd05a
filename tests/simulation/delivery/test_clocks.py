"""Clocks that are set, machines that sleep, nights with an hour twice: no storm and no stall."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from alerts.deliver import Dispatcher
from alerts.terms import Patience
from monitor.model import DailyAt, Notice
from monitor.storage import outbox
from tests.alerts.builders import CHANNEL, NOON, story
from tests.alerts.delivery import SETTINGS, dead_holder, deliver_for, put
from tests.alerts.fakes import FakeSlack, Process
from tests.alerts.virtual_time import WallClock, run
from tests.simulation.delivery.world import HOUR, MemoryStore, World

STALL = 15.0
"""Seconds within which an alert is told, whatever the clock does."""
EVERY, NUMBER = 7, 20
"""Seconds from one alert to the next, and how many there are."""
HALF_HOURLY = Patience(poll=timedelta(minutes=30))


def back(world: World) -> None:
    world.set_by -= HOUR


def forward(world: World) -> None:
    world.set_by += HOUR


def sleep(world: World) -> None:
    world.slack.lived += 3 * HOUR


def there_and_back(world: World) -> None:
    forward(world)
    asyncio.get_running_loop().call_later(60, back, world)


@pytest.mark.parametrize("happens", [back, forward, sleep, there_and_back])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_clock_that_is_set_makes_no_stall_and_no_storm(
    happens: Callable[[World], None], *, is_restarted: bool
) -> None:
    world = World(MemoryStore(), 1)
    put_at: dict[str, float] = {}

    async def live() -> None:
        stop = asyncio.Event()
        service = asyncio.create_task(service_of(world).run(stop))
        for turn in range(NUMBER):
            if turn == NUMBER // 2:
                happens(world)
                if is_restarted:
                    service.cancel()
                    await asyncio.wait({service})
                    service = asyncio.create_task(service_of(world).run(stop))
            put_at[f"notice:n{turn}:{CHANNEL}"] = world.slack.time()
            put_one(world, turn)
            await asyncio.sleep(EVERY)
        await asyncio.sleep(STALL)
        stop.set()
        await service

    run(live())

    told_at = {one.key: one.at for one in world.slack.posts}
    assert list(told_at) == list(put_at)
    assert len(world.slack.posts) == world.slack.sent == NUMBER
    assert max(told_at[key] - put_at[key] for key in put_at) < STALL


def service_of(world: World) -> Dispatcher:
    world.slack.visible_after = 0
    world.plant = replace(world.plant, patience=Patience())
    return world.made(Process(), dead_holder(), "boot")


def put_one(world: World, turn: int) -> None:
    with world.store.begin() as db:
        one = Notice(f"n{turn}", "Something happened", "Indeed.", CHANNEL)
        outbox.put(db, one, key=one.key, now=world.now())


@pytest.mark.parametrize(
    ("zone", "at", "night"),
    [
        ("Europe/Berlin", time(2, 30), datetime(2026, 3, 29, tzinfo=UTC)),
        ("Europe/Berlin", time(2, 30), datetime(2026, 10, 25, tzinfo=UTC)),
        ("America/New_York", time(2, 30), datetime(2026, 3, 8, tzinfo=UTC)),
        ("America/New_York", time(1, 30), datetime(2026, 11, 1, tzinfo=UTC)),
        ("Africa/Cairo", time(0, 30), datetime(2026, 4, 24, tzinfo=UTC)),
        ("Africa/Cairo", time(23, 30), datetime(2026, 10, 29, tzinfo=UTC)),
    ],
)
def test_a_digest_comes_once_on_each_local_date(zone: str, at: time, night: datetime) -> None:
    store, slack = MemoryStore(), FakeSlack()
    settings = replace(SETTINGS, digest=DailyAt(at, zone))
    begun = night - timedelta(days=2) - NOON
    for hours_off in (0, -1, 1, 0, -1):
        put(store, story())
        clock = WallClock(slack.lived)
        clock.set_by += begun + timedelta(hours=hours_off)
        deliver_for(
            store, slack, minutes=24 * 60, settings=settings, patience=HALF_HOURLY, now=clock
        )

    dates = [
        date.fromisoformat(one.key.rsplit(":", 1)[1])
        for one in slack.posts
        if one.key.startswith("digest")
    ]
    assert len(dates) >= 4
    assert dates == [dates[0] + timedelta(days=number) for number in range(len(dates))]
    assert dates[0] < night.date() < dates[-1]
