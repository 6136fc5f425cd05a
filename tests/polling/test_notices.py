"""What operations are told of sources, and how seldom."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from monitor.model import Notice, SourceCondition, SourceState, Told
from monitor.polling.notices import CALM, MOST_NAMED, RECOVERED_AFTER, SPAN, news
from tests.polling.builders import (
    BLOCKED,
    FROZEN,
    HOUR,
    MINUTE,
    NOON,
    OK,
    UNCHANGED,
    UNREACHABLE,
    activity,
    source,
)

LASTING = {"since": NOON - HOUR, "times": 5}


def state(id_: str, condition: SourceCondition, **fields: object) -> SourceState:
    usual = {"last_good_at": NOON - 2 * HOUR, "reason": "because"}
    return SourceState(id_, condition, **{**usual, **LASTING, **fields})


@dataclass
class Desk:
    """Sources and what was told of them, from pass to pass."""

    ids: list[str]
    states: dict[str, SourceState] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)

    def at(self, now: datetime, *states: SourceState) -> list[Notice]:
        self.states |= {one.source_id: one for one in states}
        found = news([source(id_) for id_ in self.ids], self.states, self.told, now=now)
        self.told |= found.marks
        return found.notices


def ten() -> Desk:
    return Desk([f"s{number}" for number in range(10)])


def titles(notices: list[Notice]) -> list[str]:
    return [notice.title for notice in notices]


def test_a_lasting_trouble_is_told_once_with_what_to_do() -> None:
    desk = ten()

    (notice,) = desk.at(NOON, state("s1", BLOCKED))

    assert notice.title == "s1 is blocked"
    assert "because" in notice.text
    assert "02 Mar, 10:00 UTC" in notice.text
    assert "use another of its feeds" in notice.text
    assert desk.at(NOON + HOUR) == []


def test_a_wall_is_told_at_the_second_look_and_a_fault_that_may_pass_after_a_while() -> None:
    assert ten().at(NOON, state("s1", BLOCKED, times=1)) == []
    assert ten().at(NOON, state("s1", BLOCKED, times=2, since=NOON)) != []
    assert ten().at(NOON, state("s1", UNREACHABLE, times=9, since=NOON - SPAN / 2)) == []
    assert ten().at(NOON, state("s1", UNREACHABLE, times=2, since=NOON - SPAN)) == []
    assert ten().at(NOON, state("s1", UNREACHABLE, times=3, since=NOON - SPAN)) != []


def test_what_took_many_looks_to_see_is_told_at_once() -> None:
    assert ten().at(NOON, state("s1", FROZEN, times=1, since=NOON)) != []


def test_of_a_frozen_source_it_is_told_when_something_new_came_last() -> None:
    known = activity(at=NOON - 9 * HOUR)

    (notice,) = ten().at(NOON, state("s1", FROZEN, activity=known))

    assert "Last new entry: 02 Mar, 03:00 UTC" in notice.text


def test_sources_that_are_well_new_or_disabled_are_no_news() -> None:
    desk = ten()
    conditions = (OK, UNCHANGED, SourceCondition.NEW, SourceCondition.DISABLED)
    states = [state(f"s{number}", condition) for number, condition in enumerate(conditions[:3])]

    assert desk.at(NOON, *states) == []


def test_a_recovery_is_told_once() -> None:
    desk = ten()
    desk.at(NOON, state("s1", BLOCKED))
    soon, later = NOON + HOUR, NOON + HOUR + RECOVERED_AFTER

    assert desk.at(soon, state("s1", OK, since=soon, times=1)) == []
    assert titles(desk.at(later, state("s1", OK, since=soon, times=2))) == ["s1 is well again"]
    assert desk.at(later + HOUR) == []


def test_a_source_that_comes_and_goes_does_not_flood() -> None:
    desk = ten()
    notices = []
    for hour in range(48):
        now = NOON + hour * HOUR
        condition = BLOCKED if hour % 2 else OK
        notices += desk.at(now, state("s1", condition, since=now - HOUR))

    assert len(notices) <= 2 * (48 * HOUR / CALM)


def test_another_trouble_of_the_same_source_is_told_when_it_lasts() -> None:
    desk = ten()
    desk.at(NOON, state("s1", BLOCKED))

    assert desk.at(NOON + HOUR, state("s1", UNREACHABLE)) == []
    assert titles(desk.at(NOON + CALM)) == ["s1 is unreachable"]


def test_many_that_cannot_be_reached_at_once_are_one_notice() -> None:
    """Three last already; the other four have just been asked, and are part of it."""
    desk = ten()
    lasting = [state(f"s{number}", UNREACHABLE) for number in range(3)]
    fresh = [state(f"s{number}", UNREACHABLE, since=NOON, times=1) for number in range(3, 7)]

    (notice,) = desk.at(NOON, *lasting, *fresh)

    assert notice.title == "7 of 10 sources are unreachable"
    assert "this machine's network" in notice.text
    assert desk.at(NOON + HOUR, state("s9", UNREACHABLE)) == []  # one more of the same


def test_a_shared_trouble_ends_with_one_notice_and_who_is_left_is_told_of_alone() -> None:
    desk = ten()
    desk.at(NOON, *(state(f"s{number}", UNREACHABLE) for number in range(6)))
    now = NOON + 3 * HOUR

    assert desk.at(now, *(state(f"s{number}", OK) for number in range(2))) == []
    (notice,) = desk.at(now + HOUR, *(state(f"s{number}", OK) for number in range(2, 5)))
    assert notice.title == "5 sources that were unreachable are well again"
    assert "Still in trouble: s5" in notice.text

    assert titles(desk.at(now + 2 * HOUR, state("s5", OK))) == ["s5 is well again"]


def test_many_different_troubles_in_one_pass_are_one_notice() -> None:
    kinds = (BLOCKED, FROZEN, SourceCondition.GONE, SourceCondition.EMPTY)
    states = [state(f"s{number}", kind) for number, kind in enumerate(kinds)]

    (notice,) = ten().at(NOON, *states)

    assert notice.title == "4 sources are in trouble"
    assert "s1: frozen: because" in notice.text


def test_a_notice_names_so_many_sources_and_counts_the_rest() -> None:
    desk = Desk([f"s{number}" for number in range(50)])

    (notice,) = desk.at(NOON, *(state(id_, UNREACHABLE) for id_ in desk.ids))

    assert f"and {50 - MOST_NAMED} more" in notice.text


def test_keys_of_notices_differ() -> None:
    desk = ten()
    keys = [desk.at(NOON, state("s1", BLOCKED))[0].key]
    keys += [desk.at(NOON + 2 * HOUR, state("s1", OK))[0].key]
    keys += [desk.at(NOON + 2 * HOUR + MINUTE, state("s2", BLOCKED))[0].key]

    assert len(set(keys)) == 3
    assert timedelta(0) < SPAN < CALM


def flapping(*ids: str, up: timedelta, down: timedelta) -> list[Notice]:
    """What is told in four days of sources that come and go together, pass by pass."""
    desk, told = ten(), list[Notice]()
    for minute in range(0, 4 * 24 * 60, 10):
        now, phase = NOON + minute * MINUTE, minute * MINUTE % (up + down)
        is_up = phase < up
        fields = {
            "since": now - (phase if is_up else phase - up),
            "times": int((phase if is_up else phase - up) / (10 * MINUTE)) + 1,
        }
        condition = OK if is_up else UNREACHABLE
        told += desk.at(now, *(state(id_, condition, **fields) for id_ in ids))
    return told


@pytest.mark.parametrize("ids", [["s1"], ["s1", "s2", "s3", "s4", "s5"]])
@pytest.mark.parametrize("span", [HOUR, 2 * HOUR, 7 * HOUR, 13 * HOUR])
def test_sources_that_come_and_go_are_told_of_once_a_day_at_most(
    ids: list[str], span: timedelta
) -> None:
    notices = flapping(*ids, up=span, down=span)

    assert 2 <= len(notices) <= 2 * 4
    assert sum("well again" in notice.title for notice in notices) <= 4
