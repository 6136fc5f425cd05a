"""From labels to proposals: what holds on labels held back, the best first. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.model import Watch
from monitor.suggest.change import Change
from monitor.suggest.learning import MILD, STRICT, Learner
from monitor.suggest.scenes import Labelled, Scene, rings, scenes
from monitor.suggest.trial import Tried, cross_validated

LEAST_LABELS = 5
"""Of each kind; fewer tell nothing."""
WORTH = 1.15
"""Times what a milder change spares, that a less mild one has to."""
MOST_PROPOSALS = 3
"""For one watch at a time."""
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a watch, and what speaks for it."""

    change: Change
    watch_name: str
    tried: Tried | None  # None: nobody said anything of it, it rests on counts alone
    articles: int  # wrong alerts that it spares; of an alias, articles that would ring
    samples: tuple[str, ...]  # of those
    confirmed: int = 0  # of them, that people found relevant


def proposals_for(
    watch: Watch, labelled: Sequence[Labelled], *, threshold: float
) -> list[Proposal]:
    """What the labels call for: each change on top of those before it."""
    proposals: list[Proposal] = []
    while len(proposals) < MOST_PROPOSALS:
        shown = scenes(watch, labelled, threshold=threshold)
        found = _next(watch, shown, threshold) if _are_enough(shown) else None
        if found is None:
            break
        proposals.append(found)
        watch = found.change.applied(watch)
    return proposals


def _are_enough(shown: Sequence[Scene]) -> bool:
    relevant = sum(scene.is_relevant for scene in shown)
    return min(relevant, len(shown) - relevant) >= LEAST_LABELS


def _next(watch: Watch, shown: Sequence[Scene], threshold: float) -> Proposal | None:
    mild = _best(watch, shown, MILD, threshold)
    return mild or _best(watch, shown, STRICT, threshold)


def _best(
    watch: Watch, shown: Sequence[Scene], learners: Iterable[Learner], threshold: float
) -> Proposal | None:
    """The change that spares most of those that hold; of nearly equal ones the first."""
    best: Proposal | None = None
    for learn in learners:
        change = learn(watch, shown)
        if change is None:
            continue
        tried = cross_validated(watch, shown, learn, threshold=threshold)
        if not tried.holds or (best and best.tried and tried.gone < WORTH * best.tried.gone):
            continue
        best = _proposal(watch, change, shown, tried, threshold) or best
    return best


def _proposal(
    watch: Watch, change: Change, shown: Sequence[Scene], tried: Tried, threshold: float
) -> Proposal | None:
    """The proposal, unless the change loses what is right after all."""
    passages = (scene.labelled.passage for scene in shown)
    ringing = rings(change.applied(watch), passages, threshold=threshold)
    told = list(zip(shown, ringing, strict=True))
    if any(scene.is_relevant and not rang for scene, rang in told):
        return None
    gone = [scene.labelled for scene, rang in told if not scene.is_relevant and not rang]
    samples = tuple(one.passage.title or one.url for one in gone[:SAMPLES])
    return Proposal(change, watch.name, tried, len(gone), samples)
