"""A site that needs code: what is special about it, in one small declaration.

`spiders/sites/` holds one file for each; docs/sites.md tells how to write one in five steps.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlsplit

import structlog
from lxml import etree
from lxml.cssselect import CSSSelector

from monitor.extraction.charsets import decode
from monitor.extraction.rawfeeds import RawFeed
from monitor.model import Page

log = structlog.get_logger()

Read = Callable[[Page], RawFeed]
"""Reads what a site lists, where that is neither a feed nor a page of links. Raises
ExtractionError where the page is not what it should be."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is special about a site. What is left out is as on every other site.

    A selector is CSS. One that selects nothing on a page changes nothing there, and is logged: the
    site may have been rebuilt.
    """

    name: str
    hosts: tuple[str, ...] = ()  # with all that ends in them; empty: any
    path: str = ""  # regular expression that the path must hold
    entries: Read | None = None  # of its list
    links: str | None = None  # selector of the links on its list
    article: str | None = None  # selector of what on a page is the article
    without: str | None = None  # selector of what in there is not
    date: str | None = None  # selector of the element that holds its date

    def serves(self, url: str) -> bool:
        """Is the address one of the site's?"""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return False
        ours = not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)
        return ours and re.search(self.path, parts.path) is not None

    def trimmed(self, page: Page) -> Page:
        """The page with nothing but the article in its body, and its date where all look for it."""
        if not (self.article or self.without or self.date):
            return page
        root = _parsed(page)
        if root is None:
            return page
        for element in self._select(root, self.without, page):
            _cut(element)
        articles = self._select(root, self.article, page)
        dates = self._select(root, self.date, page)
        head, body = root.find("head"), root.find("body")
        if head is not None and dates:
            told = {"property": "article:published_time", "content": _instant(dates[0])}
            head.insert(0, etree.Element("meta", told))
        if body is not None and articles:
            _keep_only(body, articles)
        html: bytes = etree.tostring(
            root, encoding="utf-8", method="html", doctype="<!doctype html>"
        )
        return replace(page, body=html, content_type="text/html; charset=utf-8")

    def _select(self, root: etree._Element, css: str | None, page: Page) -> list[etree._Element]:
        if css is None:
            return []
        found = cast(list[etree._Element], CSSSelector(css, translator="html")(root))
        if not found and css is not self.without:
            log.warning("selector finds nothing", site=self.name, selector=css, url=page.url)
        return found


def _parsed(page: Page) -> etree._Element | None:
    html = decode(page.body, content_type=page.content_type).replace("\0", "")
    try:
        return etree.fromstring(
            html.encode("utf-8", "ignore"), etree.HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.XMLSyntaxError, ValueError):
        return None


def _cut(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _keep_only(body: etree._Element, articles: list[etree._Element]) -> None:
    """Leave the articles in the body; one that stands within another comes with that."""
    outer = [one for one in articles if not any(up in articles for up in one.iterancestors())]
    for child in list(body):
        body.remove(child)
    body.text = None
    for article in outer:
        article.tail = None
        etree.SubElement(body, "article").append(article)


def _instant(element: etree._Element) -> str:
    """What a date element says to machines, else to people."""
    for name in ("datetime", "content", "title", "data-date", "data-timestamp"):
        if value := element.get(name):
            return value
    return " ".join("".join(map(str, element.itertext())).split())
