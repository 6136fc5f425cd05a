"""What does this source list? By goldens, by what is broken in real feeds, by hostile input."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.errors import ExtractionError
from monitor.extraction.feeds import read_feed
from monitor.extraction.markup import plain_text
from tests.extraction.builders import feed, rss
from tests.extraction.goldens import HERE, assert_golden, fields

FEEDS = sorted(path for path in (HERE / "feeds").iterdir() if ".golden" not in path.name)
ITEM = "<item><title>Ferry sails</title><link>https://x.example/1</link></item>"


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.stem)
def test_a_feed_gives_the_entries_of_its_golden(path: Path) -> None:
    found = feed(path.read_bytes(), url="https://harbourpost.example/feed")

    assert_golden(
        {
            "title": found.title,
            "kind": found.kind,
            "ttl": found.ttl and found.ttl.total_seconds(),
            "site_url": found.site_url,
            "entries": [
                fields(replace(entry, text=plain_text(entry.text)), without={"source_id"})
                for entry in found.entries
            ],
        },
        path.with_suffix(".golden.json"),
    )


def test_a_gzipped_feed_is_unpacked() -> None:
    assert feed(gzip.compress(rss(ITEM).encode())).entries[0].title == "Ferry sails"


@pytest.mark.parametrize(
    ("title", "charset", "declared", "header"),
    [
        ("Café crème", "latin-1", "utf-8", ""),
        ("Café crème", "utf-8", "iso-8859-1", ""),
        ("Café crème", "latin-1", "utf-8", "text/xml; charset=iso-8859-1"),
        ("خبر عاجل", "windows-1256", "windows-1256", ""),
        ("خبر عاجل", "utf-8", "windows-1256", "text/xml; charset=windows-1252"),
        ("خبر عاجل", "utf-16", "utf-16", ""),
        ("خبر عاجل", "utf-8-sig", "utf-8", ""),
    ],
)
def test_the_charset_is_found_whatever_was_declared(
    title: str, charset: str, declared: str, header: str
) -> None:
    text = rss(f"<item><title>{title}</title></item>")
    body = text.replace("?>", f' encoding="{declared}"?>', 1).encode(charset)

    assert feed(body, content_type=header).entries[0].title == title


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://x/", "http://["],
)
def test_a_link_that_is_not_of_the_web_is_no_link(link: str) -> None:
    entry = feed(rss(f"<item><title>Ferry</title><link>{link}</link></item>")).entries[0]

    assert entry.url is None


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 22 Nov 2026 10:05:00 +0300", datetime(2026, 11, 22, 7, 5, tzinfo=UTC)),
        ("2026-11-22T10:05:00Z", datetime(2026, 11, 22, 10, 5, tzinfo=UTC)),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_utc_or_not_at_all(date: str, expected: datetime | None) -> None:
    item = f"<item><title>Ferry</title><pubDate>{date}</pubDate></item>"

    assert feed(rss(item)).entries[0].published_at == expected


def test_the_key_is_guid_then_canonical_link_then_what_was_said() -> None:
    link = "<link>https://X.example/1?utm_source=rss#top</link>"
    keys = [
        feed(rss(f"<item><title>Ferry</title>{rest}</item>")).entries[0].key
        for rest in (
            f"<guid>g-1</guid>{link}",
            link,
            "<pubDate>x</pubDate>",
            "<pubDate>y</pubDate>",
        )
    ]

    assert keys[:2] == ["g-1", "https://x.example/1"]
    assert keys[2].startswith("sha256:")
    assert keys[2] != keys[3]


def test_an_entry_that_is_listed_twice_has_one_key() -> None:
    assert {entry.key for entry in feed(rss(ITEM * 3)).entries} == {"https://x.example/1"}


def test_a_guid_that_stands_in_several_articles_is_the_key_of_none() -> None:
    items = "".join(
        f"<item><guid>https://x.example</guid><link>https://x.example/{n}</link></item>"
        for n in range(3)
    )

    assert [entry.key for entry in feed(rss(items)).entries] == [
        f"https://x.example/{n}" for n in range(3)
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rice &amp;amp; peas", "Rice & peas"),
        ("&lt;b&gt;Ferry&lt;/b&gt; sails", "Ferry sails"),
        ("<![CDATA[Ferry<br>sails]]>", "Ferry sails"),
        ("Why &lt;script&gt; is slow", "Why <script> is slow"),
        ("3 &lt; 4", "3 < 4"),
        ("<i>Ferry</i> sails", "Ferry sails"),
    ],
)
def test_a_title_is_plain_text_and_keeps_what_only_looks_like_a_tag(
    written: str, title: str
) -> None:
    assert feed(rss(f"<item><title>{written}</title></item>")).entries[0].title == title


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [("90", timedelta(minutes=90)), ("999999", timedelta(days=7)), ("0", None), ("soon", None)],
)
def test_a_ttl_is_minutes_and_at_most_a_week(minutes: str, expected: timedelta | None) -> None:
    assert feed(rss(f"<ttl>{minutes}</ttl>{ITEM}")).ttl == expected


def test_hours_and_days_without_news_are_told() -> None:
    hours = "<skipHours><hour>24</hour><hour>3</hour><hour>25</hour></skipHours>"
    days = "<skipDays><day>Sunday</day><day>Never</day></skipDays>"
    found = feed(rss(hours + days + ITEM))

    assert (found.skip_hours, found.skip_days) == ({0, 3}, {6})


def test_a_feed_without_news_at_any_hour_cannot_mean_it() -> None:
    every_hour = "".join(f"<hour>{hour}</hour>" for hour in range(24))

    assert feed(rss(f"<skipHours>{every_hour}</skipHours>{ITEM}")).skip_hours == set()


def test_the_period_of_updates_is_parted_by_their_frequency() -> None:
    told = (
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily'
        '</sy:updatePeriod><sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/'
        'syndication/">4</sy:updateFrequency>'
    )

    assert feed(rss(told + ITEM)).update_period == timedelta(hours=6)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "nothing: the answer is empty"),
        (
            "<!doctype html><title>Just a moment&hellip;</title>",
            "an HTML page titled 'Just a moment…', not a feed",
        ),
        ("<html><body>hi", "an HTML page, not a feed"),
        ('{"error": "forbidden"}', 'JSON that is no feed; it begins: \'{"error": "forbidden"}\''),
        ("Access denied", "text that is no feed; it begins: 'Access denied'"),
        ("<svg xmlns='x'/>", "XML that is no feed"),
        (
            "<sitemapindex><sitemap><loc>https://x.example/s1.xml</loc></sitemap></sitemapindex>",
            "a list of 1 sitemaps, not a sitemap of articles, the first is https://x.example/s1.xml",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_what_it_looks_like(body: str, message: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        feed(body)

    assert message in str(refused.value)


@given(st.binary(max_size=300), st.sampled_from(FEEDS), st.integers(0, 1500))
@example(b"\x1f\x8b", FEEDS[0], 0)
@example(b"&#xd800;<x:y>\xed\xa0\x80", FEEDS[0], 300)
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_reader_raise_anything_but_its_own_error(
    noise: bytes, path: Path, position: int
) -> None:
    whole = path.read_bytes()
    for body in (noise, whole[:position] + noise + whole[position:]):
        try:
            found = read_feed(body, content_type="", url="http://[", source_id="x")
        except ExtractionError:
            continue
        assert all(entry.key for entry in found.entries)
