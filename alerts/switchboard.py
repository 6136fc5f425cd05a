"""Hears what people press and write in Slack, and answers: to the message, or to them alone."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import structlog

from alerts.bulletins import notice_blocks, notice_text
from alerts.buttons import presses
from alerts.commands import AskStatus, AskWatches, AskWhy, Command, Misspoken, Snooze, read_command
from alerts.reactions import react, reply_in_threads
from alerts.socket import Answer, Envelope, Line
from alerts.why import why_address, why_story
from monitor.config.environment import Secrets
from monitor.errors import StorageError
from monitor.model import Configuration, Notice, Press
from monitor.storage import presses as pressed
from monitor.storage.holders import name_of_this_process
from monitor.storage.presses import Heard
from monitor.storage.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")

log = structlog.get_logger()

ANSWER_WITHIN = 10.0
"""Seconds for a post to a response URL."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds between tries to write a press down while the database fails; it is acknowledged."""
KEEP_WITHIN = 1.0
"""Seconds for writing a press down before it is acknowledged: Slack waits for three."""
ROUND = 60.0
"""Seconds between two looks for presses that a process has left behind."""
WATCHES_SHOWN = 60

NOT_DONE = (
    "It could not be done yet, for the database fails. Unless the message shows it soon, please try"
    " again."
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What answers need to know of the process that gives them."""

    configuration: Callable[[], Configuration]
    status: Callable[[], Awaitable[str]]  # in a few lines, for people
    now: Callable[[], datetime]
    rung: Callable[[], None]  # there is something new to send
    trouble: Callable[[str], None]  # why the buttons do not work; "": they do


class Switchboard:
    """The people's side of the alerts, in one process. Several may work on one database."""

    def __init__(
        self,
        store: Store,
        secrets: Secrets,
        around: Surroundings,
        *,
        pauses: Sequence[float] = PAUSES,
        holder: str | None = None,
    ) -> None:
        self._store = store
        self._around = around
        self._pauses = pauses
        self._holder = holder or name_of_this_process()
        self._at_work: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        assert secrets.slack_app_token is not None
        self._line = Line(
            secrets.slack_app_token,
            api_url=secrets.slack_api_url,
            hear=self.hear,
            trouble=around.trouble,
        )

    async def run(self) -> None:
        """Answer until cancelled; what was acknowledged is brought to its end."""
        async with aiohttp.ClientSession(trust_env=True) as self._session:
            rounds = asyncio.create_task(self._go_round())
            try:
                await self._line.run()
            finally:
                rounds.cancel()
                if self._at_work:
                    await asyncio.wait(self._at_work)

    def hear(self, envelope: Envelope) -> Answer:
        """What to write down and to acknowledge with, and the work that follows."""
        payload, now = envelope.payload, self._around.now()
        respond_to = str(payload.get("response_url") or "")
        if envelope.kind == "interactive":
            heard = [Heard(one, now) for one in presses(payload, envelope_id=envelope.id)]
            work = [partial(self._press, one, respond_to) for one in heard]
            return Answer(partial(self._begin, work, respond_to), keep=partial(self._keep, heard))
        if envelope.kind == "slash_commands":
            asked = read_command(payload, self._around.configuration())
            if isinstance(asked, Misspoken) and envelope.takes_answer:
                said = _only_to_them(_notice("Tocsin", asked.said))
                return Answer(lambda: None, payload=said)
            heard = [Heard(asked.press, now, asked.name)] if isinstance(asked, Snooze) else []
            todo = [partial(self._command, asked, respond_to)]
            return Answer(partial(self._begin, todo, respond_to), keep=partial(self._keep, heard))
        return Answer(lambda: None)

    async def _keep(self, heard: Sequence[Heard]) -> None:
        """Write it down, so that it outlives this process; if it takes too long, do without."""
        if not heard:
            return
        try:
            async with asyncio.timeout(KEEP_WITHIN):
                await self._store.write(partial(pressed.keep, heard=heard, holder=self._holder))
        except (StorageError, TimeoutError):
            log.warning("press not written down", presses=len(heard))

    async def _go_round(self) -> None:
        """Do what another process has acknowledged, and did not live to do."""
        while True:
            with suppress(StorageError):  # which the store has told
                now = self._around.now()
                left = await self._store.read(partial(pressed.left_behind, now=now))
                self._begin([partial(self._press, one, "") for one in left], "")
            await asyncio.sleep(ROUND)

    def _begin(self, work: Iterable[Callable[[], Awaitable[None]]], respond_to: str) -> None:
        for one in work:
            task = asyncio.create_task(self._do(one, respond_to))
            self._at_work.add(task)
            task.add_done_callback(self._finished)

    async def _do(self, work: Callable[[], Awaitable[None]], respond_to: str) -> None:
        try:
            await work()
        except StorageError:  # which the store has told
            await self._respond(respond_to, _notice("Tocsin", NOT_DONE))

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # One press that is beyond us must not end the service.
            log.error("press failed", exc_info=error)

    async def _press(self, heard: Heard, respond_to: str) -> None:
        press = heard.press
        change = partial(react, press=press, now=heard.at, name=heard.target_name)
        said = await self._persist(change)
        if said is None:
            return  # Slack handed it over before
        log.info("pressed", action=press.action, story=press.story_id, by=press.user_id)
        self._around.rung()
        if press.action == "why":
            await self._explain(press, respond_to)
        elif said:
            await self._respond(respond_to, _notice("Noted", said))

    async def _explain(self, press: Press, respond_to: str) -> None:
        """Why the story rang: to whoever asks alone, or in its thread where that cannot be."""
        sources = self._around.configuration().sources
        why = partial(why_story, story_id=press.story_id, sources=sources)
        lines = await self._store.read(why)
        notice = Notice(press.key, "Why this rang", "\n".join(lines))
        if not await self._respond(respond_to, notice):
            now = self._around.now()
            reply = partial(reply_in_threads, press=press, notice=notice, now=now)
            await self._store.write(reply)
            self._around.rung()

    async def _command(self, asked: Command, respond_to: str) -> None:
        await self._respond(respond_to, await self._answer(asked))

    async def _answer(self, asked: Command) -> Notice:
        match asked:
            case AskStatus():
                return _notice("Status", await self._around.status())
            case AskWatches():
                return _watches(self._around.configuration())
            case AskWhy(url):
                sources = self._around.configuration().sources
                lines = await self._store.read(partial(why_address, url=url, sources=sources))
                return _notice("Why", "\n".join(lines))
            case Snooze(press, name):
                change = partial(react, press=press, now=self._around.now(), name=name)
                said = await self._persist(change)
                self._around.rung()
                return _notice("Noted", said or "That was done before.")
            case Misspoken(said):
                return _notice("Tocsin", said)

    async def _persist(self, change: "Callable[[Connection], T]") -> T:
        """Write, and try again for a while where the database fails."""
        for pause in self._pauses:
            try:
                return await self._store.write(change)
            except StorageError:
                await asyncio.sleep(pause)
        return await self._store.write(change)

    async def _respond(self, to: str, notice: Notice) -> bool:
        """Tell it to whoever pressed or asked, and nobody else. Whether that could be done.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        if not to or self._session is None:
            return False
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with self._session.post(to, json=_only_to_them(notice), timeout=timeout) as got:
                if not got.ok:
                    log.warning("answer refused", status=got.status)
                return got.ok
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # Its type only: whoever has such an address can post there.
            log.warning("answer lost", reason=type(error).__name__)
            return False


def _only_to_them(notice: Notice) -> dict[str, Any]:
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": notice_text(notice),
        "blocks": notice_blocks(notice),
    }


def _notice(title: str, text: str) -> Notice:
    return Notice("", title, text)


def _watches(configuration: Configuration) -> Notice:
    watches = configuration.watchlist.watches
    lines = [f"{one.name} ({one.id}), {one.severity.name.lower()}" for one in watches]
    more = len(lines) - WATCHES_SHOWN
    shown = "; ".join(lines[:WATCHES_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    return _notice(f"{len(watches)} names are watched", shown)
