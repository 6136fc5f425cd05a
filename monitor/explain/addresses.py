"""The other addresses that an article may be known under. Pure."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from monitor.errors import UsageError
from monitor.extraction.urls import canonical_url

_CACHED = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[cv]|(?:www\.)?google\.[a-z.]+/amp)/(?:s/)?(?=[\w-]+\.)"
)
_SHOWING = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.*\.)")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp/?$|/amp(?=/[^/]+$)|\.amp(?=$|\.html?$)")
_AMP_QUERY = frozenset({"amp", "outputtype", "output"})


def forms_of(url: str) -> tuple[str, ...]:
    """The canonical address first, then as others may have it: without AMP, `www.` or a slash.

    Raises UsageError for what is no address.
    """
    if not _has_host(url):
        raise UsageError(f"{url!r} is no address: no host can be read in it")
    own = canonical_url(_CACHED.sub("https://", url.strip()))
    forms = [own]
    for plain in (own, _without_amp(own)):
        forms += _variants(plain)
    return tuple(dict.fromkeys([url.strip(), *forms]))


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url.strip()).hostname)
    except ValueError:
        return False


def _without_amp(url: str) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, True) if pair[0].casefold() not in _AMP_QUERY]
    path = _AMP_PATH.sub("", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), ""))


def _variants(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    bare = _SHOWING.sub("", parts.netloc)
    paths = [parts.path, parts.path.rstrip("/") or "/", parts.path.rstrip("/") + "/"]
    for host in (parts.netloc, bare, f"www.{bare}", f"m.{bare}", f"amp.{bare}"):
        for scheme in ("https", "http"):
            for path in paths:
                yield urlunsplit((scheme, host, path, parts.query, ""))
