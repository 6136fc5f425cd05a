"""Hands messages to a Slack incoming webhook: the degraded mode, which cannot look back.

A webhook belongs to one channel and names no message, so that after a lost answer nobody can see
whether it was posted: it is posted again. Errors: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import aiohttp

from alerts.proxy import takes_proxy
from alerts.sender import Sighting, Unclear
from alerts.slack_errors import BLOCK_ERRORS, SERVER_ERRORS, TOO_MANY_REQUESTS, read_retry_after
from monitor.config.environment import Secret
from monitor.model import Deferred, Delivered, Message, Outcome, Refused, Unknown

CANNOT_LOOK_BACK = Unclear("a webhook cannot read its channel", for_good=True)

_GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_CHANNEL_ERRORS = frozenset({
    "action_prohibited", "channel_is_archived", "channel_not_found", "invalid_token",
    "no_active_hooks", "no_service", "no_service_id", "no_team",
    "posting_to_general_channel_denied", "team_disabled",
})  # fmt: skip


class WebhookSender:
    """One incoming webhook."""

    def __init__(self, url: Secret, *, timeout: Callable[[], timedelta]) -> None:
        self._timeout = timeout
        self._url = url
        self._session = aiohttp.ClientSession(trust_env=takes_proxy(url.reveal()))

    async def prepare(self, _channel: str) -> None:
        """Nothing is needed: a webhook knows its channel."""

    async def send(self, message: Message) -> Outcome:
        """Post the message to the webhook's own channel."""
        body: dict[str, Any] = {
            "text": message.text,
            "metadata": dict(message.metadata),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if message.blocks:
            body["blocks"] = [dict(block) for block in message.blocks]
        try:
            async with (
                asyncio.timeout(self._timeout().total_seconds()),
                self._session.post(self._url.reveal(), json=body) as answer,
            ):
                return _outcome(
                    answer.status, await answer.text(), answer.headers.get("Retry-After")
                )
        except aiohttp.ClientConnectorError as error:
            return Deferred(f"cannot connect: {error.os_error}")
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            # Its type only: the address is the secret.
            return Unknown(f"answer lost: {type(error).__name__}")

    async def find(
        self, _channel: str, _key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        """Nothing can be seen through a webhook."""
        del since, thread_ts
        return CANNOT_LOOK_BACK

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def _outcome(status: int, body: str, retry_after: str | None) -> Outcome:
    code = body.strip()[:100]
    if status == HTTPStatus.OK:
        return Delivered("")
    if status == TOO_MANY_REQUESTS:
        return Deferred("ratelimited", read_retry_after(retry_after))
    if status >= SERVER_ERRORS:
        return Unknown(f"HTTP {status}")
    if code in BLOCK_ERRORS:
        return Refused(code, concerns_blocks=True)
    if code in _CHANNEL_ERRORS or status in _GONE:
        return Deferred(code)
    return Refused(f"HTTP {status}: {code}")
