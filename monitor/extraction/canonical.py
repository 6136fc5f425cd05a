"""The address of an article: the page's word for it, where that can be true.

Some pages name their site's front page, a section, an error page or another article; all that a
site publishes would be one article then. A word that is refused costs no more than one article at
two addresses.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.extraction.documents import Document
from monitor.extraction.urls import canonical_url, is_home_page, same_site, web_address

_CACHED = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[cv]|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(?=[\w-]+\.)"
)
_NUMBER = re.compile(r"(?<![\da-f])(?!(?:19|20)\d{6}(?!\d))\d{5,}(?!\d)")
_CODE = re.compile(r"(?<![^\W_])(?=[a-z]*\d)(?=\d*[a-z])[\da-z]{7,}(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_OF_A_SLUG = 3
_SHARED = 0.34  # share of the words of the shorter of two slugs of one article


def address_of(document: Document) -> str:
    """The canonical address: the page's own word, else where it was found."""
    found = _CACHED.sub(lambda cache: "https://" if cache[1] else "http://", document.url)
    for said in (document.canonical, document.first("og:url")):
        url = web_address(said, base=found) if said else None
        if url and (url == found or may_stand_for(url, found)):
            return canonical_url(url)
    return canonical_url(found)


def may_stand_for(said: str, found: str) -> bool:
    """May a page that was found at one address belong to the other one?"""
    if not found:
        return True
    if not same_site(said, found) or (is_home_page(said) and not is_home_page(found)):
        return False
    one, other = _named(said), _named(found)
    if not other.is_something or one.ids & other.ids:
        return True
    if one.words and other.words:
        return len(one.words & other.words) >= _SHARED * min(len(one.words), len(other.words))
    return one.is_something and not (one.ids and other.ids)


@dataclass(frozen=True, slots=True)
class _Names:
    """What an address calls its article: numbers and codes, or the words of its headline."""

    ids: frozenset[str]
    words: frozenset[str]

    @property
    def is_something(self) -> bool:
        return bool(self.ids or self.words)


def _named(url: str) -> _Names:
    parts = urlsplit(url)
    values = [value for _, value in parse_qsl(parts.query)]
    segments = [unquote(segment).casefold() for segment in parts.path.split("/")] + values
    ids = {name for one in segments for kind in (_NUMBER, _CODE) for name in kind.findall(one)}
    slugs = [words for one in segments if len(words := _WORD.findall(one)) >= _WORDS_OF_A_SLUG]
    return _Names(frozenset(ids), frozenset(word for words in slugs for word in words))
