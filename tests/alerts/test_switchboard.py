"""Buttons and commands, from the press to what the channel shows, over real Socket Mode."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from alerts.deliver import Dispatcher
from alerts.switchboard import Surroundings, Switchboard
from alerts.terms import Patience
from monitor.config.environment import Secret, Secrets
from monitor.demo.slack_standin import APP_TOKEN, TOKEN, SlackStandin
from monitor.demo.slack_standin_workspace import ALL_SCOPES, Posted, Workspace
from monitor.errors import StorageError
from monitor.model import (
    AlertSettings,
    Configuration,
    Press,
    Settings,
    Silence,
    Source,
    Story,
    Watch,
    Watchlist,
)
from monitor.storage import feedback, outbox, presses, silences
from monitor.storage.holders import name_of_this_process
from monitor.storage.presses import Heard
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, rung, story
from tests.alerts.delivery import dead_holder

HASTE = Patience(pace=timedelta(milliseconds=1), poll=timedelta(milliseconds=10))
CONFIGURATION = Configuration(
    Path(),
    (Source("example", "https://news.example/feed", "Example News"),),
    Watchlist((Watch("quds-force", "Quds Force", ()), Watch("badr", "Badr", ()))),
    Settings(alerts=AlertSettings(channel=CHANNEL)),
    "0" * 64,
    NOON,
)


@dataclass(slots=True)
class Office:
    """A workspace, the database, and one process that delivers and listens."""

    slack: SlackStandin
    store: Store
    secrets: Secrets
    troubles: list[str] = field(default_factory=list)

    async def tell(self, *stories: Story) -> None:
        for one in stories:
            with self.store.begin() as db:
                assert outbox.put(db, one, key=one.article or one.id, now=NOON)
        await self.deliver()

    async def deliver(self) -> None:
        settings = CONFIGURATION.settings.alerts
        dispatcher = Dispatcher(
            self.store, settings=lambda: settings, secrets=self.secrets, patience=HASTE
        )
        await dispatcher.drain()

    async def press(self, action: str, user: str = "mira", value: str | None = None) -> bool:
        message = self.message()
        people = self.slack.people
        return await people.press(CHANNEL, message.ts, action, user=user, value=value)

    def message(self) -> Posted:
        return self.slack.workspace.channel(CHANNEL).messages[0]

    def whispers(self) -> list[str]:
        return [one.text for one in self.slack.workspace.channel(CHANNEL).whispers]

    def remarks(self) -> list[str]:
        """What the message says of what people did."""
        blocks = [one for one in self.message().blocks if one["type"] == "context"][1:]
        return [element["text"] for block in blocks for element in block["elements"]]

    def silences(self) -> list[Silence]:
        with self.store.begin() as db:
            return silences.in_force(db, now=NOON)

    def undone(self) -> int:
        """Presses that were heard and have not taken effect."""
        with self.store.begin() as db:
            return len(presses.left_behind(db, now=NOON + timedelta(hours=1)))

    def reactions(self, story_id: str) -> int:
        with self.store.begin() as db:
            return len(feedback.of_story(db, story_id))


@pytest.fixture
def database() -> str:
    """One kind will do here; the transactions are tried on both elsewhere."""
    return "sqlite"


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    workspace = Workspace(["news-watch"], now=time.time, burst=None)
    tokens = {TOKEN: ALL_SCOPES, APP_TOKEN: frozenset({"connections:write"})}
    async with SlackStandin(workspace, tokens=tokens) as slack:
        slack.sockets.ack_within = 5
        yield Office(slack, store, Secrets(Secret(TOKEN), Secret(APP_TOKEN), None, slack.api_url))


@asynccontextmanager
async def listening(
    office: Office,
    secrets: Secrets | None = None,
    store: Store | None = None,
    holder: str | None = None,
) -> AsyncIterator[Switchboard]:
    async def status() -> str:
        return "All is well."

    around = Surroundings(
        configuration=lambda: CONFIGURATION,
        status=status,
        now=lambda: NOON,
        rung=lambda: None,
        trouble=office.troubles.append,
    )
    board = Switchboard(
        store or office.store,
        secrets or office.secrets,
        around,
        pauses=(0.01,),
        holder=holder,
    )
    running = asyncio.create_task(board.run())
    try:
        yield board
    finally:
        running.cancel()
        await asyncio.wait({running})


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.005)


async def at_once(*deeds: Coroutine[Any, Any, bool]) -> list[bool]:
    return list(await asyncio.gather(*deeds))


async def test_a_verdict_is_acknowledged_recorded_and_shown_and_the_last_one_counts(
    office: Office,
) -> None:
    one = story()
    async with listening(office):
        await office.tell(one)

        assert (
            await at_once(office.press("relevant"), office.press("relevant", "omar")) == [True] * 2
        )
        await until(lambda: office.reactions(one.id) == 2)
        assert await office.press("not_relevant", "omar")
        await until(lambda: office.reactions(one.id) == 3)
        await office.deliver()

    assert office.remarks() == [
        "✓ relevant: @mira, 22 Nov 12:00 UTC",
        "✗ not relevant: @omar, 22 Nov 12:00 UTC",
    ]
    assert len(office.slack.workspace.channel(CHANNEL).messages) == 1
    assert office.message().metadata is not None


async def test_two_people_who_press_at_once_and_one_who_presses_twice_make_one_silence(
    office: Office,
) -> None:
    one = story()
    async with listening(office), listening(office):
        await office.tell(one)
        await until(lambda: office.slack.sockets.opened == 2)

        await at_once(*(office.press("snooze_story", user) for user in ("mira", "omar", "mira")))
        await until(lambda: len(office.whispers()) == 3)
        await office.deliver()

    [silence] = office.silences()
    assert (silence.target, silence.target_id) == ("story", one.id)
    assert silence.until == NOON + timedelta(hours=24)
    assert silence.reason == "from Slack"
    [remark] = office.remarks()
    assert remark == f"Snoozed until 23 Nov 12:00 UTC by {silence.author}"
    assert sum("is silent already" in said for said in office.whispers()) == 2


@pytest.mark.parametrize("fault", ["drop", "deaf"])
async def test_what_slack_hands_over_again_has_one_effect(office: Office, fault: Any) -> None:
    one = story()
    async with listening(office):
        await office.tell(one)
        await until(lambda: office.slack.sockets.opened == 1)
        office.slack.sockets.faults.append(fault)

        assert await office.press("mute_source")
        await until(office.silences)
        await office.deliver()

    assert office.slack.sockets.opened == 2
    [silence] = office.silences()
    assert (silence.target, silence.target_id) == ("source", "example")
    assert office.remarks() == ["Example News muted until 23 Nov 12:00 UTC by @mira"]
    assert office.reactions(one.id) == 1


async def test_what_was_acknowledged_in_vain_goes_to_another_process_and_has_one_effect(
    office: Office,
) -> None:
    one = story()
    async with listening(office), listening(office):
        await office.tell(one)
        await until(lambda: office.slack.sockets.opened == 2)
        office.slack.sockets.faults.append("deaf")

        assert await office.press("snooze_story")
        await until(office.whispers)
        await office.deliver()

    assert len(office.slack.sockets.acknowledged) == 1
    assert len(office.whispers()) == len(office.silences()) == office.reactions(one.id) == 1
    assert office.remarks() == ["Snoozed until 23 Nov 12:00 UTC by @mira"]


async def test_it_hears_on_after_slack_refreshes_or_breaks_the_connection(office: Office) -> None:
    async with listening(office):
        await office.tell(story())
        for number, cut in enumerate((office.slack.sockets.refresh, _cut(office), None), 2):
            await until(lambda opened=number - 1: office.slack.sockets.opened == opened)
            assert await office.press("why", f"u{number}")
            if cut:
                await cut()

    assert office.slack.sockets.opened == 3
    assert office.troubles == ["", "", ""]


def _cut(office: Office) -> Callable[[], Coroutine[Any, Any, None]]:
    async def cut() -> None:
        office.slack.sockets.drop()

    return cut


async def test_a_press_that_was_acknowledged_is_brought_to_its_end_when_the_process_ends(
    office: Office,
) -> None:
    one = story()
    async with listening(office):
        await office.tell(one)
        assert await office.press("relevant")

    assert office.reactions(one.id) == 1


async def test_a_press_is_acknowledged_while_the_database_is_held_by_another(
    office: Office,
) -> None:
    one = story()
    async with listening(office):
        await office.tell(one)
        with office.store.begin():
            assert await office.press("relevant")
        await until(lambda: office.reactions(one.id))


class Failing(Store):
    """A database that fails a few times."""

    def __init__(self, store: Store, failures: int) -> None:
        self._store = store
        self._failures = failures

    async def write(self, change: Callable[[Connection], Any]) -> Any:
        if self._failures:
            self._failures -= 1
            raise StorageError("the disk is full")
        return await self._store.write(change)


@pytest.mark.parametrize(("failures", "is_kept"), [(2, True), (3, False)])
async def test_a_press_outlasts_a_short_fault_of_the_database_or_says_that_it_is_lost(
    office: Office, failures: int, is_kept: bool
) -> None:
    one = story()
    async with listening(office, store=Failing(office.store, failures)):
        await office.tell(one)
        assert await office.press("snooze_story")
        await until(office.whispers)

    assert bool(office.silences()) is is_kept
    assert ("could not be done" in office.whispers()[0]) is not is_kept


class Killed(Store):
    """What a process writes that dies after so many writes."""

    def __init__(self, store: Store, writes: int) -> None:
        self._store = store
        self._writes = writes
        self.died = asyncio.Event()

    async def write(self, change: Callable[[Connection], Any]) -> Any:
        if self._writes == 0:
            self.died.set()
            raise RuntimeError("killed")
        self._writes -= 1
        return await self._store.write(change)

    async def read(self, question: Callable[[Connection], Any]) -> Any:
        return await self._store.read(question)


@pytest.mark.parametrize("writes", [1, 2])
@pytest.mark.parametrize("happens", ["press", "command"])
async def test_a_press_outlives_the_process_that_acknowledged_it_and_has_one_effect(
    office: Office, writes: int, happens: str
) -> None:
    one = story()
    dying = Killed(office.store, writes)
    async with listening(office, store=dying, holder=dead_holder()):
        await office.tell(one)
        if happens == "press":
            assert await office.press("snooze_story")
        else:
            assert await office.slack.people.command(CHANNEL, "snooze watch badr 8h")
        if writes == 1:
            await dying.died.wait()
            assert office.silences() == []
        else:
            await until(office.silences)

    for _ in range(2):
        async with listening(office):
            await until(office.silences)
            await until(lambda: office.undone() == 0)
    await office.deliver()

    assert len(office.silences()) == 1
    assert office.remarks() == (
        ["Snoozed until 23 Nov 12:00 UTC by @mira"] if happens == "press" else []
    )


async def test_what_a_living_process_is_at_is_left_to_it(office: Office) -> None:
    one = Heard(Press("p1", "relevant", "s1", "", "U1", "mira"), NOON)
    with office.store.begin() as db:
        presses.keep(db, [one], name_of_this_process())

        assert presses.left_behind(db, now=NOON + timedelta(seconds=59)) == []
        assert presses.left_behind(db, now=NOON + timedelta(seconds=61)) == [one]
        assert presses.left_behind(db, now=NOON - timedelta(hours=1)) == [one]


async def test_a_press_that_nobody_hears_waits_for_the_next_process(office: Office) -> None:
    one = story()
    await office.tell(one)
    pressed = asyncio.create_task(office.press("relevant"))

    async with listening(office):
        assert await pressed

    assert office.reactions(one.id) == 1


async def test_a_wrong_app_token_is_said_once_and_ends_nothing(office: Office) -> None:
    wrong = Secrets(Secret(TOKEN), Secret("xapp-wrong-token"), None, office.slack.api_url)
    with capture_logs() as logs:
        async with listening(office, wrong):
            await until(lambda: office.troubles)

    [trouble] = office.troubles
    assert trouble.startswith("invalid_auth: set SLACK_APP_TOKEN")
    assert [line["log_level"] for line in logs] == ["error"]
    assert "xapp-wrong" not in str(logs)


async def test_why_is_answered_to_whoever_asks_alone(office: Office) -> None:
    async with listening(office):
        await office.tell(story())
        await office.press("why")
        await until(office.whispers)

    assert office.whispers() == ["Why this rang: Nothing is kept of this story any more."]


async def test_the_menu_snoozes_the_other_watches_of_a_story(office: Office) -> None:
    one = story(rung("quds-force"), rung("badr"))
    async with listening(office):
        await office.tell(one)
        await office.press("others", value=f"{one.id} quds-force")
        await until(office.silences)
        await office.deliver()

    assert [(one.target, one.target_id) for one in office.silences()] == [("watch", "quds-force")]
    assert office.remarks() == ["Quds Force snoozed until 23 Nov 12:00 UTC by @mira"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("status", "Status: All is well."),
        ("watches", "2 names are watched: Quds Force (quds-force), normal; Badr (badr), normal."),
        ("why https://news.example/x", "Why: Not told: never seen: example was not looked at yet."),
        ("snooze watch badr 8h", "Noted: Badr does not ring by itself until 22 Nov 20:00 UTC"),
        ("snooze watch bad 8h", "Tocsin: There is no watch `bad`; did you mean `badr`?"),
        ("statsu", "Tocsin: There is no `statsu`. Did you mean `status`?"),
        ("", "Tocsin: `/tocsin status`"),
    ],
)
async def test_a_command_is_answered_to_whoever_writes_it_alone(
    office: Office, words: str, answer: str
) -> None:
    async with listening(office):
        assert await office.slack.people.command(CHANNEL, words)
        await until(office.whispers)

    assert office.whispers()[0].startswith(answer)
