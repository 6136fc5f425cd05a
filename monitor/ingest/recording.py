"""The one transaction: the article, its matches, what is to be told, and the entry as seen."""

from dataclasses import dataclass

from sqlalchemy import Connection

from monitor.ingest.finding import (
    Case,
    finding_of,
    first_look_notice,
    found_match,
    is_first_look,
    is_worth_another_try,
    story_id,
    story_of,
)
from monitor.ingest.looks import after
from monitor.model import CrawlSettings, Fate, Polled, Source, SourceCondition, SourceState
from monitor.storage import articles, entries, outbox, sources


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a case, and whether there is something to tell now."""

    fate: Fate
    rang: bool


def record(db: Connection, case: Case) -> Recorded:
    """Keep what was read, and put what rings into the outbox: all of it, or nothing."""
    announced = case.announced
    source_id, key, now = announced.source.id, announced.entry.key, announced.now
    failure = entries.failure_of(db, source_id, key)
    state = sources.state_of(db, source_id)
    is_first = is_first_look(state, announced.rules.crawl, now=now)
    is_first = is_first or (failure is not None and failure.of_first_look)
    if is_worth_another_try(case, failing_since=failure.since if failure else None):
        entries.mark_failed(db, source_id, key, of_first_look=is_first, now=now)
        return Recorded(Fate.FAILED, rang=False)
    if case.says_nothing:
        entries.mark(db, source_id, key, Fate.NO_ARTICLE, now=now)
        return Recorded(Fate.NO_ARTICLE, rang=False)
    finding = finding_of(case, is_first_look=is_first)
    recorded = articles.record(db, finding, now=now)
    if recorded.fate is Fate.KNOWN:
        rang = finding.rings and _tell_what_is_new(db, case, recorded.article_id)
    else:
        rang = finding.rings and _tell(db, case, [one.match.watch_id for one in finding.matches])
    return Recorded(recorded.fate, rang=rang)


def count_look(
    db: Connection, source: Source, polled: Polled, crawl: CrawlSettings
) -> tuple[SourceState, bool]:
    """Remember how a look ended; the first good one ends with one notice for all it kept quiet.

    The new state, and whether there is a notice.
    """
    before = sources.state_of(db, source.id)
    state = after(before, polled, source, crawl)
    sources.save_state(db, state)
    ends_first = is_first_look(before, crawl, now=polled.at)
    if not ends_first or polled.condition is not SourceCondition.OK or crawl.first_fetch is None:
        return state, False
    kept_quiet = articles.kept_quiet(db, source.id, after=before.last_good_at)
    if not kept_quiet:
        return state, False
    notice = first_look_notice(source, kept_quiet, crawl)
    key = f"{notice.key}:{polled.at.date().isoformat()}"
    return state, outbox.put(db, notice, key=key, now=polled.at)


def _tell(db: Connection, case: Case, watch_ids: list[str], *more: str) -> bool:
    id_ = story_id(case.reading.article.url, *more)
    story = story_of(case, watch_ids, id_=id_)
    return story is not None and outbox.put(db, story, key=f"article:{id_}", now=case.announced.now)


def _tell_what_is_new(db: Connection, case: Case, article_id: int) -> bool:
    """Of an address that is known: the watches that it did not concern until now.

    Another source may carry it with a fuller text, or be the one that a watch is limited to.
    """
    certain = (one for one in case.reading.sightings if not one.possible)
    added = articles.add_matches(db, article_id, [found_match(case, one) for one in certain])
    watch_ids = sorted(found.match.watch_id for found in added)
    return _tell(db, case, watch_ids, *watch_ids)
