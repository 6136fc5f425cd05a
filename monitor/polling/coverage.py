"""Silence is not absence: how much of what concerns a watch could not be seen. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Source, SourceState, Watch

DAY = timedelta(days=1)

LEAST = timedelta(hours=1)
"""A source that was dark for less is not worth a word: its list still tells what was published."""


@dataclass(frozen=True, slots=True)
class Darkness:
    """A source that could not be read, for how long of the window, and whether it can now."""

    source: Source
    lasted: timedelta
    is_over: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was found for a watch, and which of its sources were dark meanwhile."""

    watch: Watch
    hits: int
    sources: int
    dark: tuple[Darkness, ...]  # the longest first

    def __str__(self) -> str:
        """One sentence: "0 hits, but 3 of its 7 sources were dark for 9 h"."""
        hits = "1 hit" if self.hits == 1 else f"{self.hits} hits"
        if not self.dark:
            return hits
        were = "was" if len(self.dark) == 1 else "were"
        spans = {_in_words(one.lasted) for one in self.dark}
        span = f"{'up to ' if len(spans) > 1 else ''}{_in_words(self.dark[0].lasted)}"
        return f"{hits}, but {len(self.dark)} of its {self.sources} sources {were} dark for {span}"


def coverage(
    watches: Iterable[Watch],
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    hits: Mapping[str, int],
    *,
    now: datetime,
    window: timedelta = DAY,
) -> list[Coverage]:
    """For each watch, how its sources were in the window before now; `hits` by watch."""
    enabled = [source for source in sources if source.enabled]
    dark = {one.source.id: one for one in _dark(enabled, states, now=now, window=window)}
    found = []
    for watch in watches:
        its = [source.id for source in enabled if _concerns(source, watch)]
        unseen = sorted((dark[id_] for id_ in its if id_ in dark), key=lambda one: -one.lasted)
        found.append(Coverage(watch, hits.get(watch.id, 0), len(its), tuple(unseen)))
    return found


def _dark(
    sources: Iterable[Source],
    states: Mapping[str, SourceState],
    *,
    now: datetime,
    window: timedelta,
) -> Iterator[Darkness]:
    for source in sources:
        state = states.get(source.id)
        if state is None or state.dark_from is None:
            continue
        spells = [*state.dark_before, (state.dark_from, state.dark_until or now)]
        lasted = sum((_within(spell, now - window) for spell in spells), timedelta(0))
        if lasted >= LEAST:
            yield Darkness(source, lasted, is_over=state.dark_until is not None)


def _within(spell: tuple[datetime, datetime], since: datetime) -> timedelta:
    began, ended = spell
    return max(ended - max(began, since), timedelta(0))


def _concerns(source: Source, watch: Watch) -> bool:
    limit = watch.sources
    return limit is None or source.id in limit.ids or bool(source.tags & limit.tags)


def _in_words(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.0f} h"
