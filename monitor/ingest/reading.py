"""What an article says, and which watches it concerns, out of up to three readings of it. Pure.

The feed announces it, the quick tier reads its page, and the careful tier reads it again where the
others saw a name. A match that the best reading has is certain; one that only a lesser reading has
is possible, as it may stand beside the article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.ingest.rules import Judged
from monitor.model import Article, Match, Passage, Tier

SHORT = 0.5
"""Share of another reading's length below which a text is taken for less than the article."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A match, and the passage whose words show it."""

    match: Match
    passage: Passage
    possible: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The article as it is kept, and what was seen in it."""

    article: Article
    sightings: tuple[Sighting, ...]  # by falling score, then id
    may_come: bool = False  # the page was missed: another look may bring it


def needs_care(announced: Judged, quick: Judged, *, is_doubtful: bool) -> bool:
    """Whether the careful tier should read the page at once."""
    return is_doubtful or announced.names_a_watch or quick.names_a_watch


def announced_only(announced: Judged, *, may_come: bool) -> Reading:
    """The reading where the page could not be had, or holds no article."""
    return Reading(announced.article, _sightings(announced, ()), may_come=may_come)


def page_only(announced: Judged, quick: Judged) -> Reading:
    """The reading where the quick text leaves no doubt."""
    return _reading(announced, quick, [announced])


def weigh(
    announced: Judged, quick: Judged | None, careful: Judged | None, *, trouble: str = ""
) -> Reading:
    """The reading out of all that there is; `trouble` is why there is no careful one.

    Where the careful tier failed or lost the article, the quick text stands in for it, flagged.
    """
    if careful and not (quick and _is_short(careful, quick)):
        best = careful
    elif quick:
        best = _flagged(
            quick, f"quick reading only: {trouble or 'the careful one came back short'}"
        )
    else:
        return announced_only(_flagged(announced, trouble), may_come=False)
    return _reading(announced, best, [quick, announced] if quick else [announced])


def _reading(announced: Judged, best: Judged, others: Iterable[Judged]) -> Reading:
    if _is_short(best, announced):
        best = _told_by_feed(announced, page=best.article)
    return Reading(best.article, _sightings(best, others))


def _is_short(judged: Judged, other: Judged) -> bool:
    return len(judged.article.text) < SHORT * len(other.article.text)


def _flagged(judged: Judged, note: str) -> Judged:
    return replace(judged, article=replace(judged.article, note=note))


def _told_by_feed(announced: Judged, *, page: Article) -> Judged:
    """The feed's own text where the page holds less: a teaser, a wall, a notice."""
    article = replace(
        page,
        title=announced.article.title,
        text=announced.article.text,
        tier=Tier.FEED,
        note="the feed tells more than the page",
    )
    return replace(announced, article=article)


def _sightings(best: Judged, others: Iterable[Judged]) -> tuple[Sighting, ...]:
    """Every match once. A headline is the article's own, whichever reading has it."""
    seen = {
        match.watch_id: Sighting(match, best.passage, possible=False)
        for match in best.judgement.matches
    }
    for other in others:
        for match in other.judgement.matches:
            in_text = all(mention.field == "text" for mention in match.mentions)
            seen.setdefault(match.watch_id, Sighting(match, other.passage, possible=in_text))
    return tuple(sorted(seen.values(), key=_best_first))


def _best_first(sighting: Sighting) -> tuple[float, str]:
    return -sighting.match.score, sighting.match.watch_id
