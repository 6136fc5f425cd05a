"""Tries what is learned on labels that it was not learned from. Pure.

A learner sees four fifths of the labels at a time, and what it learns is tried on the last fifth.
Each label is held back once, so that the counts are of labels that the change never saw. (Cross-
validation: Stone, 1974.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.model import Watch
from monitor.suggest.learning import Learner, by_chance
from monitor.suggest.scenes import Scene, rings

FOLDS = 5
LEAST_SHARE = 0.1
"""Of the wrong alerts, that a change must spare to be worth its line."""
LUCK = 0.005
"""That what spares so many wrong alerts, and no right one, knows nothing of them."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What changes did to labels that were held back."""

    relevant: int
    kept: int  # of those, that still ring
    rejected: int
    gone: int  # of those, that ring no more

    @property
    def precision_before(self) -> float:
        return self.relevant / (self.relevant + self.rejected)

    @property
    def precision_after(self) -> float:
        ringing = self.kept + self.rejected - self.gone
        return self.kept / ringing if ringing else 1.0

    @property
    def holds(self) -> bool:
        """Nothing right is lost, and enough that is wrong is spared."""
        if self.kept < self.relevant or self.gone < LEAST_SHARE * self.rejected:
            return False
        among = self.relevant + self.rejected
        return by_chance(self.gone, of=self.rejected, among=among) < LUCK


def cross_validated(
    watch: Watch, scenes: Sequence[Scene], learn: Learner, *, threshold: float
) -> Tried:
    """What the learner's changes do, each to labels that it did not see."""
    kept = gone = 0
    for seen, held_back in _folds(scenes):
        change = learn(watch, seen)
        changed = change.applied(watch) if change else watch
        ringing = rings(changed, (one.labelled.passage for one in held_back), threshold=threshold)
        for scene, rang in zip(held_back, ringing, strict=True):
            kept += scene.is_relevant and rang
            gone += not scene.is_relevant and not rang
    relevant = sum(scene.is_relevant for scene in scenes)
    return Tried(relevant, kept, len(scenes) - relevant, gone)


def _folds(scenes: Sequence[Scene]) -> Iterator[tuple[list[Scene], list[Scene]]]:
    """Each part once apart from the others; right and wrong ones evenly in all parts."""
    ordered = sorted(scenes, key=lambda scene: scene.is_relevant)
    for fold in range(FOLDS):
        held_back = ordered[fold::FOLDS]
        yield [one for n, one in enumerate(ordered) if n % FOLDS != fold], held_back
