"""Which links of a page lead to articles? A page that lists them into entries, as a feed's are.

By the selector that somebody wrote down; else by what such links have in common everywhere. Their
words are a headline, not a label; their addresses end in a date, a number or the headline's words;
and they stand in a row of their like, outside of menus.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import cast

from lxml import etree
from lxml.cssselect import CSSSelector

from monitor.errors import ExtractionError
from monitor.extraction.addresses import (
    is_article_like,
    is_furniture_address,
    known_by,
    shape,
)
from monitor.extraction.charsets import decode
from monitor.extraction.instants import read_instant
from monitor.extraction.markup import clean
from monitor.extraction.urls import same_site, web_address
from monitor.model import Feed, FeedEntry, FeedKind

MOST_ENTRIES = 300
"""Links of one page that are taken for articles; no front page shows more of today's."""

FEWEST = 3
"""Links without which a page is no list: two headlines stand on every page."""

_MOST_HTML = 4_000_000  # characters
_MOST_LINKS = 5_000
_HEADLINE = 20  # characters from which on the words of a link may be a headline; half in CJK
_LONGEST_TITLE = 300  # characters; more is a whole card in one link
_LONGEST_TEASER = 2_000  # characters
_LAYERS_OF_A_CARD = 8
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_SPOKEN = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::svg)]"
)
_FURNITURE = frozenset({"nav", "footer", "menu"})
# Classes and ids. Not "tag-iraq": blogs mark a whole article with its tags so.
_FURNITURE_NAMES = re.compile(
    r"(?:^|\s)(?:[\w-]*[-_])?(?:nav|navbar|navigation|menu|footer|breadcrumbs?|share|social"
    r"|pagination|pager|tags|byline|authors?|cookies?|consent|newsletter|sponsored)(?=\s|$)"
    r"|(?:^|\s)(?:nav|navbar|menu|footer|breadcrumbs?|share|pagination|cookies?)[-_]"
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})", re.IGNORECASE)


@dataclass(slots=True)
class _Link:
    """An address that a page links to, and what stands by it, gathered from all of its links."""

    key: str
    address: str  # as written, absolute
    anchors: list[etree._Element] = field(default_factory=list)
    title: str = ""
    is_heading: bool = False
    is_furniture: bool = True  # until a link to it is found elsewhere
    places: set[str] = field(default_factory=set)


def read_listing(
    body: bytes, *, content_type: str, url: str, source_id: str, links: str | None = None
) -> Feed:
    """The articles that a page lists, in its order; `links` is a CSS selector of their links.

    Raises ExtractionError where there are none: it says what may help.
    """
    html = decode(body, content_type=content_type)[:_MOST_HTML].replace("\0", "")
    root = _parsed(html)
    if root is None:
        raise ExtractionError("nothing: the page is empty")
    found = _gathered(_selected(root, links) if links else root.iter("a"), root, url)
    chosen = found if links else _articles(found, url)
    if not chosen:
        raise ExtractionError(_without_links(root, html, links))
    cards = _cards(chosen)
    return Feed(
        title=_page_title(html),
        entries=tuple(_entry(link, cards, source_id) for link in chosen[:MOST_ENTRIES]),
        kind=FeedKind.PAGE,
        site_url=url,
        note=f"the first {MOST_ENTRIES} of its links only" if len(chosen) > MOST_ENTRIES else "",
    )


