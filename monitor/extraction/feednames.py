"""The elements of feeds that we read, whatever prefix or namespace they are written with.

RSS, RDF, Atom and sitemaps differ in names, hardly in shape. A name here is in lower case, after
the prefix by which its namespace is commonly known; RSS, Atom and sitemaps themselves have none.
"""

from functools import lru_cache

# Namespaces without scheme and trailing signs.
_PREFIXES = {
    "": "",
    "www.w3.org/2005/atom": "",
    "purl.org/atom/ns": "",
    "purl.org/rss/1.0": "",
    "www.sitemaps.org/schemas/sitemap/0.9": "",
    "www.google.com/schemas/sitemap/0.84": "",
    "www.google.com/schemas/sitemap-news/0.9": "news:",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/rss/1.0/modules/syndication": "sy:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/elements/1.0": "dc:",
    "purl.org/dc/terms": "dcterms:",
    "search.yahoo.com/mrss": "media:",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    # As broken documents are heard, whose declarations nobody reads.
    "atom:": "",
    "rss:": "",
    "content:": "content:",
    "dc:": "dc:",
    "dcterms:": "dcterms:",
    "itunes:": "itunes:",
    "media:": "media:",
    "news:": "news:",
    "sy:": "sy:",
}

TITLES = ("title", "news:title", "dc:title", "media:title")
TEXTS = (
    "content:encoded",
    "content",
    "description",
    "summary",
    "dc:description",
    "media:description",
    "itunes:summary",
)
DATES = (
    "published",
    "pubdate",
    "news:publication_date",
    "issued",
    "dcterms:issued",
    "dc:date",
    "date",
    "dcterms:created",
    "created",
    "updated",
    "modified",
    "dcterms:modified",
)
LANGUAGES = ("dc:language", "language", "news:language", "xml:lang")
AUTHORS = ("author", "dc:creator")
CONTAINERS = frozenset(
    ("channel", "news:news", "news:publication", "media:group", "skiphours", "skipdays")
)
REPEATED = frozenset((*AUTHORS, "hour", "day"))
_READ = frozenset(
    (
        *("link", "guid", "id", "loc", "lastmod", "ttl", "sy:updateperiod", "sy:updatefrequency"),
        *TITLES,
        *TEXTS,
        *DATES,
        *LANGUAGES,
        *CONTAINERS,
        *REPEATED,
    )
)


@lru_cache(maxsize=1024)
def known_name(tag: str, *, is_own: bool) -> str:
    """The name of an element, given as `namespace}name`; "" for one that we do not read.

    In a feed's own namespaces, that of its root, channel and items, all names count as bare.
    """
    namespace, _, local = tag.rpartition("}")
    prefix = "" if is_own else _PREFIXES.get(_bare(namespace), "?")
    name = prefix + local.lower()
    return name if name in _READ else ""


def _bare(namespace: str) -> str:
    """Without the scheme, and whatever sign it ends in: publishers differ in both."""
    scheme, slashes, rest = namespace.lower().partition("://")
    return rest.rstrip("/#") if slashes else scheme
