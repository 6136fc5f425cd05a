"""Follows edits of the configuration: a good one is taken at once, a bad one refused out loud."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime

from watchfiles import awatch

from monitor.config import load
from monitor.errors import ConfigError
from monitor.model import Configuration

DEBOUNCE_MS = 200
"""An editor writes a file in several steps: what settles within this is one edit."""


async def edits(
    current: Configuration,
    *,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    stop: asyncio.Event,
) -> AsyncIterator[Configuration | ConfigError]:
    """Each edit of the folder as the configuration that it makes, or as what is wrong with it.

    The folder is watched, not its files: editors and deployments replace files by renaming.
    """
    digest: str | None = current.digest
    async for _ in awatch(current.folder, debounce=DEBOUNCE_MS, stop_event=stop, recursive=False):
        try:
            edited = await asyncio.to_thread(load, current.folder, environ=environ, now=now())
        except ConfigError as error:
            digest = None
            yield error
            continue
        if edited.digest != digest:
            digest = edited.digest
            yield edited


def needs_restart(before: Configuration, after: Configuration) -> list[str]:
    """The settings that changed and are read only at a start."""
    changed = {
        "database": before.settings.database != after.settings.database,
        "user_agent": before.settings.user_agent != after.settings.user_agent,
        "crawl": _connections(before) != _connections(after),
        "alerts.send_timeout": (
            before.settings.alerts.send_timeout != after.settings.alerts.send_timeout
        ),
        "web.listen": before.settings.web_listen != after.settings.web_listen,
    }
    return [name for name, differs in changed.items() if differs]


def _connections(configuration: Configuration) -> tuple[object, ...]:
    crawl = configuration.settings.crawl
    return (
        crawl.concurrency,
        crawl.per_host,
        crawl.delay,
        crawl.timeout,
        crawl.max_page,
        crawl.robots,
        crawl.allow_networks,
    )
