"""A workspace as Slack keeps it: channels, who is in them, what was posted, how fast one may."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.demo.slack_standin_limits import SlackError, check_message

TEAM, BOT = "Tocsin demo", "tocsin"
ALL_SCOPES = frozenset(
    {
        "chat:write", "channels:read", "groups:read", "channels:history", "groups:history",
        "commands", "connections:write",
    }
)  # fmt: skip

Json = dict[str, Any]


@dataclass(slots=True)
class Posted:
    """One message in a channel."""

    ts: str
    text: str
    blocks: list[Json]
    metadata: Json | None
    thread_ts: str | None
    visible_at: float  # when it starts to show in the history
    edited_ts: str | None = None
    is_broadcast: bool = False  # a reply that the channel shows too

    @property
    def is_reply(self) -> bool:
        return self.thread_ts not in {None, self.ts}

    def as_json(self, *, metadata: bool = True) -> Json:
        shown: Json = {"type": "message", "ts": self.ts, "text": self.text, "user": "U0TOCSIN"}
        shown |= {"bot_id": "B0TOCSIN", "blocks": self.blocks}
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.is_broadcast:
            shown["subtype"] = "thread_broadcast"
        if self.edited_ts:
            shown["edited"] = {"user": "U0TOCSIN", "ts": self.edited_ts}
        if metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass(frozen=True, slots=True)
class Whisper:
    """What one person alone sees."""

    ts: str
    user: str
    text: str
    blocks: list[Json]

    def as_json(self) -> Json:
        return {"ts": self.ts, "user": self.user, "text": self.text, "blocks": self.blocks}


@dataclass(slots=True)
class Channel:
    """A channel, and what happened in it."""

    id: str
    name: str
    is_member: bool = True
    is_private: bool = False
    is_archived: bool = False
    messages: list[Posted] = field(default_factory=list)
    whispers: list[Whisper] = field(default_factory=list)
    allowance: float = 0.0  # messages that may be posted at once
    posted_at: float = 0.0

    def as_json(self) -> Json:
        flags = {"is_private": self.is_private, "is_archived": self.is_archived}
        return {"id": self.id, "name": self.name, "is_member": self.is_member, **flags}


class Workspace:
    """The state behind the stand-in. Methods raise SlackError for what Slack would refuse."""

    def __init__(
        self,
        channels: Iterable[str] = ("news-watch", "urgent", "tocsin-ops"),
        *,
        now: Callable[[], float],
        burst: int | None = 5,
        visible_after: float = 0.0,
    ) -> None:
        """`burst` messages may go into a channel at once, then one a second; None: no limit."""
        self._now = now
        self.burst = burst
        self.visible_after = visible_after
        self.channels: list[Channel] = []
        self._last_ts = 0  # microseconds
        for name in channels:
            self.add(name)

    def add(
        self,
        name: str,
        *,
        is_member: bool = True,
        is_private: bool = False,
        is_archived: bool = False,
    ) -> Channel:
        """A new channel."""
        channel_id = f"C0{len(self.channels):08d}"
        added = Channel(channel_id, name.removeprefix("#"), is_member, is_private, is_archived)
        self.channels.append(added)
        return added

    def channel(self, wanted: object) -> Channel:
        """The channel with this id or name."""
        name = str(wanted).removeprefix("#")
        found = (one for one in self.channels if name in {one.id, one.name})
        channel = next(found, None)
        if channel is None or (channel.is_private and not channel.is_member):
            raise SlackError("channel_not_found")
        return channel

    def post(self, arguments: Mapping[str, Any]) -> Json:
        """chat.postMessage"""
        channel = self.channel(arguments.get("channel"))
        if channel.is_archived:
            raise SlackError("is_archived")
        if not channel.is_member:
            raise SlackError("not_in_channel")
        check_message(arguments)
        self._spend(channel)
        posted = Posted(
            ts=self._next_ts(),
            text=str(arguments.get("text") or ""),
            blocks=list(arguments.get("blocks") or []),
            metadata=arguments.get("metadata"),
            thread_ts=arguments.get("thread_ts"),
            visible_at=self._now() + self.visible_after,
            is_broadcast=bool(arguments.get("thread_ts"))
            and _flag(arguments.get("reply_broadcast")),
        )
        channel.messages.append(posted)
        shown = posted.as_json()
        return {"ok": True, "channel": channel.id, "ts": posted.ts, "message": shown}

    def update(self, arguments: Mapping[str, Any]) -> Json:
        """chat.update"""
        channel = self.channel(arguments.get("channel"))
        one = self.message(channel, arguments.get("ts"))
        check_message({"text": one.text, **arguments})
        one.text = str(arguments.get("text") or one.text)
        if "blocks" in arguments:
            one.blocks = list(arguments["blocks"] or [])
        one.metadata = arguments.get("metadata", one.metadata)
        one.edited_ts = self._next_ts()
        return {"ok": True, "channel": channel.id, "ts": one.ts, "text": one.text}

    def history(self, arguments: Mapping[str, Any]) -> Json:
        """conversations.history: newest first, without what stands in threads."""
        channel = self.channel(arguments.get("channel"))
        if not channel.is_member:
            raise SlackError("not_in_channel")
        ours = [one for one in channel.messages if not one.is_reply or one.is_broadcast]
        return self._page(channel, ours[::-1], arguments)

    def replies(self, arguments: Mapping[str, Any]) -> Json:
        """conversations.replies: a message, then its thread."""
        channel, parent = self.channel(arguments.get("channel")), arguments.get("ts")
        thread = [one for one in channel.messages if parent in {one.ts, one.thread_ts}]
        if not thread:
            raise SlackError("thread_not_found")
        return self._page(channel, thread, arguments)

    def whisper(self, channel: Channel, user: str, said: Mapping[str, Any]) -> None:
        """Show it to one person alone."""
        check_message(said)
        text, blocks = str(said.get("text") or ""), list(said.get("blocks") or [])
        channel.whispers.append(Whisper(self._next_ts(), user, text, blocks))

    def message(self, channel: Channel, ts: object) -> Posted:
        """The message of this name."""
        found = next((one for one in channel.messages if one.ts == ts), None)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def list_channels(self, arguments: Mapping[str, Any]) -> Json:
        """conversations.list"""
        types = str(arguments.get("types") or "public_channel").split(",")
        without_archived = _flag(arguments.get("exclude_archived"))
        shown = [
            one
            for one in self.channels
            if (one.is_member if one.is_private else True)
            and ("private_channel" if one.is_private else "public_channel") in types
            and not (without_archived and one.is_archived)
        ]
        start, limit = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
        more = str(start + limit) if start + limit < len(shown) else ""
        page = [one.as_json() for one in shown[start : start + limit]]
        return {"ok": True, "channels": page, "response_metadata": {"next_cursor": more}}

    def as_json(self) -> Json:
        """Everything, for tests and for the page."""
        channels = [
            {
                **one.as_json(),
                "messages": [_shown(one, message) for message in one.messages],
                "whispers": [whisper.as_json() for whisper in one.whispers],
            }
            for one in self.channels
        ]
        return {"team": TEAM, "channels": channels}

    def _page(self, channel: Channel, messages: list[Posted], arguments: Mapping[str, Any]) -> Json:
        oldest, latest = float(arguments.get("oldest") or 0), arguments.get("latest")
        seen = [
            one
            for one in messages
            if one.visible_at <= self._now()
            and float(one.ts) >= oldest
            and (latest is None or float(one.ts) <= float(latest))
        ]
        start = int(arguments.get("cursor") or 0)
        end = start + min(int(arguments.get("limit") or 100), 999)
        metadata = _flag(arguments.get("include_all_metadata"))
        page = [_shown(channel, one, metadata=metadata) for one in seen[start:end]]
        more = {"next_cursor": str(end)} if end < len(seen) else {"next_cursor": ""}
        has_more = end < len(seen)
        return {"ok": True, "messages": page, "has_more": has_more, "response_metadata": more}

    def _spend(self, channel: Channel) -> None:
        """One message a second in a channel, and short bursts."""
        if self.burst is None:
            return
        earned = self._now() - channel.posted_at
        channel.allowance = min(channel.allowance + earned, self.burst)
        channel.posted_at = self._now()
        if channel.allowance < 1:
            raise SlackError("ratelimited")
        channel.allowance -= 1

    def _next_ts(self) -> str:
        """Slack's name for a message: its time to the microsecond, never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self._now() * 1_000_000))
        seconds, rest = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{rest:06d}"


def _shown(channel: Channel, one: Posted, *, metadata: bool = True) -> Json:
    """The message, and what the one that opens a thread says of it."""
    replies = [other for other in channel.messages if other.is_reply and other.thread_ts == one.ts]
    thread: Json = {}
    if replies:
        thread = {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return {**one.as_json(metadata=metadata), **thread}


def _flag(given: object) -> bool:
    return str(given).lower() in {"true", "1"}
