"""Says one thing past the outbox: that nothing can be written down any more."""

from collections.abc import Callable

import structlog

from alerts.message import render
from alerts.senders import cry, open_senders
from monitor.config.environment import Secrets
from monitor.model import CONSOLE, Alert, AlertSettings, Delivered, Notice

log = structlog.get_logger()


async def cry_out(secrets: Secrets, notice: Notice, settings: Callable[[], AlertSettings]) -> None:
    """Post the notice to operations, or where alerts go, and through every other door; once.

    Nobody knows afterwards that it was: a second call posts it a second time.
    """
    channel = settings().operations or settings().channel or CONSOLE
    senders = open_senders(secrets, timeout=lambda: settings().send_timeout)
    try:
        sender = senders.for_channel(channel)
        message = render(Alert(notice.key, channel, "tocsin_notice", notice))
        outcome = await sender.prepare(channel) or await sender.send(message)
        if not isinstance(outcome, Delivered):
            log.error("not told either", channel=channel, reason=outcome.reason)
    finally:
        await senders.close()
    await cry(secrets, f"{notice.title}. {notice.text}", within=lambda: settings().send_timeout)
