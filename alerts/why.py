"""Why did this ring? The evidence on an article, in plain words, line by line. Pure."""

from collections.abc import Iterable, Iterator

from alerts.blocks import day_of
from monitor.model import FoundMatch, Mention, QueuedAlert, Tier
from monitor.storage.articles import Stored
from monitor.storage.evidence import Evidence, Telling

MENTIONS_SHOWN = 3
"""Of each watch, the best ones."""
MATCHES_SHOWN = 5
LONGEST_SURFACE = 80

_TIERS = {
    Tier.QUICK: "by the quick reading alone",
    Tier.CAREFUL: "carefully",
    Tier.FEED: "from the feed's own text alone",
}
_FIELDS = {"title": "Title", "text": "Text"}


def why(evidence: Evidence) -> tuple[str, ...]:
    """What was read and when, what was found in it, which story it tells, and where it was told."""
    return (
        _read(evidence.stored),
        *_found(evidence.matches),
        *_grouped(evidence.telling, evidence.stored),
        *(_told(one) for one in evidence.told),
    )


def _read(stored: Stored) -> str:
    article = stored.article
    at = f"{day_of(article.fetched_at)} {article.fetched_at:%H:%M} UTC"
    notes = [article.language, article.note]
    noted = "".join(f"; {note}" for note in notes if note)
    return f"Fetched {at} from {article.source_id}, read {_TIERS[article.tier]}{noted}."


def _found(matches: tuple[FoundMatch, ...]) -> Iterator[str]:
    if not matches:
        yield "It names nothing that is watched."
    for one in matches[:MATCHES_SHOWN]:
        possible = ", possible only" if one.possible else ""
        loudness = one.severity.name.lower()
        yield f"{one.watch_name} ({loudness}), score {one.match.score:g}{possible}:"
        yield from (f"  • {_mention(mention)}" for mention in _best(one.match.mentions))
    if len(matches) > MATCHES_SHOWN:
        yield f"And {len(matches) - MATCHES_SHOWN} more watches."


def _best(mentions: Iterable[Mention]) -> list[Mention]:
    """The best mention of each wording, the best first."""
    first: dict[str, Mention] = {}
    for one in sorted(mentions, key=lambda one: -one.score):
        first.setdefault(one.surface.casefold(), one)
    return list(first.values())[:MENTIONS_SHOWN]


def _mention(one: Mention) -> str:
    """Begun, and its quotes parted, by our own words: so it runs from left to right."""
    surface, reasons = one.surface[:LONGEST_SURFACE], "; ".join(one.why)
    because = f": {reasons}" if reasons else ""
    return (
        f"{_FIELDS[one.field]}: “{surface}” is the {one.kind} “{one.form}”, score"
        f" {one.score:g}{because}"
    )


def _grouped(telling: Telling | None, stored: Stored) -> Iterator[str]:
    if telling is None:
        return
    if telling.first_url == stored.article.url:
        yield f"It opened the story {telling.story_id}; {_others(telling.articles - 1)}."
        return
    share = f"{telling.share:.0%} of the shorter text stands in the longer"
    yield f"It tells the story {telling.story_id}, which {telling.first_url} opened: {share}."


def _others(count: int) -> str:
    match count:
        case 0:
            return "no other article tells it"
        case 1:
            return "1 other article tells it"
    return f"{count:,} other articles tell it"


def _told(queued: QueuedAlert) -> str:
    channel, reason = queued.alert.channel, f": {queued.reason}" if queued.reason else ""
    if queued.state == "told" and queued.told_at:
        at = f"{day_of(queued.told_at)} {queued.told_at:%H:%M:%S} UTC"
        return f"Told in {channel}, {at}."
    return f"For {channel}: {queued.state}{reason}."
