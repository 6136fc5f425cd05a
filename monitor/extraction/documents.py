"""A page parsed once: its tree, and what it says of itself to machines."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DocumentNode, HTMLTree

from monitor.errors import ExtractionError
from monitor.extraction.charsets import decode
from monitor.extraction.markup import plain_line
from monitor.model import Page

_MOST_HTML = 4_000_000  # characters; the longest real pages have one million
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|article|main|section)[\s>]", re.IGNORECASE
)
_OPENING = re.compile(rb"<(?:div|article)", re.IGNORECASE)
_LAYER = re.compile(rb"<(/?)(?:div|article)[\s>/]", re.IGNORECASE)
# Extraction takes time with the square of the depth: real pages stay below 100.
_DEEPEST = 500
_ARTICLE_TYPE = re.compile(r"(?:^|[/:])(?:\w*Article|\w*Posting|Report|\w*Review)$")
# What stands for the article on pages that have no object for it alone.
_PAGE_TYPE = re.compile(r"(?:^|[/:])(?:(?:Item|Medical)?(?:Web)?Page|VideoObject|PodcastEpisode)$")
_REMARK_TYPE = re.compile(r"(?:Comment|Review|Rating|Answer)$")
_FIELD = re.compile(
    r'"(@type|headline|url|datePublished|dateModified|dateCreated|isAccessibleForFree)"\s*:\s*'
    r'"?((?<=")[^"<>{}]{1,300}|true|false)'
)
_MOST_ITEMS = 2000  # of JSON-LD that are looked at
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


@dataclass(frozen=True)
class Document:
    """A page as its HTML has it: nothing chosen yet."""

    url: str
    html: str
    tree: HTMLTree
    dom: DocumentNode  # its root
    metas: dict[
        str, str
    ]  # name or property in small letters, to the first content, as it is written
    article: dict[str, Any]  # the JSON-LD object of the article; empty if there is none
    webpage: dict[str, Any]  # that of the page around it, likewise

    @cached_property
    def root_language(self) -> str:
        """The language tag of the whole page, as it is written."""
        root = self.dom.document_element
        return (root.getattr("lang") or root.getattr("xml:lang") or "") if root else ""

    @cached_property
    def shown(self) -> str:
        """All that a visitor may see: without scripts, and with what stands on buttons."""
        return extract_plain_text(self.tree, main_content=False, form_fields=True, noscript=True)

    @cached_property
    def canonical(self) -> str:
        """The address that the page gives for itself, as it is written."""
        link = self.dom.query_selector('link[rel~="canonical"]')
        return (link.getattr("href") if link else None) or ""

    def first(self, *names: str) -> str:
        """The content of the first of these meta elements that has one."""
        lines = (plain_line(self.metas[name]) for name in names if name in self.metas)
        return next(filter(None, lines), "")


def read_document(page: Page) -> Document:
    """The page parsed. Raises ExtractionError where it is no HTML."""
    html = decode(page.body, content_type=page.content_type)[:_MOST_HTML]
    if b"\0" in page.body:
        html = html.replace("\0", "")
    if not html.strip():
        raise ExtractionError("no article: the page is empty")
    if not _HTML.search(html):
        raise ExtractionError(f"no article: not an HTML page ({page.content_type or 'no type'})")
    _refuse_the_bottomless(page.body if b"\0" not in page.body else html.encode())
    tree = HTMLTree.parse(html)
    if tree.document is None:
        raise ExtractionError("no article: the page holds no document")
    dom = tree.document
    return Document(page.url, html, tree, dom, _metas(dom), *_described(dom))


def _refuse_the_bottomless(html: bytes) -> None:
    """Raises ExtractionError for blocks nested so deep that reading them would never end."""
    if len(_OPENING.findall(html)) < _DEEPEST:
        return
    depth = 0
    for layer in _LAYER.finditer(html):
        depth += -1 if layer[1] else 1
        if depth > _DEEPEST:
            raise ExtractionError(f"no article: blocks are nested more than {_DEEPEST} deep")


def _metas(dom: DocumentNode) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in dom.get_elements_by_tag_name("meta").values():
        name = element.getattr("property") or element.getattr("name") or element.getattr("itemprop")
        content = element.getattr("content")
        if name and content and not content.isspace():
            metas.setdefault(name.lower().strip(), content)
    return metas


def _described(dom: DocumentNode) -> tuple[dict[str, Any], dict[str, Any]]:
    """The objects of the article and of the page; of several articles the one of its headline."""
    scripts = dom.query_selector_all('script[type*="ld+json"]').values()
    items = [item for script in scripts for item in _items(_loads(script.text or ""))]
    articles = [item for item in items if _is_a(_ARTICLE_TYPE, item)]
    dated = (item for item in items if "datePublished" in item and not _is_a(_REMARK_TYPE, item))
    webpage = next((item for item in items if _is_a(_PAGE_TYPE, item)), next(dated, {}))
    if len(articles) > 1:
        named = next((item for item in articles if _bears_name(item, dom)), articles[0])
        return named, webpage
    return (articles[0] if articles else {}), webpage


def _is_a(kind: re.Pattern[str], item: dict[str, Any]) -> bool:
    return any(kind.search(name) for name in _strings(item.get("@type")))


def _bears_name(item: dict[str, Any], dom: DocumentNode) -> bool:
    """Is its headline on top of the page?"""
    headline = item.get("headline")
    heading = dom.query_selector("h1")
    if not isinstance(headline, str) or heading is None:
        return False
    return _bare(headline) == _bare(heading.text or "")


def _bare(line: str) -> str:
    return "".join(filter(str.isalnum, plain_line(line).casefold()))


def _loads(text: str) -> Any:
    """JSON as templates write it: line breaks inside strings, a comma too many, in a comment."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>")
    for attempt in (text, _TRAILING_COMMA.sub("", text), unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return _fields(text)


def _fields(text: str) -> dict[str, str]:
    """What can be read of JSON that is broken somewhere: the first of each field that matters."""
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(text):
        fields.setdefault(match[1], match[2])
    return fields


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
