"""What one try makes of an alert and of its lane."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.settlement import (
    ASIDE,
    KEEPS_ITS_BLOCKS,
    KEEPS_ITS_PLACE,
    LONGEST_PAUSE,
    MOST_TRIES,
    Chance,
    hold,
    settle,
    settle_absent,
    settle_repeatable,
)
from monitor.model import Deferred, Delivered, Refused
from monitor.storage.lanes import Settlement
from tests.alerts.builders import NOON, SECOND, alert, marked

CHANCE = Chance(NOON, failures=0, dice=0.5)
ARCHIVED = Deferred("is_archived")


def test_a_delivered_alert_is_told_under_its_name_and_the_channel_works() -> None:
    told = settle(marked(), Delivered("1.2", "C1"), replace(CHANCE, failures=4))

    assert (told.state, told.ts, told.channel_id) == ("told", "1.2", "C1")
    assert (told.hold.failures, told.hold.reason) == (0, "")
    assert told.hold.next_at == NOON + SECOND


def test_what_is_wrong_with_a_channel_costs_the_alert_no_try() -> None:
    waiting = settle(marked(attempts=3), ARCHIVED, CHANCE)

    assert (waiting.state, waiting.attempts) == ("waiting", 2)
    assert (waiting.hold.reason, waiting.hold.failures) == ("is_archived", 1)


def test_the_pauses_of_a_channel_grow_to_half_a_minute_and_no_further() -> None:
    pauses = [
        hold(ARCHIVED, Chance(NOON, failures, dice=1.0)).next_at - NOON for failures in range(40)
    ]

    assert pauses == sorted(pauses)
    assert pauses[0] == 2 * SECOND
    assert pauses[-1] == LONGEST_PAUSE


def test_a_rate_limit_is_nothing_wrong() -> None:
    held = hold(Deferred("ratelimited", 30 * SECOND), CHANCE)

    assert (held.next_at, held.reason, held.failures) == (NOON + 30 * SECOND, "", 0)


def test_rate_limits_that_name_no_time_are_waited_out_longer_and_longer() -> None:
    held = hold(Deferred("ratelimited"), Chance(NOON, failures=5, dice=1.0))

    assert held.failures == 6
    assert held.next_at == NOON + LONGEST_PAUSE


@pytest.mark.parametrize("attempts", [1, KEEPS_ITS_PLACE - 1, KEEPS_ITS_PLACE, 10_000])
def test_an_alert_keeps_its_place_as_long_as_slack_takes_no_others_either(attempts: int) -> None:
    waiting = settle_absent(marked(attempts=attempts), "HTTP 500", CHANCE)

    assert (waiting.state, waiting.not_before) == ("waiting", None)
    assert SECOND <= waiting.hold.next_at - NOON <= LONGEST_PAUSE
    assert (waiting.hold.reason, waiting.hold.failures) == ("HTTP 500", 1)


@pytest.mark.parametrize(("attempts", "plain"), [(KEEPS_ITS_BLOCKS - 1, False), (12, True)])
def test_what_gets_no_clear_answer_is_tried_as_plain_text(attempts: int, plain: bool) -> None:
    assert settle_absent(marked(attempts=attempts), "HTTP 500", CHANCE).plain is plain


def test_an_alert_that_fails_while_others_pass_steps_aside() -> None:
    before = settle_absent(marked(attempts=KEEPS_ITS_PLACE - 1), "", CHANCE, others_pass=True)
    aside = settle_absent(marked(attempts=KEEPS_ITS_PLACE), "", CHANCE, others_pass=True)

    assert before.not_before is None
    assert aside.not_before == NOON + ASIDE
    assert aside.hold.next_at == NOON + SECOND


def test_after_about_a_day_aside_a_person_has_to_look() -> None:
    last = marked(attempts=MOST_TRIES - 1)

    assert settle_absent(last, "", CHANCE, others_pass=True).state == "waiting"
    given_up = settle_absent(replace(last, attempts=MOST_TRIES), "", CHANCE, others_pass=True)
    assert given_up.state == "refused"
    assert timedelta(hours=23) <= (MOST_TRIES - KEEPS_ITS_PLACE) * ASIDE <= timedelta(hours=26)


def test_refused_blocks_are_left_out_once_and_then_it_is_final() -> None:
    blocks = Refused("invalid_blocks", concerns_blocks=True)

    assert settle(marked(), blocks, CHANCE).plain
    assert settle(marked(), blocks, CHANCE).state == "waiting"
    assert settle(marked(plain=True), blocks, CHANCE).state == "refused"


REPLY = replace(alert(), manner="reply")
EDIT = replace(alert(), manner="edit")


def test_a_reply_whose_thread_is_gone_goes_into_the_channel_by_itself() -> None:
    gone = Refused("thread_not_found", concerns_thread=True)

    alone = settle(marked(alert=REPLY, parent_ts="1.2"), gone, CHANCE)

    assert (alone.state, alone.leaves_thread) == ("waiting", True)
    assert settle(marked(alert=REPLY), gone, CHANCE).state == "refused"


def test_an_edit_that_slack_refuses_is_none_that_anybody_must_see() -> None:
    settled = settle(marked(alert=EDIT), Refused("message_not_found", concerns_thread=True), CHANCE)

    assert (settled.state, settled.reason) == ("folded", "message_not_found")


def test_an_edit_of_unknown_fate_is_made_again_once_the_first_can_no_longer_overtake_it() -> None:
    def settled(attempts: int) -> Settlement:
        one = marked(alert=EDIT, attempts=attempts)
        return settle_repeatable(one, "answer lost", CHANCE, over_in=13 * SECOND)

    assert settled(1).not_before == NOON + 13 * SECOND
    assert settled(1).hold.next_at == NOON + SECOND
    assert settled(KEEPS_ITS_PLACE).not_before == NOON + ASIDE
    assert settled(MOST_TRIES).state == "folded"
