"""Announced entries: what became of them, and what is tried again."""

from datetime import datetime, timedelta

from monitor.model import Fate
from monitor.storage import articles, entries, visits
from monitor.storage.entries import Failure
from monitor.storage.store import Store
from tests.storage.builders import NOON, finding, visit

HOUR = timedelta(hours=1)


def test_only_entries_that_were_not_seen_are_unknown(store: Store) -> None:
    keys = [f"guid-{number}" for number in range(1200)]
    with store.begin() as db:
        articles.record(db, finding(key="guid-7"), now=NOON)
        entries.mark(db, "gazette", "guid-8", Fate.NO_ARTICLE, now=NOON)
        entries.mark(db, "herald", "guid-9", Fate.NO_ARTICLE, now=NOON)

        assert entries.unknown(db, "gazette", keys) == set(keys) - {"guid-7", "guid-8"}


def test_an_entry_that_failed_stays_unknown_until_a_visit_is_planned(store: Store) -> None:
    def fail(at: datetime, *, of_first_look: bool = False) -> None:
        entries.mark_failed(db, "gazette", "guid-1", of_first_look=of_first_look, now=at)

    with store.begin() as db:
        fail(NOON, of_first_look=True)
        fail(NOON + HOUR)
        assert entries.unknown(db, "gazette", ["guid-1"]) == {"guid-1"}
        assert entries.standing_of(db, "gazette", "guid-1").failure == Failure(
            NOON, of_first_look=True
        )

        visits.plan(db, visit())
        assert entries.unknown(db, "gazette", ["guid-1"]) == set()
        assert entries.standing_of(db, "gazette", "guid-1").failure is not None


def test_a_failure_gives_way_to_what_becomes_of_the_entry(store: Store) -> None:
    with store.begin() as db:
        entries.mark_failed(db, "gazette", "guid-1", of_first_look=False, now=NOON)
        articles.record(db, finding(key="guid-1"), now=NOON + HOUR)
        entries.mark_failed(db, "gazette", "guid-1", of_first_look=False, now=NOON + 2 * HOUR)

        assert entries.unknown(db, "gazette", ["guid-1"]) == set()
        assert entries.standing_of(db, "gazette", "guid-1").failure is None
