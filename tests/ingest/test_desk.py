"""The newsdesk: from what a spider brings to the article, its matches and the outbox."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.errors import ExtractionError
from monitor.ingest import Newsdesk, open_newsdesk
from monitor.ingest.rules import Rules, rules_of
from monitor.model import (
    CrawlSettings,
    Fate,
    FeedEntry,
    Notice,
    Page,
    Severity,
    Source,
    SourceCondition,
    SourceFilter,
    Story,
    Tier,
)
from monitor.storage import articles, outbox
from monitor.storage.articles import Stored
from monitor.storage.store import Store
from tests.ingest.builders import (
    BRIGADE,
    DAY,
    GAZETTE,
    HOUR,
    NAMED,
    NOON,
    PLAIN,
    ZONE,
    Careful,
    configuration,
    entry,
    good_look,
    page,
    watch,
)

MINUTE = timedelta(minutes=1)
HERALD = Source("herald", "https://herald.example/feed", tags=frozenset({"iraq"}))


class Desk:
    """A newsdesk whose source was looked at before, and questions about what it keeps."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self.store = store
        self.careful = Careful()
        self.rung = 0
        self.desk = Newsdesk(rules, store, self.careful, rung=self._ring)

    def _ring(self) -> None:
        self.rung += 1

    async def take(
        self,
        entry: FeedEntry,
        page: Page | None,
        *,
        why: str = "",
        source: Source = GAZETTE,
        now: datetime = NOON,
    ) -> Fate:
        return await self.desk.take(source, entry, page, why=why, now=now)

    async def told(self) -> list[Story | Notice]:
        waiting = await self.store.write(lambda db: outbox.waiting(db, most=100))
        return [one.subject for one in waiting]

    async def kept(self, number: int = 1) -> Stored:
        url = f"https://gazette.example/news/{number}"
        stored = await self.store.read(lambda db: articles.by_url(db, url))
        assert stored is not None
        return stored

    async def matches(self, number: int = 1) -> list[tuple[str, bool]]:
        stored = await self.kept(number)
        found = await self.store.read(lambda db: articles.matches_of(db, stored.id))
        return [(one.match.watch_id, one.possible) for one in found]


@pytest.fixture(scope="session")
def rules() -> Rules:
    return rules_of(configuration())


@pytest.fixture
async def new(store: Store, rules: Rules) -> Desk:
    """A desk that never heard of its sources."""
    return Desk(store, rules)


@pytest.fixture
async def desk(new: Desk) -> Desk:
    for source in (GAZETTE, HERALD):
        await new.desk.polled(source, good_look(source_id=source.id))
    return new


async def test_a_page_that_names_a_watch_rings_with_the_words_that_show_it(desk: Desk) -> None:
    fate = await desk.take(entry(), page(paragraphs=NAMED))

    assert fate is Fate.STORED
    assert desk.rung == 1
    (story,) = await desk.told()
    assert isinstance(story, Story)
    assert (story.url, story.headline) == ("https://gazette.example/news/1", "Roads to be repaired")
    assert (story.outlet, story.published_at, story.note) == ("The Gazette", NOON - HOUR, "")
    (rung,) = story.rungs
    assert (rung.watch_id, rung.watch_name) == ("kataib", "Kata'ib Hezbollah")
    assert (rung.severity, rung.channel, rung.possible) == (Severity.HIGH, "#desk", False)
    (hit,) = rung.hits
    assert hit.sentence == NAMED[-1]
    assert hit.sentence[hit.start : hit.end] == "Kata'ib Hezbollah"
    assert await desk.matches() == [("kataib", False)]
    assert (await desk.kept()).article.tier is Tier.CAREFUL


async def test_every_mention_is_kept_with_the_readings_that_saw_it(desk: Desk) -> None:
    await desk.take(entry(text="Kata'ib Hezbollah was heard."), page(paragraphs=NAMED))

    stored = await desk.kept()
    (found,) = await desk.store.read(lambda db: articles.matches_of(db, stored.id))
    (mention,) = found.match.mentions
    assert mention.seen_by == (Tier.QUICK, Tier.CAREFUL, Tier.FEED)
    assert stored.article.dated_by == "feed"


