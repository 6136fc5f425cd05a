"""The policy as a table: how things stand, and what becomes of a story."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from alerts.policy import Hold, Join, Post, Step, alerts_of, decide
from monitor.model import (
    AlertSettings,
    Cooling,
    DailyAt,
    Outlet,
    QuietHours,
    Severity,
    Silence,
    Standing,
    Story,
    Thread,
)
from tests.alerts.builders import CHANNEL, NOON, hit, notice, rung, story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFF = AlertSettings(channel=CHANNEL)
QUIET = replace(
    OFF, quiet_hours=QuietHours(time(11), time(13), "UTC", except_=frozenset({Severity.HIGH}))
)
FEW = replace(OFF, budget_per_hour=3)
DIGEST = DailyAt(time(8), "UTC")

LOW, NORMAL, HIGH = (rung("badr", severity=one, cooldown=6 * HOUR) for one in Severity)
OTHER = rung("quds-force", cooldown=6 * HOUR)
JUST_RANG = Standing(cooling={"badr": Cooling(NOON - HOUR, Severity.NORMAL)})
FULL = Standing(told_in_last_hour=3)


def silence(target: str, target_id: str) -> Standing:
    until = NOON + 2 * HOUR
    return Standing(silences=(Silence(1, target, target_id, until, "mira", "a drill", NOON),))


def step(one: Story, standing: Standing, settings: AlertSettings = OFF) -> Step:
    [alert] = alerts_of(one, settings)
    return decide(alert, one, standing, settings, now=NOON)


def outcome(taken: Step) -> str | tuple[str, timedelta]:
    match taken:
        case Post():
            return "post"
        case Hold(_, until, why):
            return why, until - NOON
        case Join():
            return "join"


@pytest.mark.parametrize(
    ("one", "standing", "settings", "expected"),
    [
        (story(NORMAL), Standing(), OFF, "post"),
        # quiet hours, and what is excepted from them
        (story(NORMAL), Standing(), QUIET, ("quiet hours until 13:00", HOUR)),
        (story(HIGH), Standing(), QUIET, "post"),
        (story(NORMAL, rung("x", severity=Severity.HIGH)), Standing(), QUIET, "post"),
        # cooldown: per watch, broken by a higher severity, or by a watch that is not in it
        (story(NORMAL), JUST_RANG, OFF, ("cooldown of Badr", 5 * HOUR)),
        (story(HIGH), JUST_RANG, OFF, "post"),
        (story(NORMAL, OTHER), JUST_RANG, OFF, "post"),
        (story(replace(NORMAL, cooldown=None)), JUST_RANG, OFF, "post"),
        (story(replace(NORMAL, cooldown=HOUR)), JUST_RANG, OFF, "post"),
        # budget: high never waits
        (story(NORMAL), FULL, FEW, ("budget of 3 an hour is used up", HOUR)),
        (story(LOW), FULL, FEW, ("budget of 3 an hour is used up", HOUR)),
        (story(HIGH), FULL, FEW, "post"),
        (story(NORMAL), Standing(told_in_last_hour=2), FEW, "post"),
        # with a daily digest, what is folded comes in it
        (story(NORMAL), JUST_RANG, replace(OFF, digest=DIGEST), ("cooldown of Badr", 20 * HOUR)),
        # silences
        (
            story(NORMAL),
            silence("watch", "badr"),
            OFF,
            ("watch silenced by mira: a drill", 2 * HOUR),
        ),
        (story(NORMAL, OTHER), silence("watch", "badr"), OFF, "post"),
        (
            story(HIGH),
            silence("source", "example"),
            OFF,
            ("source silenced by mira: a drill", 2 * HOUR),
        ),
        (
            story(HIGH, id="s1"),
            silence("story", "s1"),
            OFF,
            ("story silenced by mira: a drill", 2 * HOUR),
        ),
        (story(HIGH, id="s1"), silence("story", "s2"), OFF, "post"),
    ],
)
def test_what_holds_a_story_back_and_until_when(
    one: Story, standing: Standing, settings: AlertSettings, expected: object
) -> None:
    assert outcome(step(one, standing, settings)) == expected


def test_a_silenced_watch_is_left_out_of_a_story_that_others_ring_for() -> None:
    taken = step(story(NORMAL, OTHER), silence("watch", "badr"))

    assert isinstance(taken, Post)
    assert isinstance(taken.alert.subject, Story)
    assert [one.watch_id for one in taken.alert.subject.rungs] == ["quds-force"]


def test_a_notice_is_never_held_back() -> None:
    [alert] = alerts_of(notice(), QUIET)
    assert alert.kind == "tocsin_notice"


# --- One story, one message --------------------------------------------------------------------

FIRST = story(NORMAL, id="s1", article="a1", outlet="First News")


def thread(**changes: object) -> Thread:
    known = Thread(
        alert_id=1,
        state="told",
        story=FIRST,
        watches=frozenset({"badr"}),
        severity=Severity.NORMAL,
        told_at=NOON - MINUTE,
    )
    return replace(known, **changes)


def copy(name: str = "Second News", **changes: object) -> Story:
    made = story(NORMAL, id="s1", outlet=name, part="copy", is_own_text=False)
    return replace(made, article=f"by {name}", **changes)


def joined(one: Story, known: Thread, settings: AlertSettings = OFF) -> Join:
    taken = step(one, Standing(thread=known), settings)
    assert isinstance(taken, Join)
    return taken


def test_another_outlet_is_counted_in_the_message_and_told_in_its_thread_later() -> None:
    taken = joined(copy(), thread())

    assert taken.thread.story.also == (Outlet("Second News", taken.reply.subject.url),)
    assert taken.thread.story.headline == FIRST.headline
    assert taken.reply.manner == "reply"
    assert taken.not_before == NOON + 14 * MINUTE  # of the interval that the message began


def test_two_outlets_share_a_reply_that_waits() -> None:
    first = joined(copy(), thread())
    waiting = replace(first.thread, pending=first.reply.subject)

    second = joined(copy("Third News"), waiting)

    assert [one.name for one in second.thread.story.also] == ["Second News", "Third News"]
    assert [one.name for one in second.reply.subject.also] == ["Third News"]
    assert second.not_before == first.not_before


def test_an_outlet_is_counted_once_and_a_text_of_its_own_as_one_more() -> None:
    once = joined(copy(is_own_text=True), thread())
    again = joined(copy(), once.thread)

    assert once.thread.story.texts == 2
    assert again.reply is None
    assert again.thread == once.thread


def test_news_about_a_story_goes_into_its_thread_at_once() -> None:
    taken = joined(copy(part="news"), thread())

    assert taken.reply.manner == "reply"
    assert taken.not_before == NOON


def test_news_takes_the_word_in_a_reply_that_waits() -> None:
    first = joined(copy(), thread())
    waiting = replace(first.thread, pending=first.reply.subject)

    second = joined(copy("Third News", part="news"), waiting)

    assert second.reply.subject.outlet == "Third News"
    assert [one.name for one in second.reply.subject.also] == ["Second News"]


@pytest.mark.parametrize(
    "rungs", [(OTHER,), (HIGH,)], ids=["a watch that is new", "a higher severity"]
)
def test_what_is_new_or_louder_is_raised_in_the_channel_too(rungs: tuple[object, ...]) -> None:
    taken = joined(copy(rungs=rungs), thread(), replace(OFF, budget_per_hour=0))

    assert taken.reply.manner == "broadcast"
    assert taken.not_before == NOON
    assert {one.watch_id for one in rungs} <= taken.thread.watches


def test_a_copy_of_a_story_that_is_held_joins_it_there() -> None:
    taken = joined(copy(), thread(state="held"), QUIET)

    assert taken.reply is None
    assert len(taken.thread.story.also) == 1


@pytest.mark.parametrize(
    ("state", "one", "expected"),
    [
        ("held", copy(rungs=(HIGH,)), "post"),  # excepted from what holds the other
        ("folded", copy(), "join"),
        ("folded", copy(part="news"), "post"),
        ("folded", copy(rungs=(OTHER,)), "post"),
        ("refused", copy(), "post"),
    ],
)
def test_a_story_that_no_message_tells_is_told_when_there_is_reason(
    state: str, one: Story, expected: str
) -> None:
    taken = step(one, Standing(thread=thread(state=state)), OFF)

    assert outcome(taken) == expected
    if isinstance(taken, Post):
        assert taken.alert.key == f"story:{one.article}:{CHANNEL}"


def test_replies_of_an_hour_are_few_however_many_outlets_there_are() -> None:
    known, replies = thread(told_at=NOON), set()
    at: Callable[[int], timedelta] = lambda number: number * HOUR / 200
    for number in range(200):
        now = NOON + at(number)
        if known.replied_at and known.replied_at <= now:
            known = replace(known, pending=None)
        one = copy(f"Outlet {number}", part="news" if number % 3 else "copy")
        [alert] = alerts_of(one, OFF)
        taken = decide(alert, one, Standing(thread=known), OFF, now=now)
        assert isinstance(taken, Join)
        replies.add(taken.not_before)
        known = replace(taken.thread, pending=taken.reply.subject)

    assert len([one for one in replies if one and one < NOON + HOUR]) <= 4
    assert len(known.story.also) == 200


def test_what_is_raised_in_quiet_hours_waits_for_their_end_unless_it_is_excepted() -> None:
    quiet, loud = copy(rungs=(OTHER,)), copy(rungs=(HIGH,))

    assert joined(quiet, thread(), QUIET).not_before == NOON + HOUR
    assert joined(loud, thread(), QUIET).not_before == NOON


# --- What is silent, what an edit of an article says, what two articles say at once --------------

SILENT = silence("story", "s1")


def silenced(one: Story, known: Thread) -> Step:
    return step(one, replace(SILENT, thread=known))


@pytest.mark.parametrize("state", ["told", "waiting", "held", "folded"])
def test_a_copy_of_a_silenced_story_is_counted_without_a_sound(state: str) -> None:
    taken = silenced(copy(), thread(state=state))

    assert isinstance(taken, Join)
    assert taken.reply is None
    assert [one.name for one in taken.thread.story.also] == ["Second News"]


@pytest.mark.parametrize("one", [copy(part="news"), copy(rungs=(OTHER,)), copy(kind="revision")])
def test_what_a_silenced_story_has_to_say_is_held_beside_its_message(one: Story) -> None:
    taken = silenced(one, thread())

    assert isinstance(taken, Hold)
    assert taken.alert.key == f"story:{one.article}:{CHANNEL}"
    assert taken.thread is not None
    assert taken.thread.alert_id == 1


def test_a_revision_is_said_by_itself_beside_a_reply_that_waits() -> None:
    first = joined(copy(), thread())
    waiting = replace(first.thread, pending=first.reply.subject)

    taken = joined(copy(kind="revision"), waiting)

    assert (taken.is_merged, taken.not_before) == (False, NOON)
    assert taken.reply.subject.also == ()


def test_two_articles_with_news_both_say_it_in_one_reply() -> None:
    said = [rung("badr", hit(f"Kataeb Hizbullah said {word}.")) for word in ("one", "two")]
    news = [copy(f"Outlet {n}", part="news", rungs=(one,)) for n, one in enumerate(said)]
    first = joined(news[0], thread(replied_at=NOON))
    waiting = replace(first.thread, pending=first.reply.subject)

    second = joined(news[1], waiting)

    assert second.is_merged
    [both] = second.reply.subject.rungs
    assert [one.sentence for one in both.hits] == [
        "Kataeb Hizbullah said one.",
        "Kataeb Hizbullah said two.",
    ]


@pytest.mark.parametrize(("is_own_text", "texts"), [(True, 2), (False, 1)])
def test_a_reply_for_two_articles_counts_their_texts(is_own_text: bool, texts: int) -> None:
    known = thread(replied_at=NOON)
    first = joined(copy(part="news", is_own_text=is_own_text), known)

    second = joined(
        copy("Third News", part="news", is_own_text=True),
        replace(first.thread, pending=first.reply.subject),
    )

    assert second.reply.subject.texts == texts


def test_a_watch_that_is_no_longer_named_is_not_raised_nor_counted_as_named() -> None:
    gone = copy(kind="revision", rungs=(replace(OTHER, severity=Severity.HIGH, is_gone=True),))

    taken = joined(gone, thread())

    assert taken.reply.manner == "reply"
    assert taken.thread.watches == {"badr"}
    assert [one.watch_id for one in taken.thread.story.rungs] == ["badr"]


def test_a_message_shows_how_loud_its_story_has_become() -> None:
    taken = joined(copy(rungs=(HIGH,)), thread())

    assert [one.severity for one in taken.thread.story.rungs] == [Severity.HIGH]


def test_a_clock_that_was_set_back_delays_no_reply_beyond_the_interval() -> None:
    known = thread(told_at=NOON + HOUR, replied_at=NOON + HOUR)

    assert joined(copy(), known).not_before == NOON + OFF.story_interval
    assert joined(copy(part="news"), known).not_before == NOON + OFF.story_interval


def test_what_is_folded_in_the_last_hour_before_quiet_hours_does_not_come_in_them() -> None:
    quiet = QuietHours(time(13), time(17), "UTC")

    taken = step(story(NORMAL), FULL, replace(FEW, quiet_hours=quiet))

    assert outcome(taken) == ("budget of 3 an hour is used up", 5 * HOUR)


def test_a_revision_of_a_story_that_the_channel_has_not_is_told_under_a_key_of_its_own() -> None:
    revised = copy(kind="revision")

    taken = step(revised, Standing())

    assert isinstance(taken, Post)
    assert taken.alert.key == f"story:{revised.article}:{CHANNEL}"
