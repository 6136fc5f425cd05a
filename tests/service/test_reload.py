"""An edit is noticed however it is made: in place, by renaming, by swapping folder or link."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.check import load_to_tell
from monitor.config import load
from monitor.errors import ConfigError, TocsinError
from monitor.model import Configuration
from monitor.service.reload import edits

Edits = AsyncIterator[Configuration | TocsinError]

GIVE_UP = 20.0  # seconds, on a busy machine


def now() -> datetime:
    return datetime.now(UTC)


def write(folder: Path, watch: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text("sources: [{id: bbc, url: 'https://bbc.example/f'}]\n")
    (folder / "watchlist.yaml").write_text(f"watches: [{{name: {watch}}}]\n")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "config", "Quds Force")


@pytest.fixture
async def edited(folder: Path) -> AsyncIterator[Edits]:
    current = load(folder, environ={}, now=now())
    async with aclosing(edits(current, environ={}, now=now)) as following:
        yield following


async def name_after_the_next(edited: Edits) -> str:
    async with asyncio.timeout(GIVE_UP):
        edit = await anext(edited)
    assert isinstance(edit, Configuration), edit
    return edit.watchlist.watches[0].name


async def test_an_edit_in_place_and_one_by_renaming_are_noticed(
    folder: Path, edited: Edits
) -> None:
    write(folder, "Borduria")
    assert await name_after_the_next(edited) == "Borduria"

    (folder / ".watchlist.swp").write_text("watches: [{name: Ruritania}]\n")
    (folder / ".watchlist.swp").rename(folder / "watchlist.yaml")
    assert await name_after_the_next(edited) == "Ruritania"


async def test_a_folder_swapped_for_another_is_followed_to_its_next_edit(
    tmp_path: Path, folder: Path, edited: Edits
) -> None:
    prepared = write(tmp_path / "prepared", "Borduria")
    folder.rename(tmp_path / "old")
    prepared.rename(folder)
    assert await name_after_the_next(edited) == "Borduria"

    write(folder, "Ruritania")
    assert await name_after_the_next(edited) == "Ruritania"


async def test_a_link_turned_to_another_release_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "release-1", "Quds Force")
    write(tmp_path / "release-2", "Borduria")
    link = tmp_path / "config"
    link.symlink_to("release-1")
    current = load(link, environ={}, now=now())

    async with aclosing(edits(current, environ={}, now=now)) as edited:
        (tmp_path / "next").symlink_to("release-2")
        (tmp_path / "next").rename(link)
        assert await name_after_the_next(edited) == "Borduria"


async def test_an_edit_made_while_the_service_was_starting_is_noticed(folder: Path) -> None:
    current = load(folder, environ={}, now=now())
    write(folder, "Borduria")

    async with aclosing(edits(current, environ={}, now=now)) as edited:
        assert await name_after_the_next(edited) == "Borduria"


async def test_a_folder_that_vanished_is_refused_and_taken_again_when_it_is_back(
    tmp_path: Path, folder: Path, edited: Edits
) -> None:
    folder.rename(tmp_path / "away")
    refused = await anext(edited)
    (tmp_path / "away").rename(folder)

    assert isinstance(refused, ConfigError)
    assert await name_after_the_next(edited) == "Quds Force"


async def test_a_file_that_cannot_be_read_is_refused(folder: Path, edited: Edits) -> None:
    (folder / "watchlist.yaml").unlink()
    (folder / "watchlist.yaml").mkdir()
    assert isinstance(await anext(edited), ConfigError)

    (folder / "watchlist.yaml").rmdir()
    (folder / "watchlist.yaml").write_bytes(b"watches: [{name: \xff\xfe\x00}]")
    assert isinstance(await anext(edited), ConfigError)


async def test_an_edit_that_names_a_shut_door_is_refused_by_who_tells(folder: Path) -> None:
    current = load(folder, environ={}, now=now())
    async with (
        asyncio.timeout(GIVE_UP),
        aclosing(edits(current, environ={}, now=now, load=load_to_tell)) as following,
    ):
        (folder / "settings.yaml").write_text("alerts: {channel: door:desk}\n")
        edit = await anext(following)

    assert isinstance(edit, ConfigError)
    assert "TOCSIN_DOOR_DESK is not set" in str(edit)


async def test_further_files_of_watches_are_followed(folder: Path, edited: Edits) -> None:
    (folder / "watchlist.d").mkdir()
    (folder / "watchlist.d" / "more.yaml").write_text("watches: [{name: Second}]")
    added = await anext(edited)
    (folder / "watchlist.d" / "more.yaml").unlink()
    removed = await anext(edited)

    assert isinstance(added, Configuration)
    assert isinstance(removed, Configuration)
    assert [watch.id for watch in added.watchlist.watches][1:] == ["second"]
    assert len(removed.watchlist.watches) == 1
