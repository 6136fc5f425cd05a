"""Later visits: a missing page completes its article, a changed one revises it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Fate, FeedEntry, Miss, Page, Source, Story, Tier, Visit
from monitor.storage import articles, outbox, revisions, visits
from monitor.storage.articles import Stored
from monitor.storage.revisions import StoredRevision
from monitor.storage.store import Store
from tests.ingest.builders import (
    DAY,
    GAZETTE,
    HOUR,
    NAMED,
    NOON,
    PLAIN,
    Careful,
    configuration,
    entry,
    good_look,
    page,
)

MINUTE = timedelta(minutes=1)
ZONED = (*PLAIN, "The way into the Green Zone stays closed until the repairs have come to an end.")


class Desk:
    """A newsdesk, and questions about what it keeps."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.careful = Careful()
        self.desk = Newsdesk(rules_of(configuration()), store, self.careful, rung=lambda: None)

    async def take(
        self, announced: FeedEntry, page: Page | None, *, why: str = "", now: datetime = NOON
    ) -> Fate:
        return await self.desk.take(GAZETTE, announced, page, why=why, now=now)

    async def see(self, paragraphs: Iterable[str], *, now: datetime, **fields: str) -> Fate:
        """Visit the page that is due, which reads so by now."""
        source, visit = await self.due(now)
        seen = replace(page(1, paragraphs), fetched_at=now, **fields)
        return await self.desk.take_again(source, visit, seen, now=now)

    async def due(self, now: datetime) -> tuple[Source, Visit]:
        (one,) = await self.desk.due_visits({GAZETTE.id: GAZETTE}, now=now)
        return one

    async def next_at(self) -> datetime | None:
        return await self.desk.next_visit_at()

    async def told(self) -> list[Story]:
        waiting = await self.store.write(lambda db: outbox.waiting(db, most=100))
        return [one.subject for one in waiting if isinstance(one.subject, Story)]

    async def kept(self, url: str = "https://gazette.example/news/1") -> Stored:
        stored = await self.store.read(lambda db: articles.by_url(db, url))
        assert stored is not None
        return stored

    async def revisions(self) -> list[StoredRevision]:
        kept = await self.kept()
        return await self.store.read(lambda db: revisions.revisions_of(db, kept.id))


@pytest.fixture
async def desk(store: Store) -> Desk:
    made = Desk(store)
    await made.desk.polled(GAZETTE, good_look(NOON - HOUR))
    return made


def fresh(**fields: object) -> FeedEntry:
    return entry(published_at=NOON, **fields)


# --- What was missing ---------------------------------------------------------------------------


async def test_an_entry_without_any_text_is_visited_until_its_page_comes(desk: Desk) -> None:
    assert await desk.take(fresh(), None, why="page answered 503") is Fate.FAILED
    assert await desk.desk.unknown(GAZETTE, [fresh()]) == []
    assert await desk.next_at() == NOON + MINUTE / 2

    assert await desk.see(NAMED, now=NOON + MINUTE) is Fate.STORED

    (story,) = await desk.told()
    assert [rung.watch_id for rung in story.rungs] == ["kataib"]
    assert (await desk.kept()).article.tier is Tier.CAREFUL


async def test_a_page_that_never_comes_is_given_up_after_a_day(desk: Desk) -> None:
    await desk.take(fresh(), None, why="page answered 503")
    source, visit = await desk.due(NOON + MINUTE)

    fates = [
        await desk.desk.missed_again(source, visit, Miss(), now=NOON + age) for age in (MINUTE, DAY)
    ]

    assert fates == [Fate.FAILED, Fate.NO_ARTICLE]
    assert await desk.next_at() is None
    assert await desk.desk.unknown(GAZETTE, [fresh()]) == []


async def test_a_page_that_comes_later_completes_what_the_feed_told_and_tells_the_rest(
    desk: Desk,
) -> None:
    announced = fresh(text="Kata'ib Hezbollah denied it.", title="A denial")
    await desk.take(announced, None, why="page answered 429")

    text = (*NAMED, ZONED[-1])
    assert await desk.see(text, now=NOON + MINUTE) is Fate.COMPLETED

    first, second = await desk.told()
    assert [rung.watch_id for rung in first.rungs] == ["kataib"]
    assert [rung.watch_id for rung in second.rungs] == ["zone"]
    kept = await desk.kept()
    assert (kept.article.text, kept.article.note) == ("\n".join(text), "")
    assert await desk.revisions() == []
    assert await desk.next_at() == NOON + 15 * MINUTE


async def test_half_a_page_is_read_and_asked_for_again(desk: Desk) -> None:
    half = replace(page(paragraphs=PLAIN), is_whole=False)
    assert await desk.take(fresh(), half) is Fate.STORED

    assert await desk.see(NAMED, now=NOON + MINUTE) is Fate.COMPLETED

    assert len(await desk.told()) == 1


async def test_what_comes_later_of_a_backlog_waits_for_the_next_summary(store: Store) -> None:
    desk = Desk(store)
    old = entry(published_at=NOON - DAY, text="Roads.")
    assert await desk.take(old, None, why="page answered 503") is Fate.STORED_QUIET
    await desk.desk.polled(GAZETTE, good_look(NOON))

    assert await desk.see(NAMED, now=NOON + MINUTE) is Fate.COMPLETED
    assert await desk.told() == []
    await desk.desk.polled(GAZETTE, good_look(NOON + HOUR))

    (summary,) = await desk.told()
    assert (summary.kind, summary.headline) == ("backlog", "1 earlier article of The Gazette")


