"""The delivery protocol: every fault, one by one, in virtual time."""

import asyncio
import functools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from alerts.message import render
from alerts.sender import Unclear
from alerts.settlement import KEEPS_ITS_PLACE
from alerts.terms import Patience
from monitor.errors import StorageError
from monitor.model import Alert, Deferred, Message, Refused, Story
from monitor.storage import outbox
from monitor.storage.holders import name_of_this_process
from monitor.storage.past import mark_copied, mark_put_back
from monitor.storage.store import Store
from monitor.storage.tables import alert as alert_table
from tests.alerts.builders import CHANNEL, NOON, SECOND, notice, rung, story
from tests.alerts.delivery import (
    SETTINGS,
    alerts,
    dead_holder,
    deliver,
    deliver_for,
    dispatcher,
    lane,
    put,
)
from tests.alerts.fakes import (
    TIMEOUT,
    FakeSlack,
    InlineStore,
    Killed,
    Process,
    Try,
)
from tests.alerts.virtual_time import WallClock, run

DAY = timedelta(days=1)
RARELY = Patience(poll=timedelta(seconds=10))

ABSENCE = TIMEOUT + 3.0
"""Seconds after which a message that does not show was not posted: time-out and visibility."""


@pytest.fixture
def database() -> str:
    """One kind will do here; `tests/journeys` tries the protocol on both."""
    return "sqlite"


def test_what_is_put_in_is_told_once_and_in_order(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, story(), story(), story())

    deliver(store, slack)
    deliver(store, slack)

    assert slack.told() == keys
    assert {(one.state, one.attempts) for one in alerts(store)} == {("told", 1)}


def test_a_channel_takes_one_message_a_second_and_channels_do_not_wait_for_each_other(
    store: Store,
) -> None:
    slack = FakeSlack()
    put(store, story(rung(channel="#a")), story(rung(channel="#a")), story(rung(channel="#b")))

    deliver(store, slack)

    times = {
        name: [post.at for post in slack.posts if post.message.channel == name]
        for name in ("#a", "#b")
    }
    assert times["#a"][1] - times["#a"][0] >= 1
    assert times["#b"][0] < 1


def test_a_rate_limit_is_waited_out_and_costs_no_try(store: Store) -> None:
    slack = FakeSlack()
    limit = Deferred("ratelimited", 30 * SECOND)
    slack.tries.append(Try(limit, applied_after=None))
    keys = put(store, story(), story())

    deliver(store, slack)

    assert slack.told() == keys
    assert 30 <= slack.posts[0].at < 31
    assert alerts(store)[0].attempts == 1
    assert lane(store).reason == ""


def test_a_channel_that_refuses_holds_all_its_alerts_and_burns_none(store: Store) -> None:
    slack = FakeSlack()
    archived = Deferred("is_archived")
    slack.tries.extend([Try(archived, applied_after=None)] * 4)
    keys = put(store, story(), story())

    deliver_for(store, slack, minutes=1)

    assert slack.told() == keys
    assert [one.attempts for one in alerts(store)] == [1, 1]


def test_a_held_channel_says_why_and_is_tried_again_and_again(store: Store) -> None:
    slack = FakeSlack()
    slack.wrong.extend([Deferred("channel_not_found")] * 100)
    put(store, story())

    deliver_for(store, slack, minutes=1)

    assert lane(store).reason == "channel_not_found"
    assert lane(store).failures == 100 - len(slack.wrong) >= 4
    assert alerts(store)[0].attempts == 0


def test_a_message_whose_blocks_are_refused_goes_once_more_as_plain_text(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(Refused("invalid_blocks", concerns_blocks=True), applied_after=None))
    put(store, story())

    deliver(store, slack)

    assert slack.sent == 2
    assert slack.posts[0].message.blocks == ()
    assert "Militia leaves" in slack.posts[0].message.text


def test_a_refused_message_is_kept_said_aloud_and_holds_up_nobody(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(Refused("msg_too_long"), applied_after=None))
    keys = put(store, story(), story())

    deliver(store, slack)

    assert alerts(store)[0].state == "refused"
    assert keys[1] in slack.told()
    told = [post.message for post in slack.posts if post.message.channel == "#ops"]
    assert "msg_too_long" in told[0].text


