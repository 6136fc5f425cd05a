"""All proposals for a watchlist, out of what is kept: near-misses, and what people said."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.model import Configuration, Watch
from monitor.storage import labels, proofs
from monitor.storage.labels import Label
from monitor.suggest.archived import caught
from monitor.suggest.change import Change
from monitor.suggest.proposing import Proposal, proposals_for
from monitor.suggest.scenes import Labelled, rings
from monitor.suggest.spellings import spellings
from monitor.suggest.sweep import passage_of

ARCHIVE = timedelta(days=30)
MOST_ARCHIVED = 300
"""Articles of one watch, on which a change is tried."""

Tags = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would have made of the articles that rang lately."""

    rang: int
    silent: int  # of those, with the change


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A proposal, and what it does to the archive."""

    proposal: Proposal
    effect: Effect | None = None  # None: of one that only adds
    caught: int = 0  # articles that did not ring for the watch lately, and would by this


def survey(
    db: Connection, configuration: Configuration, *, watch_id: str | None = None, now: datetime
) -> list[Surveyed]:
    """The proposals for one watch or for all, those that rest on people's word first."""
    watches = {one.id: one for one in configuration.watchlist.watches if watch_id in {None, one.id}}
    tags = {source.id: source.tags for source in configuration.sources}
    said = [one for one in labels.labels(db) if one.watch_id in watches]
    found = list(_from_labels(db, watches, said, tags, configuration, now=now))
    misses = proofs.misses_since(db, now - proofs.KEPT)
    aliases = spellings(
        watches,
        misses,
        relevant={one.stored.id for one in said if one.is_relevant},
        rejected={one.stored.id for one in said if not one.is_relevant},
    )
    return [*found, *_tried(db, aliases, tags, configuration, now=now)]


def _tried(
    db: Connection,
    aliases: Sequence[Proposal],
    tags: Tags,
    configuration: Configuration,
    *,
    now: datetime,
) -> Iterator[Surveyed]:
    """Aliases with what they would have caught."""
    if not aliases:
        return
    changes = [one.change for one in aliases]
    counts = caught(db, configuration.watchlist, changes, tags, since=now - ARCHIVE)
    for one in aliases:
        (alias,) = one.change.words
        yield Surveyed(one, caught=counts[one.change.watch_id, alias])


def _from_labels(
    db: Connection,
    watches: Mapping[str, Watch],
    said: Sequence[Label],
    tags: Tags,
    configuration: Configuration,
    *,
    now: datetime,
) -> Iterator[Surveyed]:
    threshold = configuration.watchlist.threshold
    by_watch: dict[str, list[Labelled]] = defaultdict(list)
    for one in said:
        passage = passage_of(one.stored, tags)
        by_watch[one.watch_id].append(Labelled(passage, one.is_relevant, one.stored.article.url))
    for watch_id, labelled in by_watch.items():
        watch = watches[watch_id]
        for proposal in proposals_for(watch, labelled, threshold=threshold):
            yield Surveyed(proposal, _effect(db, watch, proposal.change, tags, threshold, now=now))


def _effect(
    db: Connection, watch: Watch, change: Change, tags: Tags, threshold: float, *, now: datetime
) -> Effect:
    """By the watch alone, as the labels are judged."""
    stored = labels.matched(db, watch.id, since=now - ARCHIVE, most=MOST_ARCHIVED)
    passages = [passage_of(one, tags) for one in stored]
    rang = rings(watch, passages, threshold=threshold)
    ringing = [passage for passage, was in zip(passages, rang, strict=True) if was]
    still = rings(change.applied(watch), ringing, threshold=threshold)
    return Effect(len(ringing), still.count(False))