async def test_a_page_that_knows_its_own_date_better_than_the_feed_is_believed(desk: Desk) -> None:
    dated = page().body.replace(
        b"</head>",
        b"<meta property='article:published_time' content='2026-03-01T10:07:00+00:00'></head>",
    )

    await desk.take(entry(), replace(page(), body=dated))

    kept = (await desk.kept()).article
    assert (kept.published_at, kept.dated_by) == (NOON - 113 * MINUTE, "page")


async def test_a_page_that_names_nobody_is_kept_by_its_quick_text(desk: Desk) -> None:
    assert await desk.take(entry(), page()) is Fate.STORED

    assert (await desk.kept()).article.text == "\n".join(PLAIN)
    assert (await desk.kept()).article.tier is Tier.QUICK
    assert (desk.careful.pages, desk.rung, await desk.told()) == ([], 0, [])


async def test_the_careful_tier_reads_at_once_what_is_announced_with_a_name(desk: Desk) -> None:
    await desk.take(entry(), page())
    await desk.take(entry(2, text="Kata'ib Hezbollah was heard."), page(2))

    assert [url[-1] for url in desk.careful.pages] == ["2"]


async def test_the_careful_tier_reads_a_doubtful_page_only_if_there_is_a_name_anywhere_on_it(
    desk: Desk,
) -> None:
    aside = b"<aside><ul><li><a href='/9'>Kata'ib Hezbollah denies it</a></li></ul></aside></body>"
    short, named = page(1, PLAIN[:2]), page(2, PLAIN[:2])

    await desk.take(entry(1), short)
    await desk.take(entry(2), replace(named, body=named.body.replace(b"</body>", aside)))

    assert [url[-1] for url in desk.careful.pages] == ["2"]


async def test_a_name_that_only_the_quick_text_has_is_possible_and_does_not_ring(
    desk: Desk,
) -> None:
    desk.careful.text = "\n".join(PLAIN)

    assert await desk.take(entry(), page(paragraphs=NAMED)) is Fate.STORED

    assert await desk.matches() == [("kataib", True)]
    assert await desk.told() == []


async def test_a_possible_name_rings_where_its_source_says_so(desk: Desk) -> None:
    desk.careful.text = "\n".join(PLAIN)

    await desk.take(entry(), page(paragraphs=NAMED), source=replace(GAZETTE, ring_possible=True))

    (story,) = await desk.told()
    assert isinstance(story, Story)
    assert story.rungs[0].possible
    assert story.rungs[0].hits[0].sentence == NAMED[-1]


@pytest.mark.parametrize(
    "trouble",
    [TimeoutError("careful reading took longer than 10 s"), ExtractionError("it crashed")],
    ids=["slow", "crashed"],
)
async def test_where_the_careful_tier_fails_the_quick_text_rings_flagged(
    desk: Desk, trouble: Exception
) -> None:
    desk.careful.trouble = trouble

    await desk.take(entry(), page(paragraphs=NAMED))

    (story,) = await desk.told()
    assert story == replace(story, note=f"quick reading only: {trouble}")
    assert await desk.matches() == [("kataib", False)]
    assert (await desk.kept()).article.tier is Tier.QUICK


async def test_where_the_careful_text_comes_back_short_the_quick_one_rings_flagged(
    desk: Desk,
) -> None:
    desk.careful.text = PLAIN[0]

    await desk.take(entry(), page(paragraphs=NAMED))

    assert len(await desk.told()) == 1
    kept = (await desk.kept()).article
    assert (kept.tier, kept.note) == (
        Tier.QUICK,
        "quick reading only: the careful one came back short",
    )


async def test_without_its_page_the_feeds_own_text_rings_flagged(desk: Desk) -> None:
    announced = entry(text="Kata'ib Hezbollah denied it.", title="A denial")

    assert await desk.take(announced, None, why="page answered 403") is Fate.STORED

    (story,) = await desk.told()
    assert isinstance(story, Story)
    assert (story.headline, story.note) == ("A denial", "page answered 403")
    assert (await desk.kept()).article.tier is Tier.FEED


