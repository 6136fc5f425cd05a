"""Does it ring? From a reading to what is kept and what is told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from monitor.ingest.reading import Reading, Sighting
from monitor.ingest.rules import Announcement
from monitor.matching.sentences import hit
from monitor.model import (
    Article,
    CrawlSettings,
    Fate,
    Finding,
    FoundMatch,
    Hit,
    Notice,
    Precision,
    Rung,
    Source,
    SourceState,
    Story,
)

MOST_HITS = 5
"""Sentences that an alert shows for each watch."""

TRIED_FOR = timedelta(hours=24)
"""How long an entry whose page cannot be had, and whose feed gives no text, is tried again."""


@dataclass(frozen=True, slots=True)
class Case:
    """An announced entry and the reading of it, ready to be decided."""

    announced: Announcement
    reading: Reading

    @property
    def says_nothing(self) -> bool:
        """Neither the page nor the feed holds a text, nor the headline a name."""
        return not self.reading.article.text and not self.reading.sightings


def is_worth_another_try(case: Case, *, failing_since: datetime | None) -> bool:
    """Whether a later look may bring more than this one did."""
    if not case.says_nothing or not case.reading.may_come:
        return False
    return failing_since is None or case.announced.now - failing_since < TRIED_FOR


def is_first_look(state: SourceState, crawl: CrawlSettings, *, now: datetime) -> bool:
    """Whether the source is new to us, or as good as new after a long silence.

    It stays so until a look has ended well: one that was cut short must not make the rest ring.
    """
    if state.first_good_at is None or state.last_good_at is None:
        return True
    return now - state.last_good_at > crawl.max_age


def finding_of(case: Case, *, is_first_look: bool) -> Finding:
    """The article with its matches, ready to be recorded, and whether it rings."""
    fate = _fate(
        case.reading.article,
        case.announced.rules.crawl,
        is_first_look=is_first_look,
        now=case.announced.now,
    )
    return Finding(
        entry_key=case.announced.entry.key,
        article=case.reading.article,
        fate=fate,
        matches=tuple(found_match(case, sighting) for sighting in case.reading.sightings),
        rings=fate is Fate.STORED and bool(_ringing(case)),
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
    sightings = [one for one in _ringing(case) if one.match.watch_id in chosen]
    if not sightings:
        return None
    article = case.reading.article
    return Story(
        id=id_,
        url=article.url,
        headline=article.title,
        source_id=case.announced.source.id,
        outlet=case.announced.source.title,
        source_tags=case.announced.source.tags,
        language=article.language,
        published_at=article.published_at,
        precision=article.precision,
        fetched_at=article.fetched_at,
        rungs=tuple(_rung(case, sighting) for sighting in sightings),
        note=article.note,
    )


def story_id(*parts: str) -> str:
    """A name that stays the same however often, and on whatever database, the story is read."""
    return blake2b("\n".join(parts).encode(errors="replace"), digest_size=10).hexdigest()


def first_look_notice(source: Source, kept_quiet: dict[str, int], crawl: CrawlSettings) -> Notice:
    """The one line that stands for all that a source's first look found and did not ring."""
    names = ", ".join(f"{name} ({count})" for name, count in kept_quiet.items())
    assert crawl.first_fetch is not None
    hours = crawl.first_fetch / timedelta(hours=1)
    return Notice(
        key=f"first-fetch:{source.id}",
        title=f"First look at {source.title}",
        text=(
            f"Articles that are older than {hours:g} h or of unknown date are kept without an"
            f" alert. Among them are matches of: {names}."
        ),
    )


def _fate(article: Article, crawl: CrawlSettings, *, is_first_look: bool, now: datetime) -> Fate:
    latest = _latest(article)
    if latest is not None and now - latest > crawl.max_age:
        return Fate.STORED_OLD
    if not is_first_look or crawl.first_fetch is None:
        return Fate.STORED
    is_fresh = latest is not None and now - latest <= crawl.first_fetch
    return Fate.STORED if is_fresh else Fate.STORED_QUIET


def _latest(article: Article) -> datetime | None:
    """The last instant at which the article may have been published."""
    if article.published_at is None or article.precision is not Precision.DAY:
        return article.published_at
    return article.published_at + timedelta(days=1)


def _ringing(case: Case) -> list[Sighting]:
    rings_possible = case.announced.source.ring_possible
    return [one for one in case.reading.sightings if rings_possible or not one.possible]


def _rung(case: Case, sighting: Sighting) -> Rung:
    found = found_match(case, sighting)
    return Rung(
        watch_id=found.match.watch_id,
        watch_name=found.watch_name,
        severity=found.severity,
        score=found.match.score,
        hits=_hits(sighting),
        channel=found.channel,
        possible=found.possible,
    )


def _hits(sighting: Sighting) -> tuple[Hit, ...]:
    """The first sentences that name the watch, each once."""
    sentences: dict[str, Hit] = {}
    for mention in sighting.match.mentions:
        shown = hit(sighting.passage, mention)
        sentences.setdefault(shown.sentence, shown)
        if len(sentences) == MOST_HITS:
            break
    return tuple(sentences.values())
