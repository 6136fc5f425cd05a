"""The careful tier: trafilatura, ten times as slow as the quick one and the most precise.

Both make mistakes, seldom the same: where trafilatura has lost the article the quick text stands in
for it, and what the quick tier knows to be the page around the article is taken out of both.
"""

import re
from contextlib import suppress

from resiliparse.parse.html import HTMLTree

from monitor.extraction.markup import clean
from monitor.extraction.quick import lines_elsewhere

_MOST_HTML = 2_000_000  # characters; beyond lie scripts and comments, and minutes of work
# Where it returns less than this share of the quick text it has lost the article, more often than
# the quick tier has found too much.
_LOST = 0.5
_SHORT = 600  # characters below which it may have found something else
_HEADLINE_WITHIN = 3  # lines in which the title comes again
# Trafilatura drops the joiners that are part of how Persian and others are spelled ("می‌شود"): they
# travel as letters that no text holds.
_CARRIERS = {"\u200c": "\ua66e", "\u200d": "\ua66d"}
_JOINER_ENTITIES = {"&zwnj;": "\u200c", "&#8204;": "\u200c", "&zwj;": "\u200d", "&#8205;": "\u200d"}
_JOINER_ENTITY = re.compile("|".join(_JOINER_ENTITIES))


def careful_text(html: str, tree: HTMLTree, *, title: str, quick: str) -> str:
    """The precise text, in paragraphs joined by one line break; or the quick one, if better."""
    text = _extracted(html[:_MOST_HTML], least=max(_SHORT, int(_LOST * len(quick))))
    if len(text) < _LOST * len(quick):
        return quick
    elsewhere = lines_elsewhere(tree)
    lines = [_unmarked(line) for line in text.splitlines()]
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if line and line not in elsewhere and (number >= _HEADLINE_WITHIN or line != title)
    )


def _extracted(html: str, *, least: int) -> str:
    """What trafilatura finds. It looks twice only where it finds less than so many characters: its
    second opinions take half as long again, and count where the first one holds next to nothing.
    """
    from trafilatura import extract  # half a second, and the quick tier has no need of it

    html = clean(_with_carriers(html))
    for fast in (True, False):
        text: str | None = None
        with suppress(ValueError):  # lxml's: control characters that the page has as references
            text = extract(
                html, fast=fast, favor_precision=True, include_comments=False, deduplicate=False
            )
        if text and len(text) >= least:
            break
    return clean(_with_joiners(text or ""))


def _with_carriers(html: str) -> str:
    html = _JOINER_ENTITY.sub(lambda entity: _JOINER_ENTITIES[entity[0]], html)
    for joiner, carrier in _CARRIERS.items():
        html = html.replace(joiner, carrier)
    return html


def _with_joiners(text: str) -> str:
    for joiner, carrier in _CARRIERS.items():
        text = text.replace(carrier, joiner)
    return text


def _unmarked(line: str) -> str:
    """Without the bullet of a list and the bars around the row of a table."""
    return " ".join(line.strip("| ").removeprefix("- ").split())
