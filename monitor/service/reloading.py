"""What becomes of an edit of the configuration: it is taken, held or refused, and told."""

import asyncio
import shlex
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from monitor.config.loading import SETTINGS, WATCHLIST
from monitor.errors import StorageError, TocsinError
from monitor.model import Configuration, Notice
from monitor.service.changes import Changes, changes, landslide, needs_restart
from monitor.service.presence import Presence
from monitor.service.reload import Edit, Edits
from monitor.storage.processes import asked_to_reload
from monitor.storage.store import Store

log = structlog.get_logger()

HEAR_EVERY = 0.5
"""Seconds between two looks whether somebody typed `tocsin reload`."""
SHOWN = 12
"""Characters of a digest, for people to read and to type."""
MOST_TOLD = 20
"""Problems in one message."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The edit is in force."""

    configuration: Configuration
    changes: Changes


@dataclass(frozen=True, slots=True)
class Kept:
    """The last good configuration stays in force, for these reasons: `file:line: message`."""

    problems: tuple[str, ...]
    held: str = ""  # the digest by which somebody may accept the edit all the same


Verdict = Taken | Kept


def judge(edit: Edit, in_force: Configuration, *, had_settings: bool, accepts: str = "") -> Verdict:
    """What is to become of an edit. `accepts`: the digest that somebody confirmed, or its start."""
    if isinstance(edit.read, TocsinError):
        return Kept(tuple(str(edit.read).splitlines()))
    digest = edit.read.digest
    file, why = WATCHLIST, landslide(in_force, edit.read)
    if had_settings and not edit.has_settings:
        file, why = SETTINGS, "there is no such file any more: all settings would be the default"
    if why and not (accepts and digest.startswith(accepts)):
        return Kept((f"{in_force.folder / file}:1: {_held(why, digest, in_force.folder)}",), digest)
    return Taken(edit.read, changes(in_force, edit.read))


def _held(why: str, digest: str, folder: Path) -> str:
    command = f"tocsin reload --accept {digest[:SHOWN]} --config {shlex.quote(str(folder))}"
    return f"held, for {why}; if that is meant, type `{command}`"


class Reloading:
    """Follows the folder of the configuration, and hears who asks to load it now."""

    def __init__(
        self,
        configuration: Configuration,
        edits: Edits,
        store: Store,
        presence: Presence,
        *,
        adopt: Callable[[Configuration], Awaitable[None]],
        now: Callable[[], datetime],
    ) -> None:
        self._started = self._in_force = configuration
        self._had_settings = (configuration.folder / SETTINGS).exists()
        self._edits = edits
        self._store = store
        self._presence = presence
        self._adopt = adopt
        self._now = now
        self._one_by_one = asyncio.Lock()

    async def follow(self) -> None:
        """Settle every edit of the folder, until cancelled."""
        while True:
            edit = await self._edits.next()
            async with self._one_by_one:
                await self._settle(edit)

    async def hear(self) -> None:
        """Answer whoever types `tocsin reload`, until cancelled."""
        question = partial(asked_to_reload, process_id=self._presence.process.id)
        answered = 0
        while True:
            await asyncio.sleep(HEAR_EVERY)
            with suppress(StorageError):  # the store tells it
                asked, accepts = await self._store.read(question)
                if asked > answered:
                    answered = asked
                    async with self._one_by_one:
                        await self._settle(await self._edits.at_once(), accepts=accepts)
                    self._presence.amend(reload_answered=answered)

    async def _settle(self, edit: Edit, *, accepts: str = "") -> None:
        verdict = judge(edit, self._in_force, had_settings=self._had_settings, accepts=accepts)
        if isinstance(verdict, Kept):
            self._keep(verdict, edit)
            return
        if verdict.configuration.digest != self._in_force.digest:
            await self._adopt(verdict.configuration)
        elif not self._presence.process.config_problems:
            return  # touched, not edited
        self._in_force, self._had_settings = verdict.configuration, edit.has_settings
        self._take(verdict, edit)

    def _keep(self, kept: Kept, edit: Edit) -> None:
        """Say why the last good configuration stays."""
        if kept.problems == self._presence.process.config_problems:
            return
        outcome = "held" if kept.held else "refused"
        log.error(f"configuration {outcome}", problems=kept.problems)
        title = f"The edited configuration was {outcome}; the last good one stays in force"
        notice = self._notice(outcome, edit, title, told_of(kept.problems))
        self._presence.amend(
            notice,
            config_problems=kept.problems,
            config_held=kept.held,
            config_refused_at=self._presence.process.config_refused_at or self._now(),
        )

    def _take(self, taken: Taken, edit: Edit) -> None:
        """Say what is in force from now on, and what takes a restart."""
        now, told = taken.configuration, str(taken.changes)
        waits = needs_restart(self._started, now)
        log.info(
            "configuration loaded",
            digest=now.digest[:SHOWN],
            watches=len(now.watchlist.watches),
            sources=len(now.sources),
            changes=told.splitlines(),
        )
        if waits:
            log.warning("configuration needs a restart", settings=", ".join(waits))
        notice = None
        if self._presence.process.config_problems:
            title = "The configuration is good again, and in force"
            notice = self._notice("loaded", edit, title, told)
        self._presence.amend(
            notice,
            config_digest=now.digest,
            config_loaded_at=now.loaded_at,
            config_watches=len(now.watchlist.watches),
            config_problems=(),
            config_held="",
            config_refused_at=None,
            config_changes=told,
            config_restart=waits,
        )

    def _notice(self, outcome: str, edit: Edit, title: str, text: str) -> Notice:
        # Every process that follows the folder says so; one key, one message.
        return Notice(f"config-{outcome}:{edit.key}:{self._now():%Y%m%d%H}", title, text)


def told_of(problems: tuple[str, ...]) -> str:
    """The problems as a message has room for them."""
    more = len(problems) - MOST_TOLD
    rest = (f"and {more:,} more: `tocsin check` lists them",) if more > 0 else ()
    return "\n".join((*problems[:MOST_TOLD], *rest))
