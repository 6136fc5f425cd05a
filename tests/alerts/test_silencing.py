"""What a silence held back comes when somebody ends it, on both kinds of database."""

from dataclasses import replace
from datetime import time, timedelta

from alerts.planning import tell
from alerts.silencing import end
from monitor.model import AlertSettings, QuietHours, SilenceTarget, Story
from monitor.storage import outbox, silences
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, rung, story

HOUR = timedelta(hours=1)
SETTINGS = AlertSettings(channel=CHANNEL)
AFTERNOON = replace(SETTINGS, quiet_hours=QuietHours(time(12), time(18), "UTC"))


def silence(store: Store, target: SilenceTarget, target_id: str, *, hours: int) -> int:
    with store.begin() as db:
        until = NOON + hours * HOUR
        return silences.add(
            db, target, target_id, until=until, author="mira", reason="a drill", now=NOON
        )


def plan(store: Store, *stories: Story) -> None:
    with store.begin() as db:
        for one in stories:
            outbox.put(db, one, key=one.id, now=NOON)
        outbox.plan(db, lambda db, entry: tell(db, entry, settings=SETTINGS, now=NOON), now=NOON)


def ended(store: Store, silence_id: int, settings: AlertSettings = SETTINGS) -> list[str]:
    """When each alert comes after the silence has ended at one o'clock."""
    with store.begin() as db:
        assert end(db, silence_id, settings=settings, now=NOON + HOUR) is not None
        return [f"{one.not_before:%H:%M}" for one in outbox.alerts(db) if one.not_before]


def test_what_was_held_back_waits_no_longer(store: Store) -> None:
    mine = silence(store, "watch", "badr", hours=8)
    plan(store, story(rung("badr")), story(rung("badr")), story())

    assert ended(store, mine) == ["13:00", "13:00"]
    with store.begin() as db:
        held, _, told = outbox.alerts(db)
    assert held.reason == "the silence was ended: comes in a digest at 2026-11-22 13:00 UTC"
    assert told.state == "waiting"


def test_what_another_silence_covers_waits_for_that_one(store: Store) -> None:
    mine = silence(store, "watch", "badr", hours=8)
    silence(store, "source", "example", hours=4)
    plan(store, story(rung("badr")))
    with store.begin() as db:
        assert [one.not_before for one in outbox.alerts(db)] == [NOON + 4 * HOUR]

    other = silence(store, "watch", "badr", hours=6)

    assert ended(store, mine) == ["16:00"]
    assert ended(store, other) == ["16:00"]  # as before


def test_two_watches_of_a_story_that_are_silent_for_different_times(store: Store) -> None:
    silence(store, "watch", "badr", hours=8)
    longer = silence(store, "watch", "quds-force", hours=4)
    plan(store, story(rung("quds-force"), rung("badr")))

    assert ended(store, longer) == ["13:00"]


def test_it_comes_in_no_quiet_hour(store: Store) -> None:
    mine = silence(store, "watch", "badr", hours=8)
    plan(store, story(rung("badr")))

    assert ended(store, mine, AFTERNOON) == ["18:00"]


def test_a_silence_that_is_over_cannot_be_ended(store: Store) -> None:
    mine = silence(store, "watch", "badr", hours=1)

    with store.begin() as db:
        assert end(db, mine, settings=SETTINGS, now=NOON + 2 * HOUR) is None
