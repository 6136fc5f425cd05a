"""What is remembered of sources."""

from datetime import timedelta

from monitor.model import SourceCondition, SourceKind, SourceState
from monitor.storage import sources
from monitor.storage.store import Store
from tests.storage.builders import NOON


def test_a_source_that_was_never_looked_at_is_new(store: Store) -> None:
    with store.begin() as db:
        assert sources.state_of(db, "gazette") == SourceState("gazette")
        assert sources.all_states(db) == {}


def test_the_last_state_that_was_saved_is_remembered(store: Store) -> None:
    failed = SourceState("gazette", SourceCondition.UNREACHABLE, since=NOON, failures=3, rate=0.5)
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
