"""Scrapy runs by our settings, and says nothing about using what is on its way out."""

import warnings
from datetime import timedelta

import pytest
from scrapy.exceptions import ScrapyDeprecationWarning

from monitor.demo.newspaper import Outlet
from monitor.model import CrawlSettings, Settings
from spiders.settings import scrapy_settings
from tests.spiders.builders import FakeDesk, crawling, piece, source_of


def test_what_the_user_configured_is_laid_over() -> None:
    crawl = CrawlSettings(
        concurrency=7,
        per_host=2,
        delay=timedelta(seconds=3),
        timeout=timedelta(seconds=11),
        max_page=1234,
        robots=False,
        allow_networks=("10.0.0.0/8",),
    )

    laid = scrapy_settings(Settings(user_agent="News/1 (+https://x.example)", crawl=crawl))

    assert laid["USER_AGENT"] == "News/1 (+https://x.example)"
    assert laid.getint("CONCURRENT_REQUESTS") == 7
    assert laid.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 2
    assert laid.getfloat("DOWNLOAD_DELAY") == 3.0
    assert laid.getfloat("DOWNLOAD_TIMEOUT") == 11.0
    assert laid.getint("DOWNLOAD_MAXSIZE") == 1234
    assert laid.getbool("ROBOTSTXT_OBEY") is False
    assert laid.getlist("GUARD_ALLOW_NETWORKS") == ["10.0.0.0/8"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REMOTE_CONTROL_ENABLED", False),
        ("TELNETCONSOLE_ENABLED", False),
        ("HTTPPROXY_ENABLED", False),
        ("COOKIES_ENABLED", False),
        ("METAREFRESH_ENABLED", False),
        ("RETRY_ENABLED", False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("ROBOTSTXT_OBEY", True),
    ],
)
def test_what_must_hold_whatever_is_configured(name: str, value: bool) -> None:
    assert scrapy_settings(Settings()).getbool(name) is value


def test_only_http_is_handled_and_only_behind_the_guard() -> None:
    handlers = scrapy_settings(Settings())["DOWNLOAD_HANDLERS"]

    guarded = {scheme for scheme, handler in handlers.items() if handler}
    assert guarded == {"http", "https"}
    assert {handlers[scheme] for scheme in guarded} == {"spiders.handler.GuardedDownloadHandler"}


async def test_a_proxy_of_the_environment_is_not_used(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    outlet.publish(piece())
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.is_good


async def test_nothing_deprecated_is_used(outlet: Outlet) -> None:
    outlet.publish(piece())
    desk = FakeDesk()

    with warnings.catch_warnings():
        warnings.simplefilter("error", ScrapyDeprecationWarning)
        warnings.simplefilter("error", DeprecationWarning)
        async with crawling(desk) as crawl:
            polled = await crawl.look(source_of(outlet))

    assert polled.is_good
