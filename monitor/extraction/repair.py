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
_MENDED = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d+);|#[xX]([0-9a-fA-F]+);|([a-zA-Z]\w{1,31});)?",
    re.DOTALL,
)
_MOST_MENDED = 300_000  # places; a document with more is not worth the memory
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_CHARACTERS = dict.fromkeys(
    code
    for codes in (range(0x20), range(0xD800, 0xE000), (0xFFFE, 0xFFFF))
    for code in codes
    if chr(code) not in "\t\n\r"
)
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
    if _NOT_XML.search(text):
        text = text.translate(_NO_CHARACTERS)
    return _MENDED.sub(_mended, text, count=_MOST_MENDED)


def _mended(found: re.Match[str]) -> str:
    """CDATA as it is; what stands for a reference that is not one of XML's own five."""
    if found[0][0] == "<":
        return found[0]
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal[:9]) if decimal else int(hexadecimal[:9], 16)
        return found[0] if code <= _HIGHEST and not _NOT_XML.match(chr(code)) else ""
    if not name:
        return "&amp;"
    # `unescape` also reads names without their semicolon: "&copyright;" as "©right;".
    character = unescape(found[0])
    return f"&amp;{name};" if len(character) > 2 or character in "<>&\"'" else character
