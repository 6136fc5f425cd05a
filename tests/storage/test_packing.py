"""Texts that an SQLite file keeps packed read as they were written, whoever asks."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from monitor.model import Among
from monitor.search.filing import file_waiting
from monitor.search.query import parse
from monitor.service.keeping import prune, renew_dictionary
from monitor.storage import archive, articles, revisions, search, texts
from monitor.storage.archive import Span
from monitor.storage.backup import back_up
from monitor.storage.compact import compact
from monitor.storage.dialects import storable
from monitor.storage.engine import empty
from monitor.storage.migrate import alembic_config
from monitor.storage.packing import Dictionary, train
from monitor.storage.revisions import Change
from monitor.storage.store import Store, open_store
from monitor.storage.tables_texts import text_dictionary
from tests.storage.builders import NOON, article, finding

pytestmark = pytest.mark.xdist_group("packing")  # what they share is made once

DAY = timedelta(days=1)
SUBJECTS = ["The minister", "A militia", "The council", "An envoy", "The brigade", "His deputy"]
DEEDS = ["denied the report", "crossed the border", "met officials", "claimed the attack"]
PLACES = ["in Baghdad", "near Erbil", "at the Green Zone", "south of Mosul", "in Basra"]


def prose(seed: int) -> str:
    chance = random.Random(seed)
    parts = (SUBJECTS, DEEDS, PLACES)
    said = (" ".join(chance.choice(part) for part in parts) for _ in range(12))
    return f"{seed}: " + ", ".join(f"{one} on day {chance.randrange(400)}" for one in said)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    made = train([prose(seed) for seed in range(1000, 1400)])
    assert made
    return made


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    database = tmp_path / "tocsin.db"
    database.write_bytes(sqlite_template.read_bytes())
    return database


def record(db: Connection, *seeds: int) -> list[int]:
    made = (
        finding(key=str(seed), url=f"https://gazette.example/{seed}", text=prose(seed))
        for seed in seeds
    )
    return [articles.record(db, one, now=NOON).article_id for one in made]


def adopt(db: Connection, made: Dictionary) -> None:
    texts.adopt(db, made, of=400, now=NOON)


def kinds(file: Path, table: str = "article") -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return [row[0] for row in db.execute(f"SELECT typeof(text) FROM {table} ORDER BY id")]


def read(store: Store) -> list[str]:
    with store.begin() as db:
        ids, _ = archive.imprints(db, Span(since=None), "1", most=500)
        return [one.text for one in archive.texts(db, ids)]


def test_new_texts_are_packed_once_there_is_a_dictionary_and_all_read_alike(
    file: Path, dictionary: Dictionary
) -> None:
    with open_store(f"sqlite:///{file}") as store:
        with store.begin() as db:
            record(db, 1)
            adopt(db, dictionary)
            record(db, 2)

        assert read(store) == [prose(1), prose(2)]
        with store.begin() as db:
            sizes = texts.sizes(db)

    assert kinds(file) == ["text", "blob"]
    assert (sizes.plain, sizes.packed, sizes.unpacked_bytes) == (1, 1, len(prose(2)))
    assert 3 * sizes.packed_bytes < sizes.unpacked_bytes


def test_texts_of_an_older_dictionary_are_read_beside_newer_ones(
    file: Path, dictionary: Dictionary
) -> None:
    newer = train([prose(seed) for seed in range(2000, 2500)])
    assert newer
    with open_store(f"sqlite:///{file}") as store:
        with store.begin() as db:
            adopt(db, dictionary)
            record(db, 1)
            texts.adopt(db, newer, of=500, now=NOON + DAY)
            record(db, 2)

        assert read(store) == [prose(1), prose(2)]


def test_a_text_that_changes_is_packed_and_so_is_the_earlier_one(
    store: Store, dictionary: Dictionary
) -> None:
    with store.begin() as db:
        adopt(db, dictionary)
        (kept,) = record(db, 1)
        before, after = article(text=prose(1)), article(text=prose(2))
        revisions.revise(db, kept, Change(before, after, (), ()), now=NOON)

    with store.begin() as db:
        stored = articles.by_id(db, kept)
        assert stored
        assert stored.article.text == prose(2)
        assert [one.text for one in revisions.revisions_of(db, kept)] == [prose(1)]


def test_packed_texts_are_indexed_found_and_shown(store: Store, dictionary: Dictionary) -> None:
    with store.begin() as db:
        adopt(db, dictionary)
        record(db, 1, 2)
        file_waiting(db)
        hits = search.find(db, parse('"2 the" OR 2'), Among(), most=9)

    assert [one.text for one in hits] == [prose(2)]


@pytest.mark.parametrize("database", ["sqlite"])
async def test_a_dictionary_is_made_once_there_are_enough_new_texts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LEAST", 300)
    monkeypatch.setattr(texts, "SERVES", 1)

    async def dictionaries() -> list[int]:
        await renew_dictionary(store, now=NOON)
        with store.begin() as db:
            return list(db.scalars(select(text_dictionary.c.texts)))

    with store.begin() as db:
        record(db, *range(299))
    assert await dictionaries() == []

    with store.begin() as db:
        record(db, 300)
    assert await dictionaries() == [300]


def test_postgresql_packs_by_itself(store: Store, dictionary: Dictionary) -> None:
    if "postgresql" not in store.label:
        pytest.skip("SQLite does not")
    with store.begin() as db:
        adopt(db, dictionary)
        record(db, 1)

        assert not texts.samples(db)
    assert read(store) == [prose(1)]


def test_what_has_too_little_in_common_makes_no_dictionary() -> None:
    assert train([]) is None
    assert train(["a", "b"]) is None


def test_compacting_packs_what_came_before_the_dictionary(
    file: Path, dictionary: Dictionary
) -> None:
    url = f"sqlite:///{file}"
    with open_store(url) as store, store.begin() as db:
        kept = record(db, *range(200))
        before, after = article(text=prose(500)), article(text=prose(501))
        revisions.revise(db, kept[0], Change(before, after, (), ()), now=NOON)
        adopt(db, dictionary)
    compact(url, now=NOON)
    with open_store(url) as store:
        again = read(store)

    assert kinds(file) == ["blob"] * 200
    assert kinds(file, "revision") == ["blob"]
    assert again == [prose(501), *map(prose, range(1, 200))]


def test_a_copy_reads_as_what_it_is_a_copy_of(
    file: Path, tmp_path: Path, dictionary: Dictionary
) -> None:
    with open_store(f"sqlite:///{file}") as store, store.begin() as db:
        adopt(db, dictionary)
        record(db, 1, 2)
    back_up(f"sqlite:///{file}", tmp_path / "copy.db", now=NOON)

    with open_store(f"sqlite:///{tmp_path / 'copy.db'}") as copy:
        assert read(copy) == [prose(1), prose(2)]


def test_packed_texts_outlive_an_upgrade_and_are_exported_whole(
    file: Path, dictionary: Dictionary
) -> None:
    with open_store(f"sqlite:///{file}") as store, store.begin() as db:
        adopt(db, dictionary)
        record(db, 1, 2)
        command.downgrade(alembic_config(db), "0019")

    with open_store(f"sqlite:///{file}") as store, store.begin() as db:
        hits = search.batches(db, None, Among(), after=0, size=9)
    assert kinds(file) == ["blob", "blob"]
    assert [one.text for one in hits] == [prose(1), prose(2)]


async def test_packed_articles_are_pruned(store: Store, dictionary: Dictionary) -> None:
    with store.begin() as db:
        adopt(db, dictionary)
        record(db, 1, 2)

    await prune(store, before=NOON + DAY, breath=0)

    assert read(store) == []


def test_the_schema_before_knows_plain_texts_only(file: Path, dictionary: Dictionary) -> None:
    with open_store(f"sqlite:///{file}") as store, store.begin() as db:
        adopt(db, dictionary)
        record(db, 1)
        command.downgrade(alembic_config(db), "0018")

    assert kinds(file) == ["text"]


@given(text=st.text(max_size=20))
def test_every_text_comes_back(text: str, dictionary: Dictionary) -> None:
    engine = empty()
    with engine.begin() as db:
        adopt(db, dictionary)
        kept = articles.record(db, finding(text=text * 20), now=NOON).article_id
        stored = articles.by_id(db, kept)
    engine.dispose()

    assert stored
    assert stored.article.text == storable(text * 20)
