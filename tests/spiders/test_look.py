"""One look: conditional, complete, and never stopped by a single page."""

import gzip
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.demo.newspaper import CHALLENGE, Fault, Newspaper, Outlet, redirect
from monitor.demo.typesetting import atom, rss
from monitor.errors import StorageError
from monitor.model import Fate, FeedEntry, Source, SourceCondition, SourceState
from spiders.lists import validators
from spiders.look import LEFT, MOST_PAGES, oldest_first
from tests.spiders.builders import (
    HANGS,
    NOON,
    FakeDesk,
    Silence,
    crawling,
    piece,
    source_of,
)

HOUR = timedelta(hours=1)
OK, UNCHANGED = SourceCondition.OK, SourceCondition.UNCHANGED


async def test_every_new_entry_is_taken_with_its_page_oldest_first(outlet: Outlet) -> None:
    for number in (1, 2, 3):
        outlet.publish(piece(number))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert desk.titles() == ["Piece 1", "Piece 2", "Piece 3"]
    assert [page and page.url for _, page, _ in desk.taken] == [
        f"{outlet.address}/news/{number}.html" for number in (1, 2, 3)
    ]
    assert polled.condition is SourceCondition.OK
    assert (polled.entries, polled.new_entries) == (3, 3)
    assert polled.newest_at == NOON + timedelta(minutes=3)
    assert desk.looks == [polled]


async def test_the_same_list_is_not_read_twice_from_a_server_that_knows_no_304(
    outlet: Outlet,
) -> None:
    outlet.publish(piece(1))
    desk, source = FakeDesk(), source_of(outlet)

    async def look(source: Source, **known: Any) -> SourceCondition:
        state = await desk.state(source)
        desk.states[source.id] = replace(state, etag=None, **known)
        return (await crawl.look(source)).condition

    async with crawling(desk) as crawl:
        looks = [await look(source), await look(source), await look(source)]
        after_failure = await look(source, failures=1)
        read_otherwise = await look(replace(source, links="article a"))
        outlet.publish(piece(2))
        changed = await look(source)

    assert not any("If-None-Match" in visit.headers for visit in outlet.visits)
    assert looks == [OK, UNCHANGED, UNCHANGED]
    assert after_failure is read_otherwise is changed is OK


async def test_a_second_look_asks_whether_anything_changed(outlet: Outlet) -> None:
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        first = await crawl.look(source_of(outlet))
        second = await crawl.look(source_of(outlet))
        outlet.publish(piece(2))
        third = await crawl.look(source_of(outlet))

    assert outlet.visits[-3].headers["If-None-Match"] == first.etag
    assert second.condition is SourceCondition.UNCHANGED
    assert second.etag == first.etag
    assert (third.entries, third.new_entries) == (2, 1)
    assert outlet.paths() == [
        "/feed.xml",
        "/news/1.html",
        "/feed.xml",
        "/feed.xml",
        "/news/2.html",
    ]


async def test_atom_is_read_as_well(newspaper: Newspaper) -> None:
    outlet = await newspaper.add_outlet("127.0.0.34", "Atomic", feed_kind="atom")
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))

    assert desk.titles() == ["Piece 1"]


PAGES_NOT_HAD: list[tuple[Fault, str]] = [
    (Fault(status=403), "page answered 403"),
    (Fault(status=404), "page answered 404"),
    (Fault(status=500), "page answered 500"),
    (CHALLENGE, "page answered 403 with a challenge page (Cloudflare)"),
    (Fault(cut="before"), "page: {host} broke off its answer"),
    (HANGS, "page timed out after 60 s"),
    (Fault(dribble=0.01), "page timed out after 60 s"),
    (Fault(body=b"<html>" + b"x" * 100_001), "page: larger than `crawl.max_page` allows"),
    (
        Fault(
            headers={"Content-Encoding": "gzip", "Content-Type": "text/html"},
            body=gzip.compress(b"<html>" + b"x" * 10_000_000),
        ),
        "page: larger than `crawl.max_page` allows",
    ),
    (
        Fault(headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}, body=b"not gzip"),
        "page: {host}: BadGzipFile",
    ),
    (
        Fault(headers={"Content-Type": "application/pdf"}, body=b"%PDF-1.7"),
        "page: application/pdf, not HTML",
    ),
    (redirect("/news/2.html"), "page: redirects without end"),
    (redirect("http://127.0.0.38:9/"), "page: connection refused by 127.0.0.38:9"),
    (redirect("file:///etc/hostname"), "page answered 302"),
]


@pytest.mark.parametrize(("fault", "why"), PAGES_NOT_HAD)
async def test_without_its_page_an_entry_is_taken_as_the_feed_tells_it(
    outlet: Outlet, fault: Fault, why: str
) -> None:
    for number in (1, 2, 3):
        outlet.publish(piece(number))
    outlet.faults = Silence({"/news/2.html": fault})
    desk = FakeDesk()

    async with crawling(desk, max_page=100_000) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.OK
    assert desk.titles() == ["Piece 1", "Piece 2", "Piece 3"]
    assert [page is None for _, page, _ in desk.taken] == [False, True, False]
    assert desk.notes()[1].startswith(why.format(host=f"{outlet.host}:{outlet.port}"))


