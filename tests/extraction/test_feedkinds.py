"""What is this answer? By how it begins, whatever stands before it and however it is packed."""

import gzip

import pytest

from monitor.extraction.feedkinds import kind_of
from monitor.model import FeedKind
from tests.extraction.builders import rss


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (rss(""), FeedKind.RSS),
        ("\ufeff<?xml version='1.0'?><!-- x --><rss>", FeedKind.RSS),
        ("<b>Warning</b>: in /feed.php\n<?xml version='1.0'?><rss>", FeedKind.RSS),
        ("<rdf:RDF xmlns:rdf='x'>", FeedKind.RDF),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", FeedKind.ATOM),
        ("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", FeedKind.ATOM),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', FeedKind.JSON),
        ("<urlset xmlns='x'>", FeedKind.SITEMAP),
        ("<?xml version='1.0'?>\n<sitemapindex xmlns='x'>", FeedKind.SITEMAP_INDEX),
        ("<!DOCTYPE html><title>Post</title><rss>", FeedKind.PAGE),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", FeedKind.PAGE),
        ('{"error": "forbidden"}', None),
        ("<svg xmlns='x'/>", None),
        ("Access denied", None),
        ("", None),
    ],
)
def test_an_answer_is_known_by_how_it_begins(body: str, kind: FeedKind | None) -> None:
    assert kind_of(body.encode()) is kind
    assert kind_of(gzip.compress(body.encode())) is kind
    assert kind_of(body.encode("utf-16")) is kind


@pytest.mark.parametrize("noise", ["<!--", "<?xml ", "<!--x-->", " ", "<?xml?>", "<!DOCTYPE "])
def test_however_long_the_beginning_it_is_told_at_once(noise: str) -> None:
    # What is more than linear takes minutes for these: pytest's own limit would end it.
    assert kind_of(noise.encode() * 100_000) is None