async def test_a_page_that_holds_less_than_the_feed_is_not_the_article(desk: Desk) -> None:
    wall = page(paragraphs=["We value your privacy. Please accept our partners to read on."])

    await desk.take(entry(text=" ".join(NAMED)), wall)

    (story,) = await desk.told()
    assert isinstance(story, Story)
    assert story.note == "the feed tells more than the page"
    assert (await desk.kept()).article.text == " ".join(NAMED)


async def test_a_page_that_leads_to_the_front_page_is_not_the_article(desk: Desk) -> None:
    front = page(paragraphs=NAMED, url="https://gazette.example/")

    assert await desk.take(entry(text="Roads again."), front) is Fate.STORED

    assert (await desk.kept()).article.text == "Roads again."
    assert await desk.told() == []


async def test_a_headline_that_only_the_feed_has_rings(desk: Desk) -> None:
    await desk.take(entry(title="Kata'ib Hezbollah and the roads"), page())

    assert await desk.matches() == [("kataib", False)]
    assert len(await desk.told()) == 1


async def test_an_entry_without_an_address_is_kept_at_its_place_in_the_feed(desk: Desk) -> None:
    for number in (1, 2):
        announced = entry(number, url=None, text="Kata'ib Hezbollah denied it.")
        assert await desk.take(announced, None, why="the feed gives no address") is Fate.STORED

    told = await desk.told()
    assert len({story.url for story in told if isinstance(story, Story)}) == 2
    assert all(
        story.url.startswith(f"{GAZETTE.url}#") for story in told if isinstance(story, Story)
    )


# --- Known, failed, nothing there ---------------------------------------------------------------


async def test_what_was_taken_is_not_unknown_any_more(desk: Desk) -> None:
    announced = [entry(1), entry(2), entry(2, title="Twice in one list"), entry(3)]

    assert await desk.desk.unknown(GAZETTE, announced) == [announced[0], announced[1], announced[3]]
    await desk.take(entry(2), page(2))

    assert await desk.desk.unknown(GAZETTE, announced) == [announced[0], announced[3]]


async def test_the_same_address_from_another_source_is_not_told_twice(desk: Desk) -> None:
    await desk.take(entry(), page(paragraphs=NAMED))

    fate = await desk.take(entry(source_id="herald"), page(paragraphs=NAMED), source=HERALD)

    assert fate is Fate.KNOWN
    assert (len(await desk.told()), desk.rung) == (1, 1)
    assert await desk.desk.unknown(HERALD, [entry()]) == []


async def test_the_same_page_taken_many_times_at_once_is_told_once(desk: Desk) -> None:
    takes = [desk.take(entry(key=f"key-{n}"), page(paragraphs=NAMED)) for n in range(8)]

    fates = await asyncio.gather(*takes)

    assert sorted(fates) == [Fate.KNOWN] * 7 + [Fate.STORED]
    assert len(await desk.told()) == 1


async def test_a_watch_that_a_known_address_concerns_only_now_is_told(desk: Desk) -> None:
    limited = watch("roads", "Roads Agency", sources=SourceFilter(tags=frozenset({"iraq"})))
    desk.desk.swap(configuration(BRIGADE, limited))
    text = (*NAMED, "The Roads Agency was not heard.")
    await desk.take(entry(), page(paragraphs=text))

    fate = await desk.take(entry(source_id="herald"), page(paragraphs=text), source=HERALD)

    assert fate is Fate.KNOWN
    rung = [[one.watch_id for one in story.rungs] for story in await desk.told()]  # type: ignore[union-attr]
    assert rung == [["kataib"], ["roads"]]
    assert sorted(await desk.matches()) == [("kataib", False), ("roads", False)]


@pytest.mark.parametrize("prepared", [["roads"], ["zone", "roads"], ["roads", "zone"]])
async def test_only_the_edit_that_is_swapped_in_is_judged_by(
    desk: Desk, prepared: list[str]
) -> None:
    edits = {
        "roads": configuration(watch("roads", "Roads Agency")),
        "zone": configuration(ZONE),
    }
    for name in prepared:
        desk.desk.prepare(edits[name])
    desk.desk.swap(edits["roads"])

    await desk.take(entry(), page(paragraphs=(*NAMED, "The Roads Agency was not heard.")))

    assert await desk.matches() == [("roads", False)]


