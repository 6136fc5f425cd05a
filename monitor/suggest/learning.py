"""Learns from scenes what tells wrong alerts from right ones: a learner for each kind of change.

Each takes a watch and scenes, and gives the change that they call for, if they call for one. That
a change fits the scenes that it was learned from says little: see `monitor.suggest.trial`. Pure.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import comb

from monitor.model import Watch
from monitor.suggest.change import Change
from monitor.suggest.phrases import longer_names
from monitor.suggest.scenes import WORD, Scene

Learner = Callable[[Watch, Sequence[Scene]], Change | None]

MOST_PHRASES = 4
MOST_WORDS = 8
LEAST_SEEN = 3
"""Wrong alerts that a phrase or word stands in."""
CHANCE = 0.01
"""That a word which has nothing to do with it stands in so many wrong alerts and in no right one.
Of thousands of words some pass by chance: they do not pass the trial on labels held back."""
WINDOWS = (12, 40, None)
"""Words around a name. The closer one looks, the less is met there by chance."""


def learn_unless(watch: Watch, scenes: Sequence[Scene]) -> Change | None:
    """Longer names, of somebody else, that the name is a part of."""
    seen = {id(scene): longer_names(scene) for scene in scenes}
    names = {key: frozenset(found) for key, found in seen.items()}
    phrases = _telling(scenes, names, most=MOST_PHRASES)
    written = Counter(
        (plain, as_written)
        for found in seen.values()
        for plain, as_written in found.items()
        if plain in phrases
    )
    words = tuple(
        max(((count, text) for (plain, text), count in written.items() if plain == phrase))[1]
        for phrase in phrases
    )
    return Change(watch.id, "unless", words) if words else None


def learn_not_near(watch: Watch, scenes: Sequence[Scene], *, within: int | None) -> Change | None:
    """Words that stand by the name only where somebody else is meant."""
    if watch.not_near:
        return None
    own = _words_of(watch)
    seen = {id(scene): scene.words(within) - own for scene in scenes}
    words = _telling(scenes, seen, most=MOST_WORDS)
    return Change(watch.id, "not_near", tuple(words), within) if words else None


def learn_near(watch: Watch, scenes: Sequence[Scene], *, within: int | None) -> Change | None:
    """Words of which one stands by the name wherever it is the one that is meant."""
    if watch.near:
        return None
    own = _words_of(watch)
    seen = {id(scene): scene.words(within) - own for scene in scenes}
    right = [seen[id(scene)] for scene in scenes if scene.is_relevant]
    wrong = [seen[id(scene)] for scene in scenes if not scene.is_relevant]
    words = _covering(right, wrong)
    return Change(watch.id, "near", tuple(words), within) if words else None


def learn_threshold(watch: Watch, scenes: Sequence[Scene]) -> Change | None:
    """A score that all right alerts have and some wrong ones do not: midway between."""
    lowest = min((scene.score for scene in scenes if scene.is_relevant), default=0.0)
    below = [scene.score for scene in scenes if not scene.is_relevant and scene.score < lowest]
    if not below:
        return None
    threshold = round(max(below) + lowest) / 2  # to a half
    return Change(watch.id, "threshold", threshold=threshold) if threshold > max(below) else None


MILD: tuple[Learner, ...] = (
    learn_unless,
    *(partial(learn_not_near, within=within) for within in WINDOWS),
    learn_threshold,
)
"""They keep from ringing what they know; the milder first."""
STRICT: tuple[Learner, ...] = tuple(partial(learn_near, within=within) for within in WINDOWS)
"""They let ring only what they know: not where a mild one does."""


def by_chance(count: int, *, of: int, among: int) -> float:
    """How likely so many, drawn from all these, are of that part of them alone."""
    return comb(of, count) / comb(among, count)


def _telling(
    scenes: Sequence[Scene],
    seen: Mapping[int, frozenset[str]],
    *,
    most: int,
) -> list[str]:
    """What stands in wrong scenes alone, too often for chance; few that cover many."""
    wrong = [seen[id(scene)] for scene in scenes if not scene.is_relevant]
    allowed = frozenset[str]().union(*(seen[id(scene)] for scene in scenes if scene.is_relevant))
    counts = Counter(one for found in wrong for one in found if one not in allowed)
    telling = {
        one
        for one, count in counts.items()
        if count >= LEAST_SEEN and by_chance(count, of=len(wrong), among=len(scenes)) < CHANCE
    }
    return _cover(wrong, telling, most=most)


def _cover(found: Sequence[frozenset[str]], usable: set[str], *, most: int) -> list[str]:
    """As few as cover most: each the one that stands in most of those not covered yet."""
    chosen: list[str] = []
    left = list(found)
    while len(chosen) < most:
        counts = Counter(one for words in left for one in words if one in usable)
        best = min(counts, key=lambda one: (-counts[one], len(one), one), default=None)
        if best is None or (chosen and counts[best] < 2):
            break
        chosen.append(best)
        left = [words for words in left if best not in words]
    return chosen


def _covering(right: Sequence[frozenset[str]], wrong: Sequence[frozenset[str]]) -> list[str]:
    """Words that between them stand in all right scenes and in few wrong ones; none if they are
    too many, or spare too few of the wrong."""
    in_wrong = Counter(word for words in wrong for word in words)
    chosen: list[str] = []
    left = list(right)
    while left and len(chosen) < MOST_WORDS:
        counts = Counter(word for words in left for word in words)
        best = min(
            counts, key=lambda one: (4 * in_wrong[one] - counts[one], len(one), one), default=None
        )
        if best is None or in_wrong[best] > len(wrong) // 4:
            return []
        chosen.append(best)
        left = [words for words in left if best not in words]
    spared = sum(words.isdisjoint(chosen) for words in wrong)
    return chosen if chosen and not left and spared >= LEAST_SEEN else []


def _words_of(watch: Watch) -> frozenset[str]:
    texts: Iterable[str] = (form.text for form in watch.forms)
    return frozenset(word for text in texts for word in WORD.findall(text.casefold()))
