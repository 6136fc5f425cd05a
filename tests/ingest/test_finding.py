"""Does it ring? Decisions about age, which need no database."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.ingest.finding import MOST_HITS, Case, finding_of, story_id, story_of
from monitor.ingest.reading import Reading, Sighting, announced_only
from monitor.ingest.rules import Announcement, Rules, rules_of
from monitor.model import Fate, FeedEntry, Precision
from tests.ingest.builders import DAY, GAZETTE, HOUR, NOON, configuration, entry


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(configuration())


def case(rules: Rules, announced_entry: FeedEntry) -> Case:
    announced = Announcement(GAZETTE, announced_entry, rules, NOON)
    told = announced.judge(announced.article(note=""))
    return Case(announced, announced_only(told, may_come=True))


def dated(case: Case, at: datetime, precision: Precision) -> Case:
    article = replace(case.reading.article, published_at=at, precision=precision)
    return replace(case, reading=replace(case.reading, article=article))


@pytest.mark.parametrize(
    ("age", "precision", "fate"),
    [
        (7 * DAY, Precision.MINUTE, Fate.STORED),
        (7 * DAY + HOUR, Precision.MINUTE, Fate.STORED_OLD),
        (7 * DAY + HOUR, Precision.DAY, Fate.STORED),
        (8 * DAY + HOUR, Precision.DAY, Fate.STORED_OLD),
        (-DAY, Precision.MINUTE, Fate.STORED),
    ],
)
def test_the_age_that_counts_is_the_least_that_the_date_allows(
    rules: Rules, age: timedelta, precision: Precision, fate: Fate
) -> None:
    read = dated(case(rules, entry(text="Roads.")), NOON - age, precision)

    assert finding_of(read, is_first_look=False).fate is fate


def test_of_a_first_look_an_article_of_today_is_young(rules: Rules) -> None:
    today = dated(case(rules, entry(text="Roads.")), NOON - 12 * HOUR, Precision.DAY)

    assert finding_of(today, is_first_look=True).fate is Fate.STORED


def test_an_alert_shows_each_sentence_once_and_not_too_many(rules: Rules) -> None:
    twice = "The Green Zone and again the Green Zone were closed."
    others = [f"On day {day} the Green Zone was open." for day in range(10)]
    named = case(rules, entry(text="\n".join([twice, *others])))

    story = story_of(named, ["zone"], id_="story")

    assert story is not None
    (rung,) = story.rungs
    assert len(rung.hits) == MOST_HITS
    assert [hit.sentence for hit in rung.hits[:2]] == [twice, others[0]]


def test_a_story_tells_only_of_the_watches_that_ring(rules: Rules) -> None:
    named = case(rules, entry(text="Kata'ib Hezbollah closed the Green Zone."))
    certain, doubtful = named.reading.sightings
    reading = Reading(
        named.reading.article,
        (certain, Sighting(doubtful.match, doubtful.passage, possible=True)),
    )

    story = story_of(replace(named, reading=reading), ["kataib", "zone"], id_="story")

    assert story is not None
    assert [rung.watch_id for rung in story.rungs] == [certain.match.watch_id]
    assert story_of(named, ["other"], id_="story") is None


def test_a_story_is_called_the_same_on_every_database() -> None:
    assert story_id("https://gazette.example/1") == story_id("https://gazette.example/1")
    assert story_id("https://gazette.example/1") != story_id("https://gazette.example/1", "zone")
