"""Where a problem stands, in words: file, line, entry and key before what is wrong."""

from monitor.config.document import Document
from monitor.config.quoting import all_visible, quoted, short
from monitor.config.slugs import slug
from monitor.config.syntax import KeyPath
from monitor.errors import Problem

_ENTRY = {"watches": "watch", "sources": "source"}


def problem(
    document: Document,
    path: KeyPath,
    message: str,
    *,
    line: int | None = None,
    severity: str = "error",
) -> Problem:
    """A problem with what stands at the path, told with its file, line, entry and key."""
    at = document.known_path(path)
    told = all_visible(": ".join([*_where(document, at), message]))
    return Problem(document.file, line or document.line(at), told, severity)


def _where(document: Document, path: KeyPath) -> list[str]:
    """`watch "green-zone"`, `near.within`: the entry, and the key in it."""
    entry = _entry(document, path)
    rest = _dotted(path[2:] if entry else path)
    return [part for part in (entry, rest) if part]


def _entry(document: Document, path: KeyPath) -> str:
    if len(path) < 2 or path[0] not in _ENTRY or not isinstance(path[1], int):
        return ""
    kind, entry = _ENTRY[str(path[0])], document.at(path[:2])
    if isinstance(entry, dict):
        explicit, name = entry.get("id"), entry.get("name")
        if isinstance(explicit, str) and explicit:
            return f"{kind} {quoted(explicit)}"
        if isinstance(name, str) and slug(name):
            return f"{kind} {quoted(slug(name))}"
    return f"{kind} {path[1] + 1} of the list"


def _dotted(path: KeyPath) -> str:
    dotted = ""
    for step in path:
        dotted += f" (item {step + 1})" if isinstance(step, int) else f".{short(step)}"
    return dotted.lstrip(".")
