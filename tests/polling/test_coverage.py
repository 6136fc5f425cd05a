"""What could not be seen of what concerns a watch."""

from dataclasses import replace
from datetime import timedelta

from monitor.model import Form, SourceFilter, SourceState, Watch
from monitor.polling.coverage import Coverage, coverage
from tests.polling.builders import DAY, HOUR, MINUTE, NOON, source

SOURCES = [
    source(f"s{number}", tags=frozenset({"iraq"} if number < 7 else ())) for number in range(9)
]
WATCH = Watch("quds", "Quds Force", (Form("Quds Force", "name"),))
IRAQ = Watch("iraq", "Green Zone", WATCH.forms, sources=SourceFilter(tags=frozenset({"iraq"})))


def dark(id_: str, since: timedelta, until: timedelta | None = None) -> SourceState:
    ended = None if until is None else NOON - until
    return SourceState(id_, dark_from=NOON - since, dark_until=ended)


def covered(watch: Watch, *states: SourceState, hits: int = 0) -> Coverage:
    by_id = {state.source_id: state for state in states}
    (found,) = coverage([watch], SOURCES, by_id, {watch.id: hits}, now=NOON)
    return found


def test_no_hits_while_sources_were_dark_is_said_so() -> None:
    states = [dark(f"s{number}", 9 * HOUR) for number in (0, 1, 2, 8)]

    assert str(covered(IRAQ, *states)) == "0 hits, but 3 of its 7 sources were dark for 9 h"
    assert (
        str(covered(WATCH, states[0], hits=1)) == "1 hit, but 1 of its 9 sources was dark for 9 h"
    )


def test_of_different_spans_the_longest_is_told() -> None:
    found = covered(WATCH, dark("s1", 2 * HOUR), dark("s2", 5 * HOUR))

    assert str(found) == "0 hits, but 2 of its 9 sources were dark for up to 5 h"
    assert [one.source.id for one in found.dark] == ["s2", "s1"]


def test_a_darkness_that_is_over_counts_for_what_of_it_was_within_the_window() -> None:
    (past,) = covered(WATCH, dark("s1", 30 * HOUR, 20 * HOUR)).dark
    assert (past.lasted, past.is_over) == (4 * HOUR, True)

    (present,) = covered(WATCH, dark("s1", 3 * DAY)).dark
    assert (present.lasted, present.is_over) == (DAY, False)


def test_what_was_short_or_long_ago_is_not_worth_a_word() -> None:
    found = covered(WATCH, dark("s1", 50 * MINUTE), dark("s2", 3 * DAY, 2 * DAY), hits=2)

    assert found.dark == ()
    assert str(found) == "2 hits"


def test_all_that_was_dark_of_the_day_is_summed_up() -> None:
    spells = tuple((NOON - hours * HOUR, NOON - (hours - 2) * HOUR) for hours in (25, 20, 10))
    state = replace(dark("s1", 3 * HOUR), dark_before=spells)

    (found,) = covered(WATCH, state).dark

    assert found.lasted == (1 + 2 + 2 + 3) * HOUR
    assert not found.is_over
