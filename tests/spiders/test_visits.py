"""Rounds of later visits to pages, on a newspaper that fails on demand."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.demo.newspaper import Fault, Newspaper, Outlet
from monitor.model import Fate, FeedEntry, Miss, Page, Source, Visit
from tests.spiders.builders import NOON, FakeDesk, crawling, piece, source_of


class FakeVisitDesk:
    """Remembers what became of each visit, by the last part of its address."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.same: list[str] = []
        self.missed: dict[str, Miss] = {}
        self.trouble: Exception | None = None

    async def take_again(self, source: Source, visit: Visit, page: Page, *, now: datetime) -> Fate:
        if self.trouble:
            raise self.trouble
        self.pages[_name(visit)] = page
        return Fate.COMPLETED

    async def same_again(self, visit: Visit, *, now: datetime) -> Fate:
        self.same.append(_name(visit))
        return Fate.SAME_TEXT

    async def missed_again(
        self, source: Source, visit: Visit, miss: Miss, *, now: datetime
    ) -> Fate:
        self.missed[_name(visit)] = miss
        return Fate.FAILED


def _name(visit: Visit) -> str:
    return (visit.entry.url or "").rpartition("/")[2]


@pytest.fixture
async def outlet(newspaper: Newspaper) -> Outlet:
    opened = await newspaper.add_outlet("127.0.0.61", "The Outlet")
    for number in range(5):
        opened.publish(piece(number))
    return opened


def visit_to(outlet: Outlet, number: int, **fields: object) -> tuple[Source, Visit]:
    source = source_of(outlet)
    url = f"{outlet.address}/news/{number}.html"
    planned = Visit(FeedEntry(source.id, url, url, f"Piece {number}"), since=NOON, due_at=NOON)
    return source, replace(planned, **fields)


async def go(desk: FakeVisitDesk, *due: tuple[Source, Visit]) -> None:
    async with crawling(FakeDesk()) as crawl:
        await crawl.visit(due, desk)


async def test_a_page_comes_with_what_asks_for_changes_of_it(outlet: Outlet) -> None:
    outlet.files["/news/9.html"] = (b"<!doctype html><p>Some words.", "text/html")
    desk = FakeVisitDesk()

    await go(desk, visit_to(outlet, 9))
    etag = desk.pages["9.html"].etag
    await go(desk, visit_to(outlet, 9, etag=etag))
    await go(desk, visit_to(outlet, 9, etag=etag, is_missed=True))

    assert etag
    assert desk.same == ["9.html"]
    assert desk.pages["9.html"].is_whole


async def test_every_way_of_missing_a_page_is_told_from_the_others(outlet: Outlet) -> None:
    outlet.robots = "User-agent: *\nDisallow: /news/4.html"
    faults = [Fault(status=403), Fault(status=503), Fault(cut="within"), Fault(status=410)]
    desk = FakeVisitDesk()

    for number, fault in enumerate(faults):
        outlet.fail(f"/news/{number}.html", fault)
        await go(desk, visit_to(outlet, number))
    await go(desk, visit_to(outlet, 4))

    assert list(desk.missed.values()) == [
        Miss(is_refusal=True),
        Miss(),
        Miss(),
        Miss(is_refusal=True, is_final=True),
        Miss(is_refusal=True, is_final=True),
    ]


async def test_what_is_no_page_is_asked_for_no_more(outlet: Outlet) -> None:
    outlet.files["/news/9.html"] = (b"%PDF-1.7", "application/pdf")
    desk = FakeVisitDesk()

    await go(desk, visit_to(outlet, 9))

    assert desk.missed["9.html"].is_final


async def test_a_host_that_asks_to_wait_is_asked_no_more(outlet: Outlet) -> None:
    outlet.fail("/news/0.html", Fault(status=429, headers={"Retry-After": "60"}))
    desk = FakeVisitDesk()

    await go(desk, *(visit_to(outlet, number) for number in range(4)))

    assert outlet.paths() == ["/news/0.html"]
    assert desk.missed["0.html"] == Miss(wait=timedelta(minutes=1))
    assert not any(desk.missed[f"{number}.html"].was_asked for number in (1, 2, 3))


async def test_a_host_that_has_nothing_to_give_is_asked_twice_in_a_round(outlet: Outlet) -> None:
    for number in range(5):
        outlet.fail(f"/news/{number}.html", Fault(status=403))
    desk = FakeVisitDesk()

    await go(desk, *(visit_to(outlet, number) for number in range(5)))

    assert len(outlet.paths()) == 2
    assert [miss.was_asked for miss in desk.missed.values()] == [True, True, False, False, False]


async def test_a_page_that_cannot_be_read_does_not_end_the_round(outlet: Outlet) -> None:
    desk = FakeVisitDesk()
    desk.trouble = RuntimeError("a poisoned page")

    await go(desk, visit_to(outlet, 0))

    assert desk.missed == {"0.html": Miss(is_refusal=True)}
