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
from tests.simulation.delivery.lives import HOUR, Life, MemoryStore

STALL = 15.0
"""Seconds within which an alert is told, whatever the clock does."""
EVERY, NUMBER = 7, 20
"""Seconds from one alert to the next, and how many there are."""
HALF_HOURLY = Patience(poll=timedelta(minutes=30))


def back(life: Life) -> None:
    life.set_by -= HOUR


def forward(life: Life) -> None:
    life.set_by += HOUR


def sleep(life: Life) -> None:
    life.slack.lived += 3 * HOUR


def there_and_back(life: Life) -> None:
    forward(life)
    asyncio.get_running_loop().call_later(60, back, life)


@pytest.mark.parametrize("happens", [back, forward, sleep, there_and_back])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_clock_that_is_set_makes_no_stall_and_no_storm(
    happens: Callable[[Life], None], *, is_restarted: bool
) -> None:
    life = Life(MemoryStore(), 1)
    put_at: dict[str, float] = {}

    async def live() -> None:
        stop = asyncio.Event()
        service = asyncio.create_task(service_of(life).run(stop))
        for turn in range(NUMBER):
            if turn == NUMBER // 2:
                happens(life)
                if is_restarted:
                    service.cancel()
                    await asyncio.wait({service})
                    service = asyncio.create_task(service_of(life).run(stop))
            put_at[f"notice:n{turn}:{CHANNEL}"] = life.slack.time()
            put_one(life, turn)
            await asyncio.sleep(EVERY)
        await asyncio.sleep(STALL)
        stop.set()
        await service

    run(live())

    told_at = {one.key: one.at for one in life.slack.posts}
    assert list(told_at) == list(put_at)
    assert len(life.slack.posts) == life.slack.sent == NUMBER
    assert max(told_at[key] - put_at[key] for key in put_at) < STALL


def service_of(life: Life) -> Dispatcher:
    life.slack.visible_after = 0
    life.plant = replace(life.plant, patience=Patience())
    return life.made(Process(), dead_holder(), "boot")


def put_one(life: Life, turn: int) -> None:
    with life.store.begin() as db:
        one = Notice(f"n{turn}", "Something happened", "Indeed.", CHANNEL)
        outbox.put(db, one, key=one.key, now=life.now())


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