async def test_a_headline_rings_even_where_nothing_else_can_be_had(desk: Desk) -> None:
    bare = entry(title="Kata'ib Hezbollah and the roads")

    assert await desk.take(bare, None, why="page answered 503") is Fate.STORED

    assert len(await desk.told()) == 1


async def test_a_page_without_an_article_is_not_tried_again(desk: Desk) -> None:
    desk.careful.trouble = ExtractionError("no article on the page")

    assert await desk.take(entry(), page(paragraphs=[])) is Fate.NO_ARTICLE

    assert await desk.desk.unknown(GAZETTE, [entry()]) == []


async def test_nothing_is_recorded_of_what_could_not_be_written(desk: Desk) -> None:
    broken = replace(BRIGADE, severity=None)  # as no configuration gives it
    desk.desk.swap(configuration(broken))

    with pytest.raises(TypeError):
        await desk.take(entry(), page(paragraphs=NAMED))

    assert await desk.desk.unknown(GAZETTE, [entry()]) == [entry()]
    assert await desk.told() == []


# --- Age, and the first look --------------------------------------------------------------------


async def test_what_is_older_than_max_age_is_kept_and_does_not_ring(desk: Desk) -> None:
    old = entry(published_at=NOON - 8 * DAY)

    assert await desk.take(old, page(paragraphs=NAMED)) is Fate.STORED_OLD

    assert await desk.matches() == [("kataib", False)]
    assert await desk.told() == []


async def test_what_has_no_date_rings(desk: Desk) -> None:
    assert await desk.take(entry(published_at=None), page(paragraphs=NAMED)) is Fate.STORED

    assert len(await desk.told()) == 1


async def test_an_expired_watch_is_not_found_any_more(desk: Desk) -> None:
    expired = replace(BRIGADE, expires=NOON.date())
    desk.desk.swap(configuration(expired))

    await desk.take(entry(), page(paragraphs=NAMED))

    assert await desk.matches() == []


async def test_of_a_first_look_only_what_is_young_rings_and_the_rest_is_one_message(
    new: Desk,
) -> None:
    fates = [
        await new.take(entry(number, published_at=published), page(number, NAMED))
        for number, published in enumerate([NOON - HOUR, NOON - 7 * HOUR, None])
    ]
    await new.desk.polled(GAZETTE, good_look(NOON, entries=3))

    assert fates == [Fate.STORED, Fate.STORED_QUIET, Fate.STORED_QUIET]
    story, summary = await new.told()
    assert isinstance(story, Story)
    assert isinstance(summary, Story)
    assert (story.kind, summary.kind) == ("article", "backlog")
    assert summary.headline == "2 earlier articles of The Gazette"
    (rung,) = summary.rungs
    assert (rung.watch_id, rung.channel, rung.hits[0].how) == ("kataib", "#desk", "2 articles")
    assert new.rung == 2

    await new.desk.polled(GAZETTE, good_look(NOON + HOUR))
    assert len(await new.told()) == 2


async def test_after_its_first_look_a_source_rings_for_all_that_is_new(new: Desk) -> None:
    await new.desk.polled(GAZETTE, good_look(NOON - HOUR))

    late = entry(published_at=NOON - 7 * HOUR)
    assert await new.take(late, page(paragraphs=NAMED)) is Fate.STORED

    assert len(await new.told()) == 1


async def test_a_first_look_that_was_cut_short_does_not_make_the_rest_ring(new: Desk) -> None:
    """The first ends before `polled`; the second fails; the third sees the list to its end."""
    old = {"published_at": NOON - 7 * HOUR}
    await new.take(entry(1, **old), page(1, NAMED))
    await new.desk.polled(
        GAZETTE, good_look(NOON, condition=SourceCondition.UNREACHABLE, reason="no such host")
    )
    await new.take(entry(2, **old), page(2, NAMED), now=NOON + HOUR)
    await new.desk.polled(GAZETTE, good_look(NOON + HOUR))

    (summary,) = await new.told()
    assert isinstance(summary, Story)
    assert summary.headline == "2 earlier articles of The Gazette"


