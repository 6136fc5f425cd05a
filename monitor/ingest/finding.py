"""Does it ring? From a reading to what is kept and what is told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.ingest.influx import Flood, fate_of
from monitor.ingest.reading import Reading, Sighting
from monitor.ingest.rules import Announcement
from monitor.matching.sentences import hits
from monitor.model import Fate, Finding, FoundMatch, Page, Rung, Story, StoryKind


@dataclass(frozen=True, slots=True)
class Case:
    """An announced entry and the reading of it, ready to be decided."""

    announced: Announcement
    reading: Reading
    page: Page | None = None  # that was read
    flood: Flood | None = None  # that it came with

    @property
    def says_nothing(self) -> bool:
        """Neither the page nor the feed holds a text, nor the headline a name."""
        return not self.reading.article.text and not self.reading.sightings


def finding_of(case: Case, *, is_restrained: bool) -> Finding:
    """The article with its matches, ready to be recorded, and whether it rings.

    Restrained is what a new source brings, or one that returns: only what is young rings.
    """
    fate = fate_of(
        case.reading.article,
        case.announced.rules.crawl,
        is_restrained=is_restrained,
        flood=case.flood,
        now=case.announced.now,
    )
    return Finding(
        entry_key=case.announced.entry.key,
        article=case.reading.article,
        fate=fate,
        matches=tuple(found_match(case, sighting) for sighting in case.reading.sightings),
        rings=fate is Fate.STORED and bool(ringing(case)),
    )


def found_match(case: Case, sighting: Sighting) -> FoundMatch:
    """The match with the terms of its watch as they are now."""
    watch = case.announced.rules.watches[sighting.match.watch_id]
    return FoundMatch(
        sighting.match,
        watch_name=watch.name,
        severity=watch.severity,
        possible=sighting.possible,
        channel=watch.channel,
    )


def story_of(case: Case, watch_ids: Iterable[str], *, id_: str) -> Story | None:
    """What is told of the article about these watches; None where none of them rings."""
    chosen = set(watch_ids)
    sightings = [one for one in ringing(case) if one.match.watch_id in chosen]
    return story(case, [rung_of(case, one) for one in sightings], id_=id_) if sightings else None


def story(case: Case, rungs: Iterable[Rung], *, id_: str, kind: StoryKind = "article") -> Story:
    """What is told of the article, with the watches that ring."""
    article, source = case.reading.article, case.announced.source
    return Story(
        id=id_,
        url=article.url,
        headline=article.title,
        source_id=source.id,
        outlet=source.title,
        source_tags=source.tags,
        language=article.language,
        published_at=article.published_at,
        precision=article.precision,
        fetched_at=article.fetched_at,
        rungs=tuple(rungs),
        note=article.note,
        kind=kind,
    )


def ringing(case: Case) -> list[Sighting]:
    """The sightings that ring, certain ones and what the source asks for."""
    rings_possible = case.announced.source.ring_possible
    return [one for one in case.reading.sightings if rings_possible or not one.possible]


def rung_of(case: Case, sighting: Sighting, *, is_gone: bool = False) -> Rung:
    """The watch as an alert shows it."""
    found = found_match(case, sighting)
    return Rung(
        watch_id=found.match.watch_id,
        watch_name=found.watch_name,
        severity=found.severity,
        score=found.match.score,
        hits=hits(sighting.passage, sighting.match),
        channel=found.channel,
        possible=found.possible,
        is_gone=is_gone,
        cooldown=case.announced.rules.watches[found.match.watch_id].cooldown,
    )
