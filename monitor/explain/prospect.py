"""What would a text ring for, if it came now? Pure."""

from collections.abc import Iterator, Mapping

from monitor.explain.answer import Cause, Explanation, Stage, Verdict
from monitor.explain.verdict import missed_by, named_in, nearest_miss
from monitor.explain.wording import mention_words
from monitor.matching import Matcher
from monitor.matching.misses import nearest
from monitor.matching.sentences import hit
from monitor.model import Judgement, Match, Passage, Watch
from monitor.storage.proofs import NearMiss

MENTIONS_SHOWN = 5
"""Of each watch."""


def prospect(
    passage: Passage, matcher: Matcher, watches: Mapping[str, Watch], *, read: str
) -> Explanation:
    """What the current list makes of the passage; `read` says how it was read."""
    judged = matcher.judge(passage, near_misses=True)
    misses = nearest_misses(passage, judged)
    named = {match.watch_id for match in judged.matches}
    others = [one for one in misses if one.mention.watch_id not in named]
    stages = [Stage("Extracted", (read,)), Stage("Matched", tuple(_matched(judged, watches)))]
    if others:
        lines = (f"{named_in(one.mention)} [{missed_by(one.reason).value}]" for one in others)
        stages.append(Stage("Nearly matched", tuple(lines)))
    if judged.matches:
        names = ", ".join(watches[one.watch_id].name for one in judged.matches)
        verdict = Verdict(Cause.WOULD_RING, names)
    elif miss := nearest_miss(others):
        verdict = Verdict(missed_by(miss.reason), named_in(miss.mention))
    else:
        verdict = Verdict(Cause.NOT_NAMED, "it names nothing that is watched")
    ids = tuple(match.watch_id for match in judged.matches)
    return Explanation(verdict, tuple(stages), title=passage.title, watches=ids)


def nearest_misses(passage: Passage, judged: Judgement) -> list[NearMiss]:
    """What a passage nearly rings for, of each watch the best."""
    return [NearMiss(one, hit(passage, one).sentence) for one in nearest(judged.suppressed)]


def _matched(judged: Judgement, watches: Mapping[str, Watch]) -> Iterator[str]:
    if not judged.matches:
        yield "it names nothing that is watched"
    for match in judged.matches:
        yield from _match(match, watches[match.watch_id])
    yield from judged.notes


def _match(match: Match, watch: Watch) -> Iterator[str]:
    yield f"{watch.name} ({watch.severity.name.lower()}), score {match.score:g}"
    for mention in match.mentions[:MENTIONS_SHOWN]:
        yield f"  {mention_words(mention)}"
