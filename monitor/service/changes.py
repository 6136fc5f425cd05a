"""What an edit of the configuration changes, in words, and whether it changes too much. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.model import Configuration, Settings

NAMED = 5
"""A sentence names no more entries than this."""
FEW = 3
"""Of fewer watches or sources than these, all may change at once: one look shows what happened."""


@dataclass(frozen=True, slots=True)
class Listed:
    """How a list changed: its entries by the names that people have for them."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()

    def __str__(self) -> str:
        kinds = {"added": self.added, "removed": self.removed, "altered": self.altered}
        return "; ".join(f"{kind} {few(names)}" for kind, names in kinds.items() if names)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one configuration has that another has not. `str()` is a line for each kind."""

    watches: Listed = Listed()
    sources: Listed = Listed()
    settings: tuple[str, ...] = ()  # sections of settings.yaml, and the decoys

    def __str__(self) -> str:
        return "\n".join(self._lines()) or "nothing changed"

    def _lines(self) -> Iterator[str]:
        if told := str(self.watches):
            yield f"watches: {told}"
        if told := str(self.sources):
            yield f"sources: {told}"
        if self.settings:
            yield f"settings: altered {', '.join(self.settings)}"


def changes(before: Configuration, after: Configuration) -> Changes:
    """What an edit made of a configuration."""
    return Changes(
        _listed(_watches(before), _watches(after), "name"),
        _listed(_sources(before), _sources(after), "title"),
        tuple(name for name, of in _SETTINGS.items() if of(before) != of(after)),
    )


def landslide(before: Configuration, after: Configuration) -> str:
    """Why an edit is likelier a mishap than meant, such as half a file; empty where it is not."""
    lists = {"watches": (_watches, "name"), "sources": (_sources, "title")}
    for kind, (entries, name) in lists.items():
        known, kept = entries(before), entries(after)
        gone = [getattr(known[id_], name) for id_ in known if id_ not in kept]
        if 2 * len(gone) > len(known) and (len(known) >= FEW or not kept):
            return f"{len(gone):,} of {len(known):,} {kind} would vanish at once ({few(gone)})"
    return ""


def needs_restart(started: Configuration, now: Configuration) -> tuple[str, ...]:
    """The settings that are read only at a start, and that differ from then."""
    differ = (name for name, of in _AT_START.items() if of(started.settings) != of(now.settings))
    return tuple(differ)


def few(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _listed(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> Listed:
    return Listed(
        added=tuple(getattr(one, name) for id_, one in after.items() if id_ not in before),
        removed=tuple(getattr(one, name) for id_, one in before.items() if id_ not in after),
        altered=tuple(
            getattr(one, name) for id_, one in after.items() if before.get(id_, one) != one
        ),
    )


def _watches(configuration: Configuration) -> Mapping[str, Any]:
    return {watch.id: watch for watch in configuration.watchlist.watches}


def _sources(configuration: Configuration) -> Mapping[str, Any]:
    return {source.id: source for source in configuration.sources}


def _connections(settings: Settings) -> tuple[object, ...]:
    crawl = settings.crawl
    return (
        crawl.concurrency,
        crawl.per_host,
        crawl.delay,
        crawl.timeout,
        crawl.max_page,
        crawl.robots,
        crawl.allow_networks,
    )


_SETTINGS: Mapping[str, Callable[[Configuration], object]] = {
    "decoys": lambda of: (of.watchlist.decoys, of.watchlist.builtin_decoys),
    "database": lambda of: of.settings.database,
    "user_agent": lambda of: of.settings.user_agent,
    "crawl": lambda of: of.settings.crawl,
    "matching": lambda of: of.watchlist.threshold,
    "alerts": lambda of: of.settings.alerts,
    "retention": lambda of: of.settings.retention_articles,
    "web": lambda of: of.settings.web_listen,
}
_AT_START: Mapping[str, Callable[[Settings], object]] = {
    "database": lambda of: of.database,
    "user_agent": lambda of: of.user_agent,
    "crawl": _connections,
    "alerts.send_timeout": lambda of: of.alerts.send_timeout,
    "web.listen": lambda of: of.web_listen,
}
