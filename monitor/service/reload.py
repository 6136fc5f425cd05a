"""Follows edits of the configuration: a good one is taken at once, a bad one refused out loud."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import datetime
from pathlib import Path

from monitor.config import load
from monitor.config.loading import files_of
from monitor.errors import TocsinError
from monitor.model import Configuration

LOOK_EVERY = 0.4
"""Seconds. An editor writes a file in several steps: what is the same at two looks has settled."""

Stamp = Mapping[Path, tuple[int, ...] | None]


async def edits(
    current: Configuration,
    *,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    load: Callable[..., Configuration] = load,
) -> AsyncGenerator[Configuration | TocsinError, None]:
    """Each edit of the folder as the configuration that it makes, or as what is wrong with it.

    It is looked at, not listened to: a folder or a link that is swapped for another, and a network
    file system, send no news of the files behind them.
    """
    digest: str | None = current.digest
    told: Stamp | None = None
    before: Stamp | None = None
    while True:
        stamp = await asyncio.to_thread(stamp_of, current.folder)
        if stamp == before and stamp != told:
            told = stamp
            try:
                edited = await asyncio.to_thread(load, current.folder, environ=environ, now=now())
            except TocsinError as error:
                digest = None
                yield error
            else:
                if edited.digest != digest:
                    digest = edited.digest
                    yield edited
        before = stamp
        await asyncio.sleep(LOOK_EVERY)


def stamp_of(folder: Path) -> Stamp:
    """What differs after any edit of the folder's files, however it is made."""
    return {file: _stamp(file) for file in files_of(folder)}


def _stamp(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns


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
