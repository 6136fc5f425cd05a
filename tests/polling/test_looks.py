"""What is remembered of a source after a look at it."""

from dataclasses import replace
from datetime import timedelta

from monitor.model import Asks, Polled, SourceCondition, SourceKind, SourceState
from tests.polling.builders import (
    BLOCKED,
    DAY,
    EMPTY,
    HOUR,
    MINUTE,
    NOON,
    OK,
    UNCHANGED,
    UNREACHABLE,
    looked,
    polled,
    source,
)

NEW = SourceState("gazette")
ELSEWHERE = "https://new.example/feed"


def good_look(hours: float = 0, **fields: object) -> Polled:
    return polled(OK, NOON + hours * HOUR, **fields)


def failed_look(hours: float = 0) -> Polled:
    return polled(UNREACHABLE, NOON + hours * HOUR, reason="no such host", etag='"a"')


def after_looks(*looks: Polled) -> SourceState:
    state = NEW
    for look in looks:
        state = looked(state, look)
    return state


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
    state = looked(looked(NEW, failed_look()), good_look(1, etag='"b"'))

    assert (state.failures, state.reason, state.etag) == (0, "", '"b"')
    assert state.first_good_at == state.last_good_at == state.full_fetch_at == NOON + HOUR


def test_not_modified_is_a_good_answer_but_no_new_look_at_the_content() -> None:
    state = looked(NEW, good_look())

    unchanged = looked(state, polled(UNCHANGED, NOON + HOUR, entries=0))

    assert (unchanged.condition, unchanged.last_good_at) == (UNCHANGED, NOON + HOUR)
    assert (unchanged.first_good_at, unchanged.full_fetch_at) == (NOON, NOON)


def test_what_a_source_was_read_as_is_remembered_for_one_address() -> None:
    state = looked(NEW, good_look(0, kind=SourceKind.LISTING))
    moved = replace(state, url="http://elsewhere.example/")

    assert looked(state, failed_look(1)).kind is SourceKind.LISTING
    assert looked(moved, failed_look(1)).kind is None


def test_an_empty_list_does_not_end_a_first_look() -> None:
    empty = looked(NEW, polled(EMPTY, entries=0))

    assert (empty.first_good_at, empty.last_good_at) == (None, NOON)


def test_the_next_look_waits_for_as_long_as_the_site_asks() -> None:
    asked = polled(SourceCondition.THROTTLED, retry_after=timedelta(hours=30))

    assert looked(NEW, asked).next_at == NOON + timedelta(hours=30)


def test_well_is_well_whether_anything_changed_or_not() -> None:
    state = after_looks(good_look(0), polled(UNCHANGED, NOON + HOUR), good_look(2))

    assert (state.since, state.times) == (NOON, 3)


def test_not_modified_after_a_failure_is_no_recovery() -> None:
    state = after_looks(good_look(0), failed_look(1), polled(UNCHANGED, NOON + 2 * HOUR))

    assert state.condition is SourceCondition.SERVER_ERROR
    assert state.failures == 2
    assert "304" in state.reason


def test_a_source_is_dark_from_the_last_good_look_to_the_next() -> None:
    dark = after_looks(good_look(0), failed_look(1), failed_look(2))
    assert (dark.dark_from, dark.dark_until) == (NOON, None)

    blocked = looked(dark, polled(BLOCKED, NOON + 3 * HOUR))
    assert (blocked.dark_from, blocked.dark_until) == (NOON, None)

    well = looked(blocked, good_look(9))
    assert (well.dark_from, well.dark_until) == (NOON, NOON + 9 * HOUR)


def test_a_source_learns_from_its_second_look_on_and_not_from_an_empty_one() -> None:
    first = after_looks(good_look(0, new_entries=500))
    second = looked(first, good_look(10, new_entries=50))
    empty = looked(second, polled(EMPTY, NOON + 20 * HOUR))

    assert first.rate == 1.0
    assert second.rate is not None
    assert 3 < second.rate < 5
    assert empty.activity == second.activity
    assert looked(empty, polled(UNCHANGED, NOON + 30 * HOUR)).activity == second.activity


def test_the_dark_spells_of_a_day_are_remembered_and_no_others() -> None:
    state = after_looks(good_look(0), failed_look(1), good_look(2), failed_look(3), good_look(4))
    first, second = (NOON, NOON + 2 * HOUR), (NOON + 2 * HOUR, NOON + 4 * HOUR)
    assert (state.dark_before, (state.dark_from, state.dark_until)) == ((first,), second)

    a_day_later = looked(state, failed_look(26.5))
    assert a_day_later.dark_before == (second,)
    assert looked(a_day_later, failed_look(27)).dark_before == (second,)


def test_a_list_that_turned_over_brings_the_next_look_near() -> None:
    before = after_looks(good_look(0), good_look(1, new_entries=4))
    turned = good_look(2, new_entries=5, known_entries=0, oldest_at=NOON + 1.5 * HOUR)
    usual = good_look(2, new_entries=5, known_entries=1)

    pauses = [looked(before, look).next_at for look in (turned, usual)]

    assert pauses[0] is not None
    assert pauses[1] is not None
    assert pauses[0] - NOON - 2 * HOUR < (pauses[1] - NOON - 2 * HOUR) / 2


def test_what_a_feed_asks_for_is_remembered_while_it_says_nothing_new() -> None:
    asks = Asks(fresh_for=30 * MINUTE)
    state = after_looks(good_look(0, asks=asks), polled(UNCHANGED, NOON + HOUR), failed_look(2))

    assert state.asks == asks


def test_an_address_that_moved_is_counted_while_it_stays_the_same() -> None:
    thrice = [good_look(hour, moved_to=ELSEWHERE) for hour in range(3)]
    state = after_looks(*thrice)
    assert (state.moved_to, state.moved_times) == (ELSEWHERE, 3)

    assert looked(state, failed_look(3)).moved_times == 3
    assert looked(state, good_look(3)).moved_times == 0
    assert looked(state, good_look(3, moved_to="https://other.example/")).moved_times == 1


def test_an_edit_of_the_address_forgets_where_the_old_one_had_moved_to() -> None:
    state = after_looks(good_look(0, moved_to=ELSEWHERE, asks=Asks(fresh_for=DAY)))

    edited = looked(state, failed_look(1), replace(source(), url="https://edited.example/feed"))

    assert (edited.moved_to, edited.asks) == (None, None)
