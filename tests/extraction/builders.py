"""Pages and feeds with only what matters to a test, and the scores of extraction."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from monitor.extraction.feeds import read_feed
from monitor.model import Feed, Page

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b([A-Z][\w'’-]+)\s+(?=([A-Z][\w'’-]+))")

FETCHED = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
URL = "https://www.harbourpost.example/local/story"
PARAGRAPH = (
    "The harbour office said on Sunday that the ferry would sail every hour until the bridge opens "
    "again, and that nobody would have to wait for longer than that."
)


def page(body: str | bytes, *, url: str = URL, content_type: str = "text/html") -> Page:
    encoded = body.encode() if isinstance(body, str) else body
    return Page("harbour-post", url, encoded, content_type, fetched_at=FETCHED)


def article_page(*, head: str = "", body: str = "", lang: str = "en") -> Page:
    """A page with an article, and what the test adds to its head and its body."""
    return page(
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body><article>'
        f"<h1>Ferry sails every hour</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH[:-1]}, it added.</p>"
        f"{body}</article></body></html>"
    )


def feed(body: str | bytes, *, content_type: str = "", url: str = "https://x.example/feed") -> Feed:
    encoded = body.encode() if isinstance(body, str) else body
    return read_feed(encoded, content_type=content_type, url=url, source_id="x")


def rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss><channel><title>X</title>{items}</channel></rss>'


def body_scores(pairs: Iterable[tuple[str, str]]) -> tuple[float, float, float]:
    """F1, precision, recall of (true, found) texts: mean over pages of the 4-grams of words.

    As github.com/scrapinghub/article-extraction-benchmark defines it.
    """
    precisions, recalls = [], []
    for true, found in pairs:
        wanted, had = _grams(true), _grams(found)
        common = (wanted & had).total()
        precisions.append(common / had.total())
        recalls.append(common / wanted.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def name_scores(pages: Iterable[tuple[str, str, set[str]]]) -> tuple[float, float, float]:
    """Precision, recall, and the share of pages with a false name, of (true text, whole page,
    names found).

    A name is two words with capitals anywhere on the page: what a watchlist might hold.
    """
    right = wrong = missed = misled = count = 0
    for true, whole, found in pages:
        wanted = names_in(true, of=whole)
        right, missed = right + len(found & wanted), missed + len(wanted - found)
        wrong, misled = wrong + len(found - wanted), misled + bool(found - wanted)
        count += 1
    return right / (right + wrong), right / (right + missed), misled / count


def names_in(text: str, *, of: str) -> set[str]:
    """The names anywhere on a page that stand in a text."""
    words = f" {' '.join(_WORD.findall(text))} "
    pairs = {" ".join(pair) for line in of.splitlines() for pair in _NAME.findall(line)}
    return {name for name in pairs if f" {' '.join(_WORD.findall(name))} " in words}


def _grams(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))
