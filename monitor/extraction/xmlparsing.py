"""XML to a reader that hears its elements as they come, strictly or as a browser would take it.

No parser here builds a tree, follows an entity that a document declares, or fetches anything.
"""

import re
from html import unescape
from typing import Protocol
from xml.parsers import expat

XML = "http://www.w3.org/XML/1998/namespace}"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LONGEST_TEXT = 2_000_000  # characters between two tags of a broken document
_LARGEST_PIECE = 1 << 18  # bytes of text that expat keeps together
# Of expat's errors, those that say: so far it was right, and here it ends.
_ENDINGS = frozenset(
    expat.errors.codes[error]
    for error in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT,
    )
)
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<verbatim>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<[!?][^<>]*+>"
    r"|<(?P<end>/?)(?P<tag>[A-Za-z_][\w:.-]*+)"
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
# What begins only where one of those has ended, with or without saying so.
_BEGINS = frozenset(
    (
        *("item", "entry", "title", "link", "guid", "id", "pubdate", "published", "updated"),
        *("description", "content:encoded", "author", "dc:creator", "category", "comments"),
    )
)
_ENDED = _BEGINS - {"item", "entry"} | {"summary"}
_ATTRIBUTE = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_WELL_KNOWN = {"xml:base": XML + "base", "xml:lang": XML + "lang", "rdf:about": RDF + "about"}


class Listener(Protocol):
    """Hears of a document's elements. Tags and names of attributes are `namespace}name`."""

    def start(self, tag: str, attributes: dict[str, str], /) -> None: ...
    def end(self, tag: str, /) -> None: ...
    def data(self, text: str, /) -> None: ...


class NotXmlError(Exception):
    """Not a well-formed document in UTF-8 without DOCTYPE. What was heard of it may be wrong."""


def hear(xml: bytes, listener: Listener) -> None:
    """Parse what is well-formed up to its end, come too early or not. Raises NotXmlError.

    The encoding that the document declares is not believed: it is UTF-8 or an error.
    """
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.buffer_size = _LARGEST_PIECE
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        if error.code not in _ENDINGS:
            raise NotXmlError(str(error)) from error


def _refuse(*_declared: object) -> None:
    raise NotXmlError("a DOCTYPE, which no feed needs")


def hear_broken(xml: str, listener: Listener) -> None:
    """Go over what is not well-formed: an end tag ends all that is open within its element.

    Nobody knows what its prefixes stand for: `dc:creator` is heard as `dc:}creator`.
    """
    opened: list[str] = []
    position = 0
    for token in _TOKEN.finditer(xml):
        if token.start() > position:
            listener.data(_text(xml, position, token.start()))
        position = token.end()
        if token["tag"] is None:
            listener.data(token["verbatim"] or "")
        elif token["end"]:
            _close(token["tag"], opened, listener)
        else:
            _open(token, opened, listener)
    listener.data(_text(xml, position, len(xml)))


def _text(xml: str, start: int, end: int) -> str:
    return unescape(xml[start : min(end, start + _LONGEST_TEXT)])


def _open(token: re.Match[str], opened: list[str], listener: Listener) -> None:
    tag, attributes = token["tag"], token["attributes"]
    if tag.lower() in _BEGINS and (field := next((one for one in opened if one in _ENDED), "")):
        _close(field, opened, listener)
    listener.start(_with_prefix(tag), _attributes(attributes) if "=" in attributes else {})
    if attributes.endswith("/"):
        listener.end(_with_prefix(tag))
    else:
        opened.append(tag.lower())


def _close(tag: str, opened: list[str], listener: Listener) -> None:
    if tag.lower() in opened:
        while (inner := opened.pop()) != tag.lower():
            listener.end(_with_prefix(inner))
        listener.end(_with_prefix(tag))


def _attributes(text: str) -> dict[str, str]:
    return {
        _WELL_KNOWN.get(name, name): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }


def _with_prefix(tag: str) -> str:
    prefix, colon, local = tag.partition(":")
    return f"{prefix}:}}{local}" if colon else tag
