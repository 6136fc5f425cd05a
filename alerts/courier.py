"""Carries one channel's alerts, in order, while it holds the lane.

    prepare -> mark as under way (committed) -> send -> settle
                                                 |        ^
                                                 +- unknown: look back

An alert of unknown fate is never posted again before the channel has been read back, late enough.
Until then nothing else goes through the lane.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from alerts.lookback import look_back, pause
from alerts.message import render
from alerts.sender import Sender, Sighting, Unclear
from alerts.settlement import (
    KEEPS_ITS_PLACE,
    PROOF,
    Chance,
    hold,
    settle,
    settle_absent,
    settle_moot,
    settle_repeatable,
)
from alerts.slack_errors import advice
from alerts.terms import Terms
from monitor.model import (
    CONSOLE,
    Alert,
    Deferred,
    Delivered,
    Message,
    Notice,
    QueuedAlert,
    Refused,
    Unknown,
    Uptime,
)
from monitor.storage import lanes, outbox
from monitor.storage.lanes import Hold, Lane, Settlement
from monitor.storage.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

log = structlog.get_logger()

LINGER = timedelta(seconds=2)
"""A lane that waits longer is given back meanwhile."""

CLOCK_SKEW = timedelta(days=1)
"""Slack's clock names the messages, ours the tries: so far they may be apart, or ours be set."""