@pytest.mark.parametrize(
    "fault", [Fault(status=502, times=1), Fault(cut="within", times=1), Fault(cut="within")]
)
async def test_a_passing_fault_gets_a_second_try_and_half_a_page_is_better_than_none(
    outlet: Outlet, fault: Fault
) -> None:
    outlet.publish(piece(1))
    outlet.fail("/news/1.html", fault)
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))

    _, page, why = desk.taken[0]
    assert page is not None
    assert why == ""
    assert outlet.paths() == ["/feed.xml", "/news/1.html", "/news/1.html"]


async def test_a_source_may_want_no_pages(outlet: Outlet) -> None:
    outlet.publish(piece(1))
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet, fetch_articles=False))

    assert outlet.paths() == ["/feed.xml"]
    assert [(page, why) for _, page, why in desk.taken] == [(None, "")]


async def test_an_entry_that_fails_does_not_stop_the_others_and_is_met_again(
    outlet: Outlet,
) -> None:
    for number in (1, 2, 3, 4):
        outlet.publish(piece(number))
    desk = FakeDesk()
    desk.fates = {"Piece 1": Fate.FAILED, "Piece 3": RuntimeError("a poisoned article")}

    async with crawling(desk) as crawl:
        first = await crawl.look(source_of(outlet))
        desk.fates = {}
        second = await crawl.look(source_of(outlet))

    assert first.condition is SourceCondition.OK
    assert first.etag is None
    assert desk.titles() == ["Piece 1", "Piece 2", "Piece 4", "Piece 1", "Piece 3"]
    assert second.new_entries == 2
    assert second.etag is not None


async def test_trouble_with_the_database_ends_the_look_as_what_it_is(outlet: Outlet) -> None:
    for number in range(4):
        outlet.publish(piece(number))
    desk = FakeDesk()
    desk.fates = {"Piece 1": StorageError("disk full")}

    async with crawling(desk) as crawl:
        with pytest.raises(StorageError, match="disk full"):
            await crawl.look(source_of(outlet))

    assert desk.titles() == ["Piece 0"]
    assert desk.looks == []


FEEDS_NOT_HAD: list[tuple[Fault, SourceCondition, str]] = [
    (Fault(status=403), SourceCondition.BLOCKED, "answered 403"),
    (CHALLENGE, SourceCondition.BLOCKED, "answered 403 with a challenge page (Cloudflare)"),
    (Fault(status=404), SourceCondition.SERVER_ERROR, "answered 404"),
    (Fault(status=410), SourceCondition.GONE, "answered 410: gone for good"),
    (Fault(status=500), SourceCondition.SERVER_ERROR, "answered 500"),
    (Fault(status=503), SourceCondition.SERVER_ERROR, "answered 503"),
    (Fault(status=429), SourceCondition.THROTTLED, "answered 429"),
    (
        Fault(status=429, headers={"Retry-After": "0"}),
        SourceCondition.THROTTLED,
        "answered 429, asks to wait 0 s",
    ),
    (
        Fault(status=200, body=CHALLENGE.body, headers={"Content-Type": "text/html"}),
        SourceCondition.BLOCKED,
        "answered 200 with a challenge page (Cloudflare)",
    ),
    (
        Fault(status=503, headers={"Retry-After": "9"}),
        SourceCondition.THROTTLED,
        "answered 503, asks to wait 9 s",
    ),
    (HANGS, SourceCondition.UNREACHABLE, "timed out after 60 s"),
    (Fault(cut="before"), SourceCondition.SERVER_ERROR, "{host} broke off its answer"),
    (
        Fault(body=b"<!doctype html><title>Welcome</title>"),
        SourceCondition.PARSE_ERROR,
        "an HTML page titled 'Welcome', not a feed",
    ),
    (Fault(body=b""), SourceCondition.PARSE_ERROR, "nothing: the answer is empty"),
]


@pytest.mark.parametrize(("fault", "condition", "reason"), FEEDS_NOT_HAD)
async def test_a_feed_that_cannot_be_had_is_one_condition_and_one_reason(
    outlet: Outlet, fault: Fault, condition: SourceCondition, reason: str
) -> None:
    outlet.faults = Silence({"/feed.xml": fault})
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is condition
    assert polled.reason == reason.format(host=f"{outlet.host}:{outlet.port}")
    assert desk.looks == [polled]


async def test_a_feed_without_entries_is_empty_not_broken(outlet: Outlet) -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.condition is SourceCondition.EMPTY
    assert polled.reason == "the feed has no entries"


