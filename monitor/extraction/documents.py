"""A page parsed once: its tree, and what it says of itself to machines."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from resiliparse.parse.html import DocumentNode, HTMLTree

from monitor.errors import ExtractionError
from monitor.extraction.charsets import decode
from monitor.extraction.markup import plain_line
from monitor.model import Page

_MOST_HTML = 4_000_000  # characters; the longest real pages have one million
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|article|main|section)[\s>]", re.IGNORECASE
)
_LAYER = re.compile(rb"<(/?)(?:div|article)[\s>/]")
# Extraction takes time with the square of the depth: real pages stay below 100.
_DEEPEST = 500
_ARTICLE_TYPE = re.compile(r"(?:^|[/:])(?:\w*Article|\w*BlogPosting|Report|Review)$")
_MOST_ITEMS = 2000  # of JSON-LD that are looked at
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


@dataclass(frozen=True, slots=True)
class Document:
    """A page as its HTML has it: nothing chosen yet."""

    url: str
    html: str
    tree: HTMLTree
    dom: DocumentNode  # its root
    metas: dict[str, str]  # name or property in small letters, to the first content
    article: dict[str, Any]  # the JSON-LD object of an article; empty if there is none

    def first(self, *names: str) -> str:
        """The content of the first of these meta elements that has one."""
        return next((self.metas[name] for name in names if name in self.metas), "")


def read_document(page: Page) -> Document:
    """The page parsed. Raises ExtractionError where it is no HTML."""
    html = decode(page.body, content_type=page.content_type)[:_MOST_HTML].replace("\0", "")
    if not html.strip():
        raise ExtractionError("no article: the page is empty")
    if not _HTML.search(html):
        raise ExtractionError(f"no article: not an HTML page ({page.content_type or 'no type'})")
    _refuse_the_bottomless(html)
    tree = HTMLTree.parse(html)
    if tree.document is None:
        raise ExtractionError("no article: the page holds no document")
    dom = tree.document
    return Document(page.url, html, tree, dom, _metas(dom), _article(dom))


def _refuse_the_bottomless(html: str) -> None:
    """Raises ExtractionError for blocks nested so deep that reading them would never end."""
    folded = html.encode("utf-8", "ignore").lower()  # five times as fast as on characters
    if folded.count(b"<div") + folded.count(b"<article") < _DEEPEST:
        return
    depth = 0
    for layer in _LAYER.finditer(folded):
        depth += -1 if layer[1] else 1
        if depth > _DEEPEST:
            raise ExtractionError(f"no article: blocks are nested more than {_DEEPEST} deep")


def _metas(dom: DocumentNode) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in dom.query_selector_all("meta[content]").values():
        name = element.getattr("property") or element.getattr("name") or element.getattr("itemprop")
        content = plain_line(element.getattr("content") or "")
        if name and content:
            metas.setdefault(name.lower().strip(), content)
    return metas


def _article(dom: DocumentNode) -> dict[str, Any]:
    """The first object that is an article; the page's own comes before those it links to."""
    for script in dom.query_selector_all('script[type^="application/ld+json"]').values():
        for item in _items(_loads(script.text or "")):
            if any(_ARTICLE_TYPE.search(kind) for kind in _strings(item.get("@type"))):
                return item
    return {}


def _loads(text: str) -> Any:
    """JSON as templates write it: line breaks inside strings, a comma too many, in a comment."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script that can be the page's article, outermost first."""
    waiting = [value]
    for _ in range(_MOST_ITEMS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item
        elif isinstance(item, dict):
            yield item
            waiting += [
                item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item
            ]


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]
