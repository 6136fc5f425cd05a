"""What is told where articles scrolled off a list unseen."""

from dataclasses import replace
from datetime import timedelta

from monitor.ingest.losses import losses_notice, tell_losses
from monitor.model import Notice, SourceState
from monitor.polling.activity import begun
from monitor.storage import outbox
from monitor.storage.store import Store
from tests.ingest.builders import GAZETTE, HOUR, NOON, good_look

READ = SourceState(
    "gazette", first_good_at=NOON, last_good_at=NOON, activity=replace(begun(at=NOON), found=60.0)
)
TURNED_OVER = {"entries": 20, "oldest_at": NOON + HOUR}


def test_a_list_that_turned_over_is_told_once_a_day(store: Store) -> None:
    with store.begin() as db:
        for hour in (2, 3):
            look = good_look(NOON + hour * HOUR, **TURNED_OVER)
            assert tell_losses(db, GAZETTE, READ, look) is (hour == 2)

        (waiting,) = outbox.waiting(db, most=10)

    assert isinstance(waiting.subject, Notice)
    assert waiting.subject.title == "Articles of The Gazette may be lost"
    assert "at least 10 articles came and went unseen" in waiting.subject.text


def test_a_list_with_known_entries_is_no_news(store: Store) -> None:
    with store.begin() as db:
        look = good_look(NOON + HOUR, known_entries=1, **TURNED_OVER)
        assert not tell_losses(db, GAZETTE, READ, look)


def test_who_looks_at_fixed_intervals_is_told_to_shorten_them() -> None:
    fixed = replace(GAZETTE, every=timedelta(hours=6))

    assert "Shorten its `every`" in losses_notice("key", fixed, 1).text
    assert "more often from now on" in losses_notice("key", GAZETTE, 1).text
