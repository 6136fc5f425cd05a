"""Why it rang, or did not, as people in Slack are told."""

from alerts.why import LINES_SHOWN, where_it_would_ring, why_address, why_story
from monitor.model import AlertSettings, Form, Route, Severity, Source, Watch
from monitor.storage import outbox
from monitor.storage.store import Store
from tests.alerts.builders import CHANNEL, NOON, rung, story
from tests.explain.builders import Newsroom, entry, page, url

SOURCES = (Source("example", "https://news.example/feed"),)


def test_a_story_is_explained_with_the_verdict_first(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    room.deliver()
    told = room.slack.posts[0]
    story_id = told.message.metadata["event_payload"]["story"]

    with store.begin() as db:
        first, *stages = why_story(db, story_id, SOURCES)

    assert first == f"Told: in {CHANNEL} at 2026-11-22 12:00:00 UTC, as message {told.ts}."
    assert stages[0].startswith(f"Fetched: at 2026-11-22 12:00:00 UTC from gazette, {url()}")
    assert len(stages) < LINES_SHOWN
    assert [one.partition(":")[0] for one in stages if not one.startswith("•")] == [
        "Fetched",
        "Extracted",
        "Matched",
        "Story",
    ]


def test_an_address_that_was_never_seen_is_explained_by_its_source(store: Store) -> None:
    with store.begin() as db:
        first, *_ = why_address(db, "https://news.example/1", SOURCES)

    assert first == "Not told: never seen: example was not looked at yet."


def test_what_is_no_address_is_answered_too(store: Store) -> None:
    with store.begin() as db:
        (said,) = why_address(db, "https://[news", SOURCES)

    assert said == "'https://[news' is no address: no host can be read in it"


def test_a_story_of_which_nothing_is_kept_says_so(store: Store) -> None:
    with store.begin() as db:
        outbox.put(db, story(rung(), id="s1"), key="s1", now=NOON)

        assert why_story(db, "s1", ()) == ("Nothing is kept of this story any more.",)


def test_a_text_would_ring_in_the_channel_of_its_watch_or_route() -> None:
    quds = Watch("quds", "Quds Force", (Form("Quds Force", "name"),), severity=Severity.HIGH)
    badr = Watch("badr", "Badr", (Form("Badr", "name"),), channel="#badr")
    settings = AlertSettings(channel=CHANNEL, routes=(Route("#urgent", Severity.HIGH),))

    assert where_it_would_ring((quds, badr), "en", settings) == (
        "Quds Force rings in #urgent",
        "Badr rings in #badr",
    )
