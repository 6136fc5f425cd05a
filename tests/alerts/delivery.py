"""Processes that deliver from a real database to a fake Slack, in virtual time."""

import asyncio
from collections.abc import Coroutine, Sequence
from functools import cache
from itertools import count
from typing import Any

from alerts.deliver import Dispatcher
from monitor.config.environment import Secrets
from monitor.model import AlertSettings, Notice, QueuedAlert, Story, Uptime
from monitor.storage import lanes, outbox
from monitor.storage.holders import name_of_this_process
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON
from tests.alerts.fakes import FakeSlack, InlineStore, Process, senders
from tests.alerts.virtual_time import WallClock, run

SETTINGS = AlertSettings(channel=CHANNEL, operations="#ops")

_serials = count(1)


def put(store: Store, *subjects: Story | Notice) -> list[str]:
    """Have these told; the keys under which they will be."""
    with store.begin() as db:
        for subject in subjects:
            key = (subject.article or subject.id) if isinstance(subject, Story) else subject.key
            assert outbox.put(db, subject, key=key, now=NOON)
    return [f"story:{one.id}:{CHANNEL}" for one in subjects if isinstance(one, Story)]


def dead_holder() -> str:
    """The name of a process that is no more, of this machine and boot."""
    return f"{_name().partition('|')[0]}|{2**22 + 1}|1.00|{next(_serials)}"


def living_holder() -> str:
    """Another name of this process."""
    return f"{_name().rpartition('|')[0]}|{next(_serials)}"


@cache
def _name() -> str:
    return name_of_this_process()


def dispatcher(
    store: Store | InlineStore,
    slack: FakeSlack,
    process: Process | None = None,
    settings: AlertSettings = SETTINGS,
    **more: Any,
) -> Dispatcher:
    return Dispatcher(
        store if isinstance(store, InlineStore) else InlineStore(store, process),
        settings=lambda: settings,
        secrets=Secrets(),
        senders=senders(slack, process),
        dice=lambda: 0.5,
        **{"now": WallClock(slack.lived), "uptime": lambda: Uptime("boot", slack.time()), **more},
    )


def deliver(store: Store, slack: FakeSlack, *, limit: float = 3600, **more: Any) -> None:
    """One process, from its start until nothing is left to tell."""

    async def live() -> None:
        await dispatcher(store, slack, **more).drain(limit=limit)

    live_and_die(slack, live())


def deliver_for(store: Store, slack: FakeSlack, *, minutes: float, **more: Any) -> None:
    """The service, running for so long."""

    async def live() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(minutes * 60, stop.set)
        await dispatcher(store, slack, **more).run(stop)

    live_and_die(slack, live())


def live_and_die(slack: FakeSlack, life: Coroutine[None, None, None]) -> None:
    """A process's life; the next one begins when it has ended."""

    async def live() -> None:
        try:
            await life
        finally:
            slack.lived += asyncio.get_running_loop().time()

    run(live())


def alerts(store: Store) -> Sequence[QueuedAlert]:
    with store.begin() as db:
        return outbox.alerts(db)


def lane(store: Store, channel: str = CHANNEL) -> lanes.Lane:
    with store.begin() as db:
        return next(one for one in lanes.lanes(db) if one.channel == channel)
