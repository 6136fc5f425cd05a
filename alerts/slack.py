"""Hands a message to Slack and says what became of it; the only place that knows slack_sdk.

The SDK's own retries stay off: they post again when an answer is lost, and nobody notices.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from alerts.proxy import takes_proxy
from alerts.sender import Absent, Sighting, Unclear
from alerts.slack_errors import THREAD_ERRORS, UNREADABLE_FOR_GOOD, outcome, read_retry_after
from monitor.config.environment import Secret
from monitor.model import Deferred, Delivered, Message, Outcome, Unknown

PAGE = 200
"""Messages per page, as Slack recommends."""

CHANNELS_PAGE = 999
"""Channels per page, Slack's most: it lets us ask for 20 pages a minute only."""

MOST_PAGES = 50
"""Where paging ends: a server that always names a next page must not hold us."""

CONNECT_WITHIN = 5.0
"""Seconds. A connection that never stood carried no message: that is not an unknown fate."""

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{7,}")


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer other than yes, or none."""

    code: str  # Slack's, or what happened in our words
    status: int = 200
    retry_after: timedelta | None = None
    needed: str = ""  # the scope that was missing
    was_sent: bool = True  # False: there was no connection to send it over
    is_slacks: bool = False  # the code is Slack's own

    @property
    def reason(self) -> str:
        return f"{self.code}{self.detail}"

    @property
    def detail(self) -> str:
        return f": the app needs the scope {self.needed}" if self.needed else ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom Slack takes us for, and what it lets us do."""

    team: str
    user: str
    scopes: frozenset[str]  # empty: Slack did not say


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as Slack lists it."""

    id: str
    name: str
    is_member: bool
    is_private: bool


class SlackSender:
    """One workspace, through a bot token. Use it within one event loop, and close it."""

    def __init__(self, token: Secret, *, api_url: str, timeout: Callable[[], timedelta]) -> None:
        self._timeout = timeout
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN),
            trust_env=takes_proxy(api_url),
        )
        self._client = web_client(token, api_url=api_url, session=self._session)
        self._channels: dict[str, Channel] = {}  # by name and by id, as last listed
        self._listing: asyncio.Task[Failure | None] | None = None

    async def prepare(self, channel: str) -> Deferred | None:
        """Find the channel's id. What is wrong, if there is none or Slack does not say."""
        channel_id = await self._channel_id(channel)
        if isinstance(channel_id, Failure):
            return Deferred(channel_id.reason, channel_id.retry_after)
        return None

    async def send(self, message: Message) -> Outcome:
        """Post the message, in one request; the channel has been prepared."""
        channel_id = self._id_of(message.channel) or message.channel
        answer = await self._ask(lambda: self._post(channel_id, message))
        if isinstance(answer, Failure):
            if answer.code == "channel_not_found":
                self._forget(message.channel)  # the name may stand for another by now
            return _outcome(answer)
        ts = answer.get("ts")
        return Delivered(str(ts), str(answer.get("channel", channel_id))) if ts else _NO_TS

    async def find(
        self, channel: str, key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        """Look for the message with this key among those posted since then, or in a thread."""
        channel_id = await self._channel_id(channel)
        if isinstance(channel_id, Failure):
            return _unclear(channel_id)
        cursor: str | None = ""
        for _ in range(MOST_PAGES):
            answer = await self._ask(
                _history(self._client, channel_id, since, cursor or "", thread_ts)
            )
            if isinstance(answer, Failure):
                has_no_thread = thread_ts and answer.code in THREAD_ERRORS
                return Absent() if has_no_thread else _unclear(answer)
            messages = answer.get("messages") or []
            for one in messages:
                if _key_of(one) == key:
                    return Delivered(str(one.get("ts", "")), channel_id)
            cursor = _next_cursor(answer)
            if cursor is None or (messages and _are_older(messages, since)):
                return Absent()
        return Unclear(f"more than {MOST_PAGES} pages of history")

    async def identity(self) -> Identity | Failure:
        """Who the token says we are."""
        answer = await self._ask(self._client.auth_test)
        if isinstance(answer, Failure):
            return answer
        scopes = (answer.headers or {}).get("x-oauth-scopes", "")
        granted = frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())
        return Identity(str(answer.get("team", "")), str(answer.get("user", "")), granted)

    async def channel(self, wanted: str) -> Channel | Failure:
        """The channel of this name (`#news-watch`) or id."""
        name = wanted.removeprefix("#")
        if name in self._channels:
            return self._channels[name]
        if self._listing is None or self._listing.done():
            self._listing = asyncio.create_task(self._list_all())
        failure = await asyncio.shield(self._listing)  # one list serves all who wait for it
        return self._channels.get(name) or failure or Failure("channel_not_found")

    async def close(self) -> None:
        """Close the connections."""
        if self._listing is not None:
            self._listing.cancel()
        await self._session.close()

    async def _channel_id(self, channel: str) -> str | Failure:
        known = self._id_of(channel)
        if known is not None:
            return known
        found = await self.channel(channel)
        return found if isinstance(found, Failure) else found.id

    def _id_of(self, channel: str) -> str | None:
        """The channel's id, as far as no question is needed to know it."""
        if is_id(channel):
            return channel
        listed = self._channels.get(channel.removeprefix("#"))
        return listed.id if listed else None

    def _forget(self, channel: str) -> None:
        self._channels.pop(channel.removeprefix("#"), None)

    async def _list_all(self) -> Failure | None:
        failure = await self._list("public_channel,private_channel")
        if failure and failure.code == "missing_scope":
            # Without groups:read Slack refuses the whole question: then the public ones must do.
            failure = await self._list("public_channel")
        return failure

    async def _list(self, types: str) -> Failure | None:
        """Learn all channels. What we had learned before a failure stays."""
        cursor: str | None = ""
        for _ in range(MOST_PAGES):
            answer = await self._ask(_list(self._client, types, cursor or ""))
            if isinstance(answer, Failure):
                return answer
            for one in map(_channel, answer.get("channels") or ()):
                self._channels[one.id] = self._channels[one.name] = one
            cursor = _next_cursor(answer)
            if cursor is None:
                break
        return None

    async def _post(self, channel_id: str, message: Message) -> AsyncSlackResponse:
        said: dict[str, Any] = {
            "channel": channel_id,
            "text": message.text,
            "blocks": [dict(block) for block in message.blocks],
            "metadata": dict(message.metadata),
            "link_names": False,
            "parse": "none",
        }
        if message.edits_ts:
            # Without `blocks` it would keep those that it has, and `parse` is not "none" by itself.
            return await self._client.chat_update(ts=message.edits_ts, **said)
        return await self._client.chat_postMessage(
            **said,
            thread_ts=message.thread_ts,
            reply_broadcast=message.is_broadcast or None,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def _ask(
        self, call: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse | Failure:
        return await ask(call, within=self._timeout())


async def ask(
    call: Callable[[], Awaitable[AsyncSlackResponse]], *, within: timedelta
) -> AsyncSlackResponse | Failure:
    """One request, one answer, within the time."""
    try:
        async with asyncio.timeout(within.total_seconds()):
            return await call()
    except SlackApiError as error:
        return _failure(error)
    except TimeoutError as error:
        in_time = isinstance(error, aiohttp.ConnectionTimeoutError)
        return Failure("cannot connect" if in_time else "no answer in time", was_sent=not in_time)
    except aiohttp.ClientConnectorError as error:
        return Failure(f"cannot connect: {error.os_error}", was_sent=False)
    except Exception as error:  # noqa: BLE001 - a broken answer surfaces in many ways here
        # Its type only: an error's words may hold the request, and with it the token.
        return Failure(f"answer lost: {type(error).__name__}")


def web_client(
    token: Secret | None, *, api_url: str, session: aiohttp.ClientSession
) -> AsyncWebClient:
    """A client that neither retries nor logs by itself."""
    client = AsyncWebClient(
        token=token.reveal() if token else None,
        base_url=api_url.rstrip("/") + "/",
        session=session,
        retry_handlers=[],
        logger=_quiet_logger(),
    )
    client.proxy = None  # the SDK takes HTTPS_PROXY without exceptions; the session heeds NO_PROXY
    return client


def is_id(channel: str) -> bool:
    """Whether the channel is named by its id, which needs no looking up."""
    return _CHANNEL_ID.fullmatch(channel) is not None


_NO_TS = Unknown("an answer without ts")


def _quiet_logger() -> logging.Logger:
    """The SDK logs every request at debug, texts and all: not through our log."""
    logger = logging.Logger("slack_sdk", level=logging.WARNING)
    logger.parent = logging.getLogger()
    return logger


def _history(
    client: AsyncWebClient,
    channel_id: str,
    since: datetime,
    cursor: str,
    thread_ts: str | None,
) -> Callable[[], Awaitable[AsyncSlackResponse]]:
    asked: dict[str, Any] = {
        "channel": channel_id,
        "oldest": f"{since.timestamp():.6f}",
        "inclusive": True,
        "include_all_metadata": True,
        "limit": PAGE,
        "cursor": cursor or None,
    }
    if thread_ts:
        return lambda: client.conversations_replies(ts=thread_ts, **asked)
    return lambda: client.conversations_history(**asked)


def _list(
    client: AsyncWebClient, types: str, cursor: str
) -> Callable[[], Awaitable[AsyncSlackResponse]]:
    return lambda: client.conversations_list(
        types=types, exclude_archived=True, limit=CHANNELS_PAGE, cursor=cursor or None
    )


def _next_cursor(answer: AsyncSlackResponse) -> str | None:
    return (answer.get("response_metadata") or {}).get("next_cursor") or None


def _key_of(message: Mapping[str, Any]) -> str | None:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("key")


def _are_older(messages: Sequence[Mapping[str, Any]], since: datetime) -> bool:
    """Whether the server has gone on to what we did not ask for."""
    try:
        return all(float(one.get("ts", "nan")) < since.timestamp() for one in messages)
    except ValueError:
        return False


def _channel(one: Mapping[str, Any]) -> Channel:
    return Channel(
        id=str(one["id"]),
        name=str(one.get("name", "")),
        is_member=bool(one.get("is_member", True)),
        is_private=bool(one.get("is_private")),
    )


def _failure(error: SlackApiError) -> Failure:
    """The answer in the error. After a broken body it is aiohttp's own, without `data`."""
    answer = error.response
    body = getattr(answer, "data", None)
    body = body if isinstance(body, dict) else {}
    status: Any = getattr(answer, "status_code", None) or getattr(answer, "status", 0)
    after = (getattr(answer, "headers", None) or {}).get("Retry-After")
    return Failure(
        code=str(body.get("error") or f"HTTP {status} without an answer that can be read"),
        is_slacks="error" in body,
        status=status,
        retry_after=read_retry_after(after),
        needed=str(body.get("needed") or ""),
    )


def _outcome(failure: Failure) -> Outcome:
    if not failure.was_sent:
        return Deferred(failure.reason)
    return outcome(
        failure.code,
        status=failure.status,
        is_slacks=failure.is_slacks,
        retry_after=failure.retry_after,
        detail=failure.detail,
    )


def _unclear(failure: Failure) -> Unclear:
    for_good = failure.code in UNREADABLE_FOR_GOOD
    return Unclear(failure.reason, for_good=for_good, retry_after=failure.retry_after)
