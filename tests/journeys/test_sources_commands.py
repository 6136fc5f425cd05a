"""From a site to a line in sources.yaml, and from one list of feeds to another."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.config import load
from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.demo.typesetting import rss
from monitor.errors import ConfigError, UsageError, WorldError
from monitor.model import Source, SourceKind
from tests.spiders.builders import NOON, piece

LONG = tuple(f"{number}. " + "The council spoke of roads and bridges. " * 6 for number in range(9))

BEFORE = """# Ours
sources:
  - id: first  # keep
    url: https://first.example/feed

# the end
"""


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    async with Newspaper() as newspaper:
        outlet = await newspaper.add_outlet("127.0.0.62", "The Outlet")
        for number in range(3):
            outlet.publish(piece(number, paragraphs=LONG))
        yield outlet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text(BEFORE)
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (config / "settings.yaml").write_text(
        "crawl: {allow_networks: ['127.0.0.0/8'], delay: 0s}\nuser_agent: Test/1.0\n"
    )
    return config


async def _sources(folder: Path, *arguments: str, given: str | None = None) -> Any:
    """`tocsin sources` in a thread of its own, as it runs an event loop of its own."""
    command = ["sources", *arguments, "--config", str(folder)]
    return await asyncio.to_thread(
        CliRunner().invoke, app, command, env={"COLUMNS": "200"}, input=given
    )


def _configured(folder: Path) -> list[Source]:
    return list(load(folder, environ={}, now=NOON).sources)


def _front(outlet: Outlet, *links: str) -> None:
    head = "".join(f'<link rel="alternate" type="application/rss+xml" href="{to}">' for to in links)
    html = f"<!doctype html><head><title>The Outlet</title>{head}</head><body>Welcome.</body>"
    outlet.files["/"] = (html.encode(), "text/html")


async def test_the_feed_of_a_site_is_found_shown_and_written_down(
    folder: Path, outlet: Outlet
) -> None:
    _front(outlet, "/feed.xml", "/comments/feed")

    added = await _sources(folder, "add", outlet.address, "--yes", "--tag", "local")

    assert added.exit_code == 0, added.output
    assert "2026-03-02 12:02" in added.stdout
    assert "0. The council spoke of roads" in added.stdout
    assert f"added the-outlet: {outlet.feed_url}" in added.stdout
    assert f"to undo, delete lines 5 to 10 of {folder / 'sources.yaml'}" in added.stderr
    assert (folder / "sources.yaml").read_text() == BEFORE.replace(
        "feed\n",
        f"""feed
  - id: the-outlet
    name: The Outlet
    url: {outlet.feed_url}
    kind: feed
    language: en
    tags: [local]
