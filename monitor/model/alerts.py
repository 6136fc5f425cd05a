"""An alert, from the outbox to what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from monitor.model.stories import Digest, Notice, Silence, Story
from monitor.model.written import Severity

AlertKind = Literal["tocsin_alert", "tocsin_update", "tocsin_digest", "tocsin_notice"]

Manner = Literal["post", "reply", "broadcast", "edit"]
"""How an alert is said: as a message of its own, in the thread of another one, there and in the
channel too, or in the place of another one."""

CANARY = "tocsin:canary"
"""The source and the watch of the canary; nobody can name one of theirs so."""

CONSOLE = "console"
"""The channel of those who have configured none."""

DOOR = "door:"
"""A channel that begins so is no channel of Slack, but what Apprise opens: `door:on-call`."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What is to be said in one channel. The key is the same on every try."""

    key: str
    channel: str
    kind: AlertKind
    subject: Story | Notice | Digest
    manner: Manner = "post"

    @property
    def title(self) -> str:
        """What it says, in a line."""
        if not isinstance(self.subject, Story):
            return self.subject.title
        names = ", ".join(rung.watch_name for rung in self.subject.rungs)
        told = f"{names}: {self.subject.headline}"
        return told if self.manner == "post" else f"{self.manner} · {told}"


AlertState = Literal["waiting", "unknown", "told", "refused", "held", "folded"]
"""Held: for a digest. Folded: another message says it, a digest or a later edit."""


@dataclass(frozen=True, slots=True)
class Uptime:
    """How long a machine runs: a clock that nobody can set."""

    boot: str  # of which start of which machine; times of others say nothing
    seconds: float


@dataclass(frozen=True, slots=True)
class QueuedAlert:
    """An alert in its lane, and how far it got."""

    id: int
    alert: Alert
    state: AlertState
    attempts: int
    created_at: datetime
    not_before: datetime | None = None
    first_tried_at: datetime | None = None
    last_tried_at: datetime | None = None
    tried_uptime: Uptime | None = None  # at the last try, of the machine that made it
    told_at: datetime | None = None
    ts: str | None = None  # Slack's name for the message
    reason: str = ""
    plain: bool = False  # Slack refused the blocks: it goes as plain text
    parent_ts: str | None = None  # of a reply or an edit: the message that it belongs to
    parent_key: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A story as a channel has it."""

    alert_id: int  # of the message that told it
    state: AlertState  # of that
    story: Story  # as the message should read by now
    watches: frozenset[str]  # told there so far
    severity: Severity  # the highest told there so far
    told_at: datetime
    replied_at: datetime | None = None  # or will be, if a reply is pending
    pending: Story | None = None  # what the reply says that waits for its time ...
    pending_id: int | None = None  # ... and which alert that is


@dataclass(frozen=True, slots=True)
class Cooling:
    """When a watch rang in a channel last, and how loudly."""

    told_at: datetime
    severity: Severity


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand in a channel, as far as one story is concerned."""

    thread: Thread | None = None
    cooling: Mapping[str, Cooling] = field(default_factory=dict)  # by watch
    told_in_last_hour: int = 0
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """An alert as Slack takes it."""

    channel: str
    text: str  # one full sentence: the notification, and what a screen reader says
    blocks: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    thread_ts: str | None = None  # the message in whose thread it goes
    is_broadcast: bool = False  # a reply that the channel shows too
    edits_ts: str | None = None  # the message that it takes the place of


@dataclass(frozen=True, slots=True)
class Delivered:
    """It stands in the channel."""

    ts: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Definitely not posted, and not the message's fault: its channel waits for a while."""

    reason: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Definitely not posted, and it will never be as it is; a person must see it."""

    reason: str
    concerns_blocks: bool = False  # the blocks were at fault: plain text may pass
    concerns_thread: bool = False  # there is no thread to go into: the channel may do


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may stand in the channel or not: look before another try."""

    reason: str
    is_over: bool = False  # Slack answered: what it does with the request, it has done


Outcome = Delivered | Deferred | Refused | Unknown
