"""What was recorded comes out again, by the list as it was then."""

import json
from dataclasses import replace

from sqlalchemy import Connection

from monitor.explain.replay import replay
from monitor.model import Severity, SourceFilter, Watch, Watchlist
from monitor.storage import articles, proofs, versions
from monitor.storage.store import Store
from tests.explain.builders import (
    BRIGADE,
    HERALD,
    NOON,
    ZONE,
    Newsroom,
    entry,
    id_of,
    page,
    url,
    watch,
)
from tests.ingest.builders import NAMED, PLAIN

CONTEXTS = Watch(
    "zone",
    "Green Zone",
    ZONE.forms,
    severity=Severity.LOW,
    sources=SourceFilter(tags=frozenset({"iraq", "arab", "uk"})),
    languages=frozenset({"en", "ar", "fa"}),
)


def test_an_edited_list_changes_nothing_of_what_was_recorded(store: Store) -> None:
    room = Newsroom(store, BRIGADE, replace(CONTEXTS, sources=None), decoys=("Green Zone Cafe",))
    both = (*NAMED, "It was said in the Green Zone, and Kataeb Hizbullah was heard there again.")
    room.take(entry(), page(paragraphs=both))
    edited = Newsroom(store, watch("kataib", "Something Else"))
    edited.take(entry(2), page(2, (*PLAIN, "Something Else was heard.")))

    with store.begin() as db:
        replayed = list(replay(db, id_of(db, url())))

    assert [(one.watch_id, one.is_same) for one in replayed] == [("kataib", True), ("zone", True)]
    assert json.loads(replayed[0].entry)["name"] == "Kata'ib Hezbollah"


def test_a_changed_text_is_replayed_as_it_was(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())

    with store.begin() as db:
        article_id = id_of(db, url())
        stored = articles.by_id(db, article_id)
        assert stored is not None
        (kept,) = proofs.of_article(db, article_id)
        proofs.keep(db, article_id, [replace(kept, text_hash="0" * 32)])
        (lost,) = replay(db, article_id)

    assert not lost.is_same
    assert "the text that was judged is not kept" in lost.said


def test_a_match_keeps_its_sentences_and_the_reading_that_had_them(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    room.take(entry(3), page(1), source=HERALD)

    with store.begin() as db:
        (proof,) = proofs.of_article(db, id_of(db, url()))

    (shown,) = proof.sentences
    assert shown.sentence == NAMED[-1]
    assert shown.sentence[shown.start : shown.end] == "Kata'ib Hezbollah"
    assert proof.tier == "careful"


def test_a_watch_is_written_the_same_always_and_read_again_as_it_was() -> None:
    assert versions.read(versions.written(CONTEXTS)) == CONTEXTS
    assert '"languages":["ar","en","fa"]' in versions.written(CONTEXTS)
    assert '"tags":["arab","iraq","uk"]' in versions.written(CONTEXTS)


def test_a_list_is_kept_once_and_given_back_whole(store: Store) -> None:
    many = tuple(watch(f"w{number}", f"Name {number}") for number in range(1200))
    listed = Watchlist((*many, CONTEXTS), ("Green Zone Cafe",), False, 91.0)

    def kept(db: Connection) -> Watchlist | None:
        digest = versions.keep(db, versions.Version(listed), now=NOON)
        assert versions.keep(db, versions.Version(listed), now=NOON) == digest
        return versions.watchlist_of(db, digest)

    with store.begin() as db:
        assert kept(db) == listed
        assert versions.watchlist_of(db, "0" * 32) is None


def test_another_threshold_or_decoy_is_another_version() -> None:
    listed = Watchlist((BRIGADE,), (), False, 88.0)

    digests = {
        versions.Version(one).digest
        for one in (
            listed,
            replace(listed, threshold=90.0),
            replace(listed, decoys=("A", "B")),
            replace(listed, decoys=("A B",)),
            replace(listed, watches=(replace(BRIGADE, threshold=90.0),)),
        )
    }

    assert len(digests) == 5
