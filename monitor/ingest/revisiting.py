"""The transactions of later visits: a page that was missing came, or one that was known changed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.ingest.evidence import keep_evidence
from monitor.ingest.finding import Case, finding_of, found_match, rung_of, story
from monitor.ingest.recording import Recorded, plan_visit, record, tell
from monitor.ingest.revision import Revision, digest_of, has_shrunk, is_comparable, revision_of
from monitor.ingest.rules import Judged
from monitor.ingest.visits import LATER, after_check, after_miss
from monitor.model import CrawlSettings, Fate, Miss, Source, Tier, Visit
from monitor.storage import articles, boilerplate, entries, outbox, revisions, stories, visits
from monitor.storage.articles import Stored
from monitor.storage.revisions import Change
from monitor.storage.stories import story_id


def complete(db: Connection, case: Case, visit: Visit) -> Recorded:
    """The page of what is stored by the feed's own text: keep the article as the page tells it."""
    announced, now = case.announced, case.announced.now
    stored = articles.by_id(db, visit.article_id) if visit.article_id else None
    if stored is None:
        return record(db, case, visit=visit)
    if not case.reading.of_page:
        return miss(db, visit, announced.source, Miss(), now=now)
    is_quiet = stored.fate is Fate.STORED_QUIET
    finding = finding_of(case, is_restrained=is_quiet)
    article_id = revisions.complete(db, stored.id, case.reading.article)
    is_quiet = is_quiet or finding.fate is Fate.STORED_QUIET
    new = articles.renew_matches(db, article_id, finding.matches, quiet=is_quiet)
    plan_visit(db, case, article_id)
    keep_evidence(db, case, article_id, case.reading.article.url)
    boilerplate.count_lines(db, announced.source.id, case.reading.lines, now=now)
    watch_ids = sorted(one.match.watch_id for one in new)
    rings = finding.rings and stored.fate is Fate.STORED and bool(watch_ids)
    return Recorded(Fate.COMPLETED, rings and tell(db, case, article_id, watch_ids, *watch_ids))


def check(db: Connection, case: Case, visit: Visit, stored: Stored, before: Judged) -> Recorded:
    """The page of an article that is known: keep what has changed, and tell whom it names now.

    `before` is the stored article, judged by today's rules.
    """
    reading, crawl, now = case.reading, case.announced.rules.crawl, case.announced.now
    if not reading.of_page or not is_comparable(stored.article, reading):
        return keep(db, visit, crawl, now=now)
    quick = reading.by(Tier.QUICK)
    digest = digest_of(quick.article) if quick else ""
    if has_shrunk(before.article, reading.article) and visit.doubted != digest:
        return _doubt(db, replace(visit, doubted=digest), crawl, now=now)
    revision = revision_of(before, reading)
    if revision is None:
        return keep(db, replace(visit, digest=digest, doubted=""), crawl, now=now)
    rang = _revise(db, case, stored, revision)
    plan_visit(db, case, stored.id, is_lively=True)
    return Recorded(Fate.CHANGED, rang)


def keep(db: Connection, visit: Visit, crawl: CrawlSettings, *, now: datetime) -> Recorded:
    """Nothing new was found: look again when it is time, if ever."""
    planned = after_check(visit, crawl, now=now)
    if planned:
        visits.plan(db, planned)
    else:
        visits.end(db, visit.entry)
    return Recorded(Fate.SAME_TEXT)


def miss(db: Connection, visit: Visit, source: Source, missed: Miss, *, now: datetime) -> Recorded:
    """The page could not be had: ask again later, for a time. What is stored of it stays."""
    planned = after_miss(visit, source, missed, now=now)
    if planned:
        visits.plan(db, planned)
        return Recorded(Fate.FAILED)
    visits.end(db, visit.entry)
    if visit.article_id is not None:
        return Recorded(Fate.FAILED)
    entries.mark(db, source.id, visit.entry.key, Fate.NO_ARTICLE, now=now)
    return Recorded(Fate.NO_ARTICLE)


def _doubt(db: Connection, visit: Visit, crawl: CrawlSettings, *, now: datetime) -> Recorded:
    """Half of the text is gone: that is believed when it is seen a second time."""
    recorded = keep(db, visit, crawl, now=now)
    visits.plan(db, replace(visit, due_at=now + LATER))
    return recorded


def _revise(db: Connection, case: Case, stored: Stored, revision: Revision) -> bool:
    """Keep the change. Whether a watch came or went by it that rings.

    Each does so once for an article: a page that shows now this text, now that, must not go on
    ringing.
    """
    now = case.announced.now
    found = [found_match(case, one) for one in case.reading.sightings]
    new = {one.match.watch_id for one in articles.renew_matches(db, stored.id, found)}
    named = [one for one in revision.named if one.match.watch_id in new]
    leaving = [one.match.watch_id for one in revision.unnamed]
    gone = articles.withdraw_matches(db, stored.id, leaving, now=now)
    unnamed = [one for one in revision.unnamed if one.match.watch_id in gone]
    change = Change(
        before=revision.before,
        after=replace(revision.after, url=stored.article.url),
        added=revision.added,
        removed=revision.removed,
        named=tuple(sorted(one.match.watch_id for one in named)),
        unnamed=tuple(sorted(gone)),
    )
    revisions.revise(db, stored.id, change, now=now)
    keep_evidence(db, case, stored.id, stored.article.url)
    if stored.fate is Fate.STORED_OLD or not (named or unnamed):
        return False
    url = stored.article.url
    id_ = story_id(url, "now", *change.named, "not", *change.unnamed)
    rungs = [rung_of(case, one) for one in named]
    rungs += [rung_of(case, one, is_gone=True) for one in unnamed]
    told = story(case, rungs, id_=stories.story_of(db, stored.id) or story_id(url), kind="revision")
    return outbox.put(db, replace(told, url=url, article=id_), key=f"revision:{id_}", now=now)
