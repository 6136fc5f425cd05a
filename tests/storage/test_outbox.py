"""What is to be told: put in once, planned once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from monitor.model import Alert, Notice, Precision, Severity, Story, Waiting
from monitor.storage import outbox
from monitor.storage.store import Store
from monitor.storage.subjects import decode, encode
from tests.alerts.builders import NOON, alert, hit, notice, rung, story

STORY = story(
    rung("quds-force", hit("نیروی قدس", "قدس"), severity=Severity.HIGH, possible=True),
    source_tags=frozenset({"iraq", "uk"}),
    published_at=NOON - timedelta(hours=5),
    precision=Precision.DAY,
)


def one_alert_each(db: Connection, entry: Waiting) -> None:
    outbox.queue(db, alert(entry.subject), entry_id=entry.id, now=NOON)


@pytest.mark.parametrize("subject", [STORY, story(published_at=None), notice(channel="#ops")])
def test_a_subject_is_read_as_it_was_written(subject: Story | Notice) -> None:
    assert decode(encode(subject)) == subject


def test_what_a_database_does_not_take_gives_way_sign_by_sign(store: Store) -> None:
    odd = story(headline="a\x00b \ud800 \U0001f9d1", note="\x00")
    with store.begin() as db:
        outbox.put(db, odd, key="a\x00", now=NOON)
        outbox.plan(db, one_alert_each, now=NOON)

        [kept] = outbox.alerts(db)
        clean = replace(odd, headline="a\ufffdb \ufffd \U0001f9d1", note="\ufffd")
        assert kept.alert.subject == clean


def test_a_subject_of_an_older_version_reads_with_defaults() -> None:
    kept = encode(STORY)
    del kept["precision"], kept["note"]

    assert decode(kept).precision is None


@pytest.mark.parametrize("subject", [STORY, notice()])
def test_a_subject_of_a_newer_version_reads_without_what_we_do_not_know(
    subject: Story | Notice,
) -> None:
    kept = encode(subject) | {"mood": "grave"}
    for rung_kept in kept.get("rungs", ()):
        rung_kept["mood"] = rung_kept["hits"][0]["mood"] = "grave"

    assert decode(kept) == subject


def test_what_is_put_in_twice_is_there_once(store: Store) -> None:
    with store.begin() as db:
        assert outbox.put(db, STORY, key="a", now=NOON)
        assert not outbox.put(db, notice(), key="a", now=NOON)

        assert [entry.subject for entry in outbox.waiting(db, most=10)] == [STORY]


def test_keys_of_any_length_are_kept_apart(store: Store) -> None:
    with store.begin() as db:
        assert outbox.put(db, STORY, key="x" * 5000 + "1", now=NOON)
        assert outbox.put(db, STORY, key="x" * 5000 + "2", now=NOON)
        assert not outbox.put(db, STORY, key="x" * 5000 + "1", now=NOON)


def test_entries_are_planned_in_order_each_once(store: Store) -> None:
    subjects = [notice(key=f"n{number}") for number in range(5)]
    with store.begin() as db:
        for subject in subjects:
            outbox.put(db, subject, key=subject.key, now=NOON)

        assert outbox.plan(db, one_alert_each, now=NOON, most=3) == 3
        assert outbox.plan(db, one_alert_each, now=NOON, most=3) == 2
        assert outbox.plan(db, one_alert_each, now=NOON, most=3) == 0

        assert [one.alert.subject for one in outbox.alerts(db)] == subjects
        assert not outbox.has_waiting(db)


def test_two_processes_that_plan_at_once_keep_the_order(store: Store) -> None:
    if store.label.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    subjects = [notice(key=f"n{number}") for number in range(4)]
    with store.begin() as db:
        for subject in subjects:
            outbox.put(db, subject, key=subject.key, now=NOON)

    with store.begin() as one:
        assert outbox.plan(one, one_alert_each, now=NOON, most=2) == 2
        with store.begin() as other:
            assert outbox.plan(other, one_alert_each, now=NOON, most=2) == 0
    with store.begin() as db:
        assert outbox.plan(db, one_alert_each, now=NOON) == 2
        assert [one.alert.subject for one in outbox.alerts(db)] == subjects


def test_an_alert_whose_key_is_known_is_not_queued_again(store: Store) -> None:
    def the_same(db: Connection, entry: Waiting) -> None:
        same = Alert("key", "#a", "tocsin_notice", entry.subject)
        queued.append(outbox.queue(db, same, entry_id=entry.id, now=NOON))

    queued: list[int | None] = []

    with store.begin() as db:
        for key in ("a", "b"):
            outbox.put(db, notice(), key=key, now=NOON)
        outbox.plan(db, the_same, now=NOON)

        [kept] = outbox.alerts(db)
        assert queued == [kept.id, None]


def test_an_entry_that_nobody_is_to_hear_of_is_done_with(store: Store) -> None:
    with store.begin() as db:
        outbox.put(db, STORY, key="a", now=NOON)
        outbox.plan(db, lambda _db, _entry: None, now=NOON)

        assert outbox.counts(db) == outbox.Counts(waiting=0, unknown=0, refused=0)


def test_counts_take_in_what_is_not_planned_yet(store: Store) -> None:
    with store.begin() as db:
        outbox.put(db, notice(), key="a", now=NOON)
        outbox.plan(db, one_alert_each, now=NOON)
        outbox.put(db, notice(), key="b", now=NOON)

        assert outbox.counts(db) == outbox.Counts(waiting=2, unknown=0, refused=0)
