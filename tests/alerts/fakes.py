"""Slack and the database as a courier meets them, in one process that can be killed anywhere."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from alerts.sender import Absent, Sighting
from alerts.senders import Senders
from monitor.model import Deferred, Delivered, Message, Outcome, Unknown
from monitor.storage.store import Store
from tests.alerts.builders import NOON

T = TypeVar("T")

TIMEOUT = 10.0
TINY = 1e-6
"""Seconds by which sums of times may differ."""
LOST = Unknown("answer lost")


class Killed(BaseException):
    """What a process feels of kill -9: nothing runs any more."""


class Process:
    """Dies at its n-th step, and is dead from then on; from another one on it stands still once."""

    def __init__(
        self, *, dies_at: int | None = None, naps_at: int | None = None, nap: float = 0
    ) -> None:
        self.steps = 0
        self.dies_at = dies_at
        self.naps_at = naps_at
        self.nap = nap  # seconds
        self.death = asyncio.Event()

    def step(self) -> None:
        self.steps += 1
        if self.dies_at is not None and self.steps >= self.dies_at:
            self.death.set()
            raise Killed

    async def linger(self) -> None:
        """Stand still if it is time to, as a process does that has to wait for its disk."""
        if self.naps_at is not None and self.steps >= self.naps_at:
            self.naps_at = None
            await asyncio.sleep(self.nap)


class InlineStore:
    """A store without threads; each commit is preceded and followed by a step."""

    def __init__(self, store: Store, process: Process | None = None) -> None:
        self._store = store
        self._process = process or Process()

    async def write(self, change: Callable[[Connection], T]) -> T:
        await asyncio.sleep(0)
        self._process.step()
        with self._store.begin() as db:
            answer = change(db)
        self._process.step()
        await self._process.linger()
        return answer

    async def read(self, question: Callable[[Connection], T]) -> T:
        await asyncio.sleep(0)
        with self._store.begin() as db:
            return question(db)


@dataclass(frozen=True, slots=True)
class Try:
    """How Slack takes one request: when it carries it out, if at all, and what it answers."""

    answer: Outcome | None = None  # None: that it was posted
    applied_after: float | None = 0.01  # seconds; None: never
    answered_after: float = 0.02


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it stands in a channel."""

    at: float
    ts: str
    message: Message

    @property
    def key(self) -> str:
        return str(self.message.metadata["event_payload"]["key"])


class FakeSlack:
    """A workspace that keeps what is posted. What it is told to do wrong, it does in order."""

    def __init__(self, *, visible_after: float = 0.0) -> None:
        self.posts: list[Post] = []
        self.edits: list[Post] = []
        self.under_way: list[Post] = []  # that have not arrived
        self.tries: deque[Try] = deque()
        self.sightings: deque[Sighting] = deque()
        self.wrong: deque[Deferred] = deque()  # what `prepare` says
        self.sent = 0
        self.sent_at: dict[str, list[float]] = {}  # by channel
        self.looks: list[float] = []
        self.visible_after = visible_after
        self.lived = 0.0  # seconds before this process's loop began to count
        self.poison = ""  # a text: what holds it gets no answer, and is not posted

    def told(self) -> list[str]:
        return [post.key for post in self.posts]

    def time(self) -> float:
        """Seconds since the first process started."""
        return self.lived + asyncio.get_running_loop().time()

    async def prepare(self, _channel: str) -> Deferred | None:
        return self.wrong.popleft() if self.wrong else None

    async def send(self, message: Message) -> Outcome:
        self.catch_up()
        self.sent += 1
        self.sent_at.setdefault(message.channel, []).append(self.time())
        how = self._how(message)
        applied_after = how.applied_after or 0
        at = self.time() + applied_after
        ts = f"{NOON.timestamp() + at:.6f}"
        if how.applied_after is not None:
            self.under_way.append(Post(at, ts, message))
            asyncio.get_running_loop().call_later(applied_after, self.catch_up)
        await asyncio.sleep(how.answered_after)
        return how.answer or Delivered(message.edits_ts or ts, "C1")

    def catch_up(self) -> None:
        """Carry out what has arrived by now, whether or not its sender still lives."""
        due = [post for post in self.under_way if post.at <= self.time() + TINY]
        for post in sorted(due, key=lambda one: one.at):
            self.under_way.remove(post)
            self._apply(post)

    def catch_up_to_end(self) -> None:
        """Carry out all that is still on its way."""
        while self.under_way:
            self._apply(self.under_way.pop(0))

    def _apply(self, post: Post) -> None:
        """It stands in the channel, or takes the place of what stood there."""
        edited = post.message.edits_ts
        if edited is None:
            self.posts.append(post)
            return
        self.edits.append(post)
        number = next(n for n, known in enumerate(self.posts) if known.ts == edited)
        self.posts[number] = replace(self.posts[number], message=post.message)

    async def find(
        self, channel: str, key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        del channel
        self.catch_up()
        now = self.time()
        self.looks.append(now)
        if self.sightings:
            return self.sightings.popleft()
        visible = (post for post in self.posts if post.at + self.visible_after <= now)
        oldest = since.timestamp()
        found = (
            post
            for post in visible
            if post.key == key and post.message.thread_ts == thread_ts and float(post.ts) >= oldest
        )
        return next((Delivered(post.ts, "C1") for post in found), Absent())

    def _how(self, message: Message) -> Try:
        if self.poison and self.poison in message.text:
            return Try(LOST, applied_after=None)
        return self.tries.popleft() if self.tries else Try()

    async def close(self) -> None:
        """Nothing is held."""


class Line:
    """A process's connection to Slack: once the process is dead, nobody hears the answers."""

    def __init__(self, slack: FakeSlack, process: Process) -> None:
        self._slack = slack
        self._process = process

    async def prepare(self, channel: str) -> Deferred | None:
        return await self._slack.prepare(channel)

    async def send(self, message: Message) -> Outcome:
        self._process.step()
        answer = await self._slack.send(message)
        self._process.step()
        return answer

    async def find(
        self, channel: str, key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        sighting = await self._slack.find(channel, key, since=since, thread_ts=thread_ts)
        self._process.step()
        return sighting

    async def close(self) -> None:
        """Nothing is held."""


def senders(slack: FakeSlack, process: Process | None = None) -> Senders:
    line = Line(slack, process or Process())
    return Senders(line, line)
