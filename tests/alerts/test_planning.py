"""Stories, digests and silences all the way to the channel, in virtual time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from alerts.terms import Patience
from monitor.model import (
    AlertSettings,
    DailyAt,
    Deferred,
    Digest,
    QuietHours,
    Severity,
    Story,
    Unknown,
)
from monitor.storage import held, silences
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, rung, story
from tests.alerts.delivery import SETTINGS, alerts, deliver_for, put
from tests.alerts.fakes import FakeSlack, Try
from tests.alerts.virtual_time import WallClock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
RARELY = Patience(poll=timedelta(minutes=1))
SOON = Patience(poll=timedelta(seconds=10))
HOURLY = Patience(poll=timedelta(hours=1))
QUIET = replace(SETTINGS, quiet_hours=QuietHours(time(11), time(13), "UTC"))


@pytest.fixture
def database() -> str:
    """One kind will do here; the storage's own tests try both."""
    return "sqlite"


def told(slack: FakeSlack) -> list[tuple[str, str]]:
    """What stands in the channels: kind and first words."""
    return [(one.message.metadata["event_type"], one.message.text) for one in slack.posts]


def copies(first: Story, count: int, **changes: object) -> list[Story]:
    return [
        replace(
            story(*first.rungs),
            id=first.id,
            article=f"{first.id}-{number}",
            outlet=f"Outlet {number}",
            part="copy",
            is_own_text=False,
            **changes,
        )
        for number in range(count)
    ]


def texts(slack: FakeSlack) -> str:
    return "\n".join(str(one.message.blocks) for one in slack.posts)


def states(store: Store) -> Sequence[str]:
    return [one.state for one in alerts(store)]


def test_a_story_of_many_outlets_is_one_message_with_one_reply(store: Store) -> None:
    slack, first = FakeSlack(), story(outlet="First News")
    put(store, first)
    deliver_for(store, slack, minutes=1, patience=SOON)
    put(store, *copies(first, 30))

    deliver_for(store, slack, minutes=20, patience=RARELY)

    [message, reply] = slack.posts
    assert "31 outlets, the same text" in str(message.message.blocks)
    assert message.message.metadata["event_payload"]["key"] == f"story:{first.id}:{CHANNEL}"
    assert reply.message.thread_ts == message.ts
    assert reply.message.metadata["event_type"] == "tocsin_update"
    assert reply.at >= 15 * 60
    assert "and 18 more" in reply.message.text
    assert len(slack.edits) == 1


def test_outlets_that_come_before_the_message_is_sent_are_counted_in_it(store: Store) -> None:
    slack, first = FakeSlack(), story(outlet="First News")
    slack.wrong.extend([Deferred("channel_not_found")] * 2)
    put(store, first, *copies(first, 2))

    deliver_for(store, slack, minutes=1, patience=SOON)

    assert "3 outlets" in str(slack.posts[0].message.blocks)
    assert slack.edits == []


def test_a_watch_that_is_new_to_the_story_is_raised_in_the_channel(store: Store) -> None:
    slack, first = FakeSlack(), story(rung("badr"))
    [other] = copies(first, 1)
    put(store, first, replace(other, rungs=(rung("quds-force"),), part="news"))

    deliver_for(store, slack, minutes=1, patience=SOON)

    [message, reply] = slack.posts
    assert (reply.message.thread_ts, reply.message.is_broadcast) == (message.ts, True)
    assert message.message.metadata["event_payload"]["watches"] == "badr,quds-force"


@pytest.mark.parametrize("answer", [Unknown("answer lost"), Deferred("ratelimited", MINUTE)])
def test_an_edit_that_fails_is_made_again_and_holds_up_nobody_for_long(
    store: Store, answer: Unknown | Deferred
) -> None:
    slack, first = FakeSlack(), story()
    put(store, first)
    deliver_for(store, slack, minutes=1, patience=SOON)
    slack.tries.append(Try(answer, applied_after=None))
    put(store, *copies(first, 1), story())

    deliver_for(store, slack, minutes=5, patience=RARELY)

    assert "2 outlets" in str(slack.posts[0].message.blocks)
    assert len(slack.posts) == 2


def test_a_lost_answer_of_a_reply_is_looked_for_in_its_thread(store: Store) -> None:
    slack, first = FakeSlack(), story()
    [other] = copies(first, 1)
    put(store, first)
    deliver_for(store, slack, minutes=1, patience=SOON)
    put(store, replace(other, part="news"))
    slack.tries.append(Try(Unknown("answer lost")))

    deliver_for(store, slack, minutes=5, patience=RARELY)

    assert len(slack.posts) == 2
    assert states(store) == ["told", "told", "told"]


def test_where_messages_have_no_name_replies_stand_by_themselves(store: Store) -> None:
    slack, first = Nameless(), story()
    [other] = copies(first, 1)
    put(store, first, replace(other, part="news"))

    deliver_for(store, slack, minutes=1, patience=SOON)

    assert [one.message.thread_ts for one in slack.posts] == [None, None]
    assert states(store) == ["told", "told"]


