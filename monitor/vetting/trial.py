"""A watch before it is written down, tried on articles that are there.

It is tried alone: longer names of other watches do not take its words, decoys do.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.matching import Matcher
from monitor.model import Mention, Passage, Watch, Watchlist

NEAR = 10.0
"""Points below its threshold within which a spelling may still be the name."""
AROUND = 60
"""Characters of the text that are shown on each side of a name."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An article that a watch is tried on."""

    passage: Passage
    url: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """A way in which articles write something like the name."""

    surface: str
    score: float  # the best of it
    articles: int
    excerpt: str  # of one of them, with the spelling in brackets


@dataclass(frozen=True, slots=True)
class Trial:
    """What a watch would have done."""

    articles: int
    rang: tuple[tuple[str, str, str], ...]  # title, address, excerpt
    found: tuple[Spelling, ...]  # that ring, the most frequent first
    near: tuple[Spelling, ...]  # that do not, and nearly would


def trial(watch: Watch, watchlist: Watchlist, articles: Sequence[Tried]) -> Trial:
    """What the watch finds in the articles, beside the decoys of the watchlist."""
    threshold = watchlist.threshold if watch.threshold is None else watch.threshold
    wide = replace(watch, threshold=max(0.0, threshold - NEAR), expires=None)
    alone = replace(watchlist, watches=(wide,))
    judgements = Matcher(alone).judge_all(one.passage for one in articles)
    rang = []
    seen: list[tuple[Tried, Mention]] = []
    for article, judgement in zip(articles, judgements, strict=True):
        mentions = [mention for match in judgement.matches for mention in _named(match.mentions)]
        seen.extend((article, mention) for mention in mentions)
        best = max(mentions, key=lambda mention: mention.score, default=None)
        if best and best.score >= threshold:
            rang.append((article.passage.title, article.url, _excerpt(article, best)))
    spellings = list(_spellings(seen))
    return Trial(
        len(articles),
        tuple(rang),
        found=tuple(one for one in spellings if one.score >= threshold),
        near=tuple(one for one in spellings if one.score < threshold),
    )


def in_other_scripts(tried: Trial, watch: Watch) -> list[Spelling]:
    """Spellings that ring, in scripts in which the watch has no name yet: as an alias each is found
    for what it is, and not by its sound alone."""
    scripts = {_script(form.text) for form in watch.forms}
    return [one for one in tried.found if _script(one.surface) not in scripts]


def _script(text: str) -> str:
    """Such as LATIN or ARABIC, by the first letter; "" where there is none."""
    letter = next(filter(str.isalpha, text), None)
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _named(mentions: Iterable[Mention]) -> Iterator[Mention]:
    return (mention for mention in mentions if mention.kind != "followup")


def _spellings(seen: Iterable[tuple[Tried, Mention]]) -> Iterator[Spelling]:
    together: dict[str, list[tuple[Tried, Mention]]] = defaultdict(list)
    for article, mention in seen:
        together[" ".join(mention.surface.split()).casefold()].append((article, mention))
    for places in sorted(together.values(), key=len, reverse=True):
        article, best = max(places, key=lambda place: place[1].score)
        yield Spelling(
            " ".join(best.surface.split()),
            best.score,
            len({place[0].url for place in places}),
            _excerpt(article, best),
        )


def _excerpt(article: Tried, mention: Mention) -> str:
    """Some words around the mention, which stands in brackets."""
    text = article.passage.title if mention.field == "title" else article.passage.text
    before = text[max(0, mention.start - AROUND) : mention.start]
    after = text[mention.end : mention.end + AROUND]
    return " ".join(f"{before}[{mention.surface}]{after}".split())
