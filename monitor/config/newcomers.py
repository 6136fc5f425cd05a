"""Sources on their way into the configuration: what they are called, and whether they are there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from monitor.config.document import Document
from monitor.config.editing import Entry
from monitor.config.opml import Outline
from monitor.config.slugs import slug
from monitor.config.sources_file import SourcesFile
from monitor.config.validation import validate
from monitor.errors import ConfigError
from monitor.model import Source

LONGEST_ID = 40
"""Characters of an id that is made from a title."""


_SWITCHES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Newcomers:
    """What an OPML file adds, and what of it is there already."""

    entries: list[Entry]
    known: list[str]  # one line each, for a person


def entries_of(outlines: Iterable[Outline], sources: Sequence[Source], *, file: str) -> Newcomers:
    """The outlines as entries of sources.yaml. Raises ConfigError with every line that is wrong."""
    present = list(sources)
    entries: list[Entry] = []
    lines: dict[tuple[str | int, ...], int] = {}
    known: list[str] = []
    for outline in outlines:
        if there := source_at(outline.url, present):
            told = f"{outline.url} is there already, as {there.id}"
            known.append(f"{file}:{outline.line}: {told}")
            continue
        entry = _entry(outline, {source.id for source in present})
        lines["sources", len(entries)] = outline.line
        entries.append(entry)
        present.append(Source(str(entry["id"]), outline.url))
    document = Document(file, {"sources": entries}, {(): 1, ("sources",): 1, **lines})
    if problems := validate(document, SourcesFile)[1]:
        raise ConfigError(problems)
    return Newcomers(entries, known)


def _entry(outline: Outline, taken: Collection[str]) -> Entry:
    """The outline's own words first; our attributes say the rest, where we wrote the file."""
    ours = dict(outline.ours)
    id_ = ours.pop("id", "")
    if not id_ or id_ in taken:
        id_ = free_id(outline.title, url=outline.url, taken=taken)
    entry: dict[str, Any] = {"id": id_}
    if outline.title != id_ and any(sign.isalnum() for sign in outline.title):
        entry["name"] = " ".join(outline.title.split())
    entry["url"] = outline.url
    if language := outline.language.replace("_", "-").split("-")[0]:
        entry["language"] = language
    if outline.tags:
        entry["tags"] = list(outline.tags)
    return {**entry, **{key: _read(key, value) for key, value in ours.items()}}


def _read(key: str, value: str) -> str | bool | float:
    if key == "priority":
        return float(value) if value.replace(".", "", 1).isdecimal() else value
    return _SWITCHES.get(value, value)


def free_id(wanted: str, *, url: str, taken: Collection[str]) -> str:
    """An id out of a title, else out of the host, that no other source has."""
    parts = slug(wanted).split("-")
    while len("-".join(parts)) > LONGEST_ID and len(parts) > 1:
        parts.pop()
    base = "-".join(parts)[:LONGEST_ID]
    if not base.isascii() or not base:
        base = slug((urlsplit(url).hostname or "").removeprefix("www.")) or "source"
    number, free = 2, base
    while free in taken:
        number, free = number + 1, f"{base}-{number}"
    return free


def source_at(url: str, sources: Iterable[Source]) -> Source | None:
    """The source that is looked at under this address, however it is written."""
    wanted = _place(url)
    return next((source for source in sources if _place(source.url) == wanted), None)


def _place(url: str) -> tuple[str, str, str]:
    """The address without what hardly ever makes another one: scheme, `www.`, the last slash."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return "", url, ""
    return host + port, parts.path.rstrip("/"), parts.query
