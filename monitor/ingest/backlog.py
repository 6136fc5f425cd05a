"""The one message that stands for all that was kept without an alert of its own. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from monitor.model import Hit, Rung, Source, Story, Watch
from monitor.storage.articles import StoredMatch
from monitor.storage.stories import story_id

MOST_TITLES = 5
"""Headlines of each watch that the message has; the archive has them all."""


def backlog_of(
    source: Source,
    quiet: Sequence[StoredMatch],
    *,
    articles: int,
    watches: Mapping[str, Watch],
    now: datetime,
) -> Story:
    """What is told of so many articles, which matched watches but did not ring one by one.

    `quiet` has their matches, the newest article first.
    """
    noun = "earlier article" if articles == 1 else "earlier articles"
    dates = [one.published_at for one in quiet if one.published_at]
    id_ = story_id("backlog", source.id, now.isoformat())
    return Story(
        id=id_,
        url=source.url,
        headline=f"{articles} {noun} of {source.title}",
        source_id=source.id,
        outlet=source.title,
        source_tags=source.tags,
        language=source.language,
        published_at=max(dates, default=None),
        fetched_at=now,
        rungs=tuple(_rungs(quiet, watches)),
        note="kept without an alert each: older than `first_fetch`, or of no date to rely on",
        kind="backlog",
    )


def _rungs(quiet: Iterable[StoredMatch], watches: Mapping[str, Watch]) -> Iterable[Rung]:
    """One a watch: how many articles name it, and the headlines of the newest."""
    by_watch: dict[str, list[StoredMatch]] = {}
    for one in quiet:
        by_watch.setdefault(one.found.match.watch_id, []).append(one)
    for watch_id, matches in by_watch.items():
        first, watch = matches[0].found, watches.get(watch_id)
        how = f"{len(matches)} articles" if len(matches) > 1 else "1 article"
        yield Rung(
            watch_id=watch_id,
            watch_name=first.watch_name,
            severity=first.severity,
            score=max(one.found.match.score for one in matches),
            hits=tuple(Hit(one.title, 0, 0, how) for one in matches[:MOST_TITLES]),
            channel=watch.channel if watch else None,
        )
