"""What an answer says beside its list."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from monitor.demo.newspaper import Fault, Outlet
from monitor.model import Asks, Feed, Source, SourceState
from monitor.polling.looks import MOVED_AFTER
from spiders.hints import address, fresh_for, hints
from tests.spiders.builders import FakeDesk, crawling, piece, source_of

MINUTE = timedelta(minutes=1)
FEED = "http://gazette.example/feed"
ELSEWHERE = "http://new.example/feed"


def answer(headers: dict[str, str] | None = None, **meta: Any) -> Response:
    return Response(ELSEWHERE, headers=headers or {}, request=Request(FEED, meta=meta))


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300"}, 5),
        ({"Cache-Control": "max-age=300", "Age": "60"}, 4),
        ({"Cache-Control": "max-age=300", "Age": "900"}, 0),
        ({"Cache-Control": 's-maxage=3600, Max-Age="300"'}, 5),
        ({"Cache-Control": "s-maxage=3600"}, None),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        (
            {"Date": "Mon, 02 Mar 2026 12:00:00 GMT", "Expires": "Mon, 02 Mar 2026 12:10:00 GMT"},
            10,
        ),
        ({"Date": "Mon, 02 Mar 2026 12:00:00 GMT", "Expires": "0"}, None),
        ({"Date": "Mon, 02 Mar 2026 12:00:00 GMT", "Expires": "Sun, 01 Mar 2026 12:00:00 GMT"}, 0),
        ({"Cache-Control": "max-age=" + "9" * 400}, 999999999 / 60),
    ],
)
def test_how_long_an_answer_is_good_for(headers: dict[str, str], minutes: float | None) -> None:
    expected = None if minutes is None else minutes * MINUTE

    assert fresh_for(answer(headers)) == expected


def test_the_longer_of_header_and_feed_counts() -> None:
    feed = Feed("t", (), ttl=30 * MINUTE, skip_hours=frozenset({3}), skip_days=frozenset({6}))

    found = hints(answer({"Cache-Control": "max-age=60"}), feed, asked=FEED, state=SourceState("g"))

    assert found.asks == Asks(30 * MINUTE, frozenset({3}), frozenset({6}))


@pytest.mark.parametrize(
    ("reasons", "moved"), [([301], True), ([308, 301], True), ([301, 302], False), ([], False)]
)
def test_only_a_way_of_permanent_redirects_has_moved(reasons: list[int], moved: bool) -> None:
    found = hints(answer(redirect_reasons=reasons), None, asked=FEED, state=SourceState("g"))

    assert found.moved_to == (ELSEWHERE if moved else None)


def test_a_new_address_is_asked_once_it_was_told_often_enough_and_while_it_answers() -> None:
    source = Source("gazette", FEED)

    def asked(**fields: Any) -> str:
        usual = {"url": FEED, "moved_to": ELSEWHERE, "moved_times": MOVED_AFTER}
        is_full = fields.pop("is_full", False)
        return address(source, SourceState("gazette", **{**usual, **fields}), is_full=is_full)

    assert asked() == ELSEWHERE
    assert asked(moved_times=MOVED_AFTER - 1) == FEED
    assert asked(failures=1) == FEED
    assert asked(is_full=True) == FEED
    assert asked(url="http://edited.example/") == FEED


async def test_a_look_brings_what_its_answer_says_along(outlet: Outlet, other: Outlet) -> None:
    moved = Fault(status=301, headers={"Location": outlet.feed_url}, body=b"")
    outlet.publish(piece(1))
    outlet.publish(piece(2))
    other.fail("/feed.xml", moved)
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(other))
        outlet.publish(piece(3))
        polled = await crawl.look(source_of(other))

    assert polled.moved_to == outlet.feed_url
    assert (polled.entries, polled.known_entries) == (3, 2)
    assert polled.oldest_at == datetime(2026, 3, 2, 12, 1, tzinfo=UTC)
    assert polled.took is not None
    assert timedelta(0) < polled.took < 10 * MINUTE