class Nameless(FakeSlack):
    """As a webhook: it takes messages and names none."""

    async def send(self, message: object) -> object:
        outcome = await super().send(message)
        return replace(outcome, ts="")


def test_quiet_hours_end_with_one_digest(store: Store) -> None:
    slack = FakeSlack()
    quiet = story(headline="The first"), story(rung(severity=Severity.HIGH), headline="The second")
    put(store, *quiet)

    deliver_for(store, slack, minutes=59, settings=QUIET, patience=RARELY)
    assert told(slack) == []
    assert [one.reason for one in alerts(store)] == [
        "quiet hours until 13:00: comes in a digest at 2026-11-22 13:00 UTC"
    ] * 2
    deliver_for(store, slack, minutes=2, settings=QUIET, patience=RARELY)

    [(kind, text)] = told(slack)
    assert kind == "tocsin_digest"
    assert text == ("2 stories were held back: quiet hours until 13:00: “The second”; “The first”.")
    assert states(store) == ["folded", "folded", "told"]


def test_a_silence_ends_with_what_it_held_back(store: Store) -> None:
    slack = FakeSlack()
    with store.begin() as db:
        until = NOON + 30 * MINUTE
        silences.add(db, "watch", "badr", until=until, author="mira", reason="", now=NOON)
    put(store, story(rung("badr"), headline="Held"), story(rung("quds-force")))

    deliver_for(store, slack, minutes=31, patience=RARELY)

    assert [kind for kind, _ in told(slack)] == ["tocsin_alert", "tocsin_digest"]


def daily(zone: str, at: time) -> AlertSettings:
    return replace(SETTINGS, digest=DailyAt(at, zone))


@pytest.mark.parametrize(
    "settings", [daily("Europe/Berlin", time(2, 30)), daily("Asia/Baghdad", time(8))]
)
def test_a_daily_digest_comes_once_on_each_date_and_tells_of_quiet_days_too(
    store: Store, settings: AlertSettings
) -> None:
    slack = FakeSlack()
    deliver_for(store, slack, minutes=1, settings=settings, patience=HOURLY)
    put(store, story(headline="Told by itself"))

    deliver_for(store, slack, minutes=60 * 24 * 3, settings=settings, patience=HOURLY)

    digests = [text for kind, text in told(slack) if kind == "tocsin_digest"]
    assert len(digests) == 3
    assert "1 told: “Told by itself”" in digests[0]
    assert digests[1].endswith("nothing rang.")


def test_a_first_start_owes_no_digest_of_days_before_it(store: Store) -> None:
    with store.begin() as db:
        assert held.last_day(db, "digest") is None
    slack = FakeSlack()

    deliver_for(store, slack, minutes=1, settings=daily("UTC", time(8)))

    assert told(slack) == []


def test_a_digest_of_very_many_stories_says_how_many_more_there_are(store: Store) -> None:
    slack = FakeSlack()
    put(store, *[story() for _ in range(70)])

    deliver_for(store, slack, minutes=62, settings=QUIET, patience=RARELY)

    digest = alerts(store)[-1].alert.subject
    assert isinstance(digest, Digest)
    assert (len(digest.items), digest.more) == (40, 30)
    assert "more: `tocsin alerts list` has them all" in texts(slack)


def test_what_a_digest_does_not_read_it_counts_and_folds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST", 3)
    slack = FakeSlack()
    put(store, *[story() for _ in range(8)])

    deliver_for(store, slack, minutes=62, settings=QUIET, patience=RARELY)

    [digest] = [one.alert.subject for one in alerts(store) if one.state == "told"]
    assert isinstance(digest, Digest)
    assert digest.title.startswith("8 stories were held back")
    assert (len(digest.items), digest.more) == (3, 5)
    assert [one.state for one in alerts(store)] == ["folded"] * 8 + ["told"]


@pytest.mark.parametrize("days", [2, 400])
def test_a_clock_that_was_far_ahead_for_a_while_costs_no_digest_and_doubles_none(
    store: Store, days: int
) -> None:
    slack, settings = FakeSlack(), daily("UTC", time(13))
    deliver_for(store, slack, minutes=90, settings=settings, patience=HOURLY)
    clock = WallClock(slack.lived)
    clock.set_by += timedelta(days=days)
    deliver_for(store, slack, minutes=60, settings=settings, patience=HOURLY, now=clock)
    before = len(slack.posts)

    for _ in range(3):
        put(store, story())
        deliver_for(store, slack, minutes=60 * 24, settings=settings, patience=HOURLY)

    assert [kind for kind, _ in told(slack)[before:]] == ["tocsin_alert", "tocsin_digest"] * 3


def test_a_cooldown_folds_what_comes_after_the_first(store: Store) -> None:
    slack = FakeSlack()
    cool = rung("badr", cooldown=HOUR)
    put(store, story(cool), story(cool), story(cool))

    deliver_for(store, slack, minutes=62, patience=RARELY)

    assert [kind for kind, _ in told(slack)] == ["tocsin_alert", "tocsin_digest"]
    assert "2 stories were held back: cooldown of Badr" in told(slack)[1][1]
