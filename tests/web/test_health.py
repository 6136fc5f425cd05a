"""What the endpoints answer while all is well, and while it is not."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace

import aiohttp
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from monitor.errors import StorageError
from monitor.model import QueuedAlert, SourceCondition, SourceState
from monitor.status import Status
from monitor.storage.store import PATIENCE
from monitor.web.health import SHUTDOWN_LIMIT, Health, health_app, serve_health
from monitor.web.telemetry import Telemetry
from tests.web.builders import NOON, status

STATUS = status(SourceState("bbc", SourceCondition.OK))


async def well() -> Status:
    return STATUS


async def none() -> list[QueuedAlert]:
    return []


async def refused() -> Status:
    return replace(
        STATUS,
        config_problems=("watchlist.yaml:2: bad",),
        config_held="abc",
        config_refused_at=NOON,
    )


async def full() -> Status:
    raise StorageError("the database cannot grow, the disk is full")


async def answer(
    path: str, status: Callable[[], Awaitable[Status]] = well, *, turns: bool = True
) -> tuple[int, str]:
    app = health_app(Health(status, lambda: turns, Telemetry(), none))
    async with TestClient(TestServer(app)) as client, client.get(path) as got:
        return got.status, await got.text()


async def test_all_is_well() -> None:
    assert await answer("/healthz") == (200, '{"status": "ok"}')
    assert await answer("/readyz") == (200, '{"status": "ready"}')


async def test_the_dashboard_is_a_page_that_runs_and_fetches_nothing() -> None:
    app = health_app(Health(well, lambda: True, Telemetry(), none))
    async with TestClient(TestServer(app)) as client, client.get("/") as got:
        assert (got.status, got.content_type) == (200, "text/html")
        assert got.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")
        assert "Latest alerts" in await got.text()


async def test_without_its_database_the_dashboard_says_what_is_wrong() -> None:
    assert await answer("/", full) == (
        503,
        "the database does not answer: the database cannot grow, the disk is full\n",
    )


async def test_a_refused_edit_is_told_by_who_is_ready_all_the_same() -> None:
    code, text = await answer("/readyz", refused)

    assert (code, json.loads(text)) == (
        200,
        {
            "status": "ready",
            "degraded": [
                "an edit of the configuration is held since 2026-03-02 12:00 UTC:"
                " `tocsin reload --accept abc` if it is meant"
            ],
            "config_problems": ["watchlist.yaml:2: bad"],
        },
    )


async def test_the_metrics_come_in_the_format_that_is_asked_for() -> None:
    app = health_app(Health(well, lambda: True, Telemetry(), none))
    openmetrics = {"Accept": "application/openmetrics-text; version=1.0.0"}
    async with TestClient(TestServer(app)) as client:
        plain = await client.get("/metrics")
        asked = await client.get("/metrics", headers=openmetrics)

        assert plain.content_type == "text/plain"
        assert "tocsin_articles 7.0\n" in await plain.text()
        assert asked.content_type == "application/openmetrics-text"
        assert (await asked.text()).endswith("# EOF\n")


async def test_it_lives_but_is_not_ready_while_the_database_fails() -> None:
    assert (await answer("/healthz", full))[0] == 200
    for path in ("/readyz", "/metrics"):
        code, text = await answer(path, full)
        assert code == 503
        assert "the disk is full" in text


async def test_it_is_not_ready_while_the_scheduler_stands_still() -> None:
    code, text = await answer("/readyz", turns=False)

    assert code == 503
    assert "scheduler" in text


async def test_a_taken_port_is_said_and_no_reason_to_end() -> None:
    with socket.socket() as taken, capture_logs() as told:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert (
            await serve_health(Health(well, lambda: True, Telemetry(), none), taken.getsockname())
            is None
        )

    assert told[0]["event"] == "no health endpoints"
    assert "web.listen" in told[0]["advice"]


async def test_a_client_that_waits_for_an_answer_does_not_hold_up_the_end() -> None:
    asked = asyncio.Event()

    async def never() -> Status:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    health = Health(never, lambda: True, Telemetry(), none)
    runner = await serve_health(health, ("127.0.0.1", 0))
    assert runner
    [(host, port)] = runner.addresses
    async with aiohttp.ClientSession() as client:
        waiting = asyncio.create_task(client.get(f"http://{host}:{port}/metrics"))
        await asked.wait()

        async with asyncio.timeout(50):  # less than aiohttp would wait
            await runner.cleanup()
        waiting.cancel()
    assert PATIENCE.total_seconds() > SHUTDOWN_LIMIT  # that the database has to answer
