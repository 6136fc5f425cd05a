"""A press takes effect in one transaction, once, on both kinds of database."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from alerts.planning import tell
from alerts.reactions import react, reply_in_threads
from monitor.model import AlertSettings, Press, Route, Story
from monitor.storage import feedback, outbox, silences, threads
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, notice, rung, story

SETTINGS = AlertSettings(channel=CHANNEL, routes=(Route("#urgent", watches=frozenset({"badr"})),))
PRESS = Press("p1", "snooze_story", "s1", "", "U1", "mira")


def planned(store: Store, *, state: str = "waiting") -> Story:
    """A story in two channels."""
    one = story(rung("quds-force"), rung("badr"), id="s1")
    with store.begin() as db:
        outbox.put(db, one, key="s1", now=NOON)
        outbox.plan(db, lambda db, entry: tell(db, entry, settings=SETTINGS, now=NOON), now=NOON)
    if state == "told":
        with store.begin() as db:
            db.exec_driver_sql("UPDATE alert SET state = 'told', ts = '1.5'")
    return one


def press(store: Store, *made: Press) -> list[str | None]:
    with store.begin() as db:
        return [react(db, one, now=NOON) for one in made]


def alerts(store: Store, manner: str) -> list[tuple[str, tuple[str, ...]]]:
    with store.begin() as db:
        return [
            (one.alert.channel, one.alert.subject.remarks)
            for one in outbox.alerts(db)
            if one.alert.manner == manner and isinstance(one.alert.subject, Story)
        ]


def test_it_shows_in_every_channel_that_has_the_story_by_an_edit(store: Store) -> None:
    planned(store, state="told")

    press(store, PRESS)

    remark = ("Snoozed until 23 Nov 12:00 UTC by @mira",)
    assert sorted(alerts(store, "edit")) == [(CHANNEL, remark), ("#urgent", remark)]


def test_a_message_that_is_not_out_yet_says_it_from_the_start(store: Store) -> None:
    planned(store)

    press(store, replace(PRESS, action="relevant"))

    remark = ("✓ relevant: @mira, 22 Nov 12:00 UTC",)
    assert sorted(alerts(store, "post")) == [(CHANNEL, remark), ("#urgent", remark)]
    assert alerts(store, "edit") == []


def test_a_press_that_is_handed_over_twice_is_one(store: Store) -> None:
    planned(store, state="told")

    first, again = press(store, PRESS, PRESS)

    assert first is not None
    assert again is None
    with store.begin() as db:
        assert len(feedback.of_story(db, "s1")) == 1
        assert len(silences.in_force(db, now=NOON)) == 1


def test_processes_that_get_the_same_wish_at_once_make_one_silence(store: Store) -> None:
    planned(store, state="told")
    presses = [replace(PRESS, key=f"p{n}", user_name=f"u{n}") for n in range(8)]

    with ThreadPoolExecutor(4) as pool:
        answers = [said for [said] in pool.map(lambda one: press(store, one), presses)]

    assert sum("silent already" in (said or "") for said in answers) == 7
    with store.begin() as db:
        assert len(silences.in_force(db, now=NOON)) == 1
        assert len(feedback.of_story(db, "s1")) == 8
    assert len(alerts(store, "edit")) == 2


def test_the_verdict_is_kept_with_the_watches_that_it_is_about(store: Store) -> None:
    planned(store)

    press(store, replace(PRESS, action="not_relevant"))

    with store.begin() as db:
        [kept] = feedback.of_story(db, "s1")
    assert kept.watches == ("badr", "quds-force")
    assert (kept.press.user_id, kept.at) == ("U1", NOON)


def test_an_outlet_that_comes_later_leaves_standing_what_people_said(store: Store) -> None:
    one = planned(store, state="told")
    press(store, replace(PRESS, action="relevant"))
    copy = replace(one, article="a2", part="copy", outlet="Gulf Post", url="https://g.example/1")

    with store.begin() as db:
        outbox.put(db, copy, key="a2", now=NOON)
        outbox.plan(db, lambda db, entry: tell(db, entry, settings=SETTINGS, now=NOON), now=NOON)
        told = threads.threads_of(db, "s1")

    assert [(len(thread.story.also), len(thread.story.remarks)) for _, thread in told] == [
        (1, 1)
    ] * 2


def test_an_answer_can_go_into_the_threads_of_a_story(store: Store) -> None:
    planned(store, state="told")

    with store.begin() as db:
        reply_in_threads(db, PRESS, notice(), now=NOON)
        replies = [one for one in outbox.alerts(db) if one.alert.manner == "reply"]

    assert {(one.alert.channel, one.alert.kind) for one in replies} == {
        (CHANNEL, "tocsin_update"),
        ("#urgent", "tocsin_update"),
    }


def test_a_press_on_a_story_that_nobody_remembers_is_kept_all_the_same(store: Store) -> None:
    press(store, replace(PRESS, story_id="s9"))

    with store.begin() as db:
        assert [one.target_id for one in silences.in_force(db, now=NOON)] == ["s9"]
