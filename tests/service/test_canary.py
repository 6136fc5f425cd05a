"""The canary flies the whole way, and is missed when it does not come back."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.deliver import Dispatcher
from alerts.senders import Senders
from monitor.config.environment import Secrets
from monitor.model import AlertSettings, Canary, Configuration, Deferred, Message, QuietHours
from monitor.service.canary import CanaryFlights
from monitor.storage import articles, outbox
from monitor.storage.store import Store
from tests.alerts.fakes import FakeSlack
from tests.ingest.builders import configuration
from tests.loop_clock import pass_by

CHANNEL = "#tocsin-ops"
SETTINGS = Canary(timedelta(hours=1), CHANNEL)


@pytest.fixture
def database() -> str:
    """One kind will do here: what is stored is tried on both elsewhere."""
    return "sqlite"


def watching(alerts: AlertSettings) -> Configuration:
    made = configuration()
    return replace(made, settings=replace(made.settings, alerts=alerts))


def utc_now() -> datetime:
    return datetime.now(UTC)


class Flight:
    """One canary, with a dispatcher beside it."""

    def __init__(self, store: Store, slack: FakeSlack, alerts: AlertSettings) -> None:
        self.store, self.slack, self.alerts = store, slack, alerts
        self.cries: list[str] = []
        self.flights = CanaryFlights(
            store,
            configuration=lambda: watching(alerts),
            rung=lambda: None,
            cry=self._cry,
            now=utc_now,
            back_within=timedelta(minutes=1),
        )

    async def _cry(self, sentence: str) -> None:
        self.cries.append(sentence)

    async def fly(self) -> bool:
        stop = asyncio.Event()
        senders = Senders(self.slack, self.slack)
        dispatcher = Dispatcher(
            self.store, settings=lambda: self.alerts, secrets=Secrets(), senders=senders
        )
        telling = asyncio.create_task(dispatcher.run(stop))
        try:
            return await self.flights.fly(SETTINGS)
        finally:
            stop.set()
            await telling

    def told(self) -> list[Message]:
        return [one.message for one in self.slack.posts]


def kept(store: Store) -> Any:
    with store.begin() as db:
        return articles.count_articles(db), outbox.counts(db).waiting


async def test_a_canary_comes_back_and_leaves_nothing_but_its_message(store: Store) -> None:
    flight = Flight(store, FakeSlack(), AlertSettings())

    assert await flight.fly()

    [message] = flight.told()
    assert message.channel == CHANNEL
    assert "the alarm works" in message.text
    assert kept(store) == (0, 0)
    assert flight.flights.trouble == ""


async def test_nothing_holds_a_canary_back(store: Store) -> None:
    now = utc_now()
    quiet = QuietHours((now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time(), "UTC")
    flight = Flight(store, FakeSlack(), AlertSettings(quiet_hours=quiet, budget_per_hour=0))

    assert await flight.fly()


async def test_a_canary_that_does_not_come_back_is_reported_by_every_door(store: Store) -> None:
    slack = FakeSlack()
    slack.wrong.extend([Deferred("is_archived")] * 1000)
    flight = Flight(store, slack, AlertSettings(operations="#ops"))

    flying = asyncio.create_task(flight.fly())
    while not flying.done():
        await asyncio.sleep(0.01)
        if kept(store)[1]:
            pass_by(10)
    assert not await flying

    why = f"its alert for {CHANNEL} is still waiting"
    assert flight.flights.trouble == why
    assert flight.cries == [f"The canary did not come back: {why}."]
    with store.begin() as db:
        titles = [getattr(one.alert.subject, "title", "") for one in outbox.alerts(db)]
        titles += [getattr(one.subject, "title", "") for one in outbox.waiting(db, most=10)]
    assert "The canary did not come back" in titles


async def test_two_that_fly_at_once_come_back_each_told_once(store: Store) -> None:
    slack, alerts = FakeSlack(), AlertSettings(canary=SETTINGS)
    one, other = Flight(store, slack, alerts), Flight(store, slack, alerts)

    assert await asyncio.gather(one.fly(), other.fly()) == [True, True]

    assert one.cries == other.cries == []
    assert len(slack.told()) == len(set(slack.told())) == 2
