"""Which characters do these bytes mean? What a server or a file says of itself is often untrue.

Text of any length that holds valid multi-byte UTF-8 is UTF-8, whatever was declared: no other
encoding yields such sequences but by a rare accident. Only then are the declarations asked, the
HTTP header before the document (RFC 7303, HTML section 13.2.3.2), each only if every byte fits;
then a detector. Nothing here fails: at worst some characters are the replacement character.
"""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DECLARATION_WITHIN = 4096  # bytes; HTML asks for the first 1024
_WIDE = 5  # bytes, at the most, of which one is zero: in UTF-16 it is one in two or three
_DETECT_WITHIN = 65536  # bytes
# Browsers read these labels as Windows-1252, a superset of what they say (WHATWG Encoding).
_WESTERN = {"ascii", "iso8859-1"}
# Good multi-byte characters for each broken one, above which the text is UTF-8 with a few faults.
_MOSTLY_UTF8 = 10


def decode(body: bytes, *, content_type: str = "") -> str:
    """The text of a document, without byte order mark."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace").removeprefix("\ufeff")
    if b"\x1b" not in body and b"\0" not in body and (text := _utf8(body)) is not None:
        return text  # nearly all, without a look at what they declare
    declared = _declared(body, content_type)
    if not _seven_bit(declared, body) and (text := _utf8(body)) is not None:
        return text
    for name in declared:
        if (text := _strict(body, name)) is not None:
            return text
    return _guessed(body)


def _declared(body: bytes, content_type: str) -> list[str]:
    """The names that header and document give, as Python knows them."""
    names = [match[1] for match in _HEADER_CHARSET.finditer(content_type)]
    names += [name.decode("ascii", "replace") for name in _DECLARED.findall(_head(body))]
    return [known for name in names if (known := _known(name))]


def _head(body: bytes) -> bytes:
    """The beginning of a document as ASCII can be read from it, also out of UTF-16."""
    return body[:_DECLARATION_WITHIN].replace(b"\0", b"")


def _known(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python's registry also holds base64, rot13 and the like, which give no text.
    return info.name if info._is_text_encoding else None


def _seven_bit(declared: list[str], body: bytes) -> bool:
    """Is it of the encodings that are ASCII to look at, or UTF-16 without a mark?"""
    return _is_wide(body) or (
        b"\x1b" in body and any(name.startswith("iso2022") for name in declared)
    )


def _is_wide(body: bytes) -> bool:
    """Has every other byte of the markup no bit set? A few such are a fault, no encoding."""
    head = body[:_DECLARATION_WITHIN]
    return head.count(0) * _WIDE > len(head)


def _utf8(body: bytes) -> str | None:
    """The text if it is UTF-8, or nearly: a character cut in two is forgiven."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    multibyte = len(body) - len(body.translate(None, bytes(range(0xC2, 0xF5))))
    return text if multibyte - broken > _MOSTLY_UTF8 * broken else None


def _strict(body: bytes, name: str) -> str | None:
    try:
        text = body.decode("cp1252" if name in _WESTERN else name)
        return text.encode("utf-8", "ignore").decode()  # UTF-7 can spell half a character
    except (UnicodeDecodeError, ValueError):
        return None


def _guessed(body: bytes) -> str:
    if _is_wide(body):
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", errors="replace")
    name = _known(detect_encoding(body, max_len=_DETECT_WITHIN) or "") or "utf-8"
    return body.decode(name, errors="replace")
