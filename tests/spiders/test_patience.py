"""A host that asks to wait is left alone until then."""

from datetime import datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import Response

from monitor.demo.newspaper import Fault, Outlet
from monitor.model import SourceCondition
from spiders.patience import AskedToWaitError, PatienceMiddleware, retry_after
from tests.spiders.builders import NOON, FakeDesk, crawling, piece, source_of

MINUTE = timedelta(minutes=1)
URL = "http://news.example/1"


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("120", timedelta(seconds=120)),
        (" 0 ", timedelta(0)),
        ("Mon, 02 Mar 2026 12:05:00 GMT", 5 * MINUTE),
        ("Mon, 02 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(hours=24)),
        ("Mon, 02 Mar 2099 12:05:00 GMT", timedelta(hours=24)),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_the_header_means_seconds_or_a_date_within_a_day(
    header: str, span: timedelta | None
) -> None:
    assert retry_after(header, now=NOON) == span


def _middleware(at: list[datetime]) -> PatienceMiddleware:
    return PatienceMiddleware(clock=lambda: at[0])


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "300"}, 5 * MINUTE),
        (503, {"Retry-After": "300"}, 5 * MINUTE),
        (429, {}, MINUTE),
    ],
)
def test_a_host_is_left_alone_for_as_long_as_it_asked(
    status: int, headers: dict[str, str], wait: timedelta
) -> None:
    clock = [NOON]
    middleware = _middleware(clock)
    middleware.process_response(Request(URL), Response(URL, status=status, headers=headers))

    clock[0] = NOON + wait - timedelta(seconds=1)
    with pytest.raises(AskedToWaitError, match=r"news\.example asks to wait until 12:0\d UTC"):
        middleware.process_request(Request("http://news.example/2"))
    middleware.process_request(Request("http://another.example/"))

    clock[0] = NOON + wait
    middleware.process_request(Request(URL))


@pytest.mark.parametrize("status", [200, 403, 503])
def test_other_answers_ask_for_nothing(status: int) -> None:
    middleware = _middleware([NOON])
    middleware.process_response(Request(URL), Response(URL, status=status))

    middleware.process_request(Request(URL))


async def test_a_feed_that_asks_to_wait_is_not_asked_again_before(outlet: Outlet) -> None:
    outlet.fail("/feed.xml", Fault(status=429, headers={"Retry-After": "70"}))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        first = await crawl.look(source_of(outlet))
        second = await crawl.look(source_of(outlet))

    assert outlet.paths() == ["/feed.xml"]
    assert first.condition is second.condition is SourceCondition.THROTTLED
    assert first.reason == "answered 429, asks to wait 70 s"
    assert first.retry_after == timedelta(seconds=70)
    assert second.retry_after is not None
    assert timedelta(0) < second.retry_after <= timedelta(seconds=70)


async def test_pages_of_a_host_that_asks_to_wait_a_little_are_left_for_the_next_look(
    outlet: Outlet,
) -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))
        for number in range(4):
            outlet.publish(piece(number))
        outlet.fail("/news/1.html", Fault(status=429, headers={"Retry-After": "300"}))
        polled = await crawl.look(source_of(outlet))
    async with crawling(desk) as later:
        await later.look(source_of(outlet))

    assert polled.condition is SourceCondition.OK
    assert polled.new_entries == 2
    assert polled.etag is None
    assert polled.retry_after is not None
    assert 4 * MINUTE < polled.retry_after <= 5 * MINUTE
    assert desk.titles() == ["Piece 0", "Piece 1", "Piece 2", "Piece 3"]
    assert desk.notes() == ["", "page answered 429, asks to wait 5 min", "", ""]


async def test_a_first_look_puts_nothing_off(outlet: Outlet) -> None:
    for number in range(3):
        outlet.publish(piece(number))
    outlet.fail("/news/0.html", Fault(status=429, headers={"Retry-After": "300"}))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.new_entries == 3


async def test_pages_of_a_host_that_asks_to_wait_long_are_told_by_the_feed_alone(
    outlet: Outlet,
) -> None:
    for number in range(3):
        outlet.publish(piece(number))
    outlet.fail("/news/0.html", Fault(status=503, headers={"Retry-After": "7200"}))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert outlet.paths() == ["/feed.xml", "/news/0.html"]
    assert polled.condition is SourceCondition.OK
    assert desk.titles() == ["Piece 0", "Piece 1", "Piece 2"]
    assert desk.notes()[0] == "page answered 503, asks to wait 2 h"
    assert all("asks to wait until" in note for note in desk.notes()[1:])
