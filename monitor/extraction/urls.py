"""One address for one article: what tells where a click came from is dropped, no more.

Two articles must never get one address, so nothing is dropped that could name an article: other
parameters stay, and so do mobile and AMP addresses; the page itself says which is canonical.
"""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Names that mail, social networks and analytics add; from their documentation.
_TRACKING = re.compile(
    r"""(?: utm_.* | (?:fb|g|dc|ms|tw|ig|yc|li_fat_|mc_|_hs|s_)?clid | gclsrc | gbraid | wbraid
      | fb_(?:action|ref|source).* | igshid | igsh | mc_[ce]id | mkt_tok | _hs(?:enc|mi)
      | at_(?:medium|campaign|link|bbc|format|ptr|custom).*
      | ns_(?:mchannel|source|campaign|linkname|fee)
      | wt\.mc_.* | cmpid | xtor | ito | ocid | ftag | __twitter_impression | _ga | _gl | yclid
      | guccounter | guce_.* | oref | smid | sr_share | traffic_source | mod_source | spm )""",
    re.IGNORECASE | re.VERBOSE,
)
_SHOWING = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.*\.)")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What needs neither be joined nor taken apart: nearly every link of a feed.
_ABSOLUTE = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/(?!\.)[^\s/\x00-\x1f\x7f]*)*+")
# What is canonical as it stands: nearly every address of an article.
_CANONICAL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::(?!(?:80|443)/)[1-9]\d{1,4})?"
    r"(?:/(?!\.)[A-Za-z0-9_.-]*+)++"
)
_LONGEST = 2000  # characters of an address that is kept; browsers and databases go little further


def canonical_url(url: str) -> str:
    """The address without tracking, fragment, default port and capitals in the host."""
    if _CANONICAL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url.strip()
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    query = _without_tracking(parts.query)
    try:
        return canonicalize_url(urlunsplit((parts.scheme, netloc, parts.path or "/", query, "")))
    except ValueError:
        return url.strip()


def _without_tracking(query: str) -> str:
    """Left exactly as it is unless something has to go."""
    arguments = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in arguments if not _TRACKING.fullmatch(name)]
    return query if len(kept) == len(arguments) else urlencode(kept)


def web_address(link: str, *, base: str) -> str | None:
    """A link as an absolute http(s) address, or None: no other scheme is ever followed."""
    if len(link) <= _LONGEST and _ABSOLUTE.fullmatch(link):
        return link
    try:
        url = urljoin(base, "".join(link.split()))
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or len(url) > _LONGEST:
        return None
    return url


def same_site(one: str, other: str) -> bool:
    """Is one host the other, or a part of it? `m.` and `www.` are parts of their site."""
    hosts = sorted((_site(one), _site(other)), key=len)
    return bool(hosts[0]) and (hosts[1] == hosts[0] or hosts[1].endswith("." + hosts[0]))


def is_home_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query


def _site(url: str) -> str:
    """The host without the parts that stand for a way of showing it; "" for a broken address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _SHOWING.sub("", host)
