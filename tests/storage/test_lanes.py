"""Leases and states, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from monitor.model import QueuedAlert, Uptime, Waiting
from monitor.storage import lanes, outbox
from monitor.storage.lanes import Hold, Settlement
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, SECOND, alert, notice

LEASE = timedelta(seconds=30)
ME, ANOTHER = "here|1|1.0|me", "there|1|1.0|another"
UPTIME = Uptime("boot", 100.0)
TOLD = Settlement("told", Hold(NOON + SECOND), attempts=1, ts="1.2", channel_id="C1")


def tell(db: Connection, entry: Waiting) -> None:
    outbox.queue(db, alert(entry.subject), entry_id=entry.id, now=NOON)


def queue(db: Connection, *, most: int = 1) -> list[QueuedAlert]:
    for number in range(most):
        subject = notice(key=f"n{number}")
        outbox.put(db, subject, key=subject.key, now=NOON)
    outbox.plan(db, tell, now=NOON)
    return outbox.alerts(db)


def claim(db: Connection, holder: str = ME, *, after: float = 0) -> bool:
    now = NOON + after * SECOND
    return lanes.claim(db, CHANNEL, holder, lease=LEASE, now=now) is not None


def mark(db: Connection, one: QueuedAlert, holder: str = ME, *, after: float = 0) -> bool:
    now = NOON + after * SECOND
    return lanes.mark(db, one, holder, lease=LEASE, now=now, uptime=UPTIME) is not None


def test_a_lane_has_one_holder_until_its_lease_runs_out(store: Store) -> None:
    with store.begin() as db:
        queue(db)

        assert claim(db, ME)
        assert not claim(db, ANOTHER, after=29)
        assert claim(db, ANOTHER, after=30)


def test_a_mark_renews_the_lease_and_is_refused_to_who_lost_it(store: Store) -> None:
    with store.begin() as db:
        one, other = queue(db, most=2)
        claim(db, ME)

        assert mark(db, one, ME, after=20)
        assert not claim(db, ANOTHER, after=49)
        assert claim(db, ANOTHER, after=50)
        assert not mark(db, other, ME, after=51)


def test_a_lane_that_is_given_back_is_free(store: Store) -> None:
    with store.begin() as db:
        queue(db)
        claim(db, ME)
        lanes.release(db, CHANNEL, ANOTHER)
        assert not claim(db, ANOTHER)

        lanes.release(db, CHANNEL, ME)
        assert claim(db, ANOTHER)


def test_a_lease_that_cannot_be_true_was_given_by_a_clock_since_set_back(store: Store) -> None:
    with store.begin() as db:
        queue(db)
        claim(db, ANOTHER, after=7200)

        assert claim(db, ME)


def test_a_held_lane_is_due_when_its_time_has_come_and_not_a_year_later(store: Store) -> None:
    with store.begin() as db:
        queue(db)
        claim(db)
        lanes.hold(db, CHANNEL, ME, Hold(NOON + 60 * SECOND, "is_archived", failures=2))

        assert lanes.due(db, ME, now=NOON + 59 * SECOND) == []
        [due] = lanes.due(db, ME, now=NOON + 60 * SECOND)
        assert (due.reason, due.failures) == ("is_archived", 2)
        assert lanes.due(db, ME, now=NOON - timedelta(days=365)) != []


def test_what_is_marked_is_of_unknown_fate_and_comes_before_all_else(store: Store) -> None:
    with store.begin() as db:
        first, second = queue(db, most=2)
        claim(db)
        mark(db, second, after=5)

        head = lanes.next_alert(db, CHANNEL, now=NOON)
        assert head is not None
        assert (head.id, head.state, head.attempts) == (second.id, "unknown", 1)
        assert head.first_tried_at == head.last_tried_at == NOON + 5 * SECOND
        assert outbox.counts(db).unknown == 1

        lanes.settle(db, head, ME, TOLD, now=NOON)
        assert lanes.next_alert(db, CHANNEL, now=NOON) == first


def test_an_alert_that_stepped_aside_lets_the_next_pass(store: Store) -> None:
    later = Settlement("waiting", Hold(NOON), 1, "request_timeout", not_before=NOON + 9 * SECOND)
    with store.begin() as db:
        first, second = queue(db, most=2)
        claim(db)
        mark(db, first)
        lanes.settle(db, first, ME, later, now=NOON)

        assert lanes.next_alert(db, CHANNEL, now=NOON) == second
        head = lanes.next_alert(db, CHANNEL, now=NOON + 9 * SECOND)
        assert head is not None
        assert head.id == first.id


def test_who_lost_the_lane_settles_nothing_but_what_was_told(store: Store) -> None:
    with store.begin() as db:
        [one] = queue(db)
        claim(db, ME)
        mark(db, one)
        claim(db, ANOTHER, after=31)

        again = Settlement("waiting", Hold(NOON), attempts=1)
        assert not lanes.settle(db, one, ME, again, now=NOON)
        assert outbox.counts(db).unknown == 1
        assert not lanes.settle(db, one, ME, TOLD, now=NOON)
        [settled] = outbox.alerts(db)
        assert (settled.state, settled.ts, settled.told_at) == ("told", "1.2", NOON)


def test_what_was_told_stays_told(store: Store) -> None:
    with store.begin() as db:
        [one] = queue(db)
        claim(db)
        mark(db, one)
        lanes.settle(db, one, ME, TOLD, now=NOON)
        lanes.settle(db, one, ME, replace(TOLD, state="waiting"), now=NOON)

        assert outbox.alerts(db)[0].state == "told"
        assert lanes.due(db, ME, now=NOON + 60 * SECOND) == []


def test_a_lane_that_another_is_claiming_is_not_waited_for(store: Store) -> None:
    if store.label.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with store.begin() as db:
        queue(db)
    with store.begin() as one:
        assert claim(one, ME)
        with store.begin() as other:
            assert not claim(other, ANOTHER)


def test_an_alert_is_marked_or_reworded_and_neither_waits_for_the_other(store: Store) -> None:
    if store.label.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with store.begin() as db:
        [one] = queue(db)
        assert claim(db)
    with store.begin() as planner, store.begin() as courier:
        assert outbox.reword(planner, one.id, notice())
        assert not mark(courier, one)
    with store.begin() as courier, store.begin() as planner:
        assert mark(courier, one)
        assert not outbox.reword(planner, one.id, notice())


def test_an_edit_that_a_clock_since_set_back_lets_wait_is_due(store: Store) -> None:
    with store.begin() as db:
        [message] = queue(db)
        claim(db)
        mark(db, message)
        lanes.settle(db, message, ME, TOLD, now=NOON)
        edit, later = replace(message.alert, key="edit", manner="edit"), NOON + 3600 * SECOND
        outbox.queue(db, edit, entry_id=1, now=NOON, not_before=later, parent_id=message.id)

        assert lanes.next_alert(db, CHANNEL, now=NOON) is not None
        assert lanes.next_alert(db, CHANNEL, now=later - 60 * SECOND) is None


def test_of_two_edits_of_a_message_the_earlier_one_comes_first(store: Store) -> None:
    with store.begin() as db:
        [message] = queue(db)
        claim(db)
        mark(db, message)
        lanes.settle(db, message, ME, TOLD, now=NOON)
        for key, at in (("first", NOON + 30 * SECOND), ("second", NOON)):
            edit = replace(message.alert, key=key, manner="edit")
            outbox.queue(db, edit, entry_id=1, now=NOON, not_before=at, parent_id=message.id)

        assert lanes.next_alert(db, CHANNEL, now=NOON + 20 * SECOND) is None
        found = lanes.next_alert(db, CHANNEL, now=NOON + 40 * SECOND)
        assert found is not None
        assert found.alert.key == "first"


@pytest.mark.parametrize(
    ("channel", "other", "is_proof"),
    [
        (CHANNEL, "#ops", True),
        (CHANNEL, "door:desk", False),
        (CHANNEL, "console", False),
        ("door:desk", "door:on-call", True),
        ("door:desk", CHANNEL, True),
    ],
)
def test_only_slack_proves_that_slack_takes_alerts(
    store: Store, channel: str, other: str, is_proof: bool
) -> None:
    with store.begin() as db:
        failing, told = tried(db, channel), tried(db, other)
        lanes.settle(db, told, ME, replace(TOLD, attempts=2), now=NOON + SECOND)

        assert lanes.others_told(db, failing, until=NOON + 2 * SECOND) is is_proof


def tried(db: Connection, channel: str) -> QueuedAlert:
    """An alert of the channel whose send has begun."""
    subject = notice(channel=channel)
    outbox.put(db, subject, key=subject.key, now=NOON)
    outbox.plan(
        db,
        lambda db, entry: outbox.queue(
            db, alert(entry.subject, channel), entry_id=entry.id, now=NOON
        ),
        now=NOON,
    )
    one = next(one for one in outbox.alerts(db) if one.alert.channel == channel)
    assert lanes.claim(db, channel, ME, lease=LEASE, now=NOON)
    marked = lanes.mark(db, one, ME, lease=LEASE, now=NOON, uptime=UPTIME)
    assert marked is not None
    return marked