async def test_addresses_that_lead_to_one_foreign_page_are_not_one_article(desk: Desk) -> None:
    wall = replace(
        page(paragraphs=["We and our many vendors would like to keep things on your device."] * 9),
        url="https://gazette.example/agree?to=somewhere",
    )
    for number in (1, 2):
        announced = entry(number, title=f"Bridge number {number} inaugurated yesterday morning")
        assert await desk.take(announced, wall) is Fate.FAILED

    assert await desk.desk.due_visits({GAZETTE.id: GAZETTE}, now=NOON + MINUTE) != []
    assert await desk.store.read(articles.count_articles) == 0


async def test_a_foreign_page_that_passed_for_one_article_is_found_out_by_the_next(
    desk: Desk,
) -> None:
    """Two words are too few to tell that the first page was no article of its headline."""
    wall = replace(page(paragraphs=NAMED), url="https://gazette.example/subscribe/now")
    assert await desk.take(entry(1, title="Bridge opens"), wall) is Fate.STORED

    second = entry(2, title="Harbour closes", text="The harbour closes.")
    assert await desk.take(second, wall) is Fate.STORED

    assert (await desk.kept("https://gazette.example/news/2")).article.tier is Tier.FEED
    due = await desk.desk.due_visits({GAZETTE.id: GAZETTE}, now=NOON + MINUTE)
    assert sorted(visit.entry.key for _, visit in due if visit.is_missed) == ["guid-1", "guid-2"]


# --- What has changed ---------------------------------------------------------------------------


async def test_a_page_that_tells_the_same_is_looked_at_ever_more_rarely(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=PLAIN))
    assert await desk.next_at() == NOON + HOUR

    noisy = ("Updated 12:40", *PLAIN, "Read also: What the mayor wore")
    assert await desk.see(noisy, now=NOON + HOUR) is Fate.SAME_TEXT

    assert await desk.next_at() == NOON + 6 * HOUR
    assert await desk.revisions() == []


async def test_a_name_that_is_added_to_a_published_article_rings(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=PLAIN))

    assert await desk.see(NAMED, now=NOON + HOUR) is Fate.CHANGED

    (story,) = await desk.told()
    assert (story.kind, story.url) == ("revision", "https://gazette.example/news/1")
    (rung,) = story.rungs
    assert (rung.watch_id, rung.is_gone, rung.hits[0].sentence) == ("kataib", False, NAMED[-1])
    (revision,) = await desk.revisions()
    assert (revision.text, revision.tier) == ("\n".join(PLAIN), Tier.QUICK)
    assert (revision.added, revision.removed, revision.named) == ((NAMED[-1],), (), ("kataib",))
    assert (await desk.kept()).article.text == "\n".join(NAMED)


async def test_a_name_that_is_taken_out_of_a_published_article_rings(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=NAMED))

    assert await desk.see(PLAIN, now=NOON + HOUR) is Fate.CHANGED

    (_, story) = await desk.told()
    (rung,) = story.rungs
    assert (story.kind, rung.watch_id, rung.is_gone) == ("revision", "kataib", True)
    assert rung.hits[0].sentence == NAMED[-1]
    (revision,) = await desk.revisions()
    assert (revision.removed, revision.unnamed) == ((NAMED[-1],), ("kataib",))


async def test_a_page_that_changes_to_and_fro_rings_once_each_way(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=NAMED))

    for hours, text in ((1, PLAIN), (4, NAMED), (12, PLAIN), (24, NAMED)):
        assert await desk.see(text, now=NOON + hours * HOUR) is Fate.CHANGED

    kinds = [(one.kind, [rung.is_gone for rung in one.rungs]) for one in await desk.told()]
    assert kinds == [("article", [False]), ("revision", [True])]
    assert len(await desk.revisions()) == 4


async def test_an_edit_of_the_watchlist_is_no_edit_of_the_article(desk: Desk) -> None:
    text = (*PLAIN, "The Roads Agency was not heard about any of the works in the last weeks.")
    await desk.take(fresh(), page(paragraphs=text))
    watches = configuration().watchlist.watches
    roads = replace(watches[1], id="roads", name="Roads Agency", forms=(
        replace(watches[1].forms[0], text="Roads Agency"),
    ))  # fmt: skip
    desk.desk.swap(configuration(*watches, roads))

    fate = await desk.see((*text, "The mayor was seen at the bridge."), now=NOON + HOUR)

    assert fate is Fate.CHANGED
    assert await desk.told() == []


async def test_half_a_text_is_believed_when_it_is_seen_twice(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=NAMED))
    half = NAMED[:2]

    assert await desk.see(half, now=NOON + 15 * MINUTE) is Fate.SAME_TEXT
    assert await desk.next_at() == NOON + 45 * MINUTE
    assert (await desk.kept()).article.text == "\n".join(NAMED)

    assert await desk.see(half, now=NOON + 45 * MINUTE) is Fate.CHANGED
    assert [one.kind for one in await desk.told()] == ["article", "revision"]


async def test_a_source_that_nobody_looks_at_is_not_visited(desk: Desk) -> None:
    await desk.take(fresh(), page(paragraphs=PLAIN))

    assert await desk.desk.due_visits({}, now=NOON + HOUR) == []
    assert await desk.next_at() == NOON + 7 * HOUR


async def test_a_page_that_is_not_modified_is_not_read(desk: Desk) -> None:
    await desk.take(fresh(), replace(page(paragraphs=NAMED), etag='"a"'))
    _, visit = await desk.due(NOON + 15 * MINUTE)
    assert visit.etag == '"a"'

    assert await desk.desk.same_again(visit, now=NOON + 15 * MINUTE) is Fate.SAME_TEXT

    assert await desk.next_at() == NOON + HOUR
    (kept,) = await desk.store.read(lambda db: visits.due(db, most=9, now=NOON + DAY))
    assert kept.etag == '"a"'
