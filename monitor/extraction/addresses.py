"""What an address says of the page behind it: an article, a section, a tag, a list of videos?"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.extraction.urls import canonical_url

_FURNITURE = """
    about accessibility account advert advertise advertising app apps archives auteur author
    authors autor autore autoren bookmarks careers cart categories category checkout comments
    consent contact contact-us contacts cookie cookie-policy cookies donate etiqueta faq feed
    feeds forum galleries gallery games help hilfe horoscope impressum imprint journalist
    journalists keyword keywords kontakt legal login logout mentions multimedia my newsletter
    newsletters page photo photogallery photos pictures podcast podcasts policies press-office
    privacy privacy-policy profile profiles puzzles quiz rss schedule search section sections
    settings shop signin signup sitemap staff subscribe subscription subscriptions sujet tag tags
    terms terms-of-use thema themen topic topics user users video videos widgets wp-admin
    wp-login.php writers автор метки рубрика теги الكاتب برچسب تصنيف كاتب موضوع نویسنده وسم
"""
_FURNITURE_SEGMENTS = frozenset(_FURNITURE.split())
_FILES = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|svg|mp[34]|m4a|avi|mov|zip|docx?|xlsx?|pptx?|xml|rss|json|css|js"
    r"|ico|apk|exe|epub)$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cms|ece|stm|do|story|article)$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|/)(?:19|20)\d\d(?:[/-](?:\d{1,2}|[a-z]{3,9})){1,2}(?:/|$)|(?<!\d)20\d\d-?[01]\d-?[0-3]\d"
)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{4,}(?![0-9])|[0-9a-f]{12,}|(?<![a-z0-9])[a-z][0-9a-z]{9,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUERY_IDS = "id p nid aid newsid news_id article articleid storyid story doc a sid"
_WORDS_OF_A_SLUG = 4
_SHORTEST_SLUG = 18  # characters


def is_furniture_address(url: str) -> bool:
    """A section, tag, author, video hub or file: whatever its link says, no article."""
    parts = _split(url)
    if parts is None:
        return True
    path, query = parts
    segments = [one.casefold() for one in path.split("/") if one]
    if not segments and not _query_id(query):
        return True
    return bool(_FILES.search(path)) or any(one in _FURNITURE_SEGMENTS for one in segments)


def is_article_like(url: str) -> bool:
    """Does the address end as those of articles do: in a date, a number, or a headline's words?"""
    parts = _split(url)
    if parts is None:
        return False
    path, query = parts
    last = _last(path)
    return (
        _query_id(query)
        or _is_slug(last)
        or (_DATE.search(path) is not None and len(last) > 2)
        or (_has_number(last) and not _YEAR.fullmatch(last))
        or (last.isdecimal() and len(last) >= 3 and path.count("/") > 1)
    )


def known_by(url: str) -> str:
    """What an article of a list is known by: its address, without what says from where it was
    linked, which some sites write into the query of every link.
    """
    address = canonical_url(url)
    bare, _, query = address.partition("?")
    return bare if query and not _query_id(query) and is_article_like(bare) else address


def shape(url: str) -> str:
    """The address with what differs between two articles of one kind left out."""
    parts = _split(known_by(url))
    if parts is None:
        return ""
    path, query = parts
    before, date, after = _DATE.sub("/<date>/", path, count=1).partition("<date>")
    kinds = [_kind(one) for one in before.split("/") if one]
    kinds += [date] * bool(date) + ["<slug>" for one in after.split("/") if one]
    names = sorted(name for name, _ in parse_qsl(query))
    return "/".join(kinds) + ("?" + "&".join(names) if names else "")


def _split(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return unquote(parts.path), parts.query


def _last(path: str) -> str:
    """The last part of a path that says something, without its ending."""
    segments = [one for one in path.split("/") if one and one not in {"index.html", "amp"}]
    return _ENDING.sub("", segments[-1]) if segments else ""


def _is_slug(segment: str) -> bool:
    words = [word for word in re.split(r"[-_+ ]", segment) if word]
    return len(words) >= _WORDS_OF_A_SLUG and len(segment) >= _SHORTEST_SLUG


def _has_number(segment: str) -> bool:
    found = _NUMBER.search(segment.casefold())
    return found is not None and any(sign.isdigit() for sign in found[0])


def _query_id(query: str) -> bool:
    return any(
        name.casefold() in _QUERY_IDS.split() and value.isdecimal() and len(value) >= 2
        for name, value in parse_qsl(query)
    )


def _kind(segment: str) -> str:
    bare = _ENDING.sub("", segment)
    ending = segment[len(bare) :]
    if bare.isdecimal():
        return "<number>" + ending
    return ("<slug>" if _is_slug(bare) or _has_number(bare) else "*") + ending
