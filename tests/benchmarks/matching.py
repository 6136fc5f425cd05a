"""Names in running text: how fast and how complete, beside what one would otherwise take.

All take turns on the same articles, none of which any of them has seen before, in one process for
each length of list; the slow ones are given fewer. Read the ratios: other work on the machine slows
all of them. What building costs is measured in a process for each.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import get_context
from typing import TypeVar

from tests.benchmarks.corpus import articles, names, spellings
from tests.benchmarks.rivals import NAIVE, RIVALS, TOCSIN, Finds, Rival

SIZES = (10, 100, 1_000, 10_000, 40_000)
RECALL_AT = 100
"""Names on the list with which all are asked for spellings: the shortest with all that have any."""
LATIN, ARABIC = frozenset({"en", "es"}), frozenset({"fa", "ar"})
MOST = 2_000
"""Articles, of which the first half shows what a cold start costs."""
BLOCK = 125
SECONDS, TURN_SECONDS = 15.0, 0.15
"""Of processor time: Tocsin's for one list at most, and a rival's for one block of articles."""
SENTENCE = "Officials said on Monday that {} had been named in the report."

Measured = TypeVar("Measured")


@dataclass(slots=True)
class Pace:
    """How many articles somebody has read, and how long each block of them took."""

    articles: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, articles: int, seconds: float) -> None:
        self.articles.append(articles)
        self.seconds.append(seconds)

    @property
    def rate(self) -> float:
        """Articles a second."""
        return sum(self.articles) / max(sum(self.seconds), 1e-9)

    def halves(self) -> "tuple[Pace, Pace]":
        middle = len(self.articles) // 2
        return (
            Pace(self.articles[:middle], self.seconds[:middle]),
            Pace(self.articles[middle:], self.seconds[middle:]),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """What all did with a list of one length."""

    latin: dict[str, Pace]
    arabic: dict[str, Pace]
    recall: dict[str, float]


@dataclass(frozen=True, slots=True)
class Weight:
    """What it costs to have a list ready."""

    seconds: float
    megabytes: float


def main() -> None:
    rivals = [rival for rival in RIVALS if _is_there(rival)]
    runs = {size: _in_child(_run, rivals, size) for size in SIZES}
    weights = {size: {one.title: _in_child(_weigh, one, size) for one in rivals} for size in SIZES}
    _print_speed("English and Spanish", {size: run.latin for size, run in runs.items()})
    _print_speed("Persian and Arabic", {size: run.arabic for size, run in runs.items()})
    _print_recall(runs)
    _print_weights(weights)
    _print_growth(runs)


def _is_there(rival: Rival) -> bool:
    if not rival.is_installed:
        print(f"without {rival.title}: {rival.package} is not installed; `make bench` installs it")
    return rival.is_installed


def _in_child(measure: Callable[..., Measured], *arguments: object) -> Measured:
    """In a process of its own: nothing is warm, and its memory is nobody else's."""
    print(".", end="", file=sys.stderr, flush=True)
    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        return child.submit(measure, *arguments).result()


def _run(rivals: Sequence[Rival], size: int) -> Run:
    listed = names(size)
    finds = {rival: rival.build(listed) for rival in rivals}
    fuzzy = {rival: finds[rival] for rival in (TOCSIN, NAIVE)}
    gc.freeze()  # what one has built, another's garbage need not be looked for in
    return Run(
        _race(finds, articles(LATIN)[:MOST]),
        _race(fuzzy, articles(ARABIC)[:MOST]),
        _recalls(finds, listed),
    )


def _race(finds: dict[Rival, Finds], texts: Sequence[str]) -> dict[str, Pace]:
    paces = {rival.title: Pace() for rival in finds}
    for at in range(0, len(texts), BLOCK):
        block = texts[at : at + BLOCK]
        for rival, find in finds.items():
            _take_turn(find, block, paces[rival.title], rival)
        if sum(paces[TOCSIN.title].seconds) > SECONDS:
            break
    return paces


def _take_turn(find: Finds, block: Sequence[str], pace: Pace, rival: Rival) -> None:
    """Tocsin reads the whole block, the others what they can in their time."""
    started, read = time.process_time(), 0
    allowed = SECONDS if rival is TOCSIN else TURN_SECONDS
    while read < len(block) and _since(started) < allowed:
        find(block[read : read + rival.batch])
        read = min(read + rival.batch, len(block))
    pace.add(read, _since(started))


def _since(started: float) -> float:
    return time.process_time() - started


def _recalls(finds: dict[Rival, Finds], listed: Sequence[str]) -> dict[str, float]:
    """How many of the names on the list are found in the spellings that others gave them."""
    if len(listed) != RECALL_AT:
        return {}
    wanted = [(name, spelling) for name, spelling in spellings() if name in set(listed)]
    texts = [SENTENCE.format(spelling) for _, spelling in wanted]
    return {rival.title: _recall(find(texts), wanted) for rival, find in finds.items()}


def _recall(found: Sequence[set[str]], wanted: Sequence[tuple[str, str]]) -> float:
    hits = [name in names for names, (name, _) in zip(found, wanted, strict=True)]
    return sum(hits) / max(1, len(hits))


def _weigh(rival: Rival, size: int) -> Weight:
    listed = names(size)
    import_module(rival.package)
    before, started = _peak_megabytes(), time.process_time()
    find = rival.build(listed)
    seconds = _since(started)
    find([SENTENCE])
    return Weight(seconds, _peak_megabytes() - before)


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _print_speed(languages: str, paces: dict[int, dict[str, Pace]]) -> None:
    _print_header(f"articles a second, {languages} (times name by name)")
    for title in paces[SIZES[0]]:
        rates = [(paces[size][title].rate, paces[size][NAIVE.title].rate) for size in SIZES]
        _print_row(title, [f"{_figure(rate)} ({_figure(rate / naive)}x)" for rate, naive in rates])


def _print_weights(weights: dict[int, dict[str, Weight]]) -> None:
    _print_header("building: processor time, growth of the peak of memory")
    for title in weights[SIZES[0]]:
        costs = [weights[size][title] for size in SIZES]
        _print_row(title, [f"{cost.seconds:.1f} s {cost.megabytes:5.0f} MB" for cost in costs])


def _print_recall(runs: dict[int, Run]) -> None:
    print(f"\nspellings found, of the names on a list of {RECALL_AT}")
    for title, recall in runs[RECALL_AT].recall.items():
        print(f"{title:26}{recall:7.1%}")


def _print_growth(runs: dict[int, Run]) -> None:
    shortest, longest = min(SIZES), max(SIZES)
    print(f"\nan article against {longest:,} names instead of {shortest} costs so many times more")
    for title, pace in runs[shortest].latin.items():
        print(f"{title:26}{_figure(pace.rate / runs[longest].latin[title].rate):>6}")
    print(f"\n{TOCSIN.title}: the first {MOST // 2:,} articles at so much of the speed of the next")
    for size, run in runs.items():
        pace = run.latin[TOCSIN.title]
        if sum(pace.articles) == MOST:
            first, steady = pace.halves()
            print(f"{size:7,} names {first.rate / steady.rate:7.0%}")


def _print_header(title: str) -> None:
    print(f"\n{title}")
    _print_row("", [f"{size:,} names" for size in SIZES])


def _print_row(title: str, cells: Sequence[str]) -> None:
    print(f"{title:26}" + "".join(f"{cell:>18}" for cell in cells))


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"
