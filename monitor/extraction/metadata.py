"""Title, authors and language of an article, as its page says them to machines."""

import re
from collections.abc import Iterator
from typing import Any

from resiliparse.parse.lang import detect_fast

from monitor.extraction.documents import Document
from monitor.extraction.markup import plain_line

_SEPARATOR = re.compile(r"\s+[|–—•·»:-]\s+|\s*[|»]\s*")
_LONGEST_TITLE = 1_000  # characters of markup
_LONGEST_SITE = 40  # characters of what may be cut off a title as the site's name
_TELLING = 200  # characters from which on the words tell the language better than the page
_TOLD_BY = 2_000  # characters; by more of them it is told no better
_DOUBTFUL = 1000  # score of `detect_fast` above which it guesses
_BYLINE = re.compile(r"^(?:by|von|par|por|di|da|بقلم|نویسنده)[\s:]+", re.IGNORECASE)
_MOST_AUTHORS = 10
_LONGEST_NAME = 80  # characters


def title(document: Document, *, announced: str = "") -> str:
    """The headline: JSON-LD, OpenGraph, h1, the window's title, what the feed said."""
    site = document.first("og:site_name", "application-name")
    lines = (
        _without_site(plain_line(candidate[:_LONGEST_TITLE]), site)
        for candidate in _titles(document, announced)
    )
    return next(filter(None, lines), "")


def _titles(document: Document, announced: str) -> Iterator[str]:
    yield _string(document.article.get("headline")) or _string(document.article.get("name"))
    yield document.first("og:title", "twitter:title", "dc.title")
    heading = document.dom.query_selector("h1")
    yield (heading.text if heading else None) or ""
    yield document.tree.title or ""
    yield announced


def _without_site(line: str, site: str) -> str:
    """A title without the name of the site behind or before it."""
    parts = _SEPARATOR.split(line)
    if len(parts) < 2:
        return line
    marks = _SEPARATOR.findall(line)
    if site and parts[-1].casefold() == site.casefold():
        return line[: line.rindex(marks[-1])]
    if site and parts[0].casefold() == site.casefold():
        return line[line.index(marks[0]) + len(marks[0]) :]
    if "|" in marks[-1] and len(parts[-1]) <= min(_LONGEST_SITE, len(parts[0])):
        return line[: line.rindex(marks[-1])]
    return line


def authors(document: Document) -> tuple[str, ...]:
    """The people named as authors, each once; addresses of their pages are not names."""
    found = _names(document.article.get("author")) or [
        document.first("author", "article:author", "parsely-author", "dc.creator", "byl")
    ]
    names = (_BYLINE.sub("", plain_line(name)) for name in found)
    real = [name for name in names if 0 < len(name) <= _LONGEST_NAME and "://" not in name]
    return tuple(dict.fromkeys(real))[:_MOST_AUTHORS]


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:_MOST_AUTHORS] for name in _names(item) if name]
    if isinstance(value, dict):
        return _names(value.get("name"))
    return [value] if isinstance(value, str) else []


def language(document: Document, text: str) -> str | None:
    """ISO 639-1: what the page declares, unless a text long enough to tell says otherwise."""
    declared = language_code(document.root_language)
    declared = declared or language_code(
        document.first("og:locale", "content-language", "language")
    )
    if declared and len(text) < _TELLING:
        return declared
    detected, score = detect_fast(text[:_TOLD_BY])
    if detected == "unknown" or (declared and score > _DOUBTFUL):
        return declared
    return language_code(detected) or declared


def language_code(tag: str) -> str | None:
    """The two letters of ISO 639-1 in a language tag such as `en-GB`."""
    code = re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
