"""Which sender tells which channel, as the environment's secrets decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from alerts.console import ConsoleSender
from alerts.sender import Sender
from monitor.config.environment import Secrets
from monitor.model import CONSOLE, Delivered, Message

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Senders:
    """One way to tell the channels of Slack, and one for the console's channel."""

    channels: Sender
    console: Sender

    def for_channel(self, channel: str) -> Sender:
        return self.console if channel == CONSOLE else self.channels

    async def close(self) -> None:
        await self.channels.close()
        if self.console is not self.channels:
            await self.console.close()


async def cry_by_webhook(
    secrets: Secrets, sentence: str, *, within: Callable[[], timedelta]
) -> None:
    """Say it through the webhook, where there is one beside the bot token: a door of its own."""
    if secrets.slack_webhook_url and secrets.slack_bot_token:
        from alerts.webhook import WebhookSender

        webhook = WebhookSender(secrets.slack_webhook_url, timeout=within)
        try:
            outcome = await webhook.send(Message(channel="", text=sentence))
        finally:
            await webhook.close()
        if not isinstance(outcome, Delivered):
            log.error("webhook failed too", reason=outcome.reason)


def open_senders(secrets: Secrets, *, timeout: Callable[[], timedelta]) -> Senders:
    """Slack by token, else by webhook, else all is printed. Call it within the event loop."""
    if secrets.slack_bot_token:
        from alerts.slack import SlackSender

        slack = SlackSender(secrets.slack_bot_token, api_url=secrets.slack_api_url, timeout=timeout)
        return Senders(slack, ConsoleSender())
    if secrets.slack_webhook_url:
        from alerts.webhook import WebhookSender

        log.warning("alerts go through a webhook", but="one may be told twice: it cannot look back")
        webhook = WebhookSender(secrets.slack_webhook_url, timeout=timeout)
        return Senders(webhook, webhook)
    log.info("alerts go to the console", why="neither SLACK_BOT_TOKEN nor SLACK_WEBHOOK_URL is set")
    console = ConsoleSender()
    return Senders(console, console)
