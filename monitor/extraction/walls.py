"""Is this all of the article? What a page says of its wall, and what its text shows."""

import re
from dataclasses import dataclass
from typing import Any

from monitor.extraction.documents import Document
from monitor.extraction.markup import plain_text
from monitor.extraction.obstacles import FOR_SUBSCRIBERS, SUBSCRIPTION_WORDS

_SHORT = 2_000  # characters; behind a wall there is seldom more to be seen
_TEASER = 700  # characters; a longer text that ends in dots may mean them
_LEAST_BODY = 400  # characters of a text for machines that may stand in for the one for people
_FULLER = 1.5  # lengths of the visible text, from which on it was cut
_CUT = 0.5  # share of the words that the page counts, below which the text is not all of them
_LEAST_COUNT = 120  # words; of less, a count tells nothing
_LONGEST_WORDS = 15  # characters on average; beyond, the script does not part its words
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\s?(?:…|\.\.\.|&hellip;)\s?\])\W*$")
_NOT_FREE = re.compile(r"(?:^|[/:])false$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extent:
    """The text to go by, and how much of the article it is."""

    text: str
    is_paywalled: bool
    is_truncated: bool


def extent_of(document: Document, text: str) -> Extent:
    """How much of the article a text is; where it was cut, what the page tells machines instead."""
    is_paywalled = _is_walled(document, text)
    body = article_body(document)
    if len(body) >= max(_LEAST_BODY, _FULLER * len(text)):
        return Extent(body, is_paywalled, is_truncated=_is_cut(document, body))
    return Extent(text, is_paywalled, is_truncated=_is_cut(document, text))


def _is_walled(document: Document, text: str) -> bool:
    if any(_is_not_free(item) for item in (document.article, document.webpage)):
        return True
    if document.first("article:content_tier", "og:article:content_tier") == "locked":
        return True
    if len(text) >= _SHORT:
        return False
    shown = document.shown.casefold()
    words = [word for word in SUBSCRIPTION_WORDS if word in shown]
    lines = (line for line in shown.splitlines() if any(word in line for word in words))
    return any(map(FOR_SUBSCRIBERS.search, lines)) if words else False


def _is_not_free(item: dict[str, Any]) -> bool:
    """As schema.org writes it for a page, or for the parts of one that are behind the wall."""
    parts = item.get("hasPart")
    some = parts if isinstance(parts, list) else [parts]
    said = (part.get("isAccessibleForFree") for part in (item, *some) if isinstance(part, dict))
    return any(one is False or (isinstance(one, str) and _NOT_FREE.search(one)) for one in said)


def article_body(document: Document) -> str:
    """The text that the page has for machines."""
    body = document.article.get("articleBody")
    return plain_text(body) if isinstance(body, str) else ""


def _is_cut(document: Document, text: str) -> bool:
    """Does it end in the middle, or hold far fewer words than the page counts?"""
    counted = document.article.get("wordCount")
    if isinstance(counted, str) and counted.isdecimal():
        counted = int(counted)
    if isinstance(counted, int) and counted >= _LEAST_COUNT:
        words = len(text.split())
        if words * _LONGEST_WORDS > len(text):
            return words < _CUT * counted
    return len(text) < _TEASER and _CUT_OFF.search(text) is not None
