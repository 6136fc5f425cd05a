"""What becomes of an edit, and who hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.config import load
from monitor.model import Configuration, Notice
from monitor.service.presence import Presence
from monitor.service.reload import Edits
from monitor.service.reloading import Reloading, told_of
from monitor.storage import outbox
from monitor.storage.processes import Process, ask_to_reload, running
from monitor.storage.store import Store

GIVE_UP = 60.0  # seconds, on a busy machine
LISTED = ("Quds Force", "Green Zone", "Borduria", "Ruritania")


def now() -> datetime:
    return datetime.now(UTC)


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text("sources: [{id: bbc, url: 'https://bbc.example/f'}]\n")
    watches = "".join(f"  - name: {name}\n" for name in names)
    (folder / "watchlist.yaml").write_text(f"watches:\n{watches}")


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    write(folder, *LISTED)
    (folder / "settings.yaml").write_text("web: {listen: off}\n")
    return folder


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    with capture_logs():
        yield


@dataclass
class Serving:
    """A process that follows the folder, and nothing else."""

    store: Store
    presence: Presence
    adopted: list[Configuration] = field(default_factory=list)

    @property
    def process(self) -> Process:
        with self.store.begin() as db:
            by_id = {one.id: one for one in running(db, now=now())}
        return by_id[self.presence.process.id]

    async def until(self, is_so: Callable[[Process], object]) -> Process:
        async with asyncio.timeout(GIVE_UP):
            while not is_so(self.process):
                await asyncio.sleep(0.02)
        return self.process

    @property
    def notices(self) -> list[Notice]:
        with self.store.begin() as db:
            subjects = [one.subject for one in outbox.waiting(db, most=100)]
        return [one for one in subjects if isinstance(one, Notice)]


@asynccontextmanager
async def serving(folder: Path, store: Store, name: str = "me") -> AsyncIterator[Serving]:
    def read(folder: Path) -> Configuration:
        return load(folder, environ={}, now=now())

    configuration = read(folder)
    me = Process(name, "all", now(), now(), configuration.digest, configuration.loaded_at)
    presence = Presence(store, me, rung=lambda: None, now=now)
    one = Serving(store, presence)

    async def adopt(edited: Configuration) -> None:
        one.adopted.append(edited)

    edits = Edits(folder, read)
    reloading = Reloading(configuration, edits, store, presence, adopt=adopt, now=now)
    await presence.arrive()
    parts = (presence.run(), reloading.follow(), reloading.hear())
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        yield one
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_bad_edit_is_told_once_and_the_recovery_with_what_changed(
    folder: Path, store: Store
) -> None:
    async with serving(folder, store) as service:
        (folder / "watchlist.yaml").write_text("watches:\n  - nam: Quds Force\n")
        refused = await service.until(lambda process: process.config_problems)
        assert refused.config_problems[0].startswith(f"{folder}/watchlist.yaml:2: ")
        assert service.adopted == []

        write(folder, *LISTED, "Syldavia")
        loaded = await service.until(lambda process: not process.config_problems)

    assert [len(one.watchlist.watches) for one in service.adopted] == [5]
    assert loaded.config_digest == service.adopted[0].digest
    assert loaded.config_watches == 5
    assert [one.text for one in service.notices] == [
        "\n".join(refused.config_problems),
        "watches: added Syldavia",
    ]


async def test_it_is_known_since_when_no_edit_was_taken(folder: Path, store: Store) -> None:
    async with serving(folder, store) as service:
        (folder / "watchlist.yaml").write_text("watches: nothing\n")
        first = await service.until(lambda process: process.config_problems)
        (folder / "watchlist.yaml").write_text("watches:\n  - nam: Quds Force\n")
        was = first.config_problems
        second = await service.until(lambda process: process.config_problems != was)
        write(folder, *LISTED, "Syldavia")
        taken = await service.until(lambda process: not process.config_problems)

    assert first.config_refused_at is not None
    assert second.config_refused_at == first.config_refused_at
    assert taken.config_refused_at is None


async def test_two_processes_that_follow_one_folder_tell_of_an_edit_once(
    folder: Path, store: Store
) -> None:
    async with serving(folder, store, "one") as one, serving(folder, store, "two") as two:
        (folder / "watchlist.yaml").write_text("watches: nothing\n")
        for process in (one, two):
            await process.until(lambda process: process.config_problems)

        assert len(one.notices) == 1


async def test_a_good_edit_is_taken_without_a_message(folder: Path, store: Store) -> None:
    async with serving(folder, store) as service:
        write(folder, *LISTED[1:], "Syldavia")
        loaded = await service.until(lambda process: process.config_changes)

    assert loaded.config_changes == "watches: added Syldavia; removed Quds Force"
    assert service.notices == []


async def test_a_landslide_is_held_and_the_list_as_it_was_is_recovery(
    folder: Path, store: Store
) -> None:
    async with serving(folder, store) as service:
        write(folder, LISTED[0])
        held = await service.until(lambda process: process.config_held)
        [told] = held.config_problems
        assert "3 of 4 watches would vanish at once (Green Zone, Borduria, Ruritania)" in told
        assert f"`tocsin reload --accept {held.config_held[:12]} --config {folder}`" in told

        write(folder, *LISTED)
        back = await service.until(lambda process: not process.config_problems)

    assert back.config_held == ""
    assert service.adopted == []
    assert [one.title.split()[0:2] for one in service.notices] == [
        ["The", "edited"],
        ["The", "configuration"],
    ]


async def test_settings_that_vanish_are_held_too(folder: Path, store: Store) -> None:
    async with serving(folder, store) as service:
        (folder / "settings.yaml").unlink()
        held = await service.until(lambda process: process.config_held)

    assert held.config_problems[0].startswith(f"{folder}/settings.yaml:1: held, for there is no")


async def test_who_asks_gets_an_answer_and_accepts_only_the_edit_he_names(
    folder: Path, store: Store
) -> None:
    async with serving(folder, store) as service:
        write(folder, LISTED[0])
        held = (await service.until(lambda process: process.config_held)).config_held

        for times, (accepts, is_held) in enumerate(
            [("", True), ("0" * 12, True), (held[:12], False)], start=1
        ):
            with store.begin() as db:
                ask_to_reload(db, "me", accepts=accepts)
            answer = await service.until(lambda process, due=times: process.reload_answered == due)
            assert bool(answer.config_held) is is_held

    assert [one.digest for one in service.adopted] == [held]


def test_a_message_has_room_for_the_first_problems() -> None:
    problems = tuple(f"f:{n}: bad" for n in range(1_000))

    assert told_of(problems).splitlines()[-2:] == [
        "f:19: bad",
        "and 980 more: `tocsin check` lists them",
    ]
