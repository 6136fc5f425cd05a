"""What one try makes of an alert and of its lane."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.settlement import (
    KEEPS_ITS_PLACE,
    LONGEST_PAUSE,
    MOST_TRIES,
    MOST_UNANSWERED,
    Chance,
    hold,
    settle,
    settle_absent,
)
from monitor.model import Deferred, Delivered, Refused
from tests.alerts.builders import NOON, SECOND, marked

CHANCE = Chance(NOON, failures=0, dice=0.5)
ARCHIVED = Deferred("is_archived", concerns_lane=True)


def test_a_delivered_alert_is_told_under_its_name_and_the_channel_works() -> None:
    told = settle(marked(), Delivered("1.2", "C1"), replace(CHANCE, failures=4))

    assert (told.state, told.ts, told.channel_id) == ("told", "1.2", "C1")
    assert (told.hold.failures, told.hold.reason) == (0, "")
    assert told.hold.next_at == NOON + SECOND


def test_what_is_wrong_with_a_channel_costs_the_alert_no_try() -> None:
    waiting = settle(marked(attempts=3), ARCHIVED, CHANCE)

    assert (waiting.state, waiting.attempts) == ("waiting", 2)
    assert (waiting.hold.reason, waiting.hold.failures) == ("is_archived", 1)


def test_the_pauses_of_a_channel_grow_to_five_minutes_and_no_further() -> None:
    pauses = [
        hold(ARCHIVED, Chance(NOON, failures, dice=1.0)).next_at - NOON for failures in range(40)
    ]

    assert pauses == sorted(pauses)
    assert pauses[0] == 2 * SECOND
    assert pauses[-1] == LONGEST_PAUSE


def test_a_rate_limit_is_nothing_wrong() -> None:
    held = hold(Deferred("ratelimited", 30 * SECOND, concerns_lane=True), CHANCE)

    assert (held.next_at, held.reason, held.failures) == (NOON + 30 * SECOND, "", 0)


def test_rate_limits_that_name_no_time_are_waited_out_longer_and_longer() -> None:
    held = hold(Deferred("ratelimited", concerns_lane=True), Chance(NOON, failures=5, dice=1.0))

    assert held.failures == 6
    assert held.next_at == NOON + 64 * SECOND


@pytest.mark.parametrize("attempts", [1, KEEPS_ITS_PLACE - 1])
def test_an_alert_keeps_its_place_for_the_first_tries(attempts: int) -> None:
    waiting = settle(marked(attempts=attempts), Deferred("request_timeout"), CHANCE)

    assert waiting.not_before is None
    assert waiting.hold.next_at >= NOON + SECOND


def test_then_it_steps_aside() -> None:
    waiting = settle(marked(attempts=KEEPS_ITS_PLACE), Deferred("request_timeout"), CHANCE)

    assert waiting.not_before == NOON + 16 * SECOND
    assert waiting.hold.next_at == NOON + SECOND


@pytest.mark.parametrize(
    ("attempts", "state"), [(MOST_TRIES - 1, "waiting"), (MOST_TRIES, "refused")]
)
def test_after_so_many_noes_a_person_has_to_look(attempts: int, state: str) -> None:
    settled = settle(marked(attempts=attempts), Deferred("request_timeout"), CHANCE)

    assert settled.state == state


def test_an_alert_that_was_never_answered_is_tried_for_about_a_day() -> None:
    last = marked(attempts=MOST_UNANSWERED - 1)

    assert settle_absent(last, "HTTP 500", CHANCE).state == "waiting"
    assert settle_absent(replace(last, attempts=MOST_UNANSWERED), "", CHANCE).state == "refused"
    assert timedelta(days=1) <= MOST_UNANSWERED * LONGEST_PAUSE


def test_refused_blocks_are_left_out_once_and_then_it_is_final() -> None:
    blocks = Refused("invalid_blocks", concerns_blocks=True)

    assert settle(marked(), blocks, CHANCE).plain
    assert settle(marked(), blocks, CHANCE).state == "waiting"
    assert settle(marked(plain=True), blocks, CHANCE).state == "refused"
