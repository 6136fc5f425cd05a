"""What is remembered of a source after a look at it."""

from dataclasses import replace
from datetime import timedelta

from monitor.polling.looks import after
from monitor.model import CrawlSettings, Polled, SourceCondition, SourceKind, SourceState
from tests.ingest.builders import GAZETTE, HOUR, NOON, good_look

NEW = SourceState("gazette")
OK, UNCHANGED = SourceCondition.OK, SourceCondition.UNCHANGED
UNREACHABLE = SourceCondition.UNREACHABLE


def looked(state: SourceState, polled: Polled) -> SourceState:
    return after(state, polled, GAZETTE, CrawlSettings())


def failed_look(hours: int = 0) -> Polled:
    return good_look(NOON + hours * HOUR, condition=UNREACHABLE, reason="no such host", etag='"a"')


def test_a_condition_dates_from_the_first_look_that_showed_it() -> None:
    state = NEW
    for hour in range(3):
        state = looked(state, failed_look(hour))

    assert (state.condition, state.since, state.reason) == (UNREACHABLE, NOON, "no such host")
    assert (state.failures, state.last_polled_at) == (3, NOON + 2 * HOUR)
    assert (state.first_good_at, state.last_good_at) == (None, None)


def test_a_failure_takes_no_validators_along() -> None:
    assert looked(NEW, failed_look()).etag is None


def test_a_good_look_ends_failures() -> None:
    state = looked(looked(NEW, failed_look()), good_look(NOON + HOUR, etag='"b"'))

    assert (state.failures, state.reason, state.etag) == (0, "", '"b"')
    assert state.first_good_at == state.last_good_at == state.full_fetch_at == NOON + HOUR


def test_not_modified_is_a_good_answer_but_no_new_look_at_the_content() -> None:
    state = looked(NEW, good_look(NOON))

    unchanged = looked(state, good_look(NOON + HOUR, condition=UNCHANGED, entries=0))

    assert (unchanged.condition, unchanged.last_good_at) == (UNCHANGED, NOON + HOUR)
    assert (unchanged.first_good_at, unchanged.full_fetch_at) == (NOON, NOON)


def test_what_a_source_was_read_as_is_remembered_for_one_address() -> None:
    state = looked(NEW, good_look(NOON, kind=SourceKind.LISTING))
    moved = replace(state, url="http://elsewhere.example/")

    assert looked(state, failed_look(1)).kind is SourceKind.LISTING
    assert looked(moved, failed_look(1)).kind is None


def test_an_empty_list_does_not_end_a_first_look() -> None:
    empty = looked(NEW, good_look(NOON, condition=SourceCondition.EMPTY, entries=0))

    assert (empty.first_good_at, empty.last_good_at) == (None, NOON)


def test_the_next_look_waits_for_as_long_as_the_site_asks() -> None:
    polled = good_look(NOON, condition=SourceCondition.THROTTLED, retry_after=timedelta(hours=30))

    assert looked(NEW, polled).next_at == NOON + timedelta(hours=30)
