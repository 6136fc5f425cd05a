"""Since when something waits, and when anything happened last."""

from datetime import timedelta

from sqlalchemy import Connection, update

from monitor.model import Waiting
from monitor.storage import outbox
from monitor.storage.store import Store, look_into
from monitor.storage.tables import alert as alerts
from monitor.storage.vitals import LATELY, Vitals, vitals
from tests.alerts.builders import NOON, alert, notice, story

MINUTE = timedelta(minutes=1)


def queue(db: Connection, entry: Waiting) -> None:
    outbox.queue(db, alert(entry.subject), entry_id=entry.id, now=entry.created_at)


def put(db: Connection, *ages: timedelta) -> list[int]:
    """Alerts of these ages; their ids."""
    before = {one.id for one in outbox.alerts(db)}
    for number, age in enumerate(ages):
        outbox.put(db, story(), key=f"{age} {number}", now=NOON - age)
        outbox.plan(db, queue, now=NOON - age)
    return [one.id for one in outbox.alerts(db) if one.id not in before]


def change(db: Connection, id_: int, **values: object) -> None:
    db.execute(update(alerts).where(alerts.c.id == id_).values(**values))


def test_the_oldest_of_each_state_is_known(store: Store) -> None:
    with store.begin() as db:
        old, young, held = put(db, 9 * MINUTE, MINUTE, 2 * MINUTE)
        change(db, old, state="refused", last_tried_at=NOON)
        change(db, held, state="held")

        found = vitals(db, now=NOON)

        assert found.oldest == {
            "waiting": NOON - MINUTE,
            "refused": NOON - 9 * MINUTE,
            "held": NOON - 2 * MINUTE,
        }
        assert (found.held, found.refused_lately) == (1, 1)
        assert vitals(db, now=NOON + 2 * LATELY).refused_lately == 0
        change(db, young, state="told", told_at=NOON)
        assert vitals(db, now=NOON).last_told_at == NOON


def test_what_has_no_plan_waits_and_what_is_for_later_does_not_yet(store: Store) -> None:
    with store.begin() as db:
        [later] = put(db, 9 * MINUTE)
        change(db, later, not_before=NOON + MINUTE)
        outbox.put(db, notice(), key="unplanned", now=NOON - 3 * MINUTE)

        assert vitals(db, now=NOON).oldest == {"waiting": NOON - 3 * MINUTE}
        assert vitals(db, now=NOON + MINUTE).oldest == {"waiting": NOON - 9 * MINUTE}


def test_a_database_has_a_size_and_one_that_is_not_made_yet_has_nothing(
    store: Store, tmp_path: object
) -> None:
    with store.begin() as db:
        assert vitals(db, now=NOON).size > 10_000
    with look_into(f"sqlite:///{tmp_path}/none.db") as db:
        assert vitals(db, now=NOON) == Vitals()
