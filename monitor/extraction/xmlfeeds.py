"""RSS, RDF, Atom and sitemaps, read in one pass while the parser goes over them: no tree is built.

Whatever the document, what is kept of it is what its first entries say.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from html import escape
from typing import TypeVar
from urllib.parse import urljoin

from monitor.extraction.feedkinds import KINDS
from monitor.extraction.feednames import (
    AUTHORS,
    CONTAINERS,
    DATES,
    LANGUAGES,
    REPEATED,
    TEXTS,
    TITLES,
    known_name,
)
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.extraction.repair import document, repaired
from monitor.extraction.xmlparsing import RDF, XML, NotXmlError, hear, hear_broken
from monitor.model import FeedKind

T = TypeVar("T", bytes, str)

_ITEMS = {"feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}  # by root; else "item"
_PAGES = frozenset(("", "text/html", "application/xhtml+xml"))
_MOST_OF_SITEMAP = 50_000  # as the protocol has it (sitemaps.org)
_DEEPEST = 200
_MOST_MARKUP = 200_000  # pieces of one field: tags and what is between them
_MEDIA = ("image/", "video/", "audio/")
_NAME = re.compile(r"<name>([^<]*)")
_GUIDS = ("guid", "id", "rdf:about")
_ITEM = "an item"
_WHITE = " \t\r\n"
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?=<)")


class EnoughRead(Exception):  # noqa: N818 - no error, but how a parser is told to stop
    """The rest is not wanted; why, for a person."""


def read_xml(body: bytes, *, most: int) -> RawFeed | None:
    """The feed in a well-formed document in UTF-8; None if it is no feed, or no such document.

    Nine feeds in ten are, and need neither be decoded nor repaired.
    """
    begin = _BEGIN.match(body)
    with suppress(NotXmlError):
        return _heard(hear, body[begin.end() :], most=most) if begin else None
    return None


def read_broken_xml(text: str, *, most: int) -> RawFeed | None:
    """The feed in a text, once it is repaired; if that makes no XML, what can be recovered."""
    found = document(text)
    if found is None:
        return None
    xml = repaired(found)
    with suppress(NotXmlError):
        return _heard(hear, xml.encode("utf-8", "ignore"), most=most)
    return _heard(hear_broken, xml, most=most)


def _heard(hear_all: Callable[[T, "Reader"], None], xml: T, *, most: int) -> RawFeed | None:
    reader = Reader(most=most)
    try:
        hear_all(xml, reader)
    except EnoughRead as stopped:
        reader.note = str(stopped)
    return reader.feed()


class Fields(dict[str, str]):
    """What an entry or a feed says of itself, by name; the first that says something counts."""

    __slots__ = ("repeated",)

    def __init__(self) -> None:
        self.repeated: dict[str, list[str]] = {}

    def first(self, names: tuple[str, ...]) -> str:
        for name in names:
            if name in self:
                return self[name]
        return ""


class Reader:
    """Hears of a document's elements as they come; `feed()` is what it has heard so far.

    Tags and names of attributes are `namespace}name`. Entries stand at any depth: RDF has them
    beside the channel, some feeds one too deep, and where an end tag is missing one in another.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._root = ""
        self._item = "item"
        self._own: set[str] = set()  # namespaces whose names count as bare
        self._names: dict[str, str] = {}  # of tags that were met
        self._depth = 0
        self._level = 2  # depth of the elements that tell of `_fields`
        self._about_feed = Fields()
        self._feed_level = 2
        self._fields = self._about_feed
        self._entry_depth = 0  # 0: in no entry
        self._field = ""  # that is being read
        self._attributes: dict[str, str] = {}  # the field's
        self._markup: list[str] = []  # of the field, up to the last tag in it
        self._said: list[str] = []  # since the last tag
        self._bases: list[tuple[int, str]] = []  # depth, address
        self._entries: list[RawEntry] = []
        self.note = ""
        self.data = self._said.append

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise EnoughRead(f"elements more than {_DEEPEST} deep end it")
        if self._field:
            self._mark(f"<{tag.rpartition('}')[2]}>")
            return
        name = self._names.get(tag)
        if name is None:
            name = self._meet(tag)
        if attributes and (base := attributes.get(XML + "base")):
            self._bases.append((self._depth, base))
        if name is _ITEM:
            self._begin_entry(attributes)
        elif self._depth == self._level and name:
            self._said.clear()
            if name in CONTAINERS:
                self._level += 1
            else:
                self._field, self._attributes = name, attributes
        elif self._depth == 1:
            self._note_language(attributes)

    def end(self, tag: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._field:
            if depth == self._level:
                self._keep(self._field, self._text())
                self._field = ""
            else:
                self._mark(f"</{tag.rpartition('}')[2]}>")
        elif depth == self._entry_depth:
            self._end_entry()
        elif depth == self._level - 1 and depth > 1:
            self._level = depth
        if self._bases and self._bases[-1][0] == depth:
            self._bases.pop()

    def feed(self) -> RawFeed | None:
        """None where it is no feed at all."""
        kind = KINDS.get(self._root)
        # Without its address, an entry that is cut off would become an article of its own.
        if self._entry_depth and _address(self._fields):
            self._end_entry()
        if kind is None and not self._entries:
            return None
        about = self._about_feed
        return RawFeed(
            kind=kind or FeedKind.RSS,
            title=about.get("title", ""),
            link=_address(about),
            language=about.first(LANGUAGES),
            ttl=about.get("ttl", ""),
            period=about.get("sy:updateperiod", ""),
            frequency=about.get("sy:updatefrequency", ""),
            skip_hours=tuple(about.repeated.get("hour", ())),
            skip_days=tuple(about.repeated.get("day", ())),
            entries=tuple(self._entries),
            note=self.note,
        )

    def _meet(self, tag: str) -> str:
        """The name of a tag that is met for the first time."""
        namespace, _, local = tag.rpartition("}")
        local = local.rpartition(":")[2].lower()
        if self._depth == 1:
            self._root, self._item = local, _ITEMS.get(local, "item")
            if local in ("urlset", "sitemapindex"):
                self._most = _MOST_OF_SITEMAP
        if self._depth == 1 or local in (self._item, "channel"):
            self._own.add(namespace)
            self._names.clear()
        is_item = self._depth > 1 and local == self._item
        name = _ITEM if is_item else known_name(tag, is_own=namespace in self._own)
        self._names[tag] = name
        return name

    def _begin_entry(self, attributes: dict[str, str]) -> None:
        if self._entry_depth:
            self._end_entry()
        if len(self._entries) >= self._most:
            raise EnoughRead(f"only the first {self._most:,} entries were read")
        self._feed_level = self._level
        self._fields = Fields()
        self._entry_depth = self._depth
        self._level = self._depth + 1
        if about := attributes.get(RDF + "about"):
            self._fields["rdf:about"] = about
        self._note_language(attributes)

    def _end_entry(self) -> None:
        if self._fields:
            self._entries.append(_entry(self._fields))
        self._fields = self._about_feed
        self._level = self._feed_level
        self._entry_depth = 0

    def _note_language(self, attributes: dict[str, str]) -> None:
        if attributes and (language := attributes.get(XML + "lang")):
            self._fields["xml:lang"] = language

    def _mark(self, tag: str) -> None:
        """Markup that was not escaped is written out again, its text escaped."""
        if len(self._markup) < _MOST_MARKUP:
            self._markup += (escape("".join(self._said), quote=False), tag)
        self._said.clear()

    def _text(self) -> str:
        if self._markup:
            self._mark("")
            text = "".join(self._markup)
            self._markup.clear()
        else:
            text = "".join(self._said)
            self._said.clear()
        return text.strip(_WHITE)

    def _keep(self, name: str, text: str) -> None:
        fields, attributes = self._fields, self._attributes
        if name == "link":
            self._keep_link(text)
        elif text and name not in fields:
            if name in REPEATED:
                fields.repeated.setdefault(name, []).append(text)
            elif not attributes.get("type", "").startswith(_MEDIA):
                fields[name] = text
                if name == "guid" and attributes.get("isPermaLink", "").lower() != "false":
                    fields["permanent link"] = text

    def _keep_link(self, text: str) -> None:
        """RSS writes the address as text, Atom as the `href` of an alternate."""
        attributes = self._attributes
        address = text
        if not text and attributes.get("rel", "alternate") == "alternate":
            address = attributes.get("href", "")
        is_page = attributes.get("type", "") in _PAGES
        if address:
            with suppress(ValueError):
                for _, base in reversed(self._bases):
                    address = urljoin(base, address)
            self._fields.setdefault("link" if is_page else "link to no page", address)


def _entry(fields: Fields) -> RawEntry:
    return RawEntry(
        guid=fields.first(_GUIDS),
        link=_address(fields),
        title=fields.first(TITLES),
        texts=tuple([fields[name] for name in TEXTS if name in fields]),
        date=fields.first(DATES),
        changed=fields.get("lastmod", ""),
        language=fields.first(LANGUAGES),
        authors=tuple([_person(name) for key in AUTHORS for name in fields.repeated.get(key, ())]),
    )


def _address(fields: Fields) -> str:
    """A guid is the address where there is no other, unless it says that it is none."""
    if address := fields.first(("link", "loc", "link to no page")):
        return address
    permanent = fields.get("permanent link", "")
    return permanent if permanent.startswith("http") else ""


def _person(text: str) -> str:
    """Atom parts a name from its address, RSS does not."""
    name = _NAME.search(text)
    return name[1] if name else text
