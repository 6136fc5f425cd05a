"""What one entry says of another: ids stand once, and what is named is there.

Reads the documents as they are written, so that one broken entry hides no problem of the others.
"""

from collections.abc import Collection, Iterator
from typing import Any

from monitor.config.document import Document
from monitor.config.quoting import did_you_mean, quoted
from monitor.config.slugs import assign_ids
from monitor.config.syntax import KeyPath
from monitor.config.wording import problem
from monitor.errors import Problem


def disagreements(sources: Document, watchlist: Document, settings: Document) -> list[Problem]:
    """Everything in the three files that does not fit together."""
    return [
        *duplicate_ids(sources, "sources"),
        *duplicate_ids(watchlist, "watches"),
        *_unknown_sources(watchlist, known=_explicit_ids(sources)),
        *_unknown_watches(settings, known=_watch_ids(watchlist)),
    ]


def duplicate_ids(document: Document, key: str) -> Iterator[Problem]:
    """Each id that stands a second time; only explicit ones: a default slug gives way."""
    first: dict[str, int] = {}
    for index, entry in _entries(document, key):
        wanted, line = _text(entry, "id"), document.line((key, index, "id"))
        if wanted in first:
            told = f"duplicate id, first on line {first[wanted]}; give one of them another"
            yield problem(document, (key, index), told, line=line)
        elif wanted:
            first[wanted] = line


def _unknown_sources(watchlist: Document, *, known: Collection[str] | None) -> Iterator[Problem]:
    for index, _ in _entries(watchlist, "watches"):
        path = ("watches", index, "sources", "ids")
        yield from _unknown(watchlist, path, known, "source", "sources.yaml")


def _unknown_watches(settings: Document, *, known: Collection[str] | None) -> Iterator[Problem]:
    routes = settings.at(("alerts", "routes"))
    for index in range(len(routes) if isinstance(routes, list) else 0):
        path = ("alerts", "routes", index, "watches")
        yield from _unknown(settings, path, known, "watch", "watchlist.yaml")


def _unknown(
    document: Document, path: KeyPath, known: Collection[str] | None, kind: str, file: str
) -> Iterator[Problem]:
    """The ids in the list at the path that nothing has; none where what has them is unread."""
    named = document.at(path)
    if known is None or not isinstance(named, list):
        return
    for index, wanted in enumerate(named):
        if isinstance(wanted, str) and wanted not in known:
            hint = did_you_mean(wanted, known) or f"; see the ids in {file}"
            yield problem(document, (*path, index), f"there is no {kind} {quoted(wanted)}{hint}")


def _explicit_ids(sources: Document) -> set[str] | None:
    if not isinstance(sources.at(("sources",)), list):
        return None
    return {_text(entry, "id") for _, entry in _entries(sources, "sources")}


def _watch_ids(watchlist: Document) -> set[str] | None:
    if not isinstance(watchlist.at(("watches",)), list):
        return None
    entries = [entry for _, entry in _entries(watchlist, "watches")]
    return set(assign_ids((_text(entry, "id") or None, _text(entry, "name")) for entry in entries))


def _entries(document: Document, key: str) -> Iterator[tuple[int, Any]]:
    entries = document.at((key,))
    yield from enumerate(entries if isinstance(entries, list) else ())


def _text(entry: Any, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""
