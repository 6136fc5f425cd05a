"""Input that is made to cost much: by name, of any length."""

import gzip
from collections.abc import Callable

_ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>"
_TITLE = "<rss><item><title>"
_TEXT = "<rss><item><description><![CDATA["


def _repeated(piece: str, *, before: str, after: str = "") -> Callable[[int], bytes]:
    def build(length: int) -> bytes:
        times = (length - len(before) - len(after)) // len(piece)
        return (before + piece * times + after).encode()

    return build


def _numbered(piece: str, *, before: str) -> Callable[[int], bytes]:
    def build(length: int) -> bytes:
        times = (length - len(before)) // (len(piece) + 5)
        return (before + "".join(piece.format(number) for number in range(times))).encode()

    return build


def _bomb(length: int) -> bytes:
    """A file that unpacks to four times the length."""
    return gzip.compress(b"<rss>" + b"<a/>" * length, 1)


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "a million items": _repeated("<item/>", before="<rss>"),
    "depth": _repeated("<a>", before="<rss>"),
    "depth of markup": _repeated("<a>", before=_TITLE),
    "items in items": _repeated("<item>", before="<rss>"),
    "markup": _repeated("<b>x</b>", before=_ATOM, after="</content></entry></feed>"),
    "tags": _numbered("<a{}/>", before="<rss>"),
    "prefixes": _numbered("<a{}:b/>", before="<rss>"),
    "attributes": _numbered("a{}='' ", before="<rss "),
    "namespaces": _numbered("xmlns:a{}='b' ", before="<rss "),
    "bases": _repeated("<a xml:base='b/'/>", before="<rss>"),
    "end tags": _repeated("</a>", before="<rss>"),
    "wrong end tags": _repeated("<a></b>", before="<rss>"),
    "authors": _repeated("<author>a</author>", before="<rss><item>"),
    "cdata": _repeated("<![CDATA[", before="<rss>", after="&"),
    "cdata and references": _repeated("<![CDATA[]]>&", before=_TITLE),
    "prologues": _repeated('<?xml version="1.0"?>', before="", after="<rss>"),
    "doctypes": _repeated('<!DOCTYPE rss [<!ENTITY a "b">', before="", after="<rss>"),
    "references": _repeated("&#xd800;&#0;", before=_TITLE),
    "entities": _repeated("a&nbsp;", before=_TITLE),
    "bare ampersands": _repeated("aa&", before=_TITLE),
    "bare brackets": _repeated("<", before=_TITLE),
    "control characters": _repeated("aa\x01", before=_TITLE),
    "comments": _repeated("<!--", before=_TITLE),
    "comments in text": _repeated("<!--", before=_TEXT, after="]]></description></item></rss>"),
    "quotes": _repeated("<a \"'", before=_TEXT, after="]]></description></item></rss>"),
    "text without words": _repeated(
        "<b>&#1;", before=_TEXT, after="]]></description></item></rss>"
    ),
    "a long address": _repeated(
        "/..", before="<rss><item><link>http://x.y", after="</link></item>"
    ),
    "a long sitemap": _repeated("<url><loc>http://x.y/1</loc></url>", before="<urlset>"),
    "JSON lists": _repeated("[],", before='{"items": ['),
    "JSON depth": _repeated("[", before='{"items": '),
    "JSON objects": _repeated('{"":0},', before='{"items": ['),
    "JSON strings": _repeated('"aa",', before='{"items": ['),
    "JSON keys": _numbered('"a{}":1,', before='{"items": [], '),
    "zeros": _repeated("\0", before="<rss>"),
    "gzip bomb": _bomb,
}
