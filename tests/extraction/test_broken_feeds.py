"""What is broken in real feeds is read as it was meant; what is hostile costs little."""

import gzip
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from monitor.errors import ExtractionError
from monitor.extraction.feeds import MOST_BYTES, MOST_ENTRIES, read_sitemaps
from monitor.extraction.markup import plain_text
from monitor.model import Feed, FeedEntry, FeedKind, Sitemap
from tests.extraction.builders import feed, rss
from tests.extraction.hostile import HOSTILE

LINK = "https://x.example/1"
ITEM = f"<item><title>Ferry sails</title><link>{LINK}</link></item>"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def only(found: Feed) -> FeedEntry:
    (entry,) = found.entries
    return entry


def entry_with(fields: str) -> FeedEntry:
    return only(feed(rss(f"<item>{fields}</item>")))


@pytest.mark.parametrize(
    "body",
    [
        "<br/><b>Warning</b>: in /feed.php on line 7<br/>\n" + rss(ITEM),
        "\n\n  " + rss(ITEM),
        "\ufeff\ufeff" + rss(ITEM),
        '<?xml version="1.0"?><?xml-stylesheet href="x"?>' + rss(ITEM),
        "<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://x.example/rss.dtd'>"
        + rss(ITEM).partition("?>")[2],
        rss(ITEM + "<item><title>Cut in the midd"),
        rss(ITEM.replace("</item>", "")),
        rss(f"<items>{ITEM}</items>"),
        rss(ITEM + "<media:thumbnail url='x'/>"),
        rss(ITEM.replace("sails", "\x00sa\x0bils\x00")),
        rss(ITEM) + "<script>trailing()</script>",
        rss(ITEM).upper().replace("FERRY SAILS", "Ferry sails").replace(LINK.upper(), LINK),
        f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{ITEM}</rdf:RDF>",
        rss(ITEM.replace("sails", "<b>sails")),
        rss(ITEM.replace("</title>", "")),
        rss(ITEM.replace("</link>", "<comments>no</comments>")),
        f"<rss><channel><title>X{ITEM}</channel></rss>",
    ],
    ids=[
        "warning before it",
        "white space before it",
        "two marks of byte order",
        "stylesheet",
        "doctype",
        "cut off",
        "no end tag",
        "one too deep",
        "prefix not declared",
        "control characters",
        "something after it",
        "capitals",
        "RDF without a channel",
        "tag not closed",
        "title not closed",
        "link not closed",
        "title of the feed not closed",
    ],
)
def test_a_broken_feed_is_read_as_it_was_meant(body: str) -> None:
    first = feed(body).entries[0]

    assert (first.title, first.url) == ("Ferry sails", LINK)


@pytest.mark.parametrize(
    ("cut", "titles"),
    [
        ("<title>Second</title><link>https://x.example/2</link><pubDa", ["Ferry sails", "Second"]),
        ("<guid>2</guid><title>Second</title><link>https://x.exa", ["Ferry sails"]),
        ("<title>Sec", ["Ferry sails"]),
    ],
)
def test_an_entry_that_is_cut_off_counts_once_its_address_is_known(
    cut: str, titles: list[str]
) -> None:
    body = f"<rss><channel>{ITEM}<item>{cut}"

    assert [entry.title for entry in feed(body).entries] == titles


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (f"<link>{LINK}?a=1&b=2&copy=3</link><title>A &copy; B</title>", f"{LINK}?a=1&b=2&copy=3"),
        (f"<link>{LINK}?a=1&amp;b=2</link>", f"{LINK}?a=1&b=2"),
        (f"<link><![CDATA[ {LINK}?a=1&b=2 ]]></link>", f"{LINK}?a=1&b=2"),
        (f"<guid>{LINK}</guid><title>x</title>", LINK),
        (f'<guid isPermaLink="false">{LINK}</guid><title>x</title>', None),
        (f"<link>file:///etc/passwd</link><guid>{LINK}</guid><title>x</title>", None),
        ('<title>x</title><link xml:base="https://y.example/a/">b</link>', "https://y.example/a/b"),
        ("<title>x</title><link>/b</link>", "https://x.example/b"),
        ("<title>x</title><link>//y.example/b</link>", "https://y.example/b"),
    ],
)
def test_the_address_is_the_one_that_was_meant(fields: str, url: str | None) -> None:
    assert entry_with(fields).url == url


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Mo, 03 Nov 2025 10:00:00 +0100", datetime(2025, 11, 3, 9, 0, tzinfo=UTC)),
        ("Mon, 03 Nov 2025 10:00:00 CEST", datetime(2025, 11, 3, 8, 0, tzinfo=UTC)),
        ("Mon, 03 Nov 25 10:00:00 -0330", datetime(2025, 11, 3, 13, 30, tzinfo=UTC)),
        ("Mon, 03 Nov 2098 10:00:00 GMT", datetime(2098, 11, 3, 10, 0, tzinfo=UTC)),
        ("Mon, 03 Nov 2025 24:00:00 GMT", datetime(2025, 11, 4, 0, 0, tzinfo=UTC)),
        ("2025-11-03T10:00:00.5-05:00", datetime(2025, 11, 3, 15, 0, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_to_the_second_whatever_its_day_and_zone_are_called(
    date: str, at: datetime
) -> None:
    assert entry_with(f"<title>x</title><pubDate>{date}</pubDate>").published_at == at


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("<![CDATA[<p>One</p><p>Two</p>]]>", "One\nTwo"),
        ("<![CDATA[a [[1]]]]><![CDATA[> b]]>", "a [[1]]> b"),
        ("<p>One &amp; two</p>", "One & two"),
        ("&lt;p&gt;Caf&amp;eacute;&lt;/p&gt;", "Café"),
        ("One &nbsp;&hellip; R&D", "One … R&D"),
    ],
)
def test_the_text_says_what_a_reader_would_see(description: str, text: str) -> None:
    assert plain_text(entry_with(f"<description>{description}</description>").text) == text


