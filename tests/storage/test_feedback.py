"""What people said in Slack is kept once each, in order."""

from dataclasses import replace
from datetime import timedelta

from monitor.model import Press, Reaction
from monitor.storage import feedback, silences
from monitor.storage.store import Store
from tests.alerts.builders import NOON

DAY = timedelta(days=1)
PRESS = Press("1", "snooze_watch", "s1", "quds-force", "U1", "mira")


def test_a_press_is_kept_once_with_who_when_and_what_came_of_it(store: Store) -> None:
    with store.begin() as db:
        silence = silences.add(
            db, "watch", "quds-force", until=NOON + DAY, author="@mira", reason="", now=NOON
        )
        said = Reaction(PRESS, NOON, "Quds Force", ("quds-force",), silence, NOON + DAY)

        assert not feedback.knows(db, PRESS)
        feedback.add(db, said)
        feedback.add(db, replace(said, at=NOON + DAY))

        assert feedback.knows(db, PRESS)
        assert feedback.of_story(db, "s1") == [said]
        assert feedback.of_story(db, "s2") == []
