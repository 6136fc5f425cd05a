"""XML that is nearly XML made into what its author meant.

Found in about one feed in twenty: something before the document, entities of HTML, a bare `&` in an
address, characters that XML does not allow. Parsers that forgive these drop characters in silence,
so that an address leads elsewhere.
"""

import re
from html import unescape

_START = re.compile(
    r"<(?:\?xml\s|!DOCTYPE\s+(?:rss|feed|rdf)|(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)[\s>])",
    re.IGNORECASE,
)
_START_WITHIN = 65536  # characters
_PROLOGUE = re.compile(r"(?:\s*<\?xml[^<>]*>)+\s*", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_DOCTYPE_WITHIN = 65536  # characters
_BARE = re.compile(r"&(?!#\d+;|#[xX][0-9a-fA-F]+;|[a-zA-Z]\w{1,31};)")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMERIC = re.compile(r"&#(?:0*([1-9]\d{4})|[xX]0*([0-9a-fA-F]{4}));")
_HIGHEST = 0x10FFFF


def document(text: str) -> str | None:
    """The XML document in a text, without prologue and DOCTYPE; None if there is none.

    No feed needs a DOCTYPE: without it there is no entity to blow up, and none to fetch.
    """
    start = _START.search(text, 0, _START_WITHIN)
    if not start:
        return None
    begin = start.start()
    if prologue := _PROLOGUE.match(text, begin):
        begin = prologue.end()
    head = text[begin : begin + _DOCTYPE_WITHIN]
    return _DOCTYPE.sub("", head, count=1) + text[begin + _DOCTYPE_WITHIN :]


def repaired(text: str) -> str:
    """Outside CDATA: entities of HTML as characters, a bare `&` as `&amp;`."""
    first, *rest = _NOT_XML.sub("", text).split("<![CDATA[")
    parts = [_referenced(first)]
    for part in rest:
        verbatim, end, markup = part.partition("]]>")
        parts += ["<![CDATA[", verbatim, end, _referenced(markup)]
    return "".join(parts)


def _referenced(markup: str) -> str:
    return _REFERENCE.sub(_reference, _BARE.sub("&amp;", markup)) if "&" in markup else markup


def _reference(found: re.Match[str]) -> str:
    """What stands for a reference that is not one of XML's own five."""
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal[:9]) if decimal else int(hexadecimal[:9], 16)
        return found[0] if code <= _HIGHEST and not _NOT_XML.match(chr(code)) else ""
    # `unescape` also reads names without their semicolon: "&copyright;" as "©right;".
    character = unescape(found[0])
    return f"&amp;{name};" if len(character) > 2 or character in "<>&\"'" else character


def without_half_characters(text: str) -> str:
    """References to surrogates made harmless, in CDATA too.

    A parser that recovers may see them in what we take for CDATA, and lxml fails on such a text.
    """
    return _NUMERIC.sub(_whole, text)


def _whole(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else found[0]