def test_a_refused_message_can_be_sent_again(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(Refused("msg_too_long"), applied_after=None))
    keys = put(store, story())
    deliver(store, slack)

    refused = alerts(store)[0]
    with store.begin() as db:
        assert outbox.retry(db, refused.id)
        assert not outbox.retry(db, refused.id)
    deliver(store, slack)

    assert keys[0] in slack.told()


def test_an_alert_that_cannot_be_drawn_is_refused_and_holds_up_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = FakeSlack()
    keys = put(store, story(headline="a fault of ours"), story())

    def draw(one: Alert, **how: Any) -> Message:
        if isinstance(one.subject, Story) and one.subject.headline == "a fault of ours":
            raise ValueError("a fault of ours")
        return render(one, **how)

    monkeypatch.setattr("alerts.courier.render", draw)

    deliver(store, slack)

    assert alerts(store)[0].state == "refused"
    assert keys[1] in slack.told()


def test_a_poison_message_lets_the_others_pass_once_it_is_certain_that_slack_is_well(
    store: Store,
) -> None:
    slack = FakeSlack()
    slack.poison = "poison"
    _, *others = put(store, story(headline="poison"), story(), story(rung(channel="#other")))

    deliver_for(store, slack, minutes=15, patience=RARELY)

    assert others[0] in slack.told()
    assert slack.posts[1].at > 300
    assert (alerts(store)[0].state, alerts(store)[0].plain) == ("waiting", True)
    assert alerts(store)[0].attempts > KEEPS_ITS_PLACE


def test_a_slack_that_answers_nobody_for_long_gets_everything_in_order(store: Store) -> None:
    slack = FakeSlack()
    slack.poison = "Kataib"
    keys = put(store, *[story() for _ in range(4)])

    deliver_for(store, slack, minutes=20, patience=RARELY)
    assert slack.told() == []
    assert alerts(store)[0].attempts > KEEPS_ITS_PLACE
    slack.poison = ""
    deliver_for(store, slack, minutes=2)

    assert slack.told() == keys


def test_a_database_that_takes_no_writes_is_not_asked_in_haste(store: Store) -> None:
    slack, full = FakeSlack(), Full(store)
    put(store, story())
    deliver_for(store, slack, minutes=0.01)
    put(store, story())

    async def live() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(60, stop.set)
        await dispatcher(full, slack).run(stop)

    run(live())

    assert full.refused < 60 * 3


class Full(InlineStore):
    """A store on a full disk: it takes a plan, and no more."""

    refused = 0

    async def write(self, change: Any) -> Any:
        if isinstance(change, functools.partial):
            self.refused += 1
            raise StorageError("disk full")
        return await super().write(change)


def test_what_a_dead_process_held_is_free_at_once(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, story())
    with pytest.raises(Killed):
        deliver(store, slack, process=Process(dies_at=4), holder=dead_holder())  # claimed
    assert lane(store).owner is not None

    deliver(store, slack)

    assert slack.told() == keys
    assert slack.posts[0].at < 1


def test_what_a_living_process_holds_is_left_alone_until_the_lease_runs_out(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, story())
    with pytest.raises(Killed):
        deliver(store, slack, process=Process(dies_at=4), holder=name_of_this_process())

    deliver(store, slack)

    assert slack.told() == keys
    assert slack.posts[0].at > 30


def test_a_process_that_slept_past_its_mark_does_not_post(store: Store) -> None:
    slack = FakeSlack()
    clock = WallClock()
    keys = put(store, story())

    async def live() -> None:
        await dispatcher(Sleepy(store, clock), slack, now=clock).drain(limit=100)

    run(live())

    assert slack.told() == keys
    assert alerts(store)[0].attempts == 1
    assert slack.sent == 1


class Sleepy(InlineStore):
    """A store on a computer that falls asleep for an hour as the first mark is written."""

    def __init__(self, store: Store, clock: WallClock) -> None:
        super().__init__(store)
        self._clock = clock
        self._writes = 0

    async def write(self, change: Any) -> Any:
        answer = await super().write(change)
        self._writes += 1
        if self._writes == 3:  # plan, claim, mark
            self._clock.set_by += timedelta(hours=1)
        return answer


def test_a_clock_that_is_set_back_does_not_stop_the_alerts(store: Store) -> None:
    slack = FakeSlack()
    clock = WallClock()
    keys = put(store, story(), story(), story())

    async def live() -> None:
        asyncio.get_running_loop().call_later(0.5, setattr, clock, "set_by", timedelta(hours=-1))
        await dispatcher(store, slack, now=clock).drain(limit=60)

    run(live())

    assert slack.told() == keys


