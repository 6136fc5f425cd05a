"""An edit is noticed however it is made: in place, by renaming, by swapping folder or link."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.check import load_to_tell
from monitor.config import load
from monitor.errors import ConfigError
from monitor.model import Configuration
from monitor.service.reload import Edit, Edits, stamp_of

GIVE_UP = 60.0  # seconds, on a busy machine


def now() -> datetime:
    return datetime.now(UTC)


def write(folder: Path, watch: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "sources.yaml").write_text("sources: [{id: bbc, url: 'https://bbc.example/f'}]\n")
    (folder / "watchlist.yaml").write_text(f"watches: [{{name: {watch}}}]\n")
    return folder


def following(folder: Path, load: Callable[..., Configuration] = load) -> Edits:
    return Edits(folder, lambda folder: load(folder, environ={}, now=now()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "config", "Quds Force")


@pytest.fixture
async def edits(folder: Path) -> Edits:
    """Those that come from now on."""
    edits = following(folder)
    await edits.at_once()
    return edits


async def next_of(edits: Edits) -> Edit:
    return await asyncio.wait_for(edits.next(), GIVE_UP)


async def name_after_the_next(edits: Edits) -> str:
    edit = await next_of(edits)
    assert isinstance(edit.read, Configuration), edit
    return edit.read.watchlist.watches[0].name


async def test_an_edit_in_place_and_one_by_renaming_are_noticed(folder: Path, edits: Edits) -> None:
    write(folder, "Borduria")
    assert await name_after_the_next(edits) == "Borduria"

    (folder / ".watchlist.swp").write_text("watches: [{name: Ruritania}]\n")
    (folder / ".watchlist.swp").rename(folder / "watchlist.yaml")
    assert await name_after_the_next(edits) == "Ruritania"


async def test_a_folder_swapped_for_another_is_followed_to_its_next_edit(
    tmp_path: Path, folder: Path, edits: Edits
) -> None:
    prepared = write(tmp_path / "prepared", "Borduria")
    folder.rename(tmp_path / "old")
    prepared.rename(folder)
    assert await name_after_the_next(edits) == "Borduria"

    write(folder, "Ruritania")
    assert await name_after_the_next(edits) == "Ruritania"


async def test_a_link_turned_to_another_release_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "release-1", "Quds Force")
    write(tmp_path / "release-2", "Borduria")
    link = tmp_path / "config"
    link.symlink_to("release-1")
    edits = following(link)
    await edits.at_once()

    (tmp_path / "next").symlink_to("release-2")
    (tmp_path / "next").rename(link)

    assert await name_after_the_next(edits) == "Borduria"


async def test_an_edit_made_while_the_service_was_starting_is_noticed(folder: Path) -> None:
    edits = following(folder)
    write(folder, "Borduria")

    assert await name_after_the_next(edits) == "Borduria"


async def test_a_folder_that_vanished_is_refused_and_taken_again_when_it_is_back(
    tmp_path: Path, folder: Path, edits: Edits
) -> None:
    folder.rename(tmp_path / "away")
    refused = await next_of(edits)
    write(folder, "Quds Force")

    assert isinstance(refused.read, ConfigError)
    assert await name_after_the_next(edits) == "Quds Force"


async def test_a_file_that_cannot_be_read_is_refused(folder: Path, edits: Edits) -> None:
    (folder / "watchlist.yaml").unlink()
    (folder / "watchlist.yaml").mkdir()
    assert isinstance((await next_of(edits)).read, ConfigError)

    (folder / "watchlist.yaml").rmdir()
    (folder / "watchlist.yaml").write_bytes(b"watches: [{name: \xff\xfe\x00}]")
    assert isinstance((await next_of(edits)).read, ConfigError)


async def test_an_edit_that_names_a_shut_door_is_refused_by_who_tells(folder: Path) -> None:
    edits = following(folder, load_to_tell)
    (folder / "settings.yaml").write_text("alerts: {channel: door:desk}\n")

    edit = await next_of(edits)

    assert isinstance(edit.read, ConfigError)
    assert "TOCSIN_DOOR_DESK is not set" in str(edit.read)


async def test_further_files_of_watches_are_followed(folder: Path, edits: Edits) -> None:
    (folder / "watchlist.d").mkdir()
    (folder / "watchlist.d" / "more.yaml").write_text("watches: [{name: Second}]")
    added = (await next_of(edits)).read
    (folder / "watchlist.d" / "more.yaml").unlink()
    removed = (await next_of(edits)).read

    assert isinstance(added, Configuration)
    assert isinstance(removed, Configuration)
    assert [watch.id for watch in added.watchlist.watches][1:] == ["second"]
    assert len(removed.watchlist.watches) == 1


async def test_half_a_file_is_not_read_as_the_whole_of_it(folder: Path) -> None:
    written = ["watches:\n", *(f"  - name: Watch number {n}\n" for n in range(20))]
    read: list[int] = []

    def load_and_write_on(folder: Path) -> Configuration:
        """An editor that writes on whenever we have read what there is."""
        loaded = load(folder, environ={}, now=now())
        read.append(len(loaded.watchlist.watches))
        if len(read) < 3:
            (folder / "watchlist.yaml").write_text("".join(written[: 10 * len(read) + 1]))
        return loaded

    edits = Edits(folder, load_and_write_on)

    edit = await next_of(edits)

    assert read == [1, 10, 20]
    assert isinstance(edit.read, Configuration)
    assert len(edit.read.watchlist.watches) == 20


async def test_an_edit_has_one_key_for_all_who_see_it_and_another_for_the_next(
    folder: Path, edits: Edits
) -> None:
    write(folder, "Borduria")
    first, seen_by_another = await next_of(edits), await following(folder).at_once()
    write(folder, "Ruritanian Guard")

    assert first.key == seen_by_another.key
    assert (await next_of(edits)).key != first.key


def test_a_file_of_the_same_size_and_time_is_another_one(folder: Path) -> None:
    before = stamp_of(folder)
    file, other = folder / "watchlist.yaml", folder / "other"
    other.write_text(file.read_text().replace("Quds", "Qods"))
    found = file.stat()
    os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
    other.rename(file)

    assert stamp_of(folder) != before
