"""Finds the article that is meant, whatever it is called by, and gathers what is kept about it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from monitor.explain.addresses import forms_of
from monitor.explain.answer import Explanation
from monitor.explain.coverage import announced_only, covering, never_seen
from monitor.explain.stages import stages_of
from monitor.explain.verdict import verdict_of
from monitor.model import Passage, Source
from monitor.storage import announcements, articles, threads
from monitor.storage import sources as states
from monitor.storage.evidence import evidence_of, first_of, newest_addresses

if TYPE_CHECKING:
    from monitor.matching import Matcher


def explain_address(
    db: Connection,
    url: str,
    sources: Sequence[Source],
    *,
    matcher: "Callable[[], Matcher | None] | None" = None,
) -> Explanation:
    """Why the article at an address was told, or was not; where there is none, why there is none.

    `matcher` is asked for where an article names nothing and was not looked through for what it
    nearly names, to judge it by the list as it is now; it gives none where that would take long.
    """
    forms = forms_of(url)
    article_id = announcements.article_at(db, forms)
    seen = announcements.at(db, forms) if article_id is None else None
    if seen and seen.article_id:
        article_id = seen.article_id
    if article_id is not None:
        found = explain_article(db, article_id, sources, matcher=matcher)
        if found:
            return found
    if seen:
        return announced_only(seen)
    wanted = covering(url, sources, newest_addresses(db, (one.id for one in sources)))
    return never_seen(url, wanted, states.all_states(db))


def explain_article(
    db: Connection,
    article_id: int,
    sources: Sequence[Source],
    *,
    matcher: "Callable[[], Matcher | None] | None" = None,
) -> Explanation | None:
    """The same of an article by its id; None if there is none."""
    evidence = evidence_of(db, article_id)
    if evidence is None:
        return None
    stored = evidence.stored
    misses, judged = list(evidence.misses), ""
    is_known = bool(evidence.matches or misses or evidence.are_misses_sought)
    if matcher and not is_known and (compiled := matcher()):
        from monitor.explain.prospect import nearest_misses  # takes a moment, and is rarely needed

        read, tags = stored.article, _tags(sources, stored.article.source_id)
        passage = Passage(read.text, read.title, read.language, read.source_id, tags)
        misses = nearest_misses(passage, compiled.judge(passage, near_misses=True))
        judged, is_known = ", by the list as it is now", True
    return Explanation(
        verdict_of(evidence, misses),
        stages_of(evidence, misses, judged=judged, are_sought=is_known),
        url=stored.article.url,
        title=stored.article.title,
        article_id=article_id,
        watches=tuple(one.match.watch_id for one in evidence.matches),
    )


def explain_story(db: Connection, story_id: str, sources: Sequence[Source]) -> Explanation | None:
    """The same of the article that opened a story; None if nothing is kept of it."""
    told = threads.threads_of(db, story_id)
    kept = articles.by_url(db, told[0][1].story.url) if told else None
    article_id = kept.id if kept else first_of(db, story_id)
    if article_id is None:
        return None
    return explain_article(db, article_id, sources)


def _tags(sources: Sequence[Source], source_id: str) -> frozenset[str]:
    return next((one.tags for one in sources if one.id == source_id), frozenset())
