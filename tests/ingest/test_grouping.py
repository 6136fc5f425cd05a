"""Copies of a text become one story in the transaction that stores them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from monitor.ingest.grouping import grouped
from monitor.model import Article, Fate, Finding, Hit, Rung, Severity, Story, Tier
from monitor.storage import articles
from monitor.storage.store import Store
from monitor.storage.tables import story_band
from tests.ingest.builders import NAMED, NOON, PLAIN

WINDOW = timedelta(hours=72)
TEXT = "\n".join((*NAMED, *PLAIN[::-1]))
OTHER = "\n".join(
    f"The {team} won their match on {day} in front of a crowd that had waited in the rain."
    for team, day in (("blues", "Friday"), ("reds", "Saturday"), ("greens", "Sunday"))
)
FOLLOW_UP = "Two commanders of Kata'ib Hezbollah were taken in for questioning that same evening."


def article(source_id: str, text: str) -> Article:
    return Article(
        source_id=source_id,
        url=f"https://{source_id}.example/1",
        title="Stones stolen",
        text=text,
        tier=Tier.CAREFUL,
        published_at=NOON,
        precision=None,
        language="en",
        authors=(),
        fetched_at=NOON,
    )


def story(one: Article, sentences: Iterable[str]) -> Story:
    hits = tuple(Hit(sentence, 0, 4, "exact") for sentence in sentences)
    return Story(
        id=f"story of {one.source_id}",
        url=one.url,
        headline=one.title,
        source_id=one.source_id,
        outlet=one.source_id,
        source_tags=frozenset(),
        language="en",
        published_at=NOON,
        fetched_at=NOON,
        rungs=(Rung("kataib", "Kata'ib Hezbollah", Severity.HIGH, 100.0, hits),),
    )


def told(
    store: Store,
    source_id: str,
    text: str = TEXT,
    sentences: Iterable[str] = NAMED[-1:],
    *,
    now: datetime = NOON,
    window: timedelta = WINDOW,
) -> Story:
    one = article(source_id, text)
    with store.begin() as db:
        kept = articles.record(db, Finding("key", one, Fate.STORED), now=now)
        id_ = kept.article_id
        return grouped(db, story(one, sentences), one, id_, window=window, now=now)


def test_the_first_article_opens_a_story_and_a_copy_joins_it(store: Store) -> None:
    first, copy = told(store, "afp"), told(store, "gazette", TEXT[: len(TEXT) // 2])

    assert (first.id, first.article, first.part) == ("story of afp", "story of afp", "first")
    assert (copy.id, copy.article, copy.part) == ("story of afp", "story of gazette", "copy")
    assert not copy.is_own_text


def test_what_a_copy_adds_about_a_watch_is_news_and_comes_alone(store: Store) -> None:
    told(store, "afp")
    longer = told(store, "gazette", f"{TEXT}\n{FOLLOW_UP}", (NAMED[-1], FOLLOW_UP))
    again = told(store, "herald", f"{TEXT}\n{FOLLOW_UP}", (NAMED[-1], FOLLOW_UP))

    assert longer.part == "news"
    assert [hit.sentence for hit in longer.rungs[0].hits] == [FOLLOW_UP]
    assert again.part == "news"  # of a copy nobody reads what other copies added


def test_another_text_is_another_story(store: Store) -> None:
    told(store, "afp")
    assert told(store, "gazette", f"{OTHER}\n{NAMED[-1]}").part == "first"


def test_an_outlets_own_later_article_is_a_story_of_its_own(store: Store) -> None:
    first = told(store, "afp")
    form = TEXT.replace("roads", "bridges").replace("council", "parish").replace("school", "mill")
    one = replace(article("afp", form), url="https://afp.example/2")
    with store.begin() as db:
        kept = articles.record(db, Finding("later", one, Fate.STORED), now=NOON)
        later = story(one, [FOLLOW_UP])
        later = grouped(
            db, replace(later, id="later"), one, kept.article_id, window=WINDOW, now=NOON
        )

    assert (first.id, later.id) == ("story of afp", "later")


NOTICE = "This video cannot be played in your country. Try again later."


def test_an_outlets_notice_in_place_of_a_text_joins_no_two_headlines(store: Store) -> None:
    titles = ["Blast kills seven in Basra", "Commander buried in Najaf", "Blast kills 9 in Basra"]
    opened = [told_as(store, number, title) for number, title in enumerate(titles)]

    assert [one.id for one in opened] == ["story 0", "story 1", "story 0"]


def told_as(store: Store, number: int, title: str) -> Story:
    """An article of one outlet that holds a notice and nothing else."""
    one = replace(article("tv", NOTICE), url=f"https://tv.example/{number}", title=title)
    with store.begin() as db:
        kept = articles.record(db, Finding(f"tv-{number}", one, Fate.STORED), now=NOON)
        told = replace(story(one, [NOTICE]), id=f"story {number}")
        return grouped(db, told, one, kept.article_id, window=WINDOW, now=NOON)


def test_a_story_is_closed_when_its_window_is(store: Store) -> None:
    told(store, "afp")
    assert told(store, "gazette", now=NOON + WINDOW).part == "copy"
    assert told(store, "herald", now=NOON + WINDOW + timedelta(seconds=1)).part == "first"


def test_without_a_window_every_article_is_a_story(store: Store) -> None:
    none = timedelta(0)
    assert told(store, "afp", window=none).id == "story of afp"
    assert told(store, "gazette", window=none).id == "story of gazette"


def test_of_a_story_that_is_closed_no_keys_are_kept(store: Store) -> None:
    told(store, "afp")
    told(store, "gazette", OTHER, now=NOON + WINDOW + timedelta(seconds=1))

    with store.begin() as db:
        assert db.scalars(select(story_band.c.story_id).distinct()).all() == ["story of gazette"]