class Courier:
    """One holding of one lane."""

    def __init__(
        self,
        store: Store,
        lane: Lane,
        sender: Sender,
        terms: Terms,
        stop: asyncio.Event,
        *,
        forgot: datetime | None = None,
    ) -> None:
        """`forgot`: what the channel was told since then, the database may not know."""
        self._store = store
        self._channel = lane.channel
        self._sender = sender
        self._terms = terms
        self._stop = stop
        self._forgot = forgot
        self._hold = Hold(lane.next_at or terms.now(), lane.reason, lane.failures)

    async def run(self) -> None:
        """Send what is due until nothing is, the lane has to wait, or we are to stop."""
        while not self._stop.is_set():
            next_alert = partial(lanes.next_alert, channel=self._channel, now=self._terms.now())
            queued = await self._store.read(next_alert)
            if queued is None or not await self._advance(queued) or not await self._keep_pace():
                return

    async def _advance(self, queued: QueuedAlert) -> bool:
        """Bring one alert a step on. False if the lane was lost, or has to be left."""
        if queued.state == "unknown":
            return await self._take_over(queued)
        if queued.alert.manner == "edit" and not queued.parent_ts:
            return await self._settle(queued, settle_moot(queued, self._chance()))
        if wrong := await self._sender.prepare(self._channel):
            return await self._hold_back(wrong)
        if self._forgot and queued.alert.manner != "edit":
            return await self._tell_unless_told(queued, self._forgot)
        return await self._tell(queued)

    async def _tell_unless_told(self, queued: QueuedAlert, since: datetime) -> bool:
        """Look first: an edit does no harm a second time, a message does."""
        sighting = await self._sender.find(
            self._channel,
            queued.alert.key,
            since=since - CLOCK_SKEW,
            thread_ts=_thread_of(queued),
        )
        if isinstance(sighting, Delivered):
            return await self._settle(queued, settle(queued, sighting, self._chance()))
        if isinstance(sighting, Unclear) and not sighting.for_good:
            return await self._hold_back(Deferred(sighting.reason, sighting.retry_after))
        return await self._tell(queued)

    async def _tell(self, queued: QueuedAlert) -> bool:
        loop, terms = asyncio.get_running_loop(), self._terms
        marked_at, now = loop.time(), terms.now()
        marked = await self._store.write(partial(_mark, queued=queued, terms=terms, now=now))
        if marked is None:
            return False
        sent = loop.time()
        if self._is_too_late(marked, sent - marked_at):
            late = Deferred("the disk is slow, or the clock was set")
            return await self._settle(marked, settle(marked, late, self._chance()))
        message = _drawn(marked, self._terms)
        outcome = message if isinstance(message, Refused) else await self._sender.send(message)
        terms.meter.tried(outcome)
        if isinstance(outcome, Unknown):
            log.warning("fate unknown", key=marked.alert.key, reason=outcome.reason)
            marked = replace(marked, reason=outcome.reason)
            if marked.alert.manner == "edit":
                left = timedelta(0) if outcome.is_over else self._left_of(terms.absence(), sent)
                return await self._settle(marked, self._again(marked, left))
            if outcome.is_over:
                return await self._clear_up(marked, loop.time(), terms.patience.visibility)
            return await self._clear_up(marked, sent, terms.absence())
        return await self._settle(marked, settle(marked, outcome, self._chance()))

    def _is_too_late(self, marked: QueuedAlert, waited: float) -> bool:
        """Whether the lease may be another's by now: its time runs by two clocks.

        The loop's clock does not count the hours that a computer sleeps, the wall's can be set.
        """
        assert marked.last_tried_at is not None
        by_wall = self._terms.now() - marked.last_tried_at
        return max(timedelta(seconds=waited), by_wall) > self._terms.patience.grace

    async def _take_over(self, queued: QueuedAlert) -> bool:
        """Find out what became of a send that another process began, or we before a fault."""
        absence = self._terms.patience.grace + self._terms.absence()
        passed = await self._passed_since(queued)
        if passed is None:
            return False
        passed = min(passed, absence)
        sent = asyncio.get_running_loop().time() - passed.total_seconds()
        if queued.alert.manner == "edit":
            return await self._settle(queued, self._again(queued, absence - passed))
        return await self._clear_up(queued, sent, absence)

    async def _passed_since(self, queued: QueuedAlert) -> timedelta | None:
        """How long ago the alert was tried, at least. None if the lane was lost.

        By a clock that nobody sets; what happened on another machine, or before this one started,
        counts from the moment at which we meet it.
        """
        uptime, tried = self._terms.uptime(), queued.tried_uptime
        if tried is not None and tried.boot == uptime.boot:
            return timedelta(seconds=max(uptime.seconds - tried.seconds, 0))
        count = partial(_count_from, queued=queued, terms=self._terms, uptime=uptime)
        return timedelta(0) if await self._store.write(count) else None

    async def _clear_up(self, marked: QueuedAlert, since: float, absence: timedelta) -> bool:
        """Look back, and go by what is seen."""
        sighting = await look_back(
            partial(self._look, marked),
            since=since,
            absence=absence,
            early=self._terms.patience.looks,
            stop=self._stop,
        )
        if sighting is None:
            return False  # whoever comes next looks again
        if isinstance(sighting, Delivered):
            self._terms.meter.looked_back("seen")
            return await self._settle(marked, settle(marked, sighting, self._chance()))
        if isinstance(sighting, Unclear) and not sighting.for_good:
            return await self._hold_back(Deferred(sighting.reason, sighting.retry_after))
        self._terms.meter.looked_back("unclear" if isinstance(sighting, Unclear) else "absent")
        if isinstance(sighting, Unclear):
            log.warning("posted again, perhaps twice", key=marked.alert.key, why=sighting.reason)
        others_pass = await self._others_pass(marked)
        reason = marked.reason or "interrupted"
        settled = settle_absent(marked, reason, self._chance(), others_pass=others_pass)
        return await self._settle(marked, settled)

    async def _others_pass(self, marked: QueuedAlert) -> bool:
        """Whether Slack takes others, so that it is this one which is at fault."""
        if marked.attempts < KEEPS_ITS_PLACE:
            return False
        until = self._terms.now() - PROOF
        return await self._store.read(partial(lanes.others_told, queued=marked, until=until))

    async def _look(self, marked: QueuedAlert) -> Sighting:
        assert marked.first_tried_at is not None
        since = marked.first_tried_at - CLOCK_SKEW
        # By Slack's own clock, and so as not to read a day for one message.
        last_told = await self._store.read(partial(lanes.last_told, channel=self._channel))
        since = max(since, last_told) if last_told else since
        return await self._sender.find(
            self._channel, marked.alert.key, since=since, thread_ts=_thread_of(marked)
        )

    async def _settle(self, marked: QueuedAlert, settled: Settlement) -> bool:
        before, self._hold = self._hold, settled.hold
        change = partial(_settle, marked=marked, settled=settled, terms=self._terms)
        is_mine = await self._store.write(change)
        if is_mine or settled.state == "told":
            self._terms.meter.settled(marked, settled.state, now=self._terms.now())
        _say(marked, settled, before)
        return is_mine

    async def _hold_back(self, wrong: Deferred) -> bool:
        """Let the channel wait for what is wrong with it; no alert is touched."""
        self._terms.meter.tried(wrong)
        before, self._hold = self._hold, hold(wrong, self._chance())
        held = self._hold
        _say_held(self._channel, held, before)
        change = partial(lanes.hold, channel=self._channel, holder=self._terms.holder, held=held)
        return await self._store.write(change)

    async def _keep_pace(self) -> bool:
        """Wait until the next may go. False if that takes too long to hold the lane for."""
        wait = self._hold.next_at - self._terms.now()
        if wait > LINGER:
            return False
        await pause(wait.total_seconds(), self._stop)
        return True

    def _again(self, marked: QueuedAlert, over_in: timedelta) -> Settlement:
        reason = marked.reason or "interrupted"
        return settle_repeatable(marked, reason, self._chance(), over_in=over_in)

    def _left_of(self, span: timedelta, since: float) -> timedelta:
        passed = asyncio.get_running_loop().time() - since
        return max(span - timedelta(seconds=passed), timedelta(0))

    def _chance(self) -> Chance:
        terms = self._terms
        return Chance(terms.now(), self._hold.failures, terms.dice(), terms.patience.pace)


