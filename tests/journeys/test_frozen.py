"""A list that stands still while its site goes on, and one that is only quiet."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.demo.newspaper import Newspaper, Outlet
from monitor.demo.typesetting import Piece
from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Source, SourceCondition, SourceState
from monitor.service.witnessing import Witnessing
from monitor.storage import sources, witnesses
from monitor.storage.store import Store
from tests.ingest.builders import Careful, configuration
from tests.polling.builders import DAY, HOUR, activity
from tests.spiders.builders import crawling, source_of


def report(number: int) -> Piece:
    return Piece(
        path=f"/2026/03/02/bridge-{number}-is-opened-to-the-public.html",
        title=f"Bridge {number} is opened to the public",
        paragraphs=tuple(
            f"Sentence {line} tells of bridge {number} and fish." for line in range(9)
        ),
        published_at=datetime.now(UTC).replace(microsecond=0),
    )


def print_front_page(outlet: Outlet, pieces: Sequence[Piece]) -> None:
    links = (f'<h3><a href="{piece.path}">{piece.title}</a></h3>' for piece in pieces)
    html = f"<!doctype html><title>The Outlet</title><main>{''.join(links)}</main>"
    outlet.files["/"] = (html.encode(), "text/html")


async def fall_silent(store: Store, source: Source, *, entries: float) -> SourceState:
    """As after a month of looks at the source, which is silent by now for so many entries."""
    now = datetime.now(UTC)
    known = await store.read(lambda db: witnesses.of(db, source.id))
    assert known
    state = await store.read(lambda db: sources.state_of(db, source.id))
    silent = activity(
        at=now,
        since=now - 30 * DAY,
        silence=entries,
        silences=100.0,
        silent=100.0,
        longest_silence=20.0,
        last_new_at=now - 9 * HOUR,
    )
    seen_at = known.looked_at or now - DAY
    familiar = replace(known, since=now - 30 * DAY, looked_at=seen_at, silences=50.0)
    state = replace(state, activity=silent)
    await store.write(lambda db: witnesses.save(db, familiar))
    await store.write(lambda db: sources.save_state(db, state))
    return state


def ago(span: timedelta) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) - span


async def test_a_list_is_frozen_once_its_site_goes_on_and_well_while_it_does_not(
    newspaper: Newspaper, store: Store
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.47", "The Outlet")
    source = source_of(outlet)
    reports = [report(number) for number in range(12)]
    for piece in reports[:8]:
        outlet.publish(piece)
    print_front_page(outlet, reports[:8])
    desk = Newsdesk(rules_of(configuration(sources=[source])), store, Careful(), rung=lambda: None)

    async with crawling(desk) as crawl:
        await crawl.look(source)
        state = await fall_silent(store, source, entries=2.0)
        await Witnessing(store, crawl.fetch, now=ago(4 * HOUR)).after_look(source, state)
        await crawl.look(source)
        quiet = await desk.state(source)

        print_front_page(outlet, reports)  # with four more than the list has
        state = await fall_silent(store, source, entries=4.0)
        await Witnessing(store, crawl.fetch, now=ago(HOUR)).after_look(source, state)
        await crawl.look(source)
        frozen = await desk.state(source)

        for piece in reports[8:]:
            outlet.publish(piece)
        await crawl.look(source)
        mended = await desk.state(source)

    assert quiet.condition is SourceCondition.UNCHANGED
    assert outlet.paths().count("/") == 2
    assert frozen.condition is SourceCondition.FROZEN
    assert frozen.reason.startswith("its site links to 4 new articles that it does not list: http")
    assert mended.condition is SourceCondition.OK
