"""What one entry says of another: ids stand once, and what is named is there.

Reads the documents as they are written, so that one broken entry hides no problem of the others.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from monitor.config.document import Document
from monitor.config.quoting import did_you_mean, quoted
from monitor.config.slugs import assign_ids
from monitor.config.syntax import KeyPath
from monitor.config.wording import problem
from monitor.errors import Problem


def disagreements(
    sources: Document, watchlists: Sequence[Document], settings: Document
) -> list[Problem]:
    """Everything in the files that does not fit together."""
    known = _explicit_ids(sources)
    return [
        *duplicate_ids([sources], "sources"),
        *duplicate_ids(watchlists, "watches"),
        *(one for watchlist in watchlists for one in _unknown_sources(watchlist, known=known)),
        *_unknown_watches(settings, watchlists),
    ]


def duplicate_ids(documents: Iterable[Document], key: str) -> Iterator[Problem]:
    """Each id that stands a second time; only explicit ones: a default slug gives way."""
    first: dict[str, tuple[Document, int]] = {}
    for document in documents:
        for index, entry in _entries(document, key):
            wanted = _text(entry, "id")
            if not wanted:
                continue
            line = document.line((key, index, "id"))
            if wanted in first:
                told = (
                    f"duplicate id, first {_at(first[wanted], document)}; give one of them another"
                )
                yield problem(document, (key, index), told, line=line)
            else:
                first[wanted] = document, line


def _at(first: tuple[Document, int], document: Document) -> str:
    """The line, and the file where it is another one."""
    there, line = first
    return f"on line {line}" + ("" if there is document else f" of {there.file}")


def _unknown_sources(watchlist: Document, *, known: Collection[str] | None) -> Iterator[Problem]:
    for index, _ in _entries(watchlist, "watches"):
        path = ("watches", index, "sources", "ids")
        yield from _unknown(watchlist, path, known, "source", "sources.yaml")


def _unknown_watches(settings: Document, watchlists: Sequence[Document]) -> Iterator[Problem]:
    routes = settings.at(("alerts", "routes"))
    paths: list[KeyPath] = [
        ("alerts", "routes", index, "watches")
        for index in range(len(routes) if isinstance(routes, list) else 0)
    ]
    named = [path for path in paths if settings.at(path)]
    known = _watch_ids(watchlists) if named else None
    for path in named:
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


def _watch_ids(watchlists: Sequence[Document]) -> set[str] | None:
    if not all(isinstance(watchlist.at(("watches",)), list) for watchlist in watchlists):
        return None
    entries = [entry for one in watchlists for _, entry in _entries(one, "watches")]
    return set(assign_ids((_text(entry, "id") or None, _text(entry, "name")) for entry in entries))


def _entries(document: Document, key: str) -> Iterator[tuple[int, Any]]:
    entries = document.at((key,))
    yield from enumerate(entries if isinstance(entries, list) else ())


def _text(entry: Any, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""
