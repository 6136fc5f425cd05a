"""Lists of sources as other readers take and give them: OPML 2.0 (opml.org/spec2.opml).

Folders are tags. What OPML has no word for, such as `every`, is kept in attributes of our own, so
that an export read again gives the same sources.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from monitor.config.values import spelled_duration
from monitor.errors import ConfigError, Problem
from monitor.model import Source

OURS = "https://tocsin.invalid/opml"
"""The namespace of our own attributes."""

MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Outline:
    """A source as an OPML file names it."""

    line: int
    url: str
    title: str
    language: str
    tags: tuple[str, ...]
    ours: Mapping[str, str]  # our own attributes: keys of sources.yaml, and values as it has them


def read_opml(body: bytes, *, file: str) -> list[Outline]:
    """The sources in an OPML file, in its order. Raises ConfigError with the line that is wrong."""
    if len(body) > MOST_BYTES:
        raise ConfigError([Problem(file, 1, f"longer than {MOST_BYTES // 1024**2} MB")])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ConfigError([Problem(file, line, f"not XML: {error.msg}")]) from error
    outlines = root.find("body")
    if root.tag != "opml" or outlines is None:
        told = f"no OPML: it starts with <{root.tag}>; a list of feeds has <opml> and <body>"
        raise ConfigError([Problem(file, 1, told)])
    found = list(_sources(outlines, ()))
    if not found:
        raise ConfigError([Problem(file, 1, "no outline has an `xmlUrl`: there is nothing to add")])
    return found


def _sources(parent: etree._Element, tags: tuple[str, ...]) -> Iterator[Outline]:
    if len(tags) > DEEPEST:
        return
    for outline in parent.iterchildren("outline"):
        url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        title = (outline.get("title") or outline.get("text") or "").strip()
        if url:
            yield Outline(
                line=int(outline.sourceline),  # type: ignore[call-overload]
                url=url,
                title=title,
                language=(outline.get("language") or "").strip(),
                tags=tuple(dict.fromkeys([*tags, *_categories(outline)])),
                ours=_ours(outline),
            )
        yield from _sources(outline, tags if url or not title else (*tags, title))


def _categories(outline: etree._Element) -> list[str]:
    """ "/Boston/Weather,Harvard" are two categories; of a path, each step is one to us."""
    written = (outline.get("category") or "").replace("/", ",")
    return [name.strip() for name in written.split(",") if name.strip()]


def _ours(outline: etree._Element) -> dict[str, str]:
    mark = f"{{{OURS}}}"
    return {
        str(name).removeprefix(mark): str(value)
        for name, value in outline.attrib.items()
        if str(name).startswith(mark)
    }


def write_opml(sources: Sequence[Source], *, now: datetime) -> bytes:
    """The sources as OPML, those with tags in a folder."""
    root = etree.Element("opml", version="2.0", nsmap={"tocsin": OURS})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "Sources of Tocsin"
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for source in sources:
        tags = sorted(source.tags)
        _folder(_path(tags), folders).append(_outline(source, tags))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _is_category(tag: str) -> bool:
    """A comma parts categories, and a slash their steps."""
    return not {",", "/"} & set(tag)


def _path(tags: Sequence[str]) -> tuple[str, ...]:
    """The folders of a source: of the tags that cannot be categories, else of its first tag."""
    return tuple(tag for tag in tags if not _is_category(tag)) or tuple(tags[:1])


def _folder(
    path: tuple[str, ...], folders: dict[tuple[str, ...], etree._Element]
) -> etree._Element:
    if path not in folders:
        folders[path] = etree.SubElement(_folder(path[:-1], folders), "outline", text=path[-1])
    return folders[path]


def _outline(source: Source, tags: Iterable[str]) -> etree._Element:
    outline = etree.Element("outline", type="rss", text=source.title, xmlUrl=source.url)
    if source.language:
        outline.set("language", source.language)
    if categories := ",".join(filter(_is_category, tags)):
        outline.set("category", categories)
    for name, value in _settings(source).items():
        outline.set(f"{{{OURS}}}{name}", value)
    return outline


def _settings(source: Source) -> dict[str, str]:
    """What OPML has no word for, as sources.yaml writes it; defaults are left out."""
    default = Source(source.id, source.url)
    written = {
        "kind": source.kind.value if source.kind else "",
        "every": spelled_duration(source.every) if source.every else "",
        "links": source.links or "",
        "priority": f"{source.priority:g}" if source.priority != default.priority else "",
    }
    for name in ("enabled", "fetch_articles", "ring_possible", "render"):
        if getattr(source, name) != getattr(default, name):
            written[name] = str(getattr(source, name)).lower()
    return {"id": source.id, **{name: value for name, value in written.items() if value}}
