"""From an outlet's feed to a Slack channel, by the service as people run it."""

import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.demo.newspaper import Fault, Newspaper
from monitor.demo.slack_standin import TOKEN, SlackStandin
from monitor.demo.typesetting import Piece
from monitor.storage import outbox, search
from monitor.storage.store import open_store
from tests.journeys.processes import Running, get, tocsin, until, write_config


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


def report(number: int, name: str = "Quds Force") -> Piece:
    return Piece(
        path=f"/{number}.html",
        title=f"Report {number}: a bridge is opened",
        paragraphs=(
            f"An envoy of the {name} came to the opening of bridge {number} on Monday.",
            *(f"Paragraph {n} is about the river and its fish in plain words." for n in range(9)),
        ),
        published_at=datetime.now(UTC).replace(microsecond=0),
    )


def environment(slack: SlackStandin) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": TOKEN, "SLACK_API_URL": slack.api_url}


def told(slack: SlackStandin) -> Counter[str]:
    """How often each article stands in the workspace."""
    payloads = [
        message.metadata["event_payload"]
        for channel in slack.workspace.channels
        for message in channel.messages
        if message.metadata and message.metadata["event_type"] == "tocsin_alert"
    ]
    return Counter(payload["article_url"] for payload in payloads)


async def test_what_an_outlet_publishes_is_told_and_the_service_ends_while_another_hangs(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.81", "The Outlet")
    hanging = await newspaper.add_outlet("127.0.0.86", "The Sleeper")
    hanging.fail("/feed.xml", Fault(delay=600))
    config = write_config(tmp_path, sources={"o": outlet.feed_url, "h": hanging.feed_url})

    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        first = outlet.publish(report(1))
        await until(lambda: _is_told(slack, first), of=service)
        second = outlet.publish(report(2))
        await until(lambda: _is_told(slack, second), of=service)
        await until(lambda: _is_indexed(tmp_path), of=service)
        status = await service.end()

    assert status == 0, str(service)
    assert "Traceback" not in str(service)
    assert hanging.visits
    assert told(slack) == {first: 1, second: 1}


async def test_it_ends_in_good_order_while_it_is_still_starting(tmp_path: Path) -> None:
    config = write_config(tmp_path, sources={"o": "http://127.0.0.88:9/feed.xml"})

    async with tocsin("run", "--config", str(config)) as service:
        await until(lambda: _said(service, "Tocsin watches"), of=service)
        status = await service.end()

    assert status == 0, str(service)
    assert "Traceback" not in str(service)


async def test_an_edit_counts_at_once_and_a_bad_one_is_refused_out_loud(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlet = await newspaper.add_outlet("127.0.0.82", "The Outlet")
    config = write_config(tmp_path, sources={"outlet": outlet.feed_url})

    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        seen = outlet.publish(report(1))
        await until(lambda: _is_told(slack, seen), of=service)
        (config / "watchlist.yaml").write_text("watches:\n  - name: Ruritanian Guard\n")
        await until(lambda: _said(service, "configuration loaded"), of=service)
        (config / "watchlist.yaml").write_text("watches:\n  - nam: Quds Force\n")
        await until(lambda: _said(service, "watchlist.yaml:2"), of=service)
        outlet.publish(report(2))
        guarded = outlet.publish(report(3, "Ruritanian Guard"))
        await until(lambda: _is_told(slack, guarded), of=service)
        await service.end()

    assert told(slack) == {seen: 1, guarded: 1}


@pytest.mark.nightly  # tests/journeys/test_delivery.py kills at every step, by day
async def test_killed_in_the_middle_it_loses_no_alert_and_tells_none_twice(
    tmp_path: Path, newspaper: Newspaper, slack: SlackStandin
) -> None:
    outlets = [await newspaper.add_outlet(f"127.0.0.{n}", f"Outlet {n}") for n in (83, 84, 85)]
    config = write_config(tmp_path, sources={f"o{one.host[8:]}": one.feed_url for one in outlets})
    places = ((one, 10 * n + number) for n, one in enumerate(outlets) for number in range(2))
    urls = {one.publish(report(number)) for one, number in places}

    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        await until(lambda: _are_told(slack, 1), of=service)
        await service.end(signal.SIGKILL)
    async with tocsin("run", "--config", str(config), environ=environment(slack)) as service:
        await until(lambda: _are_told(slack, len(urls)), of=service)
        await until(lambda: _nothing_waits(tmp_path), of=service)
        await service.end()

    assert told(slack) == dict.fromkeys(urls, 1)


async def test_the_demo_rings_for_a_spelling_nobody_listed_within_seconds() -> None:
    async with tocsin("demo") as demo:
        page = await until(lambda: _address(demo), of=demo)
        await until(lambda: _shows(page, "Asaab Ahel Haq"), of=demo)
        status = await demo.end(signal.SIGINT)

    assert status == 0, str(demo)
    assert "Asaab Ahel Haq" in str(demo)
    assert "low-emission" not in str(demo)


async def _is_told(slack: SlackStandin, url: str) -> bool:
    return url in told(slack)


async def _are_told(slack: SlackStandin, how_many: int) -> bool:
    return len(told(slack)) >= how_many


async def _said(service: Running, words: str) -> bool:
    return words in str(service)


async def _nothing_waits(folder: Path) -> bool:
    with open_store(f"sqlite:///{folder / 'var' / 'tocsin.db'}") as store, store.begin() as db:
        left = outbox.counts(db)
    return left.waiting + left.unknown == 0


async def _is_indexed(folder: Path) -> bool:
    with open_store(f"sqlite:///{folder / 'var' / 'tocsin.db'}") as store, store.begin() as db:
        return search.count_waiting(db) == 0


async def _address(demo: Running) -> str | None:
    words = str(demo).split()
    return next((word for word in words if word.startswith("http://127.0.0.1:")), None)


async def _shows(page: str, words: str) -> bool:
    return words in str(await get(f"{page}/messages"))
