"""Which sender tells which channel, as the environment's secrets decide."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import structlog

from alerts.console import ConsoleSender
from alerts.doors import Doors
from alerts.sender import Sender
from monitor.config.environment import Secrets
from monitor.model import CONSOLE, DOOR, Delivered, Message

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Senders:
    """One way to tell the channels of Slack, one for the console's channel, and other doors."""

    channels: Sender
    console: Sender
    doors: Doors = field(default_factory=lambda: Doors({}, timeout=timedelta))

    def for_channel(self, channel: str) -> Sender:
        if channel.startswith(DOOR):
            return self.doors.sender(channel)
        return self.console if channel == CONSOLE else self.channels

    async def close(self) -> None:
        await self.channels.close()
        if self.console is not self.channels:
            await self.console.close()
        await self.doors.close()


async def cry(secrets: Secrets, sentence: str, *, within: Callable[[], timedelta]) -> None:
    """Say it through every door but the bot: the webhook beside it, and all of TOCSIN_DOOR_*."""
    doors = Doors(secrets.doors, timeout=within)
    heard_by = {f"{DOOR}{name}": doors.sender(name) for name in secrets.doors}
    if secrets.slack_webhook_url and secrets.slack_bot_token:
        from alerts.webhook import WebhookSender

        heard_by["webhook"] = WebhookSender(secrets.slack_webhook_url, timeout=within)
    await asyncio.gather(*(_cry(sender, name, sentence) for name, sender in heard_by.items()))


async def _cry(sender: Sender, name: str, sentence: str) -> None:
    said = {"event_type": "tocsin_notice", "event_payload": {"key": f"cry:{uuid4().hex}"}}
    try:
        outcome = await sender.send(Message(channel="", text=sentence, metadata=said))
    finally:
        await sender.close()
    if not isinstance(outcome, Delivered):
        log.error("not told either", door=name, reason=outcome.reason)


def open_senders(secrets: Secrets, *, timeout: Callable[[], timedelta]) -> Senders:
    """Slack by token, else by webhook, else all is printed; doors as they are named.

    Call it within the event loop.
    """
    doors = Doors(secrets.doors, timeout=timeout)
    if secrets.slack_app_token and not secrets.slack_bot_token:
        log.warning("no buttons", why="SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it")
    if secrets.slack_bot_token:
        from alerts.slack import SlackSender

        slack = SlackSender(secrets.slack_bot_token, api_url=secrets.slack_api_url, timeout=timeout)
        return Senders(slack, ConsoleSender(), doors)
    if secrets.slack_webhook_url:
        from alerts.webhook import WebhookSender

        log.warning("alerts go through a webhook", but="one may be told twice: it cannot look back")
        webhook = WebhookSender(secrets.slack_webhook_url, timeout=timeout)
        return Senders(webhook, webhook, doors)
    log.info("alerts go to the console", why="neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set")
    console = ConsoleSender()
    return Senders(console, console, doors)
