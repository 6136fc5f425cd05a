"""When sources are looked at after a start, and what a jump of the clock does to it."""

import asyncio
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from monitor.errors import StorageError
from monitor.model import Source, SourceState
from monitor.service.clock import jump
from monitor.service.schedule import AFTER_A_FAULT, LATE, LONGEST_WAIT, Schedule, first_look

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(name: str) -> Source:
    return Source(id=name, url=f"http://{name}.example/feed")


def looked_at(name: str, *, next_at: datetime) -> SourceState:
    return SourceState(name, next_at=next_at)


async def nothing(_: Source) -> SourceState:
    raise AssertionError("no look is due in this test")


def test_the_first_looks_after_a_start_are_spread() -> None:
    looks = [first_look(source(f"s{n}"), None, 100, now=NOON) for n in range(100)]

    assert len(set(looks)) == 100
    assert min(looks) >= NOON
    assert max(looks) <= NOON + timedelta(seconds=50)


def test_a_source_that_is_not_due_waits_for_its_time() -> None:
    state = looked_at("bbc", next_at=NOON + HOUR)

    assert first_look(source("bbc"), state, 1, now=NOON) == NOON + HOUR


def test_a_source_that_was_given_another_address_while_we_were_down_is_due() -> None:
    state = SourceState("bbc", url="http://old.example/feed", next_at=NOON + HOUR)

    assert first_look(source("bbc"), state, 1, now=NOON) < NOON + timedelta(seconds=1)


def test_a_time_from_before_a_clock_was_set_back_is_not_believed() -> None:
    state = looked_at("bbc", next_at=NOON + timedelta(days=40))

    assert first_look(source("bbc"), state, 1, now=NOON) == NOON + LONGEST_WAIT


async def test_after_the_clock_was_set_back_the_next_look_is_as_far_away_as_before() -> None:
    future = datetime.now(UTC) + HOUR
    schedule = Schedule(nothing, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc")], {"bbc": looked_at("bbc", next_at=future)})

    schedule.shift(-HOUR / 2)

    assert schedule.planned() == {"bbc": future - HOUR / 2}
    schedule.stop()


async def test_an_edit_forgets_sources_that_vanished_and_keeps_the_others_times() -> None:
    future = datetime.now(UTC) + HOUR
    states = {name: looked_at(name, next_at=future) for name in ("bbc", "dw")}
    schedule = Schedule(nothing, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc"), source("dw")], states)

    schedule.replan([source("dw")])

    assert schedule.planned() == {"dw": future}
    schedule.stop()


def test_only_a_jump_of_the_wall_clock_is_a_jump() -> None:
    assert jump(1000.0, 1000.2) is None
    assert jump(1000.0, 4600.0) == HOUR
    assert jump(4600.0, 1000.0) == -HOUR


class Looks:
    """Looks that begin when they are due, and end when the test lets them."""

    def __init__(self, next_at: datetime | None = None) -> None:
        self.begun: asyncio.Queue[Source] = asyncio.Queue()
        self.end = asyncio.Event()
        self.ended = asyncio.Event()
        self._next_at = next_at

    async def look(self, one: Source) -> SourceState:
        self.begun.put_nowait(one)
        await self.end.wait()
        self.ended.set()
        return SourceState(one.id, next_at=self._next_at or datetime.now(UTC))

    async def next_begun(self) -> Source:
        return await asyncio.wait_for(self.begun.get(), 60)


async def test_a_look_that_took_longer_than_its_interval_is_followed_by_the_next() -> None:
    looks = Looks()
    looks.end.set()
    schedule = Schedule(looks.look, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc")], {})

    for _ in range(20):
        await looks.next_begun()

    schedule.stop()


async def test_a_source_edited_during_a_look_is_looked_at_as_edited_right_after() -> None:
    looks = Looks(next_at=datetime.now(UTC) + HOUR)
    edited = Source(id="bbc", url="http://new.example/feed")
    schedule = Schedule(looks.look, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc")], {})
    await looks.next_begun()

    schedule.replan([edited])
    looks.end.set()

    assert await looks.next_begun() == edited
    schedule.stop()


async def test_an_edited_source_does_not_wait_for_the_time_of_the_one_it_was() -> None:
    looks = Looks(next_at=datetime.now(UTC) + HOUR)
    looks.end.set()
    edited = Source(id="bbc", url="http://new.example/feed")
    schedule = Schedule(looks.look, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc")], {"bbc": looked_at("bbc", next_at=datetime.now(UTC) + HOUR)})

    schedule.replan([edited])

    assert await looks.next_begun() == edited
    schedule.stop()


async def test_a_source_removed_during_a_look_is_not_looked_at_again() -> None:
    looks = Looks()
    schedule = Schedule(looks.look, now=lambda: datetime.now(UTC))
    schedule.start([source("bbc")], {})
    await looks.next_begun()

    schedule.replan([])
    looks.end.set()
    await looks.ended.wait()

    assert schedule.planned() == {}
    schedule.stop()


async def test_a_look_that_could_not_be_recorded_is_tried_again_without_a_word() -> None:
    async def unrecorded(_: Source) -> SourceState:
        looked.set()
        raise StorageError("the disk is full")

    looked = asyncio.Event()
    schedule = Schedule(unrecorded, now=lambda: datetime.now(UTC))
    with capture_logs() as told:
        schedule.start([source("bbc")], {})
        await looked.wait()

    again = schedule.planned()["bbc"] - datetime.now(UTC)
    assert timedelta(0) < again <= AFTER_A_FAULT
    assert [line for line in told if line["log_level"] != "debug"] == []
    schedule.stop()


async def test_a_scheduler_that_stands_still_is_seen_by_what_is_overdue() -> None:
    due = datetime.now(UTC) + HOUR
    clock = [datetime.now(UTC)]
    schedule = Schedule(nothing, now=lambda: clock[0])
    schedule.start([source("bbc")], {"bbc": looked_at("bbc", next_at=due)})

    turns = [schedule.turns]
    clock[0] = due + LATE
    turns.append(schedule.turns)

    assert turns == [True, False]
    schedule.stop()
