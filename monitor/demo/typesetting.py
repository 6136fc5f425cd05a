"""Sets a piece of the demo newspaper: as a page with all that stands around it, and in feeds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as xml_escape

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that an outlet publishes."""

    path: str  # "/2026/quarry-road.html"
    title: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    byline: str = "Staff writer"

    @property
    def standfirst(self) -> str:
        """What stands in the feed: the beginning."""
        return self.paragraphs[0]


def page(piece: Piece, *, outlet: str, address: str, language: str, others: Sequence[Piece]) -> str:
    """The piece as a web page: menu, article, sidebar with other headlines, footer, JSON-LD."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    url = address + piece.path
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in piece.paragraphs)
    headlines = "\n".join(
        f'<li><a href="{escape(other.path)}">{escape(other.title)}</a></li>' for other in others
    )
    return f"""<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{escape(piece.title)} | {escape(outlet)}</title>
<link rel="canonical" href="{url}">
<link rel="alternate" type="application/rss+xml" href="{address}/feed.xml">
<meta property="og:title" content="{escape(piece.title)}">
<meta property="article:published_time" content="{piece.published_at.isoformat()}">
<script type="application/ld+json">{_json_ld(piece, outlet=outlet, url=url)}</script>
</head>
<body>
<header><a href="/">{escape(outlet)}</a>
<nav><ul><li><a href="/world">World</a></li><li><a href="/markets">Markets</a></li>
<li><a href="/opinion">Opinion</a></li><li><a href="/weather">Weather</a></li></ul></nav></header>
<main><article>
<h1>{escape(piece.title)}</h1>
<p class="byline">{escape(piece.byline)}, <time datetime="{piece.published_at.isoformat()}">\
{piece.published_at:%d %B %Y %H:%M}</time></p>
{text}
</article></main>
<aside class="sidebar"><h2>Most read</h2><ul>
{headlines}
<li><a href="/pictures">In pictures: Quds Force parade through the years</a></li>
<li><a href="/quiz">Quiz: how well do you know the Green Zone?</a></li>
</ul></aside>
<footer><p>{escape(outlet)} is a demonstration. Its news are invented.</p>
<a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>
</body></html>
"""


def _json_ld(piece: Piece, *, outlet: str, url: str) -> str:
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "url": url,
        "datePublished": piece.published_at.isoformat(),
        "author": {"@type": "Person", "name": piece.byline},
        "publisher": {"@type": "Organization", "name": outlet},
    }
    return json.dumps(described, ensure_ascii=False).replace("<", "\\u003c")


def rss(pieces: Sequence[Piece], *, outlet: str, address: str, language: str) -> str:
    """The pieces as RSS 2.0."""
    items = "\n".join(
        f"""<item><title>{xml_escape(piece.title)}</title>
<link>{xml_escape(address + piece.path)}</link>
<guid isPermaLink="true">{xml_escape(address + piece.path)}</guid>
<pubDate>{format_datetime(piece.published_at)}</pubDate>
<description>{xml_escape(piece.standfirst)}</description></item>"""
        for piece in pieces
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{xml_escape(outlet)}</title><link>{address}/</link>
<description>{xml_escape(outlet)}</description><language>{language}</language>
{items}
</channel></rss>
"""


def atom(pieces: Sequence[Piece], *, outlet: str, address: str, language: str) -> str:
    """The pieces as Atom (RFC 4287)."""
    entries = "\n".join(
        f"""<entry><title>{xml_escape(piece.title)}</title>
<link rel="alternate" href="{xml_escape(address + piece.path)}"/>
<id>{xml_escape(address + piece.path)}</id>
<published>{piece.published_at.isoformat()}</published>
<updated>{piece.published_at.isoformat()}</updated>
<author><name>{xml_escape(piece.byline)}</name></author>
<summary>{xml_escape(piece.standfirst)}</summary></entry>"""
        for piece in pieces
    )
    updated = max((piece.published_at.isoformat() for piece in pieces), default="")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><title>{xml_escape(outlet)}</title>
<id>{address}/</id><link href="{address}/"/><updated>{updated}</updated>
{entries}
</feed>
"""
