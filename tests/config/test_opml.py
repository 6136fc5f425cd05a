"""OPML in and out."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.config.newcomers import entries_of, free_id, source_at
from monitor.config.opml import read_opml, write_opml
from monitor.config.sources_file import SourcesFile
from monitor.errors import ConfigError
from monitor.model import Source, SourceKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

SOURCES = (
    Source("plain", "https://a.example/feed"),
    Source("named", "https://b.example/?a=1&b=<2>", name='The "B" & sons', language="ar"),
    Source("tagged", "https://c.example/f", tags=frozenset({"iraq", "public", "odd, one"})),
    Source(
        "settled",
        "https://d.example/news",
        kind=SourceKind.LISTING,
        every=timedelta(minutes=5),
        tags=frozenset({"iraq"}),
        enabled=False,
        fetch_articles=False,
        links="article > h3 a[href*='/news/']",
        priority=2.5,
        ring_possible=True,
    ),
)


def test_what_is_exported_and_imported_again_is_the_same() -> None:
    body = write_opml(SOURCES, now=NOON)

    taken = entries_of(read_opml(body, file="f.opml"), [], file="f.opml")

    read = SourcesFile.model_validate({"sources": list(taken.entries)})
    found = {source.id: source for source in (entry.source() for entry in read.sources)}
    assert found == {source.id: source for source in SOURCES}


def test_the_lists_of_other_readers_are_understood() -> None:
    body = b"""<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Middle East"><outline text="Wires">
  <outline type="rss" text="Agency" xmlUrl="https://agency.example/rss"/></outline>
  <outline type="rss" title="Gazette" text="G." xmlUrl="https://gazette.example/rss"
           category="/papers/daily,free" language="en"/></outline>
<outline text="A note"/>
</body></opml>"""

    taken = entries_of(read_opml(body, file="f.opml"), [], file="f.opml")

    assert taken.entries == [
        {
            "id": "agency",
            "name": "Agency",
            "url": "https://agency.example/rss",
            "tags": ["Middle East", "Wires"],
        },
        {
            "id": "gazette",
            "name": "Gazette",
            "url": "https://gazette.example/rss",
            "language": "en",
            "tags": ["Middle East", "papers", "daily", "free"],
        },
    ]


def test_what_is_there_already_is_told_with_its_line_and_left_out() -> None:
    body = b"""<opml version="2.0"><body>
<outline text="One" xmlUrl="http://www.a.example/feed/"/>
<outline text="Two" xmlUrl="https://two.example/"/>
<outline text="Two again" xmlUrl="http://two.example"/>
</body></opml>"""

    taken = entries_of(read_opml(body, file="f.opml"), SOURCES, file="f.opml")

    assert [entry["id"] for entry in taken.entries] == ["two"]
    assert taken.known == [
        "f.opml:2: http://www.a.example/feed/ is there already, as plain",
        "f.opml:4: http://two.example is there already, as two",
    ]


MISTAKES = [
    (b"<opml><body><outline></opml>", "f.opml:1: not XML"),
    (b"", "f.opml:1: not XML"),
    (b"<rss/>", "f.opml:1: no OPML: it starts with <rss>"),
    (b"<opml><body><outline text='x'/></body></opml>", "f.opml:1: no outline has an `xmlUrl`"),
    (b"<opml><body>\n<outline xmlUrl='ftp://x.example/'/></body></opml>", "f.opml:2: "),
    (
        b"<opml xmlns:t='https://tocsin.invalid/opml'><body>\n\n"
        b"<outline t:every='soon' xmlUrl='https://x.example/'/></body></opml>",
        "f.opml:3: ",
    ),
    (
        b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b"<opml><body><outline text='&x;' xmlUrl='https://x&x;.example/'/></body></opml>",
        "f.opml:1: ",
    ),
]


@pytest.mark.parametrize(("body", "told"), MISTAKES)
def test_a_file_that_is_wrong_is_refused_with_the_line(body: bytes, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        entries_of(read_opml(body, file="f.opml"), [], file="f.opml")

    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    ("title", "taken", "expected"),
    [
        ("BBC News, Middle East", set(), "bbc-news-middle-east"),
        ("BBC", {"bbc", "bbc-2"}, "bbc-3"),
        ("", set(), "x-example"),
        ("...", set(), "x-example"),
        ("港口新闻", set(), "x-example"),
        ("وكالة الميناء", set(), "wkala-almyna"),
        (
            "A title that goes on for longer than people type it",
            set(),
            "a-title-that-goes-on-for-longer-than",
        ),
    ],
)
def test_an_id_is_short_free_and_can_be_typed(title: str, taken: set[str], expected: str) -> None:
    assert free_id(title, url="https://www.x.example/feed", taken=taken) == expected


def test_an_address_is_known_however_it_is_written() -> None:
    assert source_at("http://www.A.example/feed/", SOURCES) == SOURCES[0]
    assert source_at("https://a.example:8443/feed", SOURCES) is None
    assert source_at("https://a.example/feed?x=1", SOURCES) is None
