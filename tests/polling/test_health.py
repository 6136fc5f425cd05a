"""How a source is, by what a look gave and what is usual for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Activity, SourceState
from monitor.polling.health import SLOW, SLOW_ANSWERS, lost, verdict
from tests.polling.builders import (
    BLOCKED,
    DAY,
    EMPTY,
    FROZEN,
    HOUR,
    MINUTE,
    NOON,
    OK,
    OVERDUE,
    UNCHANGED,
    activity,
    polled,
)

READ = SourceState("gazette", OK, first_good_at=NOON - 30 * DAY, last_good_at=NOON - HOUR)


def watched(*, days: int = 30, **fields: float) -> Activity:
    """Of a source whose silences are well known: the longest is worth three entries."""
    usual = {"longest_silence": 3.0, "silences": 500.0}
    since = {"since": NOON - timedelta(days=days), "last_new_at": NOON - 9 * HOUR}
    return replace(activity(at=NOON), **since, **{**usual, **fields})


def test_a_look_that_failed_says_itself_why() -> None:
    found = verdict(READ, polled(BLOCKED, reason="answered 200 with a challenge"))

    assert (found.condition, found.reason) == (BLOCKED, "answered 200 with a challenge")


def test_not_modified_after_an_empty_list_is_still_empty() -> None:
    empty = replace(READ, condition=EMPTY, reason="the feed has no entries")

    assert verdict(empty, polled(UNCHANGED)).condition is EMPTY
    assert verdict(empty, polled(OK)).condition is OK


def test_a_source_that_is_silent_for_far_longer_than_ever_is_frozen() -> None:
    frozen = verdict(replace(READ, activity=watched(silence=40.0)), polled(UNCHANGED))

    assert frozen.condition is FROZEN
    assert frozen.reason == "nothing new for 9 h, where 40 entries are usual"


@pytest.mark.parametrize(
    "known",
    [
        watched(silence=7.0),
        watched(silence=40.0, longest_silence=20.0),
        watched(silence=40.0, days=6),  # it has shown no whole week yet
        watched(silence=40.0, silences=9.0),
    ],
    ids=["not long", "long before", "a new source", "seldom heard of"],
)
def test_a_silence_that_may_be_its_way_is_none_of_our_business(known: Activity) -> None:
    assert verdict(replace(READ, activity=known), polled(UNCHANGED)).condition is UNCHANGED


def test_a_source_that_brings_far_less_than_even_on_a_holiday_is_overdue() -> None:
    thin = watched(recent=4.0, due_recently=110.0)
    holiday = watched(recent=30.0, due_recently=110.0)

    found = verdict(replace(READ, activity=thin), polled(OK))

    assert found.condition is OVERDUE
    assert found.reason.startswith("4 new entries of late, where 110 are usual")
    assert verdict(replace(READ, activity=holiday), polled(OK)).condition is OK


def test_a_source_is_slow_when_it_was_so_time_after_time() -> None:
    once, often = (
        replace(READ, slow_answers=times, activity=watched()) for times in (1, SLOW_ANSWERS)
    )

    assert verdict(once, polled(took=2 * SLOW)).condition is OK
    assert verdict(often, polled(took=2 * SLOW)).reason == "the list took 20 s to come"


# --- Lists that turned over ---------------------------------------------------------------------

TURNED = {"known_entries": 0, "entries": 20, "oldest_at": NOON - 30 * MINUTE}
BUSY = replace(READ, activity=activity(40.0))


def test_a_list_that_turned_over_between_two_looks_has_lost_what_scrolled_off() -> None:
    assert lost(BUSY, polled(OK, **TURNED)) == 20  # half an hour at forty an hour
    assert lost(BUSY, polled(OK, **{**TURNED, "oldest_at": None})) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"known_entries": 1},
        {"entries": 2},
        {"oldest_at": NOON - 2 * HOUR},
    ],
    ids=["one is known", "a short list", "it reaches back further than the last look"],
)
def test_a_list_that_did_not_turn_over_has_lost_nothing(fields: dict[str, object]) -> None:
    assert lost(BUSY, polled(OK, **{**TURNED, **fields})) == 0


def test_what_a_first_look_finds_was_not_lost() -> None:
    assert lost(SourceState("gazette"), polled(OK, **TURNED)) == 0
