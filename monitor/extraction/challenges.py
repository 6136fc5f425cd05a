"""Is this page what a site shows instead of what was asked for? It answers 200 all the same.

Challenges of bot protections, consent and login walls, pages that are nothing without JavaScript.
They share what an article about any of these lacks: little text, few links, and not a word to
machines that an article is there. Only then are the marks of the protections looked for.
"""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from monitor.extraction.charsets import decode
from monitor.extraction.obstacles import (
    AGREEING,
    CHALLENGES,
    COOKIE,
    PRIVATE,
    REFUSED,
    ROBOT,
    SCRIPT,
    SWITCHED_ON,
    WAITING,
    WATCHES,
)
from monitor.model import Page

_MOST_BYTES = 600_000  # consent pages bring their vendors' list along
_LINK = re.compile(rb"<a ")
_MOST_LINKS = 60  # news pages have hundreds
_SLIGHT = 2_500  # characters of a whole page; the longest challenges have half of that
_TINY = 1_200  # characters; the words of a visitor's obstacle are telling then
_LONGEST_WALL = 8_000  # characters of a consent page with its purposes
_PROSE = 80  # characters from which on a line is told, and no button
_LEAST_TOLD = 400  # characters of prose about other things that make a page more than a notice

_LIST_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex)[\s>]")
_LIST_WITHIN = 4_000  # bytes
_OF_ARTICLES = (
    b"<article",
    b"article:published_time",
    b"datepublished",
    b'"newsarticle"',
    b'"articlebody"',
)

_CONSENT_HOSTS = re.compile(
    r"(?:consent|myprivacy|cookie-?wall|privacy-?gate)\..+|guce\.[\w.-]+|cmp\.[\w-]+\.\w+"
)
_CONSENT_PATH = re.compile(
    r"/(?:zustimmung|cookie-?(?:wall|consent)|consent-?(?:wall|page|gate)|privacy-?(?:gate|wall)"
    r"|collectconsent|gdpr-consent|consent/tcf)(?:/|$)",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|auth|anmelden|connexion|iniciar-sesion|accedi|logowanie|giris"
    r"|inloggen|paywall|registrierung|register)(?:[/.]|$)",
    re.IGNORECASE,
)

_PASSWORD = re.compile(rb"<input\b[^<>]*type\s*=\s*[\"']?password", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a visitor is shown, and the bytes behind it in small letters."""

    url: str
    source: bytes
    title: str
    text: str

    def is_within(self, characters: int) -> bool:
        return len(self.text) <= characters

    @property
    def prose(self) -> list[str]:
        return [line for line in self.text.splitlines() if len(line) >= _PROSE]

    def told_besides(self, subject: re.Pattern[str]) -> int:
        """Characters of prose that do not speak of it."""
        return sum(len(line) for line in self.prose if not subject.search(line))

    @property
    def is_notice(self) -> bool:
        """A few words, no more."""
        return self.is_within(_TINY) and sum(map(len, self.prose)) < _LEAST_TOLD


def challenge_of(page: Page) -> str | None:
    """What stands in the way, for a person to read: "a consent page"; None where nothing does.

    For pages and for the lists of a source alike: a feed that turns into a web page is told by the
    same marks.
    """
    if _is_consent_address(page.url):
        return "a consent page"
    if len(page.body) > _MOST_BYTES or _has_many_links(page.body):
        return None
    source = page.body.lower()
    if _has_many_links(source):
        return None
    if _LIST_ROOT.search(source[:_LIST_WITHIN]) or any(mark in source for mark in _OF_ARTICLES):
        return None
    shown = _shown(page, source)
    return _protection(shown) or _wall(shown) or _refusal(shown)


def _has_many_links(source: bytes) -> bool:
    """Looked for no farther than there are enough: of most pages in the first tenth."""
    return next(islice(_LINK.finditer(source), _MOST_LINKS, None), None) is not None


def _is_consent_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(_CONSENT_HOSTS.fullmatch(host) or _CONSENT_PATH.search(parts.path))


def _shown(page: Page, source: bytes) -> _Shown:
    tree = HTMLTree.parse(decode(page.body, content_type=page.content_type).replace("\0", ""))
    text = extract_plain_text(
        tree, main_content=False, noscript=True, form_fields=True, alt_texts=False
    )
    return _Shown(page.url, source, title=" ".join((tree.title or "").split()), text=text.strip())


def _protection(shown: _Shown) -> str | None:
    """A bot protection's own page, by what its makers write into it."""
    tables = [CHALLENGES] * shown.is_within(_SLIGHT) + [WATCHES] * shown.is_notice
    for table in tables:
        for name, marks in table.items():
            if any(mark in shown.source for mark in marks):
                return f"a challenge page ({name})"
    return None


def _wall(shown: _Shown) -> str | None:
    """A page that wants consent or a login before it shows anything."""
    if _PASSWORD.search(shown.source) and (shown.is_notice or _LOGIN_PATH.search(shown.url)):
        return "a login page"
    if not shown.is_within(_LONGEST_WALL) or not COOKIE.search(shown.text):
        return None
    words = PRIVATE.findall(shown.text)
    if len(words) < 2 or not AGREEING.search(shown.text):
        return None
    private = sum(len(line) for line in shown.text.splitlines() if PRIVATE.search(line))
    return "a consent page" if 2 * private > len(shown.text) else None


def _refusal(shown: _Shown) -> str | None:
    """A page that says in a few words that it takes us for a robot, or needs scripts."""
    if not shown.is_within(_TINY):
        return None
    if WAITING.fullmatch(shown.title):
        return "a challenge page"
    if REFUSED.fullmatch(shown.title):
        return "a page that denies access"
    if ROBOT.search(shown.text) and shown.told_besides(ROBOT) < _LEAST_TOLD:
        return "a challenge page"
    asks = SCRIPT.search(shown.text) and SWITCHED_ON.search(shown.text)
    return "a page that needs JavaScript" if asks and shown.is_notice else None
