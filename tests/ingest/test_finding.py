"""What is told of an article, which needs no database."""

from dataclasses import replace

import pytest

from monitor.ingest.finding import Case, story_of
from monitor.ingest.reading import announced_only
from monitor.ingest.rules import Announcement, Rules, rules_of
from monitor.matching.sentences import MOST_HITS
from monitor.model import FeedEntry
from monitor.storage.stories import story_id
from tests.ingest.builders import GAZETTE, NOON, configuration, entry


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_of(configuration())


def case(rules: Rules, announced_entry: FeedEntry) -> Case:
    announced = Announcement(GAZETTE, announced_entry, rules, NOON)
    told = announced.judge(announced.article(note=""))
    return Case(announced, announced_only(told, may_come=True))


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
    reading = replace(named.reading, sightings=(certain, replace(doubtful, possible=True)))

    story = story_of(replace(named, reading=reading), ["kataib", "zone"], id_="story")

    assert story is not None
    assert [rung.watch_id for rung in story.rungs] == [certain.match.watch_id]
    assert story_of(named, ["other"], id_="story") is None


def test_a_story_is_called_the_same_on_every_database() -> None:
    assert story_id("https://gazette.example/1") == story_id("https://gazette.example/1")
    assert story_id("https://gazette.example/1") != story_id("https://gazette.example/1", "zone")
