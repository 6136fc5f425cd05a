"""What is remembered of sources."""

from datetime import timedelta

from monitor.model import Asks, SourceCondition, SourceKind, SourceState, Told
from monitor.polling.activity import begun, learned
from monitor.storage import sources
from monitor.storage.store import Store
from tests.storage.builders import NOON


def test_a_source_that_was_never_looked_at_is_new(store: Store) -> None:
    with store.begin() as db:
        assert sources.state_of(db, "gazette") == SourceState("gazette")
        assert sources.all_states(db) == {}


def test_the_last_state_that_was_saved_is_remembered(store: Store) -> None:
    failed = SourceState("gazette", SourceCondition.UNREACHABLE, since=NOON, failures=3)
    well = SourceState(
        "gazette",
        SourceCondition.OK,
        since=NOON,
        last_good_at=NOON,
        next_at=NOON + timedelta(minutes=5),
        etag='W/"a\x00"',
        full_fetch_at=NOON,
        kind=SourceKind.LISTING,
    )
    with store.begin() as db:
        sources.save_state(db, failed)
        assert sources.state_of(db, "gazette") == failed

        sources.save_state(db, well)

        kept = sources.state_of(db, "gazette")
        assert sources.all_states(db) == {"gazette": kept}
        assert kept.kind is SourceKind.LISTING
        assert kept.etag == 'W/"a\ufffd"'
        assert (kept.failures, kept.reason, kept.next_at) == (0, "", well.next_at)


def test_what_was_learned_of_a_source_is_remembered_to_the_digit(store: Store) -> None:
    activity = learned(begun(at=NOON), 3, at=NOON + timedelta(minutes=100))
    asks = Asks(timedelta(minutes=30), skip_hours=frozenset({2, 3}), skip_days=frozenset({6}))
    spells = ((NOON, NOON + timedelta(minutes=5)),)
    state = SourceState(
        "gazette", activity=activity, asks=asks, entries=20, times=2, dark_before=spells
    )

    with store.begin() as db:
        sources.save_state(db, state)

        assert sources.state_of(db, "gazette") == state


def test_sources_in_trouble_are_found_and_those_that_somebody_asks_for(store: Store) -> None:
    conditions = {"a": SourceCondition.OK, "b": SourceCondition.FROZEN, "c": SourceCondition.OK}
    with store.begin() as db:
        for id_, condition in conditions.items():
            sources.save_state(db, SourceState(id_, condition))

        assert sources.troubled(db).keys() == {"b"}
        assert sources.troubled(db, ["c", "unheard-of"]).keys() == {"b", "c"}


def test_what_operations_were_told_is_remembered_until_it_is_forgotten(store: Store) -> None:
    blocked, well = Told(SourceCondition.BLOCKED, NOON, True), Told(SourceCondition.OK, NOON)
    with store.begin() as db:
        sources.mark_told(db, {"a": well, "b": blocked})
        sources.mark_told(db, {"a": blocked})
        assert sources.told(db) == {"a": blocked, "b": blocked}

        sources.forget_told(db, ["b"])

        assert sources.told(db) == {"a": blocked}
