"""The one transaction: the article, its matches, what is to be told, and the entry as seen."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.ingest.backlog import backlog_of
from monitor.ingest.elsewhere import are_of_one, was_redirected
from monitor.ingest.evidence import keep_address, keep_evidence, keep_proofs
from monitor.ingest.finding import Case, finding_of, found_match, story_of
from monitor.ingest.grouping import grouped
from monitor.ingest.influx import has_backlog
from monitor.ingest.losses import tell_losses
from monitor.ingest.reading import announced_only
from monitor.ingest.revision import digest_of
from monitor.ingest.rules import Rules
from monitor.ingest.visits import after_miss, checking_visit, missed_visit
from monitor.ingest.witnessing import heard
from monitor.model import (
    CrawlSettings,
    Fate,
    Miss,
    Polled,
    Source,
    SourceCondition,
    SourceState,
    Tier,
    Visit,
)
from monitor.polling.looks import after
from monitor.storage import articles, boilerplate, entries, outbox, sources, visits
from monitor.storage.entries import Standing
from monitor.storage.stories import story_id

MOST_SUMMED_UP = 500
"""Matches that a summary counts by watch; of more it tells how many articles they stand in."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a case, and whether there is something to tell now."""

    fate: Fate
    rang: bool = False


def record(db: Connection, case: Case, *, visit: Visit | None = None) -> Recorded:
    """Keep what was read, and put what rings into the outbox: all of it, or nothing.

    `visit` is the one that this reading comes from, where nothing of the entry was stored before.
    """
    announced = case.announced
    entry, now = announced.entry, announced.now
    case = _without_foreign_page(db, case)
    standing = entries.standing_of(db, announced.source.id, entry.key)
    is_restrained = _is_restrained(standing, now=now)
    if case.says_nothing and case.reading.may_come and plan_retry(db, case, visit):
        entries.mark_failed(
            db, announced.source.id, entry.key, of_first_look=is_restrained, now=now
        )
        keep_address(db, case, None)
        return Recorded(Fate.FAILED)
    if case.says_nothing:
        entries.mark(db, announced.source.id, entry.key, Fate.NO_ARTICLE, now=now)
        if standing.has_visit:
            visits.end(db, entry)
        keep_address(db, case, None)
        return Recorded(Fate.NO_ARTICLE)
    finding = finding_of(case, is_restrained=is_restrained)
    recorded = articles.record(db, finding, now=now)
    if recorded.fate is Fate.KNOWN:
        if standing.has_visit:
            visits.end(db, entry)
        keep_address(db, case, recorded.article_id, case.reading.article.url)
        return Recorded(Fate.KNOWN, finding.rings and tell_what_is_new(db, case, recorded))
    plan_visit(db, case, recorded.article_id, has_visit=standing.has_visit)
    keep_evidence(db, case, recorded.article_id, case.reading.article.url)
    boilerplate.count_lines(db, announced.source.id, case.reading.lines, now=now)
    watch_ids = [one.match.watch_id for one in finding.matches]
    rings = finding.rings and tell(db, case, recorded.article_id, watch_ids)
    return Recorded(recorded.fate, rings)


def _is_restrained(standing: Standing, *, now: datetime) -> bool:
    """Whether only what is young rings: an entry that failed is as old as its first try."""
    if standing.failure:
        return standing.failure.of_first_look
    return has_backlog(standing.source, now=now)


def _without_foreign_page(db: Connection, case: Case) -> Case:
    """The case as its feed tells it, where the page answers for another headline as well.

    It is neither's then, and the one that was taken for its article before is visited again.
    """
    announced, page = case.announced, case.page
    if page is None or not was_redirected(page, announced.entry):
        return case
    known = articles.by_url(db, case.reading.article.url)
    if known is None or known.article.source_id != announced.source.id:
        return case
    if are_of_one(known.article.title, announced.entry.title):
        return case
    visits.call_back(db, known.id, now=announced.now)
    told = announced.judge(announced.article(note="page: the address leads to another article"))
    return replace(case, reading=announced_only(told, may_come=True), page=None)


def plan_retry(db: Connection, case: Case, visit: Visit | None) -> bool:
    """Ask for the page again, unless it has been asked for long enough."""
    source, entry, now = case.announced.source, case.announced.entry, case.announced.now
    if visit is None:
        planned: Visit | None = missed_visit(source, entry, None, now=now)
    else:
        planned = after_miss(visit, source, Miss(), now=now)
    if planned:
        visits.plan(db, planned)
    return planned is not None


def plan_visit(
    db: Connection,
    case: Case,
    article_id: int,
    *,
    is_lively: bool = False,
    has_visit: bool = True,
) -> None:
    """Visit the page of an article again: for what is missing, or for what may change."""
    announced, reading = case.announced, case.reading
    planned = None
    if reading.may_come or (case.page is not None and not case.page.is_whole):
        planned = missed_visit(announced.source, announced.entry, article_id, now=announced.now)
    elif case.page is not None:
        planned = checking_visit(
            announced.entry,
            article_id,
            reading.article,
            case.page,
            announced.rules.crawl,
            is_lively=is_lively or bool(reading.sightings),
            now=announced.now,
        )
        quick = reading.by(Tier.QUICK)
        if planned and quick:
            planned = replace(planned, digest=digest_of(quick.article))
    if planned:
        visits.plan(db, planned)
    elif has_visit:
        visits.end(db, announced.entry)


def count_look(
    db: Connection, source: Source, polled: Polled, crawl: CrawlSettings, *, pace: float
) -> tuple[SourceState, bool]:
    """Remember how a look ended, and when to look again. Whether there is something to tell."""
    before = sources.state_of(db, source.id)
    witness = heard(db, source, before, polled)
    state = after(before, polled, source, crawl, pace=pace, witness=witness)
    sources.save_state(db, state)
    if polled.new_entries:
        boilerplate.prune(db, source.id)
    return state, tell_losses(db, source, before, polled)


def sum_up(db: Connection, source: Source, polled: Polled, rules: Rules) -> bool:
    """After a look that was read to its end: one message for all that was kept without an alert.

    Whether there is one.
    """
    if polled.condition is not SourceCondition.OK:
        return False
    quiet, count = articles.take_quiet(db, source.id, most=MOST_SUMMED_UP)
    if not quiet:
        return False
    story = backlog_of(source, quiet, articles=count, watches=rules.watches, now=polled.at)
    return outbox.put(db, story, key=f"backlog:{story.id}", now=polled.at)


def tell(db: Connection, case: Case, article_id: int, watch_ids: list[str], *more: str) -> bool:
    """Put the article into the outbox, as part of its story, with those watches that ring."""
    article, now = case.reading.article, case.announced.now
    id_ = story_id(article.url, *more)
    story = story_of(case, watch_ids, id_=id_)
    if story is None:
        return False
    window = case.announced.rules.story_window
    story = grouped(db, story, article, article_id, window=window, now=now)
    return outbox.put(db, story, key=f"article:{id_}", now=now)


def tell_what_is_new(db: Connection, case: Case, known: articles.Recorded) -> bool:
    """Of an address that is known: the watches that it did not concern until now.

    Another source may carry it with a fuller text, or be the one that a watch is limited to.
    """
    certain = (one for one in case.reading.sightings if not one.possible)
    found = [found_match(case, one) for one in certain]
    added = articles.add_matches(db, known.article_id, found)
    keep_proofs(db, case, known.article_id, {one.match.watch_id for one in added})
    watch_ids = sorted(one.match.watch_id for one in added)
    return bool(watch_ids) and tell(db, case, known.article_id, watch_ids, *watch_ids)
