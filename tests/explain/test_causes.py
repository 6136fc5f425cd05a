"""An article is lost at one stage after the other, and the explanation names the right one."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from monitor.explain import Cause
from monitor.explain.verdict import unread
from monitor.model import (
    AlertSettings,
    Context,
    DailyAt,
    Deferred,
    Fate,
    QuietHours,
    Refused,
    SourceCondition,
    SourceFilter,
)
from monitor.storage import silences
from monitor.storage.store import Store
from tests.alerts.fakes import Try
from tests.explain.builders import (
    BRIGADE,
    DAY,
    HERALD,
    HOUR,
    NAMED,
    NOON,
    SETTINGS,
    Newsroom,
    entry,
    page,
    url,
    watch,
)
from tests.ingest.builders import PLAIN


def said(*paragraphs: str) -> tuple[str, ...]:
    return (*PLAIN, *paragraphs)


# --- Told --------------------------------------------------------------------------------------


def test_told_where_when_and_as_which_message(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    room.deliver()

    found = room.explain(url())

    assert found.verdict.cause is Cause.TOLD
    (post,) = room.slack.posts
    assert f"as message {post.ts}" in str(found.verdict)
    assert [stage.name for stage in found.stages] == [
        "Fetched",
        "Extracted",
        "Matched",
        "Story",
        "Told",
    ]
    matched = "\n".join(found.stages[2].said)
    assert "“Kata'ib Hezbollah” in the text is kataib's “Kata'ib Hezbollah” at 100" in matched


def test_what_waits_for_slack_is_not_told_yet(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())

    assert room.explain(url()).verdict.cause is Cause.WAITING

    room.slack.wrong.extend([Deferred("channel_not_found")] * 9)
    room.deliver()
    assert room.explain(url()).verdict.cause is Cause.WAITING


# --- Not read ----------------------------------------------------------------------------------


def test_not_fetched(store: Store) -> None:
    room = Newsroom(store)
    room.failed(SourceCondition.UNREACHABLE, "connection refused by gazette.example:443")

    found = room.explain(url())

    assert found.verdict.cause is Cause.NOT_FETCHED
    assert "gazette is unreachable" in str(found.verdict)
    assert "connection refused by gazette.example:443" in str(found.verdict)
    assert any("last good one at 2026-11-21 12:00:00 UTC" in line for line in found.lines())


def test_blocked_source(store: Store) -> None:
    room = Newsroom(store)
    room.failed(SourceCondition.BLOCKED, "answered 403")

    found = room.explain(url())

    assert found.verdict.cause is Cause.BLOCKED
    assert "answered 403" in str(found.verdict)


def test_blocked_page(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(text="Roads are to be repaired."), None, why="page answered 403")

    found = room.explain(url())

    assert found.verdict.cause is Cause.BLOCKED
    assert str(found.verdict).startswith("Not told: page answered 403; the feed's own text")


@pytest.mark.parametrize(
    ("why", "cause"),
    [
        ("page answered 200 with a challenge page (Cloudflare)", Cause.BLOCKED),
        ("page answered 451", Cause.BLOCKED),
        ("page: robots.txt answered 503: nothing may be fetched", Cause.DISALLOWED),
        ("page answered 404", Cause.NOT_FETCHED),
        ("page timed out after 20 s", Cause.NOT_FETCHED),
        ("page: no such host www.wall-street.example", Cause.NOT_FETCHED),
        ("page: connection refused by challenge.example:443", Cause.NOT_FETCHED),
        ("the feed tells more than the page", None),
    ],
)
def test_why_a_page_could_not_be_had_whatever_its_host_is_called(
    why: str, cause: Cause | None
) -> None:
    assert unread(why) is cause


def test_disallowed_source_and_page(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(text="Roads."), None, why="page: robots.txt disallows it")
    room.failed(SourceCondition.DISALLOWED, "robots.txt disallows it")

    assert room.explain(url(1)).verdict.cause is Cause.DISALLOWED
    assert room.explain(url(2)).verdict.cause is Cause.DISALLOWED


def test_never_announced_by_a_source_that_is_well(store: Store) -> None:
    room = Newsroom(store)

    found = room.explain(url(7))

    assert found.verdict.cause is Cause.NOT_ANNOUNCED


def test_an_address_of_nobodys_site(store: Store) -> None:
    found = Newsroom(store).explain("https://elsewhere.example/a")

    assert found.verdict.cause is Cause.NO_SOURCE
    assert "`tocsin sources add elsewhere.example`" in str(found.verdict)


def test_not_extracted(store: Store) -> None:
    room = Newsroom(store)
    empty = replace(page(), body=b"<html><body></body></html>")
    assert room.take(entry(title=""), empty) is Fate.NO_ARTICLE

    found = room.explain(url())

    assert found.verdict.cause is Cause.NOT_EXTRACTED
    assert found.stages[0].said[0].startswith("by gazette at 2026-11-22 12:00:00 UTC")


def test_a_page_that_is_asked_for_again(store: Store) -> None:
    room = Newsroom(store)
    assert room.take(entry(title="Roads"), None, why="page timed out after 20 s") is Fate.FAILED

    found = room.explain(url())

    assert found.verdict.cause is Cause.NOT_FETCHED
    assert "it is asked for again at" in str(found.verdict)


# --- Read, and found to concern no watch -------------------------------------------------------


def test_below_threshold(store: Store) -> None:
    room = Newsroom(store, watch("muhandis", "Abu Mahdi al-Muhandis", threshold=97))
    room.take(entry(), page(paragraphs=said("Abu Mahdy al-Mohandess was seen in the town.")))

    found = room.explain(url())

    assert found.verdict.cause is Cause.BELOW_THRESHOLD
    assert "Abu Mahdy al-Mohandess" in str(found.verdict)
    assert "below threshold 97" in str(found.verdict)


def test_claimed_by_a_longer_name(store: Store) -> None:
    room = Newsroom(store, watch("hezbollah", "Hezbollah"), decoys=("Kata'ib Hezbollah",))
    room.take(entry(), page())

    found = room.explain(url())

    assert found.verdict.cause is Cause.LONGER_NAME
    assert "Kata'ib Hezbollah" in str(found.verdict)
    assert any("[longer-name]" in line for line in found.lines())


def test_outside_its_context(store: Store) -> None:
    near = Context(("Baghdad",), within=20)
    room = Newsroom(store, watch("zone", "Green Zone", near=near))
    room.take(entry(), page(paragraphs=said("Cars may not enter the Green Zone of the town.")))

    found = room.explain(url())

    assert found.verdict.cause is Cause.CONTEXT
    assert "none of Baghdad" in str(found.verdict)


def test_limited_to_other_sources(store: Store) -> None:
    only = SourceFilter(ids=frozenset({"herald"}))
    room = Newsroom(store, replace(BRIGADE, sources=only))
    room.take(entry(), page())

    assert room.explain(url()).verdict.cause is Cause.LIMITED


def test_names_nothing(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page(paragraphs=PLAIN))

    assert room.explain(url()).verdict.cause is Cause.NOT_NAMED


# --- Found, and held back ----------------------------------------------------------------------


def test_too_old(store: Store) -> None:
    room = Newsroom(store)
    assert room.take(entry(published_at=NOON - 8 * DAY), page()) is Fate.STORED_OLD

    assert room.explain(url()).verdict.cause is Cause.TOO_OLD


def test_possible_only(store: Store) -> None:
    room = Newsroom(store)
    room.careful.text = "\n".join(PLAIN)
    room.take(entry(), page())

    assert room.explain(url()).verdict.cause is Cause.POSSIBLE


def test_of_the_same_story(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(1), page(1))
    copy = entry(2, url="https://herald.example/2")
    room.take(copy, page(2, url="https://herald.example/2"), source=HERALD)
    room.deliver()

    found = room.explain("https://herald.example/2")

    assert found.verdict.cause is Cause.SAME_STORY
    assert f"the same story as {url(1)}, told in #news-watch at" in str(found.verdict)


@pytest.mark.parametrize("target", ["watch:kataib", "source:gazette"])
def test_silenced(store: Store, target: str) -> None:
    room = Newsroom(store)
    kind, _, name = target.partition(":")
    with store.begin() as db:
        silences.add(
            db, kind, name, until=NOON + DAY, author="mira", reason="a drill", now=NOON - HOUR
        )
    room.take(entry(), page())
    room.deliver()

    found = room.explain(url())

    assert found.verdict.cause is Cause.SILENCED
    assert "silenced by mira: a drill" in str(found.verdict)


def test_in_quiet_hours_and_then_folded_into_a_digest(store: Store) -> None:
    quiet = QuietHours(time(11), time(13), "UTC")
    room = Newsroom(store, settings=replace(SETTINGS, quiet_hours=quiet))
    room.take(entry(), page())
    room.deliver()

    assert room.explain(url()).verdict.cause is Cause.QUIET_HOURS

    room.slack.lived += timedelta(hours=2).total_seconds()
    room.deliver()

    found = room.explain(url())
    assert found.verdict.cause is Cause.DIGEST
    assert "in a digest in #news-watch" in str(found.verdict)
    assert "(quiet hours until 13:00)" in str(found.verdict)


def test_in_a_cooldown(store: Store) -> None:
    daily = AlertSettings(channel="#news-watch", digest=DailyAt(time(8), "UTC"))
    room = Newsroom(store, replace(BRIGADE, cooldown=DAY), settings=daily)
    room.take(entry(1), page(1))
    other = ("Something else happened on the river, where boats were held for hours.",)
    room.take(entry(2, title="Boats held"), page(2, (*other * 3, NAMED[-1])))
    room.deliver()

    assert room.explain(url(2)).verdict.cause is Cause.COOLDOWN


def test_refused_by_slack(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    refused = Try(Refused("msg_blocks_too_long"), applied_after=None)
    room.slack.tries.append(refused)
    room.deliver()

    found = room.explain(url())

    assert found.verdict.cause is Cause.REFUSED
    assert "msg_blocks_too_long" in str(found.verdict)