def _drawn(marked: QueuedAlert, terms: Terms) -> Message | Refused:
    has_buttons = terms.has_buttons and marked.alert.channel != CONSOLE
    try:
        drawn = render(_as_drawn(marked), plain=marked.plain, has_buttons=has_buttons)
        return _placed(marked, drawn)
    except Exception as error:
        log.exception("alert cannot be drawn", key=marked.alert.key)
        return Refused(f"it cannot be drawn: {error!r}", concerns_blocks=True)


def _as_drawn(marked: QueuedAlert) -> Alert:
    """An edit repeats what the message says of itself: its key is that of the message."""
    alert = marked.alert
    if alert.manner != "edit" or marked.parent_key is None:
        return alert
    return replace(alert, key=marked.parent_key)


def _placed(marked: QueuedAlert, message: Message) -> Message:
    """Where the message goes. A reply to what has no name stands in the channel by itself."""
    match marked.alert.manner:
        case "edit":
            return replace(message, edits_ts=marked.parent_ts)
        case "reply" | "broadcast" as manner:
            thread_ts = marked.parent_ts or None
            is_broadcast = manner == "broadcast" and thread_ts is not None
            return replace(message, thread_ts=thread_ts, is_broadcast=is_broadcast)
    return message


def _thread_of(marked: QueuedAlert) -> str | None:
    return marked.parent_ts or None if marked.alert.manner in {"reply", "broadcast"} else None


def _mark(db: "Connection", queued: QueuedAlert, terms: Terms, now: datetime) -> QueuedAlert | None:
    return lanes.mark(db, queued, terms.holder, lease=terms.lease(), now=now, uptime=terms.uptime())


def _count_from(db: "Connection", queued: QueuedAlert, terms: Terms, uptime: Uptime) -> bool:
    return lanes.count_from(
        db, queued, terms.holder, lease=terms.lease(), now=terms.now(), uptime=uptime
    )


def _settle(db: "Connection", marked: QueuedAlert, settled: Settlement, terms: Terms) -> bool:
    now = terms.now()
    is_mine = lanes.settle(db, marked, terms.holder, settled, now=now)
    is_loss = marked.alert.kind != "tocsin_notice" and marked.alert.manner != "edit"
    if is_mine and settled.state == "refused" and is_loss:
        notice = _dead_letter(marked, settled.reason)
        outbox.put(db, notice, key=f"notice:{notice.key}", now=now)
    return is_mine


def _dead_letter(marked: QueuedAlert, reason: str) -> Notice:
    return Notice(
        key=f"refused:{marked.alert.key}",
        title=f"An alert for {marked.alert.channel} was refused",
        text=f"{reason}. `tocsin alerts list` shows it, `tocsin alerts retry {marked.id}` sends it "
        "again.",
    )


def _say(marked: QueuedAlert, settled: Settlement, before: Hold) -> None:
    alert = marked.alert
    if settled.state == "told":
        log.info("alert told", key=alert.key, channel=alert.channel, tries=settled.attempts)
    elif settled.state == "refused":
        log.error("alert refused", id=marked.id, key=alert.key, reason=settled.reason)
    else:
        log.info("alert deferred", key=alert.key, reason=settled.reason, tries=settled.attempts)
        _say_held(alert.channel, settled.hold, before)


def _say_held(channel: str, held: Hold, before: Hold) -> None:
    """Loudly, when it is new, and then ever more rarely: it may last until somebody acts."""
    is_rare = held.failures.bit_count() == 1  # the 1st, 2nd, 4th, 8th...
    if held.reason and (held.reason != before.reason or is_rare):
        log.warning(
            "channel held",
            channel=channel,
            reason=held.reason,
            advice=advice(held.reason),
            until=held.next_at.isoformat(timespec="seconds"),
        )
