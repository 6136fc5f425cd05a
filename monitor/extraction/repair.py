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
_PROLOGUE = re.compile(r"\s*<\?xml[^>]*>\s*", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_DOCTYPE_WITHIN = 65536  # characters
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#\d+;|#[xX][0-9a-fA-F]+;|amp;|lt;|gt;|quot;|apos;)|(\w{2,32};))?")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BAD_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)


def document(text: str) -> str | None:
    """The XML document in a text, without prologue and DOCTYPE; None if there is none.

    No feed needs a DOCTYPE: without it there is no entity to blow up, and none to fetch.
    """
    start = _START.search(text, 0, _START_WITHIN)
    if not start:
        return None
    text = text[start.start() :]
    while prologue := _PROLOGUE.match(text):
        text = text[prologue.end() :]
    return _DOCTYPE.sub("", text[:_DOCTYPE_WITHIN], count=1) + text[_DOCTYPE_WITHIN:]


def repaired(text: str) -> str:
    """Outside CDATA: entities of HTML as characters, a bare `&` as `&amp;`."""
    text = _NOT_XML.sub("", _BAD_REFERENCE.sub("", text))
    parts = _CDATA.split(text)
    parts[::2] = [_AMPERSAND.sub(_reference, part) for part in parts[::2]]
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    """What stands for one `&` and the name behind it."""
    if found[1]:
        return found[0]
    character = unescape(found[0]) if found[2] else found[0]
    # `unescape` also reads names without their semicolon: "&copyright;" is not "©right;".
    if len(character) > 2 or character == found[0] or character in "<>&\"'":
        return "&amp;" + found[0][1:]
    return character
