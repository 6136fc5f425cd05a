"""What becomes of a try of unknown fate: looked for early, concluded late, never posted twice."""

from datetime import timedelta

import pytest

from alerts.sender import Unclear
from monitor.model import Unknown, Uptime
from monitor.storage.store import Store
from tests.alerts.builders import SECOND, story
from tests.alerts.delivery import alerts, dead_holder, deliver, deliver_for, put
from tests.alerts.fakes import LOST, TIMEOUT, FakeSlack, Killed, Process, Try
from tests.alerts.virtual_time import WallClock

ABSENCE = TIMEOUT + 3.0
"""Seconds after which a message that does not show was not posted: time-out and visibility."""


@pytest.fixture
def database() -> str:
    """One kind will do here; `tests/journeys` tries the protocol on both."""
    return "sqlite"


def test_what_slack_says_has_failed_is_posted_again_as_soon_as_it_would_show(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(Unknown("internal_error", is_over=True), applied_after=None))
    keys = put(store, story())

    deliver(store, slack)

    assert slack.told() == keys
    assert 3 < slack.posts[0].at < 6


def test_what_slack_says_has_failed_may_yet_stand_there(store: Store) -> None:
    slack = FakeSlack(visible_after=2.9)
    slack.tries.append(Try(Unknown("internal_error", is_over=True), applied_after=0.01))
    keys = put(store, story())

    deliver(store, slack)

    assert slack.told() == keys


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_hours_off_doubles_nothing(store: Store, hours: int) -> None:
    slack, clock = FakeSlack(), WallClock()
    clock.set_by = timedelta(hours=hours)
    slack.tries.extend([Try(), Try(LOST)])
    keys = put(store, story(), story())

    deliver(store, slack, now=clock)

    assert slack.told() == keys


@pytest.mark.parametrize("hours", [-1, 1])
@pytest.mark.parametrize("is_rebooted", [False, True])
def test_a_clock_that_is_set_between_death_and_restart_doubles_nothing(
    store: Store, hours: int, *, is_rebooted: bool
) -> None:
    slack, clock = FakeSlack(visible_after=2.9), WallClock()
    slack.tries.append(Try(LOST, applied_after=9.9))
    keys = put(store, story())
    with pytest.raises(Killed):
        deliver(store, slack, process=Process(dies_at=8), holder=dead_holder())
    assert (slack.sent, slack.told()) == (1, [])
    clock.set_by = timedelta(seconds=slack.lived, hours=hours)
    boot = "another" if is_rebooted else "boot"

    deliver(store, slack, now=clock, uptime=lambda: Uptime(boot, slack.time()))

    assert slack.told() == keys


def test_a_limit_on_looks_is_respected(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST))
    slack.sightings.append(Unclear("ratelimited", retry_after=30 * SECOND))
    keys = put(store, story())

    deliver(store, slack)

    assert slack.told() == keys
    assert slack.looks[1] - slack.looks[0] >= 30


def test_a_bot_that_was_put_out_between_post_and_look_does_not_post_again(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST))
    slack.sightings.extend([Unclear("not_in_channel")] * 8)
    keys = put(store, story())

    deliver_for(store, slack, minutes=3)

    assert slack.told() == keys


def test_a_lost_answer_of_a_posted_message_is_found_and_not_posted_again(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST))
    keys = put(store, story(), story())

    deliver(store, slack)

    assert slack.told() == keys
    assert slack.posts[1].at < 2
    assert alerts(store)[0].ts == slack.posts[0].ts


def test_a_lost_request_is_posted_again_only_when_its_absence_means_something(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST, applied_after=None))
    keys = put(store, story(), story())

    deliver(store, slack)

    assert slack.told() == keys
    assert slack.posts[0].at >= ABSENCE
    assert len(slack.looks) >= 3


@pytest.mark.parametrize("visible_after", [0.0, 1.0, 2.9])
@pytest.mark.parametrize("applied_after", [0.01, 4.0, 9.9])
def test_a_message_that_shows_late_is_not_posted_again(
    store: Store, applied_after: float, visible_after: float
) -> None:
    slack = FakeSlack(visible_after=visible_after)
    slack.tries.append(Try(LOST, applied_after=applied_after, answered_after=0.5))
    keys = put(store, story(), story())

    deliver(store, slack)

    assert slack.told() == keys


def test_while_nobody_can_look_nothing_is_posted(store: Store) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST))
    slack.sightings.extend([Unclear("answer lost")] * 8)
    keys = put(store, story(), story())

    deliver_for(store, slack, minutes=0.2)
    assert slack.sent == 1

    deliver_for(store, slack, minutes=1)
    assert slack.told() == keys


def test_where_history_may_not_be_read_a_message_is_rather_told_twice_than_lost(
    store: Store,
) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(LOST))
    slack.sightings.extend([Unclear("missing_scope", for_good=True)] * 4)
    keys = put(store, story())

    deliver(store, slack)

    assert slack.told() == keys * 2
    assert slack.posts[1].at >= ABSENCE
