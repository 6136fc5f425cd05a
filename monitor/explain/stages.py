"""What was decided at each stage of a stored article's path. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.explain.answer import Stage
from monitor.explain.verdict import missed_by, named_in
from monitor.explain.wording import at_clock, mention_words
from monitor.model import Fate, FoundMatch, Mention, QueuedAlert, Tier
from monitor.storage.evidence import Evidence, Telling
from monitor.storage.proofs import NearMiss, Proof
from monitor.storage.revisions import StoredRevision

MENTIONS_SHOWN = 3
"""Of each watch, the best ones."""
MATCHES_SHOWN = 5
MISSES_SHOWN = 5

_UNSOUGHT = "not looked for yet: a running service looks within the hour"
_TIERS = {
    Tier.QUICK: "by the quick reading alone",
    Tier.CAREFUL: "carefully",
    Tier.FEED: "from the feed's own text alone",
}
_FATES = {
    Fate.STORED: "kept, and free to ring",
    Fate.STORED_OLD: "kept, but too old to ring",
    Fate.STORED_QUIET: "kept, but told in a summary: of a first look, or of a flood",
    Fate.KNOWN: "known already",
}


def stages_of(
    evidence: Evidence, misses: Sequence[NearMiss], *, judged: str, are_sought: bool
) -> tuple[Stage, ...]:
    """The stages, in order; `judged` says by what near-misses were found, if they are sought."""
    missed = map(_missed, misses[:MISSES_SHOWN]) if are_sought else [_UNSOUGHT]
    staged = (
        ("Fetched", _fetched(evidence)),
        ("Extracted", _extracted(evidence)),
        ("Changed", [line for one in evidence.revisions for line in _revised(one)]),
        ("Matched", _matched(evidence.matches, evidence.proofs)),
        (f"Nearly matched{judged}", missed),
        ("Story", _grouped(evidence)),
        ("Told", _told(evidence)),
    )
    said = ((name, tuple(lines)) for name, lines in staged)
    return tuple(Stage(name, lines) for name, lines in said if lines)


def _fetched(evidence: Evidence) -> Iterator[str]:
    article = evidence.stored.article
    yield f"{at_clock(article.fetched_at)} from {article.source_id}, {article.url}"
    if article.published_at:
        by = f", by the {article.dated_by}'s word" if article.dated_by else ""
        exactly = f" to the {article.precision.value}" if article.precision else ""
        yield f"  published {at_clock(article.published_at)}{exactly}{by}"
    for one in evidence.carried:
        if one.source_id != article.source_id:
            yield f"  also carried by {one.source_id} {at_clock(one.seen_at)}"
    yield f"  {_FATES.get(evidence.stored.fate, evidence.stored.fate.value)}"


def _extracted(evidence: Evidence) -> Iterator[str]:
    article = evidence.stored.article
    words = len(article.text.split())
    language = f", {article.language}" if article.language else ""
    yield f"{_TIERS[article.tier]}, {words:,} words{language}"
    if article.note:
        yield f"  {article.note}"


def _revised(one: StoredRevision) -> Iterator[str]:
    """What a later look at the page found."""
    came, went = _lines(one.added), _lines(one.removed)
    yield f"{at_clock(one.found_at)}: {came} came, {went} went"
    if one.named:
        yield f"  by which it names {', '.join(one.named)}"
    if one.unnamed:
        yield f"  by which it names {', '.join(one.unnamed)} no longer"


def _lines(lines: Sequence[str]) -> str:
    return f"{len(lines)} line{'s' * (len(lines) != 1)}"


def _matched(matches: tuple[FoundMatch, ...], proofs: Iterable[Proof]) -> Iterator[str]:
    if not matches:
        yield "it names nothing that is watched"
    by_watch = {one.watch_id: one for one in proofs}
    for one in matches[:MATCHES_SHOWN]:
        yield from _match(one, by_watch.get(one.match.watch_id))
    if len(matches) > MATCHES_SHOWN:
        yield f"  and {len(matches) - MATCHES_SHOWN} more watches"


def _match(found: FoundMatch, proof: Proof | None) -> Iterator[str]:
    possible = ", possible only" if found.possible else ""
    by = f", by watchlist {proof.watchlist[:8]}" if proof else ""
    loudness = found.severity.name.lower()
    yield f"{found.watch_name} ({loudness}), score {found.match.score:g}{possible}{by}"
    for mention in _best(found.match.mentions):
        yield f"  {mention_words(mention)}"


def _best(mentions: Iterable[Mention]) -> list[Mention]:
    """The best mention of each wording, the best first."""
    first: dict[str, Mention] = {}
    for one in sorted(mentions, key=lambda one: -one.score):
        first.setdefault(one.surface.casefold(), one)
    return list(first.values())[:MENTIONS_SHOWN]


def _missed(miss: NearMiss) -> str:
    return f"{named_in(miss.mention)} [{missed_by(miss.reason).value}]"


def _grouped(evidence: Evidence) -> Iterator[str]:
    telling = evidence.telling
    if telling is None:
        return
    if evidence.opens_story:
        yield f"it opened the story {telling.story_id}; {_others(telling.articles - 1)}"
        return
    yield _joins(telling)


def _joins(telling: Telling) -> str:
    share = f"{telling.share:.0%} of the shorter text stands in the longer"
    return f"it tells the story {telling.story_id}, which {telling.first_url} opened: {share}"


def _others(count: int) -> str:
    match count:
        case 0:
            return "no other article tells it"
        case 1:
            return "1 other article tells it"
    return f"{count:,} other articles tell it"


def _told(evidence: Evidence) -> Iterator[str]:
    asked = evidence.asked
    if asked and asked.planned_at is None:
        yield f"put into the outbox {at_clock(asked.at)}, and not planned yet"
    alerts = {one.id: one for one in (*(asked.alerts if asked else ()), *evidence.told)}
    for one in sorted(alerts.values(), key=lambda one: one.id):
        yield _alert(one)


def _alert(queued: QueuedAlert) -> str:
    channel, manner = queued.alert.channel, queued.alert.manner
    how = "" if manner == "post" else f" ({manner})"
    reason = f": {queued.reason}" if queued.reason else ""
    tries = f", {queued.attempts} tries" if queued.attempts > 1 else ""
    if queued.state == "told":
        ts = f", message {queued.ts}" if queued.ts else ""
        return f"in {channel}{how} {at_clock(queued.told_at)}{ts}{tries}"
    return f"for {channel}{how}: {queued.state}{reason}{tries}"
