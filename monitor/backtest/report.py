"""What an edit of the watchlist would have meant, told from a comparison. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Any, Literal

from monitor.backtest.comparing import Comparison, Question, Sighted
from monitor.model import Hit

MOST_SAMPLES = 10
MOST_COLLISIONS = 10
MOST_UNCHANGED = 10
"""Edited watches that catch and lose nothing, of which that is shown."""
NO_POLICY = (
    "Every article counts once for each watch: stories, cooldowns, silences, budgets, max_age and"
    " expires are not applied"
)

Kind = Literal["added", "removed", "edited", "moved"]
"""What became of a watch; one that merely yields or gains words was moved."""
Opinions = Mapping[int, Sequence[tuple[str, frozenset[str]]]]


@dataclass(frozen=True, slots=True)
class Voices:
    """What people said of past alerts."""

    relevant: int = 0
    not_relevant: int = 0

    def __str__(self) -> str:
        return f"{self.relevant} relevant, {self.not_relevant} not"


@dataclass(frozen=True, slots=True)
class WatchChange:
    """One watch before and after, in articles."""

    watch_id: str
    name: str
    kind: Kind
    before: int | None  # None: of a moved one only what changed was counted
    after: int | None
    caught: int
    lost: int
    on_kept: Voices
    on_lost: Voices

    @property
    def opinions(self) -> tuple[str, ...]:
        """What was said of past alerts, in words."""
        both = (("of what stays", self.on_kept), ("of what is lost", self.on_lost))
        return tuple(f"{voices} {of}" for of, voices in both if voices != Voices())


@dataclass(frozen=True, slots=True)
class Day:
    """Articles of one day that raise an edited watch."""

    day: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Sample:
    """An article that is newly caught, or newly lost, with the words in question."""

    watch: str  # its name
    url: str
    title: str
    source_id: str
    day: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class Collision:
    """Two watches that meet: in so many articles both ring now, or one takes the other's words."""

    watch: str
    other: str
    articles: int
    takes_words: bool

    def __str__(self) -> str:
        where = f"in {self.articles} article{'s' * (self.articles != 1)}"
        if self.takes_words:
            return f"{self.other} takes words that {self.watch} would have had, {where}"
        return f"{self.watch} and {self.other} ring together now, {where}"


@dataclass(frozen=True, slots=True)
class Report:
    """All that `tocsin backtest` shows."""

    against: str  # what the edited list is compared with, in words
    articles: int
    watches: tuple[WatchChange, ...]
    untouched: int  # watches that the edit cannot change
    days: tuple[Day, ...]
    caught: tuple[Sample, ...]
    lost: tuple[Sample, ...]
    collisions: tuple[Collision, ...]
    notes: tuple[str, ...]

    @property
    def shown(self) -> tuple[WatchChange, ...]:
        """The watches worth a line: what changed, and some that did not."""
        changed = [one for one in self.watches if one.caught or one.lost]
        rest = [one for one in self.watches if not (one.caught or one.lost)]
        return (*changed, *rest[: max(0, MOST_UNCHANGED - len(changed))])

    @property
    def has_opinions(self) -> bool:
        """Whether people said anything of what is shown."""
        return any(one.opinions for one in self.shown)

    @property
    def rest(self) -> str:
        """How many watches have no line of their own, in words; "" if none."""
        edited = len(self.watches) - len(self.shown)
        both = ((edited, "edited"), (self.untouched, "other"))
        told = [f"{n:,} {kind} watch{'es' * (n != 1)}: as before" for n, kind in both if n]
        return "; ".join(told)

    @property
    def totals(self) -> tuple[int, int]:
        """Articles that raise an edited watch, before and after."""
        return sum(day.before for day in self.days), sum(day.after for day in self.days)

    @property
    def a_day(self) -> str:
        """The same for a day, in words."""
        days = max(1, len(self.days))
        before, after = (total / days for total in self.totals)
        return f"Articles a day that raise an edited watch: {before:.1f} before, {after:.1f} after"


def report(
    found: Comparison,
    question: Question,
    edited: frozenset[str],
    *,
    opinions: Opinions,
    caught: Sequence[Sample],
    lost: Sequence[Sample],
    notes: Sequence[str] = (),
) -> Report:
    """The answer to a question, where these are the watches that are edited."""
    names = names_of(question)
    return Report(
        question.against,
        found.articles,
        tuple(_changes(found, question, edited, opinions)),
        untouched=len(names.keys() - edited),
        days=tuple(_days(found, edited)),
        caught=tuple(caught),
        lost=tuple(lost),
        collisions=tuple(_collisions(found, edited, names)),
        notes=(*notes, NO_POLICY),
    )


