"""The more of a source is known, the better it is read: what is of the page no longer rings."""

import pytest

from monitor.ingest.acquaintance import FRESH_FOR
from monitor.ingest.desk import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Fate
from monitor.storage import articles
from monitor.storage.store import Store
from tests.ingest.builders import (
    DAY,
    GAZETTE,
    NOON,
    PLAIN,
    Careful,
    configuration,
    entry,
    good_look,
    page,
)

LABEL = "Our dossier on Kata'ib Hezbollah"
TEASER = "Kata'ib Hezbollah leaves the northern valley"


@pytest.fixture
async def desk(store: Store) -> Newsdesk:
    desk = Newsdesk(rules_of(configuration()), store, Careful(), rung=lambda: None)
    await desk.polled(GAZETTE, good_look())
    return desk


async def take(desk: Newsdesk, number: int, *lines: str, title: str = "Roads") -> Fate:
    """Each article some time after the one before it, so that the desk knows of that."""
    now = NOON + number * 2 * FRESH_FOR
    told = [f"{number}. {line}" for line in PLAIN]
    announced = entry(number, title=title, published_at=now)
    return await desk.take(
        GAZETTE, announced, page(number, [*told, *lines, told[0]]), why="", now=now
    )


async def matches(store: Store, number: int) -> list[str]:
    url = f"https://gazette.example/news/{number}"
    stored = await store.read(lambda db: articles.by_url(db, url))
    assert stored is not None
    found = await store.read(lambda db: articles.matches_of(db, stored.id))
    return [one.match.watch_id for one in found]


async def test_a_label_that_stands_in_every_article_names_nobody_after_the_third(
    desk: Newsdesk, store: Store
) -> None:
    for number in range(5):
        assert await take(desk, number, LABEL) is Fate.STORED

    assert [await matches(store, number) for number in range(5)] == [["kataib"]] * 3 + [[]] * 2


async def test_a_sentence_that_comes_in_every_article_is_never_taken_out(
    desk: Newsdesk, store: Store
) -> None:
    for number in range(8):
        await take(desk, number, "A spokesman of Kata'ib Hezbollah denied any part in it again.")

    assert await matches(store, 7) == ["kataib"]


async def test_the_headline_of_another_article_names_nobody_in_this_one(
    desk: Newsdesk, store: Store
) -> None:
    await take(desk, 1, TEASER)
    teased = page(2)
    await desk.take(
        GAZETTE,
        entry(2, title=TEASER),
        page(2, body=teased.body.replace(b"Roads to be repaired", TEASER.encode())),
        why="",
        now=NOON + DAY,
    )
    await desk.take(
        GAZETTE, entry(3), page(3, [*PLAIN, TEASER, PLAIN[0]]), why="", now=NOON + 2 * DAY
    )

    assert await matches(store, 1) == ["kataib"]
    assert await matches(store, 2) == ["kataib"]
    assert await matches(store, 3) == []


async def test_what_is_known_is_asked_for_once_for_all_articles_of_a_look(
    desk: Newsdesk, store: Store
) -> None:
    for number in range(5):
        read = page(number, [*(f"{number}. {line}" for line in PLAIN), LABEL])
        await desk.take(GAZETTE, entry(number), read, why="", now=NOON)

    assert await matches(store, 4) == ["kataib"]