def _parsed(html: str) -> etree._Element | None:
    # As bytes: lxml refuses text that declares an encoding.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    root: etree._Element | None
    try:
        root = etree.fromstring(html.encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _selected(root: etree._Element, links: str) -> Iterator[etree._Element]:
    """The links that a selector means: what it selects, or the first link in or around that."""
    found = cast(list[etree._Element], CSSSelector(links, translator="html")(root))
    for element in found:
        if element.tag == "a":
            yield element
            continue
        inner = next(element.iter("a"), None)
        around = next(element.iterancestors("a"), None)
        if (nearest := inner if inner is not None else around) is not None:
            yield nearest


def _gathered(anchors: Iterable[etree._Element], root: etree._Element, url: str) -> list[_Link]:
    """The addresses linked to, each once, in the page's order; the page's own is none."""
    base, own = _base(root, url), known_by(url)
    found: dict[str, _Link] = {}
    for anchor, _ in zip(anchors, range(_MOST_LINKS), strict=False):
        href = anchor.get("href")
        address = web_address(href, base=base) if href else None
        if address is None or (key := known_by(address)) == own:
            continue
        _add(found.setdefault(key, _Link(key, address.partition("#")[0])), anchor)
    return list(found.values())


def _base(root: etree._Element, url: str) -> str:
    base = next(root.iter("base"), None)
    written = base.get("href") if base is not None else None
    return (web_address(written, base=url) if written else None) or url


def _add(link: _Link, anchor: etree._Element) -> None:
    """Count one more link to the address in: the words of the best are its title."""
    link.anchors.append(anchor)
    heading, title = _words(anchor)
    if title and (heading, len(title)) > (link.is_heading, len(link.title)):
        link.is_heading, link.title = heading, title[:_LONGEST_TITLE]
    link.is_furniture = link.is_furniture and _is_furniture(anchor)
    link.places.add(_place(anchor))


def _words(anchor: etree._Element) -> tuple[bool, str]:
    """Whether a heading holds the link or stands in it, and the words: the heading's, if so."""
    inner = next(anchor.iter(*_HEADINGS), None)
    if inner is not None and (title := _text(inner)):
        return True, title
    title = _text(anchor) or _said_of(anchor)
    if _is_running_text(anchor, title):
        return False, ""
    layers = zip(range(4), anchor.iterancestors(), strict=False)
    around = any(one.tag in _HEADINGS for _, one in layers)
    return around and bool(title), title


def _said_of(anchor: etree._Element) -> str:
    """What a link without words says of itself, or its picture does."""
    told = [anchor.get("title"), anchor.get("aria-label")]
    told += [image.get("alt") for image in anchor.iter("img")]
    return next((" ".join(clean(one).split()) for one in told if one and one.strip()), "")


def _is_running_text(anchor: etree._Element, title: str) -> bool:
    """A link within a paragraph: its words are no headline."""
    around = next(anchor.iterancestors("p"), None)
    return around is not None and len(_text(around)) > len(title) + _HEADLINE


def _text(element: etree._Element) -> str:
    """The words of an element on one line, without those of scripts and styles."""
    return " ".join(clean(" ".join(cast(list[str], _SPOKEN(element)))).split())


def _is_furniture(one: etree._Element) -> bool:
    """Does it stand in a menu, a footer, a list of tags, or a line that names the author?"""
    for element in (one, *one.iterancestors()):
        if element.tag in {"body", "html", "main", "article"}:
            return False
        if element.tag in _FURNITURE or element.get("role") in {"navigation", "contentinfo"}:
            return True
        named = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
        if _FURNITURE_NAMES.search(named):
            return True
    return False


def _place(anchor: etree._Element) -> str:
    """Where on the page a link stands, alike for links in the same kind of row."""
    path = [f"{anchor.tag}.{_first_class(anchor)}"]
    for _, element in zip(range(5), anchor.iterancestors(), strict=False):
        path.append(f"{element.tag}.{_first_class(element)}")
    return "<".join(path)


def _first_class(element: etree._Element) -> str:
    return (element.get("class") or "").split(" ", 1)[0]


def _articles(links: list[_Link], url: str) -> list[_Link]:
    """The links that are articles by all signs; none where they are too few to be a list."""
    near = [
        link
        for link in links
        if same_site(link.address, url) and not is_furniture_address(link.address)
    ]
    shapes = Counter(shape(link.address) for link in near if not link.is_furniture)
    places = Counter(place for link in near if link.title for place in link.places)
    sure = [link for link in near if _score(link, shapes, places) >= _ENOUGH]
    if len(sure) < FEWEST:
        return []
    usual = Counter(shape(link.address) for link in sure)
    return [link for link in near if link in sure or _is_of_their_kind(link, usual)]


_ENOUGH = 4


def _score(link: _Link, shapes: Counter[str], places: Counter[str]) -> int:
    """Signs for an article, less those against it."""
    is_article = is_article_like(link.address)
    return (
        2 * is_article
        + 2 * _is_headline(link)
        + link.is_heading
        + any(places[place] >= FEWEST for place in link.places)
        + (is_article and shapes[shape(link.address)] >= FEWEST)
        - 3 * link.is_furniture
        - 3 * (not link.title)
    )


def _is_headline(link: _Link) -> bool:
    length = len(link.title) + len(_WIDE.findall(link.title))
    return length >= _HEADLINE and (" " in link.title or bool(_WIDE.search(link.title)))


def _is_of_their_kind(link: _Link, usual: Counter[str]) -> bool:
    """A short headline, whose address is of the kind that articles here have."""
    if link.is_furniture or not link.title or not is_article_like(link.address):
        return False
    return usual[shape(link.address)] >= FEWEST


Cards = dict[etree._Element, set[str]]


def _cards(links: list[_Link]) -> Cards:
    """The elements around articles' links, with the addresses that stand in each."""
    cards: Cards = {}
    for link in links:
        for anchor in link.anchors:
            for element, _ in zip(
                (anchor, *anchor.iterancestors()), range(_LAYERS_OF_A_CARD), strict=False
            ):
                cards.setdefault(element, set()).add(link.key)
    return cards


def _entry(link: _Link, cards: Cards, source_id: str) -> FeedEntry:
    around = list(_around(link, cards))
    times = (one for card in around for one in card.iter("time", "relative-time"))
    instants = (read_instant(one.get("datetime") or "") for one in times)
    known = next(filter(None, instants), None)
    return FeedEntry(
        source_id=source_id,
        key=link.key,
        url=link.address,
        title=link.title,
        text=escape(_teaser(around), quote=False),
        published_at=known.at if known else None,
    )


def _around(link: _Link, cards: Cards) -> Iterator[etree._Element]:
    """The largest elements around each of its links that hold no other article."""
    for anchor in link.anchors:
        card = None
        for element in (anchor, *anchor.iterancestors()):
            if len(cards.get(element, ())) != 1 or element.tag in {"body", "html", "main"}:
                break
            card = element
        if card is not None:
            yield card


def _teaser(cards: list[etree._Element]) -> str:
    """The paragraphs of a card, which say what the article is about where its page cannot."""
    told = (one for card in cards for one in card.iter("p") if not _is_furniture(one))
    lines = dict.fromkeys(map(_text, told))
    return "\n".join(line for line in lines if len(line) > _HEADLINE)[:_LONGEST_TEASER]


def _page_title(html: str) -> str:
    found = _TITLE.search(html)
    return " ".join(clean(found[1]).split()) if found else ""


def _without_links(root: etree._Element, html: str, links: str | None) -> str:
    """Why there are none, for the person who gave the address."""
    named = f" titled '{title}'" if (title := _page_title(html)) else ""
    if links:
        return f"an HTML page{named} on which `links: {links}` selects no link"
    if sum(1 for _ in root.iter("a")) == 0 and sum(1 for _ in root.iter("script")) > 0:
        return f"an HTML page{named} without links; if scripts write them, set `render: true`"
    return f"an HTML page{named}, not a feed, and none of its links look like articles"
