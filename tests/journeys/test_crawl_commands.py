"""The commands around the crawl, run as people run them."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.spiderloader import SpiderLoader
from typer.testing import CliRunner

from monitor.cli import app
from monitor.demo.newspaper import Newspaper, Outlet
from monitor.errors import UsageError
from monitor.model import Settings
from monitor.storage import articles
from monitor.storage.store import open_store
from spiders.settings import scrapy_settings
from tests.spiders.builders import piece

# Long enough that nobody doubts it: the careful tier's process need not be started.
LONG = tuple(f"{number}. " + "The council spoke of roads and bridges. " * 6 for number in range(9))

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def outlet() -> AsyncIterator[Outlet]:
    async with Newspaper() as newspaper:
        outlet = await newspaper.add_outlet("127.0.0.61", "The Outlet")
        for number in range(2):
            outlet.publish(piece(number, title=f"Piece [b]{number}[/b]", paragraphs=LONG))
        yield outlet


@pytest.fixture
def folder(tmp_path: Path, outlet: Outlet) -> Path:
    """A configuration folder with a source that answers and one that does not."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text(
        f"sources:\n"
        f"  - {{id: good, url: '{outlet.feed_url}', name: The Outlet, tags: [local]}}\n"
        f"  - {{id: dead, url: 'http://127.0.0.69:9/feed.xml', every: 5m, enabled: false}}\n"
    )
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (config / "settings.yaml").write_text(
        "crawl: {allow_networks: ['127.0.0.0/8'], delay: 0s}\nuser_agent: Test/1.0\n"
    )
    return config


async def _scrapy(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of Scrapy's own command, run in the checkout."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scrapy", *arguments),
        cwd=ROOT,
        env={**os.environ, "TOCSIN_CONFIG": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await running.communicate()
    assert running.returncode is not None
    return running.returncode, out.decode(), err.decode()


async def _sources(folder: Path, *arguments: str) -> Any:
    """`tocsin sources` in a thread of its own, as it runs an event loop of its own."""
    command = ["sources", *arguments, "--config", str(folder)]
    return await asyncio.to_thread(CliRunner().invoke, app, command, env={"COLUMNS": "200"})


async def test_scrapy_crawls_one_source_from_the_checkout(folder: Path, outlet: Outlet) -> None:
    status, _, err = await _scrapy(folder, "crawl", "feed", "-a", "source=good")

    assert status == 0, err
    assert outlet.visits[0].headers["User-Agent"] == "Test/1.0"
    with (
        open_store(f"sqlite:///{folder.parent / 'var' / 'tocsin.db'}") as store,
        store.begin() as db,
    ):
        assert articles.count_articles(db) == 2


async def test_scrapy_says_when_a_source_is_unknown(folder: Path) -> None:
    status, _, err = await _scrapy(folder, "crawl", "feed", "-a", "source=godo")

    assert status == 1
    assert f"tocsin: there is no source 'godo' in {folder / 'sources.yaml'}" in err
    assert "Traceback" not in err


def test_scrapy_finds_the_spider_by_our_settings() -> None:
    assert SpiderLoader.from_settings(scrapy_settings(Settings())).list() == ["feed"]


async def test_sources_are_tried_without_recording_anything(folder: Path, outlet: Outlet) -> None:
    enabled = await _sources(folder, "test")
    named = await _sources(folder, "test", "good", "dead", outlet.address + "/x", "--json")

    assert enabled.exit_code == 0
    assert "Piece [b]1[/b]" in enabled.stdout
    assert "0 of 1 sources failed" in enabled.stderr
    assert named.exit_code == 1
    good, dead, lost = json.loads(named.stdout)
    assert (good["id"], good["state"], good["entries"]) == ("good", "ok", 2)
    assert (dead["state"], dead["entries"]) == ("unreachable", 0)
    assert dead["advice"].startswith("connection refused by 127.0.0.69:9")
    assert lost["id"] == lost["url"] == outlet.address + "/x"
    assert lost["advice"].startswith("answered 404")
    assert [one["title"] for one in good["articles"]] == ["Piece [b]1[/b]", "Piece [b]0[/b]"]
    assert good["articles"][0]["text"].startswith("0. The council spoke of roads")
    assert not (folder.parent / "var").exists()


async def test_sources_are_listed_and_a_wrong_name_is_a_usage_error(folder: Path) -> None:
    listed = await _sources(folder, "list")
    as_json = await _sources(folder, "list", "--json")
    wrong = await _sources(folder, "test", "godo")

    assert "dead (off)" in listed.stdout
    assert [(one["id"], one["enabled"]) for one in json.loads(as_json.stdout)] == [
        ("good", True),
        ("dead", False),
    ]
    assert isinstance(wrong.exception, UsageError)
    assert "did you mean 'good'?" in str(wrong.exception)
