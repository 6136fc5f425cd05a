"""Did the address lead to the article that was announced, or to something else? Pure.

A site may answer a whole feed's addresses with one page: its front page, a consent page, a login.
Taken for articles, they would all become one, under an address that is none of theirs.
"""

import re

from monitor.extraction.markup import plain_text
from monitor.extraction.urls import canonical_url, is_home_page
from monitor.model import Article, FeedEntry, Page

LEAST_SHARED = 0.25
"""Share of the announced words that the article under another address has, at the least."""

LEAST_WORDS = 3
"""Announced words; fewer tell nothing."""

_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{2,}|\w{4,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{2}")


def why_elsewhere(page: Page, entry: FeedEntry) -> str:
    """Why this page is not the article's, as a note on it; "" where nothing speaks against it."""
    is_front = is_home_page(page.url) and not (entry.url and is_home_page(entry.url))
    return "page: the address leads to the site's front page" if is_front else ""


def was_redirected(page: Page, entry: FeedEntry) -> bool:
    """Whether the page answered under another address than the announced one."""
    if entry.url in (None, page.url):
        return False
    return canonical_url(entry.url) != canonical_url(page.url)


def tells_of(article: Article, entry: FeedEntry) -> bool:
    """Whether the article says what was announced. Headlines are rewritten, names stay."""
    announced = _words(f"{entry.title} {plain_text(entry.text)}")
    if len(announced) < LEAST_WORDS:
        return True
    said = _words(f"{article.title} {article.text}")
    return len(announced & said) >= LEAST_SHARED * len(announced)


def are_of_one(title: str, other: str) -> bool:
    """Whether two headlines may stand over one article: they have a word in common."""
    words, others = _words(title), _words(other)
    return not words or not others or bool(words & others)


def _words(text: str) -> set[str]:
    """Words that tell something; pairs of signs where a script leaves no space between words."""
    words: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.match(word):
            words.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            words.add(word)
    return words
