"""What is asked many times a second is answered by an index, however much was told before."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from monitor.storage import held, lanes, outbox
from monitor.storage.engine import empty
from tests.alerts.builders import CHANNEL, NOON, notice

QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "which lanes are due": lambda db: lanes.due(db, "me", now=NOON),
    "what a lane does next": lambda db: lanes.next_alert(db, CHANNEL, now=NOON),
    "what has no plan": outbox.has_waiting,
    "how much waits": outbox.counts,
    "what is held": lambda db: held.channels(db, now=NOON + timedelta(hours=1)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_reads_through_all_that_was_told(question: str) -> None:
    with empty().connect() as db:
        outbox.put(db, notice(), key="n", now=NOON)
        plans = plans_of(db, QUESTIONS[question])

    assert plans
    assert not [step for step in plans if step in {"SCAN alert", "SCAN outbox"}]


def plans_of(db: Connection, question: Callable[[Connection], object]) -> list[str]:
    """How SQLite finds the answer, step by step."""
    asked: list[tuple[str, object]] = []
    event.listen(db, "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    question(db)
    cursor = db.connection.cursor()
    return [
        str(row[3])
        for statement, bound in asked
        for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", bound)
    ]