def test_a_picture_is_no_text_where_another_field_has_words() -> None:
    content = '<content:encoded><![CDATA[<img src="x">&nbsp;]]></content:encoded>'

    assert entry_with(f"{content}<description>A ferry.</description>").text == "A ferry."


@pytest.mark.parametrize("version", [ATOM, 'version="0.3" xmlns="http://purl.org/atom/ns#"'])
def test_atom_is_read_in_both_its_versions(version: str) -> None:
    entry = only(
        feed(
            f"<feed {version} xml:base='https://x.example/news/' xml:lang='fr'>"
            "<entry><id>tag:1</id>"
            "<title type='html'>A &lt;b>ferry&lt;/b></title><author><name>Jane Doe</name>"
            "<email>jane@x.example</email></author><link rel='edit' href='no'/>"
            "<link rel='alternate' type='application/pdf' href='1.pdf'/>"
            "<link rel='alternate' type='text/html' href='1'/>"
            "<issued>2025-11-03T10:00:00Z</issued><modified>2025-11-04T10:00:00Z</modified>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It sails.</p>"
            "<p>3 &lt; 4</p></div></content></entry></feed>"
        )
    )

    assert (entry.key, entry.url, entry.title) == ("tag:1", "https://x.example/news/1", "A ferry")
    assert (entry.authors, entry.language) == (("Jane Doe",), "fr")
    assert entry.published_at == datetime(2025, 11, 3, 10, 0, tzinfo=UTC)
    assert plain_text(entry.text) == "It sails.\n3 < 4"


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "file:///etc/hostname"'])
def test_entities_of_a_doctype_are_text_and_nothing_is_fetched(entity: str) -> None:
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f"<!DOCTYPE rss [<!ENTITY e0 {entity}>{more}]>"
    body = doctype + "<rss><channel><item><title>&e9;&e0;</title></item></channel></rss>"

    assert only(feed(body)).title == "&e9;&e0;"


def test_a_json_feed_that_breaks_off_gives_its_whole_items_and_says_so() -> None:
    found = feed('{"title": "X", "items": [{"id": "1", "title": "One"}, {"id": "2", "ti')

    assert (found.title, [entry.key for entry in found.entries]) == ("X", ["1"])
    assert "breaks off" in found.note


def test_entries_are_capped_and_the_cap_is_said() -> None:
    items = "".join(f"<item><title>{n}</title></item>" for n in range(MOST_ENTRIES + 1))
    found = feed(rss(items))

    assert len(found.entries) == MOST_ENTRIES
    assert found.note == "only the first 2,000 entries were read"
    assert feed(rss(ITEM)).note == ""


def test_of_a_long_sitemap_the_newest_addresses_are_kept() -> None:
    urls = "".join(
        f"<url><loc>https://x.example/{n}</loc><lastmod>{2000 + n % 27}-01-01</lastmod></url>"
        for n in range(MOST_ENTRIES + 500)
    )
    found = feed(f"<urlset>{urls}</urlset>")

    assert (found.kind, len(found.entries)) == (FeedKind.SITEMAP, MOST_ENTRIES)
    assert found.entries[0].url == "https://x.example/26"
    assert "newest 2,000 of its 2,500" in found.note


def test_what_is_longer_than_ten_megabytes_is_read_up_to_there() -> None:
    body = rss(ITEM + "<item><description>" + "x" * 11_000_000 + "</description></item>")

    for packed in (body.encode(), gzip.compress(body.encode(), 1)):
        found = feed(packed)
        assert [entry.title for entry in found.entries] == ["Ferry sails"]
        assert found.note == "only its first 10 MB were read"


def test_an_index_of_sitemaps_gives_their_addresses_the_last_changed_first() -> None:
    body = (
        b"<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
        b"<sitemap><loc>file:///x</loc></sitemap><sitemap><loc>/undated.xml</loc></sitemap>"
        b"<sitemap><loc>/new.xml</loc><lastmod>2025-11-03T10:00:00Z</lastmod></sitemap>"
        b"</sitemapindex>"
    )

    assert read_sitemaps(body, content_type="", url="https://x.example/sitemap.xml") == (
        Sitemap("https://x.example/new.xml", datetime(2025, 11, 3, 10, 0, tzinfo=UTC)),
        Sitemap("https://x.example/old.xml", datetime(2025, 1, 1, tzinfo=UTC)),
        Sitemap("https://x.example/undated.xml"),
    )
    with pytest.raises(ExtractionError, match="not a list of sitemaps"):
        read_sitemaps(rss(ITEM).encode(), content_type="", url="https://x.example/feed")


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_hostile_input_takes_time_and_memory_in_proportion_to_its_length(
    build: Callable[[int], bytes],
) -> None:
    body = build(100_000)
    # What takes more than linear time takes minutes for 10 MB, which `tests.benchmarks` tries.
    tracemalloc.start()
    with suppress(ExtractionError):
        for entry in feed(body).entries:
            plain_text(entry.text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 12_000_000


@pytest.mark.nightly
@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_ten_megabytes_of_anything_are_read_within_the_limit_of_a_test(
    build: Callable[[int], bytes],
) -> None:
    with suppress(ExtractionError):
        assert len(feed(build(MOST_BYTES)).entries) <= MOST_ENTRIES