async def test_what_failed_at_a_first_look_stays_part_of_it(new: Desk) -> None:
    bare = entry(published_at=NOON - 7 * HOUR)
    assert await new.take(bare, None, why="page answered 503") is Fate.FAILED
    await new.desk.polled(GAZETTE, good_look(NOON))

    assert await new.take(bare, page(paragraphs=NAMED), now=NOON + HOUR) is Fate.STORED_QUIET


async def test_a_first_look_rings_for_everything_where_the_settings_say_so(new: Desk) -> None:
    new.desk.swap(configuration(crawl=CrawlSettings(first_fetch=None)))

    late = entry(published_at=NOON - 2 * DAY)
    assert await new.take(late, page(paragraphs=NAMED)) is Fate.STORED
    await new.desk.polled(GAZETTE, good_look(NOON))

    assert len(await new.told()) == 1


async def test_of_a_flood_only_what_is_surely_fresh_rings_and_the_rest_is_one_message(
    desk: Desk,
) -> None:
    await desk.desk.polled(GAZETTE, good_look(NOON - HOUR))
    redated = [entry(n, published_at=NOON - 30 * MINUTE) for n in range(1, 41)]
    fresh = entry(50, published_at=NOON - 5 * MINUTE)
    for one in await desk.desk.unknown(GAZETTE, [*redated, fresh]):
        number = int(one.key.removeprefix("guid-"))
        await desk.take(one, page(number, NAMED))
    await desk.desk.polled(GAZETTE, good_look(NOON, entries=60, new_entries=41, known_entries=19))

    story, summary = await desk.told()
    assert isinstance(story, Story)
    assert isinstance(summary, Story)
    assert story.url.endswith("/50")
    assert summary.headline == "40 earlier articles of The Gazette"


async def test_a_source_that_was_silent_for_long_is_looked_at_as_if_for_the_first_time(
    desk: Desk,
) -> None:
    late = NOON + 30 * DAY

    fate = await desk.take(entry(published_at=late - DAY), page(paragraphs=NAMED), now=late)

    assert fate is Fate.STORED_QUIET


# --- Looks, reload ------------------------------------------------------------------------------


async def test_validators_count_from_the_end_of_a_good_look(new: Desk) -> None:
    assert (await new.desk.state(GAZETTE)).condition is SourceCondition.NEW

    returned = await new.desk.polled(GAZETTE, good_look(NOON, etag='"a"', entries=3))

    state = await new.desk.state(GAZETTE)
    assert state == returned
    assert (state.etag, state.condition, state.last_good_at) == ('"a"', SourceCondition.OK, NOON)
    assert state.next_at is not None
    assert state.next_at > NOON


async def test_an_edited_watchlist_judges_what_comes_after_it(desk: Desk) -> None:
    desk.desk.swap(configuration(ZONE))
    await desk.take(entry(1), page(1, NAMED))
    desk.desk.swap(configuration(BRIGADE))
    await desk.take(entry(2), page(2, NAMED))

    assert (await desk.matches(1), await desk.matches(2)) == ([], [("kataib", False)])


@pytest.fixture
async def real(store: Store) -> AsyncIterator[Newsdesk]:
    desk = open_newsdesk(configuration(), store)
    yield desk
    await desk.close()


async def test_the_real_careful_tier_confirms_what_rings(
    store: Store, real: Newsdesk, database: str
) -> None:
    if database != "sqlite":
        pytest.skip("the careful tier knows no database")
    await real.polled(GAZETTE, good_look())

    fate = await real.take(GAZETTE, entry(), page(paragraphs=NAMED), why="", now=NOON)

    assert fate is Fate.STORED
    url = "https://gazette.example/news/1"
    kept = await store.read(lambda db: articles.by_url(db, url))
    assert kept is not None
    assert (kept.article.tier, kept.article.note) == (Tier.CAREFUL, "")
    (match,) = await store.read(lambda db: articles.matches_of(db, kept.id))
    assert (match.match.watch_id, match.possible) == ("kataib", False)
