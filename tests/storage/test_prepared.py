"""Statements that go past SQLAlchemy mean the same as those that do not."""

import pytest
from sqlalchemy.exc import IntegrityError

from monitor.model import Fate, Precision
from monitor.storage import articles, entries, visits
from monitor.storage.store import Store
from tests.storage.builders import NOON, article, finding, match, visit


def test_an_article_comes_back_as_it_was_recorded(store: Store) -> None:
    written = {
        "title": "حزب\x00الله \ud800",
        "text": "Réponse. " * 40,
        "published_at": None,
        "precision": Precision.DAY,
        "authors": ('A "quoted" name', "كاتب"),
    }
    with store.begin() as db:
        kept = articles.record(db, finding(match(), **written), now=NOON)
        stored = articles.by_id(db, kept.article_id)

    assert stored is not None
    assert stored.article == article(**{**written, "title": "حزب\ufffdالله \ufffd"})


def test_what_a_database_refuses_is_told_as_elsewhere(store: Store) -> None:
    with store.begin() as db:
        with pytest.raises(IntegrityError), db.begin_nested():
            entries.mark(db, "gazette", "guid-1", Fate.STORED, now=NOON, article_id=99)

        assert entries.unknown(db, "gazette", ["guid-1"]) == {"guid-1"}


def test_a_visit_comes_back_as_it_was_planned(store: Store) -> None:
    planned = visit(etag='"7"', tries=3)
    with store.begin() as db:
        visits.plan(db, visit(tries=2))
        visits.plan(db, planned)

        assert visits.of(db, planned.entry) == planned
