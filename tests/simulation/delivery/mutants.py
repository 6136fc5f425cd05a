"""Deliveries with one fault each, of the kind that one makes: the simulation must complain of all.

They know the inside of what they spoil, as faults do.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from alerts.courier import Courier
from alerts.deliver import Dispatcher
from alerts.message import render
from alerts.settlement import settle, settle_absent
from monitor.model import Delivered, Message, Outcome, QueuedAlert, Unknown
from monitor.storage import lanes, outbox
from monitor.storage.lanes import Lane, Settlement
from tests.alerts.fakes import InlineStore, Line
from tests.simulation.delivery.world import SLOW, Plant


class RetryingLine(Line):
    """What slack_sdk's own retries do: a request without an answer is sent again."""

    async def send(self, message: Message) -> Outcome:
        outcome = await super().send(message)
        is_lost = isinstance(outcome, Unknown) and not outcome.is_over
        return await super().send(message) if is_lost else outcome


class BlindLine(Line):
    """It looks for what nobody has sent."""

    async def find(self, channel: str, key: str, **more: Any) -> Any:
        return await super().find(channel, f"{key}?", **more)


class MarkedAsTold(Courier):
    """Written down as told before it is sent."""

    async def _tell(self, queued: QueuedAlert) -> bool:
        told = settle(queued, Delivered("1.0"), self._chance())
        is_mine = await self._settle(queued, told)
        await self._sender.send(render(queued.alert))
        return is_mine


class Unfenced(Courier):
    """However long it was away since its mark, it sends."""

    def _is_too_late(self, marked: QueuedAlert, waited: float) -> bool:
        del marked, waited
        return False


class Hasty(Courier):
    """What is not to be seen at once is taken for absent."""

    async def _clear_up(self, marked: QueuedAlert, since: float, absence: timedelta) -> bool:
        del absence
        return await super()._clear_up(marked, since, timedelta(0))


class Forgetful(Courier):
    """What another process left under way counts as never sent."""

    async def _take_over(self, queued: QueuedAlert) -> bool:
        absent = settle_absent(queued, "interrupted", self._chance())
        return await self._settle(queued, absent)


class ByTheWall(Courier):
    """How long ago a send was is told by the clock on the wall, which somebody sets."""

    async def _passed_since(self, queued: QueuedAlert) -> timedelta:
        assert queued.last_tried_at is not None
        return max(self._terms.now() - queued.last_tried_at, timedelta(0))


class Impatient(Courier):
    """It goes on with the next before the fate of the last is known."""

    async def _take_over(self, queued: QueuedAlert) -> bool:
        told = settle(queued, Delivered("1.0"), self._chance())
        return await self._settle(queued, told)


class Paceless(Courier):
    """It waits for nothing between two messages."""

    async def _keep_pace(self) -> bool:
        return True


class EditsOnce(Courier):
    """An edit without an answer counts as made."""

    def _again(self, marked: QueuedAlert, over_in: timedelta) -> Settlement:
        del over_in
        return settle(marked, Delivered(marked.parent_ts or ""), self._chance())


class SearchedInChannel(Line):
    """A reply is looked for where it does not stand."""

    async def find(self, channel: str, key: str, **more: Any) -> Any:
        return await super().find(channel, key, **{**more, "thread_ts": None})


class Disorderly(InlineStore):
    """The newest goes first, whatever it belongs to."""

    async def read(self, question: Any) -> Any:
        if getattr(question, "func", None) is lanes.next_alert:
            question = partial(_newest, **question.keywords)
        return await super().read(question)


def _newest(db: Connection, channel: str, *, now: datetime) -> QueuedAlert | None:
    orderly = lanes.next_alert(db, channel, now=now)
    if orderly is None or orderly.state == "unknown":
        return orderly
    return outbox.alerts(db, states=["waiting"])[-1]


def _staffed(kind: type[Courier]) -> type[Dispatcher]:
    """A dispatcher whose couriers are of that kind."""

    class Staffed(Dispatcher):
        def _courier(self, lane: Lane) -> Courier:
            sender = self._opened().for_channel(lane.channel)
            return kind(self._store, lane, sender, self._terms, self._halt)

    return Staffed


MUTANTS: Mapping[str, Plant] = {
    "settle too short": Plant(patience=replace(SLOW, visibility=timedelta(0))),
    "the SDK's retries are on": Plant(line=RetryingLine),
    "looks for another key": Plant(line=BlindLine),
    "marked as told before it is sent": Plant(_staffed(MarkedAsTold)),
    "no fence before the send": Plant(_staffed(Unfenced)),
    "absence concluded early": Plant(_staffed(Hasty)),
    "what was under way counts as never sent": Plant(_staffed(Forgetful)),
    "what was under way counts as told": Plant(_staffed(Impatient)),
    "goes by the clock on the wall": Plant(_staffed(ByTheWall)),
    "no pace": Plant(_staffed(Paceless)),
    "lanes are everybody's": Plant(is_one_holder=True),
}

OF_EDITS: Mapping[str, Plant] = {
    "edits before the message": Plant(store=Disorderly),
    "an edit without an answer counts as made": Plant(_staffed(EditsOnce)),
    "replies are looked for in the channel": Plant(line=SearchedInChannel),
}
"""Faults in what is told of a story after its message."""
