"""What hands messages over: Slack, a webhook, the console. And what a look back can tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.model import Deferred, Delivered, Message, Outcome


@dataclass(frozen=True, slots=True)
class Absent:
    """The channel has been read back to the first try, and the message is not in it."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Whether the message is there could not be seen."""

    reason: str
    for_good: bool = False  # nor will it be: the channel cannot be read back at all
    retry_after: timedelta | None = None


Sighting = Delivered | Absent | Unclear


class Sender(Protocol):
    """Posts messages, each call at most once, and looks whether one was posted."""

    async def prepare(self, channel: str) -> Deferred | None:
        """Find out all that a post to this channel needs; what is wrong, if it cannot be had."""

    async def send(self, message: Message) -> Outcome:
        """Post the message in one request, given up after the time-out."""

    async def find(
        self, channel: str, key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        """Look for the message with this key among those posted since then, or in a thread."""

    async def close(self) -> None:
        """Close the connections."""
