"""Spellings that nearly rang, again and again: are they names of a watch? Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from monitor.explain.answer import Cause
from monitor.explain.verdict import missed_by
from monitor.model import Watch
from monitor.storage.proofs import Missed
from monitor.suggest.change import Change
from monitor.suggest.proposing import SAMPLES, Proposal

LEAST_ARTICLES = 3
"""With the same spelling; a slip of the pen does not come back."""


def spellings(
    watches: Mapping[str, Watch],
    misses: Iterable[Missed],
    *,
    relevant: Collection[int],
    rejected: Collection[int],
) -> list[Proposal]:
    """Aliases to add; the ids are of articles that people said something of.

    What stands in a rejected article is somebody else's name. Those in articles that people found
    relevant come first.
    """
    found: dict[tuple[str, str], dict[int, Missed]] = defaultdict(dict)
    for one in misses:
        mention = one.miss.mention
        is_short = missed_by(one.miss.reason) is Cause.BELOW_THRESHOLD
        if is_short and mention.watch_id in watches and not mention.surface[0].islower():
            plain = " ".join(mention.surface.casefold().split())
            found[mention.watch_id, plain].setdefault(one.article_id, one)
    proposals = [
        _proposal(watches[watch_id], standing, relevant)
        for (watch_id, _), standing in found.items()
        if len(standing) >= LEAST_ARTICLES and standing.keys().isdisjoint(rejected)
    ]
    return sorted(proposals, key=lambda one: (-one.confirmed, -one.articles, one.change.said))


def _proposal(watch: Watch, standing: Mapping[int, Missed], relevant: Collection[int]) -> Proposal:
    listed = list(standing.values())
    surface = " ".join(listed[0].miss.mention.surface.split())
    return Proposal(
        Change(watch.id, "alias", (surface,)),
        watch.name,
        tried=None,
        articles=len(listed),
        samples=tuple(one.miss.sentence for one in listed[:SAMPLES]),
        confirmed=sum(article_id in relevant for article_id in standing),
    )