def as_object(found: Report) -> dict[str, Any]:
    """The report as plain JSON."""
    return {
        **asdict(found),
        "days": [{**asdict(day), "day": day.day.isoformat()} for day in found.days],
    }


def names_of(question: Question) -> dict[str, str]:
    """The watches of both lists by id."""
    both = (*question.before.watches, *question.after.watches)
    return {watch.id: watch.name for watch in both}


def caught_by(one: Sighted) -> set[str]:
    """The watches that ring for the article by the edited list alone."""
    return set(one.after) - set(one.before)


def lost_by(one: Sighted) -> set[str]:
    """The watches that ring for the article by the current list alone."""
    return set(one.before) - set(one.after)


def picked(found: Comparison, *, lost: bool) -> list[tuple[str, int]]:
    """The watches and articles to show: the newest of each watch in turn."""
    by_watch: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in reversed(found.sighted):
        for watch_id in sorted(lost_by(one) if lost else caught_by(one)):
            by_watch[watch_id].append((watch_id, one.article_id))
    in_turn = chain.from_iterable(zip_longest(*by_watch.values()))
    return [one for one in in_turn if one][:MOST_SAMPLES]


def _changes(
    found: Comparison, question: Question, edited: frozenset[str], opinions: Opinions
) -> list[WatchChange]:
    """The edited watches, and those that the edit moves; the most changed first."""
    by_watch: dict[str, list[Sighted]] = {watch_id: [] for watch_id in sorted(edited)}
    for one in found.sighted:
        mine = edited.intersection((*one.before, *one.after))
        for watch_id in sorted(mine | caught_by(one) | lost_by(one)):
            by_watch.setdefault(watch_id, []).append(one)
    names, kinds = names_of(question), _kinds(question, edited)
    changes = [
        _change(watch_id, names[watch_id], kinds.get(watch_id, "moved"), sighted, opinions)
        for watch_id, sighted in by_watch.items()
    ]
    return sorted(changes, key=lambda one: (-(one.caught + one.lost), one.watch_id))


def _kinds(question: Question, edited: frozenset[str]) -> dict[str, Kind]:
    """What became of each of the edited watches."""
    was, becomes = (
        {watch.id for watch in one.watches} for one in (question.before, question.after)
    )
    kinds: dict[str, Kind] = dict.fromkeys(edited, "edited")
    return kinds | dict.fromkeys(edited - was, "added") | dict.fromkeys(edited - becomes, "removed")


def _change(
    watch_id: str, name: str, kind: Kind, sighted: Sequence[Sighted], opinions: Opinions
) -> WatchChange:
    lost = [one for one in sighted if watch_id in lost_by(one)]
    kept = [one for one in sighted if watch_id in one.before and watch_id in one.after]
    is_counted = kind != "moved"
    return WatchChange(
        watch_id,
        name,
        kind,
        before=sum(watch_id in one.before for one in sighted) if is_counted else None,
        after=sum(watch_id in one.after for one in sighted) if is_counted else None,
        caught=sum(watch_id in caught_by(one) for one in sighted),
        lost=len(lost),
        on_kept=_voices(watch_id, kept, opinions),
        on_lost=_voices(watch_id, lost, opinions),
    )


def _voices(watch_id: str, sighted: Sequence[Sighted], opinions: Opinions) -> Voices:
    """What was said of these articles' stories, as far as they named the watch."""
    said = Counter(
        action
        for one in sighted
        for action, named in opinions.get(one.article_id, ())
        if watch_id in named
    )
    return Voices(said["relevant"], said["not_relevant"])


def _days(found: Comparison, edited: frozenset[str]) -> Iterator[Day]:
    """Every day from the first to the last; those without alerts too."""
    before: Counter[date] = Counter()
    after: Counter[date] = Counter()
    for one in found.sighted:
        day = date.fromisoformat(one.day)
        before[day] += not edited.isdisjoint(one.before)
        after[day] += not edited.isdisjoint(one.after)
    if not before:
        return
    first, last = min(before), max(before)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(ahead)
        yield Day(day, before[day], after[day])


def _collisions(
    found: Comparison, edited: frozenset[str], names: Mapping[str, str]
) -> Iterator[Collision]:
    """Watches that now ring together where they did not, and those that take words of others."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for one in found.sighted:
        for watch_id in sorted(caught_by(one) & edited):
            others = (other for other in one.after if other != watch_id)
            counts.update({_pair(watch_id, other) for other in others})
        counts.update((watch_id, other, True) for watch_id, other in one.yielded)
    for (watch_id, other, takes), articles in counts.most_common(MOST_COLLISIONS):
        yield Collision(names[watch_id], names[other], articles, takes)


def _pair(one: str, other: str) -> tuple[str, str, bool]:
    first, second = sorted((one, other))
    return first, second, False