@pytest.mark.parametrize("minutes", [-60, -5])
def test_a_clock_that_is_set_back_while_a_channel_waits_stalls_nothing(
    store: Store, minutes: float
) -> None:
    slack, clock = FakeSlack(), WallClock()
    slack.tries.append(Try(Deferred("ratelimited", 30 * SECOND), applied_after=None))
    keys = put(store, story())

    async def live() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        loop.call_later(1, setattr, clock, "set_by", timedelta(minutes=minutes))
        loop.call_later(60, stop.set)
        await dispatcher(store, slack, now=clock).run(stop)

    run(live())

    assert slack.told() == keys


def test_a_stop_lets_the_send_under_way_come_to_its_end(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(answered_after=5))
    put(store, story(), story())

    deliver_for(store, slack, minutes=1 / 60)

    assert [one.state for one in alerts(store)] == ["told", "waiting"]
    assert lane(store).owner is None


def test_two_processes_share_the_work_and_double_nothing(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, *[story(rung(channel=f"#{number % 3}")) for number in range(12)])

    async def live() -> None:
        one, other = dispatcher(store, slack), dispatcher(store, slack)
        await asyncio.gather(one.drain(limit=100), other.drain(limit=100))

    run(live())

    told = [key.rpartition(":")[0] for key in slack.told()]
    assert sorted(told) == sorted(key.rpartition(":")[0] for key in keys)
    for number in range(3):
        here = [key for key in slack.told() if key.endswith(f"#{number}")]
        assert here == sorted(here, key=lambda key: int(key.split("-")[1].split(":")[0]))


def test_what_is_put_in_meanwhile_is_told_as_soon_as_somebody_says_so(store: Store) -> None:
    slack = FakeSlack()

    async def live() -> float:
        stop = asyncio.Event()
        service = dispatcher(store, slack)
        running = asyncio.create_task(service.run(stop))
        await asyncio.sleep(10.01)
        put(store, story())
        service.notify()
        await asyncio.sleep(0.05)
        stop.set()
        await running
        return slack.posts[0].at

    assert run(live()) - 10.01 < 0.05


def test_a_pass_does_not_wait_for_a_channel_that_does_not_work(store: Store) -> None:
    slack = FakeSlack()
    slack.wrong.extend([Deferred("channel_not_found")] * 100)
    put(store, story(), notice())

    deliver(store, slack, limit=3600)

    assert len(slack.wrong) > 90


def test_a_changed_setting_holds_for_what_is_not_planned_yet(store: Store) -> None:
    slack = FakeSlack()
    put(store, story())
    deliver(store, slack)
    put(store, story())
    deliver(store, slack, settings=replace(SETTINGS, channel="#elsewhere"))

    assert [post.message.channel for post in slack.posts] == [CHANNEL, "#elsewhere"]


# --- A copy of the database is put back ----------------------------------------------------------


def put_back(store: Store, *, copied_at: datetime) -> None:
    """The database as it was when a copy of it was made, before anything was told."""
    with store.begin() as db:
        db.execute(update(alert_table).values(state="waiting", ts=None, told_at=None, attempts=0))
        mark_copied(db, now=copied_at)


def test_what_was_told_after_the_copy_was_made_is_not_told_again(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, story(), story())
    deliver(store, slack)
    put_back(store, copied_at=NOON)

    keys += put(store, story())
    deliver(store, slack)

    assert slack.told() == keys
    assert {one.state for one in alerts(store)} == {"told"}
    assert all(one.ts for one in alerts(store))


def test_while_the_channel_cannot_be_looked_through_it_waits(store: Store) -> None:
    slack = FakeSlack()
    keys = put(store, story())
    deliver(store, slack)
    put_back(store, copied_at=NOON)
    slack.sightings.extend([Unclear("internal_error")] * 3)

    deliver(store, slack)

    assert slack.told() == keys


def test_long_after_the_copy_was_put_back_nothing_is_looked_for(store: Store) -> None:
    slack = FakeSlack()
    put_back(store, copied_at=NOON - 3 * DAY)
    with store.begin() as db:
        mark_put_back(db, now=NOON - 2 * DAY)

    put(store, story())
    deliver(store, slack)

    assert slack.looks == []
