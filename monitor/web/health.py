"""What a browser and other machines ask.

`/` is the dashboard; `/healthz` says that the loop turns, `/readyz` that the work gets done,
`/metrics` how much.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client.exposition import choose_encoder

from monitor.errors import StorageError
from monitor.model import QueuedAlert
from monitor.needs import ailments
from monitor.status import Status
from monitor.web.dashboard import page
from monitor.web.metrics import Exposed
from monitor.web.telemetry import Telemetry

log = structlog.get_logger()

ASK_LIMIT = 5.0
"""Seconds that the database may take to answer before we call ourselves not ready."""

SHUTDOWN_LIMIT = 1.0
"""Seconds that answers under way get when we end; aiohttp's minute would hold the process up."""


_NO_ANSWER = "the database does not answer"

_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline';"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Health:
    """What the endpoints ask; each answer is made anew."""

    status: Callable[[], Awaitable[Status]]
    scheduler_turns: Callable[[], bool]
    telemetry: Telemetry
    alerts: Callable[[], Awaitable[Sequence[QueuedAlert]]]  # the last ones


def health_app(health: Health) -> web.Application:
    """The dashboard and the three endpoints as an application."""

    async def dashboard(_request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(ASK_LIMIT):
                shown = page(await health.status(), await health.alerts())
        except (StorageError, TimeoutError) as error:
            raise web.HTTPServiceUnavailable(text=f"{_NO_ANSWER}: {error}\n") from error
        return web.Response(text=shown, content_type="text/html", headers=_PAGE_HEADERS)

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        if not health.scheduler_turns():
            return _not_ready("the scheduler does not turn")
        try:
            status = await asyncio.wait_for(health.status(), ASK_LIMIT)
        except (StorageError, TimeoutError) as error:
            return _not_ready(f"{_NO_ANSWER}: {error}")
        # Ready all the same: the work is done, as well as it can be.
        found = {
            "degraded": [str(one) for one in ailments(status)],
            "config_problems": status.config_problems,
        }
        return web.json_response({"status": "ready", **{k: v for k, v in found.items() if v}})

    async def metrics(request: web.Request) -> web.Response:
        try:
            status = await asyncio.wait_for(health.status(), ASK_LIMIT)
        except (StorageError, TimeoutError) as error:
            return _not_ready(f"{_NO_ANSWER}: {error}")
        write, content_type = choose_encoder(request.headers.get("Accept", ""))
        # In a thread: thousands of sources make tens of thousands of lines.
        body = await asyncio.to_thread(write, Exposed(status, health.telemetry))
        return web.Response(body=body, headers={"Content-Type": content_type})

    app = web.Application()
    app.add_routes(
        [
            web.get("/", dashboard),
            web.get("/healthz", healthz),
            web.get("/readyz", readyz),
            web.get("/metrics", metrics),
        ]
    )
    return app


async def serve_health(health: Health, listen: tuple[str, int]) -> web.AppRunner | None:
    """Listen, or say why not: a taken port is no reason to stop watching the news."""
    app = health_app(health)
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=SHUTDOWN_LIMIT
    )
    await runner.setup()
    host, port = listen
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        log.warning(
            "no health endpoints",
            listen=f"{host}:{port}",
            reason=error.strerror or str(error),
            advice="set web.listen in settings.yaml to a free address, or to off",
        )
        return None
    return runner


def _not_ready(why: str) -> web.Response:
    return web.json_response({"status": "not ready", "reason": why}, status=503)