""",
    )
    assert outlet.paths()[:3] == ["/", "/feed.xml", "/comments/feed"]


async def test_a_feed_itself_is_taken_as_it_is(folder: Path, outlet: Outlet) -> None:
    added = await _sources(folder, "add", outlet.feed_url, "-y", "--id", "mine", "--name", "Mine")

    assert added.exit_code == 0, added.output
    assert _configured(folder)[-1].name == "Mine"
    assert _configured(folder)[-1].id == "mine"
    assert [path for path in outlet.paths() if not path.startswith("/news/")] == ["/feed.xml"]


async def test_a_sitemap_that_robots_txt_names_is_found(folder: Path, outlet: Outlet) -> None:
    _front(outlet)
    outlet.robots = f"User-agent: *\nAllow: /\nSitemap: {outlet.address}/news.xml\n"
    urls = "".join(
        f"<url><loc>{outlet.address}{one.path}</loc><news:news><news:title>{one.title}</news:title>"
        f"<news:publication_date>{one.published_at.isoformat()}</news:publication_date></news:news>"
        "</url>"
        for one in outlet.pieces
    )
    outlet.files["/news.xml"] = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'.encode(),
        "application/xml",
    )

    added = await _sources(folder, "add", outlet.address, "--yes")

    assert added.exit_code == 0, added.output
    assert _configured(folder)[-1].url == f"{outlet.address}/news.xml"


async def test_where_nothing_is_declared_the_usual_places_are_tried_until_one_answers(
    folder: Path, outlet: Outlet
) -> None:
    _front(outlet)
    feed = rss(outlet.pieces, outlet="Quiet", address=outlet.address, language="en")
    outlet.files["/rss.xml"] = (feed.encode(), "application/rss+xml")

    added = await _sources(folder, "add", outlet.address, "--yes")

    assert f"added quiet: {outlet.address}/rss.xml" in added.stdout
    assert [path for path in outlet.paths() if not path.startswith("/news/")] == [
        "/",
        "/feed",
        "/rss",
        "/rss.xml",
    ]


async def test_a_page_of_links_is_what_remains(folder: Path, outlet: Outlet) -> None:
    cards = "".join(
        f'<h3><a href="/2026/03/story-of-the-day-{number}">What was said on day {number}</a></h3>'
        for number in range(4)
    )
    outlet.files["/"] = (f"<!doctype html><title>Front</title>{cards}".encode(), "text/html")
    outlet.fail("/feed.xml", Fault(status=404))

    added = await _sources(folder, "add", outlet.address, "--yes")

    assert added.exit_code == 0, added.output
    assert _configured(folder)[-1].kind is SourceKind.LISTING


async def test_the_nth_is_taken_and_a_number_that_is_none_adds_nothing(
    folder: Path, outlet: Outlet
) -> None:
    feed = rss(outlet.pieces[:1], outlet="Second", address=outlet.address, language="en")
    outlet.files["/second.xml"] = (feed.encode(), "application/rss+xml")
    _front(outlet, "/feed.xml", "/second.xml")

    wrong = await _sources(folder, "add", outlet.address, "--feed", "3")
    unasked = await _sources(folder, "add", outlet.address)
    second = await _sources(folder, "add", outlet.address, "--feed", "2")

    assert isinstance(wrong.exception, UsageError)
    assert "say which with --feed N" in str(unasked.exception)
    assert f"added second: {outlet.address}/second.xml" in second.stdout


async def test_what_is_there_already_is_refused_before_anybody_is_asked(
    folder: Path, outlet: Outlet
) -> None:
    again = await _sources(folder, "add", "http://www.first.example/feed/", "--yes")
    _front(outlet, "/feed.xml")
    await _sources(folder, "add", outlet.feed_url, "--yes")
    found = await _sources(folder, "add", outlet.address, "--yes")

    assert str(again.exception).endswith("is there already, as source 'first'")
    assert str(found.exception).endswith("is there already, as source 'the-outlet'")
    assert len(_configured(folder)) == 2


@pytest.mark.parametrize(
    ("address", "error", "told"),
    [
        ("http://127.0.0.69:9/", WorldError, "connection refused by 127.0.0.69:9"),
        ("http://10.0.0.1/", WorldError, "is a private address"),
        ("ftp://x.example/", UsageError, "not an http or https address"),
    ],
)
async def test_an_address_that_does_not_answer_says_why(
    folder: Path, address: str, error: type[Exception], told: str
) -> None:
    refused = await _sources(folder, "add", address, "--yes")

    assert isinstance(refused.exception, error)
    assert told in str(refused.exception)


async def test_a_site_without_any_list_says_what_was_tried(folder: Path, outlet: Outlet) -> None:
    _front(outlet)
    outlet.fail("/feed.xml", Fault(status=404))

    refused = await _sources(folder, "add", outlet.address, "--yes")

    assert isinstance(refused.exception, WorldError)
    assert f"  {outlet.address}/sitemap.xml: answered 404" in str(refused.exception)
    assert "`kind: listing`" in str(refused.exception)


async def test_sources_go_out_as_opml_and_come_in_again(folder: Path, tmp_path: Path) -> None:
    exported = await _sources(folder, "export")
    opml = tmp_path / "more.opml"
    opml.write_text(
        exported.stdout.replace(
            "</body>", '<outline text="More" xmlUrl="https://more.example/rss"/></body>'
        )
    )

    imported = await _sources(folder, "import", str(opml))
    again = await _sources(folder, "import", str(opml))

    assert imported.exit_code == 0, imported.output
    assert imported.stdout == "added more: https://more.example/rss\n"
    assert "https://first.example/feed is there already, as first" in imported.stderr
    assert "1 added, 1 there already" in imported.stderr
    assert "0 added, 2 there already" in again.stderr
    assert [source.id for source in _configured(folder)] == ["first", "more"]


async def test_an_opml_file_that_is_wrong_adds_nothing(folder: Path, tmp_path: Path) -> None:
    opml = tmp_path / "bad.opml"
    opml.write_text("<opml><body>\n<outline xmlUrl='https://x.example/'>\n</opml>")

    refused = await _sources(folder, "import", str(opml))
    missing = await _sources(folder, "import", str(tmp_path / "none.opml"))

    assert isinstance(refused.exception, ConfigError)
    assert str(refused.exception).startswith(f"{opml}:3: not XML")
    assert "cannot be read: No such file" in str(missing.exception)
    assert (folder / "sources.yaml").read_text() == BEFORE