async def test_a_name_that_does_not_exist_is_said_to() -> None:
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        polled = await crawl.look(Source("lost", "http://nosuch.invalid/feed.xml"))

    assert polled.condition is SourceCondition.UNREACHABLE
    assert "nosuch.invalid" in polled.reason


def _state(**fields: Any) -> SourceState:
    usual = SourceState(
        "s", url="http://s.example/f", etag='"e"', last_modified="then", full_fetch_at=NOON
    )
    return replace(usual, **fields)


@pytest.mark.parametrize(
    ("state", "now", "sent"),
    [
        (_state(), NOON + HOUR, {"If-None-Match": '"e"', "If-Modified-Since": "then"}),
        (_state(etag=None), NOON + HOUR, {"If-Modified-Since": "then"}),
        (_state(), NOON + 24 * HOUR, {}),
        (_state(failures=1), NOON + HOUR, {}),
        (_state(full_fetch_at=None), NOON + HOUR, {}),
        (_state(url="http://s.example/before"), NOON + HOUR, {}),
        (_state(), NOON - 25 * HOUR, {}),  # the clock was set back
    ],
)
def test_validators_are_trusted_for_a_day_at_one_address_and_not_after_a_failure(
    state: SourceState, now: datetime, sent: dict[str, str]
) -> None:
    source = Source("s", "http://s.example/f")

    assert validators(source, state, now=now) == sent


def _entry(key: str, at: datetime | None) -> FeedEntry:
    return FeedEntry("s", key, None, key, published_at=at)


def test_entries_come_by_date_or_else_backwards() -> None:
    early, late = _entry("early", NOON), _entry("late", NOON + HOUR)
    undated = _entry("undated", None)

    assert oldest_first([early, late]) == [early, late]
    assert oldest_first([late, early]) == [early, late]
    assert oldest_first([late, undated, early]) == [early, undated, late]


@pytest.mark.parametrize("set_feed", [rss, atom])
async def test_pages_of_several_hosts_are_fetched_side_by_side_one_by_one_on_each(
    newspaper: Newspaper, outlet: Outlet, set_feed: Any
) -> None:
    hosts = [await newspaper.add_outlet(f"127.0.0.{n}", f"Host {n}") for n in (35, 36, 37)]
    items = []
    for host in hosts:
        for number in range(3):
            path = host.publish(piece(number))
            host.fail(f"/news/{number}.html", Fault(delay=0.05))
            items.append(piece(number, path=path, title=f"{host.name}, piece {number}"))
    outlet.files["/all.xml"] = (
        set_feed(items, outlet="All", address="", language="en").encode(),
        "application/xml",
    )
    desk = FakeDesk()

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet, url=f"{outlet.address}/all.xml"))

    assert len(desk.taken) == 9
    assert [host.crowd.most for host in hosts] == [1, 1, 1]
    starts = [{visit.at for visit in host.visits} for host in hosts]
    assert max(min(times) for times in starts) < min(max(times) for times in starts)


async def test_a_host_that_hangs_holds_a_look_up_for_a_few_pages_only(outlet: Outlet) -> None:
    desk = FakeDesk()
    for number in range(8):
        outlet.publish(piece(number))
    outlet.faults = Silence({one.path: HANGS for one in outlet.pieces})

    async with crawling(desk) as crawl:
        await crawl.look(source_of(outlet))

    asked = [path for path in outlet.paths() if path.startswith("/news/")]
    assert len(asked) == 3
    assert len(desk.taken) == 8
    assert "timed out 3 times in a row" in desk.notes()[-1]


async def test_an_entry_with_an_address_that_is_none_does_not_spoil_the_look(
    outlet: Outlet,
) -> None:
    desk = FakeDesk()
    outlet.publish(piece(1))
    body = RSS.replace("LINK", "http://[not-an-address/x.html").encode()
    outlet.fail("/feed.xml", Fault(status=200, body=body))

    async with crawling(desk) as crawl:
        polled = await crawl.look(source_of(outlet))

    assert polled.is_good
    assert desk.titles() == ["A title"]


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>
<item><title>A title</title><link>LINK</link><guid>g1</guid><description>Words.</description></item>
</channel></rss>"""


async def test_of_an_archive_the_newest_pages_are_fetched_and_the_others_left_for_later(
    outlet: Outlet,
) -> None:
    source, desk = source_of(outlet), FakeDesk()
    for number in range(MOST_PAGES + 3):
        outlet.publish(piece(number))

    async with crawling(desk) as crawl:
        polled = await crawl.look(source)

    assert polled.new_entries == MOST_PAGES + 3
    assert [title for title, why in zip(desk.titles(), desk.notes(), strict=True) if why] == [
        "Piece 0",
        "Piece 1",
        "Piece 2",
    ]
    assert len(outlet.paths()) == MOST_PAGES + 1
    assert set(desk.notes()[-3:]) == {LEFT}
