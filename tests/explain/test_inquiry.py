"""The article that is meant is found, whatever its address is written like."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.explain import Cause, explain_address, explain_story
from monitor.matching import Matcher
from monitor.storage import articles, hunts, labels, proofs
from monitor.storage.revisions import Change, revise
from monitor.storage.store import Store
from monitor.storage.versions import Version
from tests.explain.builders import (
    BRIGADE,
    DAY,
    HERALD,
    HOUR,
    NOON,
    Newsroom,
    entry,
    id_of,
    page,
    url,
    watch,
)


@pytest.mark.parametrize(
    "address",
    [
        "https://gazette.example/news/1?utm_source=x&fbclid=y#top",
        "https://gazette.example/news/1/",
        "http://www.gazette.example/news/1",
        "https://gazette.example/news/1/amp",
        "https://gazette.example/amp/news/1?amp=1",
        "https://amp.gazette.example/news/1",
        "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/news/1",
        " https://GAZETTE.example/news/1 ",
    ],
)
def test_an_article_is_found_by_other_forms_of_its_address(store: Store, address: str) -> None:
    room = Newsroom(store)
    room.take(entry(), page())

    assert room.explain(address).url == url()


def test_an_article_is_found_by_the_address_that_led_to_it(store: Store) -> None:
    room = Newsroom(store)
    short = "https://gazette.example/r/xyz?at_medium=rss"
    room.take(entry(url=short), page())

    found = room.explain("https://gazette.example/r/xyz")

    assert (found.url, found.verdict.cause) == (url(), Cause.WAITING)


def test_a_story_is_explained_by_its_id(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    room.deliver()
    story_id = room.slack.posts[0].message.metadata["event_payload"]["story"]

    with store.begin() as db:
        found = explain_story(db, story_id, room.configuration.sources)
        unknown = explain_story(db, "0" * 20, room.configuration.sources)

    assert found is not None
    assert found.verdict.cause is Cause.TOLD
    assert unknown is None


def test_who_else_carried_an_article_is_said(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    room.take(entry(2, url=url(1)), page(1), source=HERALD)

    assert any("also carried by herald" in line for line in room.explain(url()).lines())


def test_a_site_is_known_by_what_its_source_brought_from_elsewhere(store: Store) -> None:
    room = Newsroom(store)
    there = "https://stories.example/1"
    room.take(entry(url=there), replace(page(), url=there))

    found = room.explain("https://stories.example/2")

    assert found.verdict.cause is Cause.NOT_ANNOUNCED
    assert "gazette answers well" in str(found.verdict)


def test_what_an_article_nearly_rang_for_is_kept_for_a_week(store: Store) -> None:
    room = Newsroom(store, watch("hezbollah", "Hezbollah"), decoys=("Kata'ib Hezbollah",))
    room.take(entry(), page())

    with store.begin() as db:
        article_id = id_of(db, url())
        (miss,) = proofs.misses_of(db, article_id)
        proofs.keep_misses(db, article_id, [miss], now=NOON + timedelta(days=8))
        since = proofs.misses_since(db, NOON + timedelta(days=1))

    assert miss.reason == "decoy Kata'ib Hezbollah"
    assert miss.sentence.startswith("A spokesman of Kata'ib Hezbollah")
    assert [one.url for one in since] == [url()]


@pytest.mark.parametrize(
    ("swept", "edited", "is_judged"),
    [
        (None, None, True),
        (-DAY, None, True),
        (HOUR, None, False),
        (HOUR, DAY, True),
        (DAY, HOUR, False),
        (8 * DAY, None, True),
    ],
)
def test_an_article_is_judged_anew_only_where_its_near_misses_are_not_known(
    store: Store, swept: timedelta | None, edited: timedelta | None, *, is_judged: bool
) -> None:
    room = Newsroom(store)
    room.take(entry(), page(paragraphs=["The roads are wet."] * 9))
    asked: list[Matcher] = []

    def matcher() -> Matcher:
        asked.append(Matcher(room.configuration.watchlist))
        return asked[0]

    with store.begin() as db:
        if swept is not None:
            labels.swept(db, proofs.SWEEP, id_of(db, url()), now=NOON + swept)
        if edited is not None:
            hunts.keep_list(db, Version(room.configuration.watchlist), now=NOON + edited)
        found = explain_address(db, url(), room.configuration.sources, matcher=matcher)

    assert (found.verdict.cause, bool(asked)) == (Cause.NOT_NAMED, is_judged)


def test_what_became_of_the_page_later_is_said(store: Store) -> None:
    room = Newsroom(store)
    room.take(entry(), page())
    with store.begin() as db:
        stored = articles.by_url(db, url())
        assert stored is not None
        after = replace(stored.article, text="Nobody was there.")
        change = Change(stored.article, after, ("Nobody.",), ("A", "B"), unnamed=("kataib",))
        revise(db, stored.id, change, now=NOON + HOUR)

    lines = list(room.explain(url()).lines())

    assert "Changed: at 2026-11-22 13:00:00 UTC: 1 line came, 2 lines went" in lines
    assert "  by which it names kataib no longer" in lines


def test_an_article_that_rings_is_no_near_miss_of_the_same_watch(store: Store) -> None:
    room = Newsroom(store, BRIGADE, watch("hezbollah", "Hezbollah"))
    room.take(entry(), page())

    with store.begin() as db:
        (miss,) = proofs.misses_of(db, id_of(db, url()))

    assert (miss.mention.watch_id, miss.reason) == ("hezbollah", "watch kataib")
