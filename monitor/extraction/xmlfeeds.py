"""RSS, RDF, Atom and news sitemaps in one pass: they differ in names, hardly in shape."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urljoin

from lxml import etree

from monitor.errors import ExtractionError
from monitor.extraction.rawfeeds import RawEntry, RawFeed
from monitor.extraction.repair import document, repaired, without_half_characters

# Namespaces without scheme and trailing signs, to the prefix under which their names are read.
_NAMESPACES = {
    "": "",
    "www.w3.org/2005/atom": "",
    "purl.org/atom/ns": "",
    "purl.org/rss/1.0": "",
    "www.sitemaps.org/schemas/sitemap/0.9": "",
    "www.google.com/schemas/sitemap-news/0.9": "news:",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "search.yahoo.com/mrss": "media:",
}
_CONTAINERS = {"news:news", "news:publication", "media:group"}
_TEXTS = ("content:encoded", "content", "description", "summary", "media:description")
_TITLES = ("title", "news:title", "dc:title", "media:title")
_DATES = (
    "published",
    "pubDate",
    "news:publication_date",
    "issued",
    "dcterms:issued",
    "dc:date",
    "date",
    "dcterms:created",
    "updated",
    "modified",
    "dcterms:modified",
)
_AUTHORS = ("author", "dc:creator")
_LANGUAGES = ("dc:language", "language", "news:language")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

Fields = dict[str, list[etree._Element]]


def read_xml(text: str, *, most: int) -> RawFeed | None:
    """The feed in an XML document, its first `most` entries; None if this is not a feed."""
    root = _parse(text)
    if root is None:
        return None
    kind = root.tag.rpartition("}")[2].rpartition(":")[2].lower()
    if kind == "sitemapindex":
        raise ExtractionError(_index_message(root))
    item = {"urlset": "url", "feed": "entry"}.get(kind, "item")
    items = [found for found, _ in zip(_items(root, item), range(most), strict=False)]
    if kind not in ("rss", "rdf", "feed", "urlset") and not items:
        return None
    return _feed(root, items)


def _parse(text: str) -> etree._Element | None:
    """Strictly if it is XML; else repaired; else whatever can be read of it."""
    xml = document(text)
    if xml is None:
        return None
    try:
        return _root(xml)
    except etree.XMLSyntaxError:
        xml = repaired(xml)
    with suppress(etree.XMLSyntaxError):
        return _root(xml)
    with suppress(etree.XMLSyntaxError):
        return _root(without_half_characters(xml), recover=True)
    return None


def _root(xml: str, *, recover: bool = False) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    root: etree._Element | None = etree.fromstring(xml.encode("utf-8", "ignore"), parser)
    return root


def _items(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Items at any depth: RDF has them beside the channel, some feeds one too deep."""
    return root.iter(name, "{*}" + name)


def _index_message(root: etree._Element) -> str:
    addresses = [(found.text or "").strip() for found in root.iter("{*}loc")]
    first = f", the first is {addresses[0]}" if addresses else ""
    return f"a list of {len(addresses)} sitemaps, not a sitemap of articles{first}"


def _feed(root: etree._Element, items: list[etree._Element]) -> RawFeed:
    own = _namespace(root.tag)
    channel = root.find("{*}channel")
    fields = _fields(root if channel is None else channel, own)
    return RawFeed(
        title=_text(fields, "title"),
        link=_link(fields),
        ttl=_text(fields, "ttl"),
        language=_text(fields, *_LANGUAGES) or root.get(_XML_LANG, ""),
        entries=tuple(_entry(item, own) for item in items),
    )


def _entry(item: etree._Element, own: str) -> RawEntry:
    fields = _fields(item, own)
    guid = _text(fields, "guid", "id") or item.get(_RDF_ABOUT, "")
    return RawEntry(
        guid=guid,
        link=_link(fields) or _text(fields, "loc") or _permanent(fields, guid),
        title=_text(fields, *_TITLES),
        texts=tuple(text for name in _TEXTS if (text := _text(fields, name))),
        date=_text(fields, *_DATES),
        language=_text(fields, *_LANGUAGES) or item.get(_XML_LANG, ""),
        authors=tuple(_person(found) for name in _AUTHORS for found in fields.get(name, ())),
    )


def _fields(parent: etree._Element, own: str) -> Fields:
    """The children by name; what Google and Yahoo put in a box of their own is taken out of it."""
    fields: Fields = {}
    for child in parent.iterchildren(etree.Element):
        name = _name(child.tag, own)
        if name in _CONTAINERS:
            for inner, found in _fields(child, own).items():
                fields.setdefault(inner, []).extend(found)
        elif name:
            fields.setdefault(name, []).append(child)
    return fields


@lru_cache(maxsize=1024)
def _name(tag: str, own: str) -> str | None:
    """An element's name with the prefix we know its namespace by; None for one we do not read."""
    namespace = _namespace(tag)
    local = tag.rpartition("}")[2]
    if namespace == own:
        return local
    prefix = _NAMESPACES.get(namespace)
    return None if prefix is None else prefix + local


def _namespace(tag: str) -> str:
    if not tag.startswith("{"):
        return ""
    return tag[1:].partition("}")[0].lower().partition("://")[2].rstrip("/#")


def _text(fields: Fields, *names: str) -> str:
    """The first of the fields that says something."""
    for name in names:
        for element in fields.get(name, ()):
            if text := _markup(element):
                return text
    return ""


def _markup(element: etree._Element) -> str:
    """What an element says; markup that was not escaped is written out again."""
    text = element.text or ""
    if len(element):
        text += "".join(
            etree.tostring(child, encoding="unicode", method="html") for child in element
        )
    elif element.get("type", "").startswith(("image/", "video/", "audio/")):
        return ""
    return text.strip()


def _link(fields: Fields) -> str:
    """RSS writes the address as text, Atom as the `href` of an alternate."""
    for element in fields.get("link", ()):
        if text := (element.text or "").strip():
            return text
        if element.get("rel", "alternate") == "alternate" and (href := element.get("href")):
            return _based(element, href)
    return ""


def _based(element: etree._Element, href: str) -> str:
    bases = [ancestor.get(_XML_BASE) for ancestor in (element, *element.iterancestors())]
    with suppress(ValueError):
        for base in filter(None, bases):
            href = urljoin(base, href)
    return href


def _permanent(fields: Fields, guid: str) -> str:
    """A guid is the address where there is no other, unless it says that it is none."""
    declared = next((found.get("isPermaLink", "true") for found in fields.get("guid", ())), "true")
    return guid if guid.startswith("http") and declared.lower() != "false" else ""


def _person(element: etree._Element) -> str:
    name = element.find("{*}name")
    return ((element if name is None else name).text or "").strip()
