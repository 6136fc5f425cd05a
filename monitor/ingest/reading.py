"""What an article says, and which watches it concerns, out of up to three readings of it. Pure.

The feed announces it, the quick tier reads its page, and the careful tier reads it again where the
others saw a name. A match that the best reading has is certain; one that only a lesser reading has
is possible, as it may stand beside the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.ingest.rules import Judged
from monitor.model import Article, Match, Mention, Passage, Tier

SHORT = 0.5
"""Share of another reading's length below which a text is taken for less than the article."""

PAYWALLED = "behind a paywall: matched on what is public"
TRUNCATED = "cut short: matched on what there is"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A match, and the passage whose words show it."""

    match: Match
    passage: Passage
    possible: bool
    tier: Tier  # that read the passage


@dataclass(frozen=True, slots=True)
class Reading:
    """The article as it is kept, and what was seen in it."""

    article: Article
    sightings: tuple[Sighting, ...]  # by falling score, then id
    passage: Passage  # its title and text
    of_page: tuple[Judged, ...] = ()  # what the tiers made of the page, the better one first
    may_come: bool = False  # the page was missed: a later visit may bring it
    suppressed: tuple[Mention, ...] = ()  # what it names, and does not count

    @property
    def lines(self) -> frozenset[int]:
        """Fingerprints of what was on the page, as far as any tier read it."""
        return frozenset().union(*(one.lines for one in self.of_page))

    def by(self, tier: Tier) -> Judged | None:
        """What this tier made of the page."""
        return next((one for one in self.of_page if one.article.tier is tier), None)


def announced_only(announced: Judged, *, may_come: bool) -> Reading:
    """The reading where the page could not be had, or holds no article."""
    return Reading(
        announced.article,
        _sightings(announced, ()),
        announced.passage,
        may_come=may_come,
        suppressed=announced.judgement.suppressed,
    )


def page_only(announced: Judged, quick: Judged) -> Reading:
    """The reading where the quick text leaves no doubt."""
    return _reading(announced, quick, [])


def weigh(
    announced: Judged, quick: Judged | None, careful: Judged | None, *, trouble: str = ""
) -> Reading:
    """The reading out of all that there is; `trouble` is why there is no careful one.

    Where the careful tier failed or lost the article, the quick text stands in for it, flagged.
    """
    if careful and not (quick and _is_short(careful, quick)):
        return _reading(announced, careful, [quick] if quick else [])
    if quick:
        why = f"quick reading only: {trouble or 'the careful one came back short'}"
        return _reading(announced, _flagged(quick, why), [])
    return announced_only(_flagged(announced, trouble), may_come=False)


def _reading(announced: Judged, best: Judged, lesser: Sequence[Judged]) -> Reading:
    of_page = (best, *lesser)
    if _is_short(best, announced):
        best = _told_by_feed(announced, page=best.article)
    return Reading(
        _with_limits(best.article),
        _sightings(best, (*of_page, announced)),
        best.passage,
        of_page=of_page,
        suppressed=best.judgement.suppressed,
    )


def _with_limits(article: Article) -> Article:
    """Whoever reads an alert should know that there is more than we could read."""
    limits = [PAYWALLED] * article.is_paywalled + [TRUNCATED] * article.is_truncated
    return replace(article, note="; ".join(filter(None, [article.note, *limits])))


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


def _sightings(best: Judged, others: Sequence[Judged]) -> tuple[Sighting, ...]:
    """Every match once. A headline is the article's own, whichever reading has it."""
    witnesses = (best, *others)
    seen: dict[str, Sighting] = {}
    for reading in witnesses:
        for match in reading.judgement.matches:
            in_text = all(mention.field == "text" for mention in match.mentions)
            is_possible = reading is not best and in_text
            sighting = Sighting(match, reading.passage, is_possible, reading.article.tier)
            seen.setdefault(match.watch_id, sighting)
    return tuple(
        sorted(
            (replace(one, match=_witnessed(one.match, witnesses)) for one in seen.values()),
            key=_best_first,
        )
    )


def _witnessed(match: Match, readings: Sequence[Judged]) -> Match:
    """The match, with the tiers that saw each of its mentions."""
    words = {
        reading.article.tier: reading.words_for(match.watch_id)
        for reading in reversed(readings)  # the best of each tier has the last word
    }
    return replace(
        match,
        mentions=tuple(
            replace(one, seen_by=tuple(tier for tier in Tier if one.surface in words.get(tier, ())))
            for one in match.mentions
        ),
    )


def _best_first(sighting: Sighting) -> tuple[float, str]:
    return -sighting.match.score, sighting.match.watch_id
