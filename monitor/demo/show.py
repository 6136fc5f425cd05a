"""The whole path on one machine: the newspaper prints, the service reads, the stand-in rings."""

import asyncio
import json
import os
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from alerts.console import ConsoleSender
from alerts.sender import Sender, Sighting
from alerts.senders import Senders, open_senders
from monitor.config import load
from monitor.config.environment import Secret, Secrets
from monitor.config.loading import SETTINGS, SOURCES
from monitor.config.slugs import slug
from monitor.config.starter import write_starter
from monitor.demo.articles import print_edition
from monitor.demo.newspaper import ANY_LOOPBACK, Newspaper, Outlet
from monitor.demo.slack_standin import APP_TOKEN, TOKEN, SlackStandin
from monitor.demo.slack_standin_workspace import Workspace
from monitor.errors import WorldError
from monitor.model import Configuration, Deferred, Delivered, Message, Outcome
from monitor.service.service import Service, utc_now
from monitor.storage.store import open_store

CHANNEL = "#news-watch"
ROUTES = (
    {"severity": "high", "channel": "#urgent"},
    {"languages": ["ar", "fa"], "channel": "#iraq-desk"},
)
LOOK_EVERY = "10s"
_PORTS = range(20_000, 32_768)
"""Below those that Linux and macOS give to whoever asks for any."""

Say = Callable[[str], None]


class Aloud:
    """Sends by another sender, and prints what it delivered."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._console = ConsoleSender()

    async def prepare(self, channel: str) -> Deferred | None:
        return await self._sender.prepare(channel)

    async def send(self, message: Message) -> Outcome:
        outcome = await self._sender.send(message)
        if isinstance(outcome, Delivered):
            await self._console.send(message)
        return outcome

    async def find(
        self, channel: str, key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        return await self._sender.find(channel, key, since=since, thread_ts=thread_ts)

    async def close(self) -> None:
        await self._sender.close()


async def show(stop: asyncio.Event, *, say: Say) -> None:
    """Print the edition, watch it with the shipped watchlist, ring, until stopped."""
    workspace = Workspace(
        ("news-watch", "urgent", "iraq-desk", "tocsin-ops"), now=lambda: utc_now().timestamp()
    )
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        async with Newspaper() as newspaper, SlackStandin(workspace) as slack:
            outlets = await print_edition(newspaper, now=utc_now())
            host, port = free_address()
            configuration = demo_configuration(outlets, Path(folder), listen=(host, port))
            dashboard = f"http://{host}:{port}/"
            say(opening(outlets, configuration, page=slack.url, dashboard=dashboard))
            await _serve(configuration, slack, stop)


def demo_configuration(
    outlets: list[Outlet], folder: Path, *, listen: tuple[str, int]
) -> Configuration:
    """The shipped watchlist over the newspaper's outlets, in a folder of its own.

    Everything else is on loopback. An edit of the folder is taken, as always.
    """
    config = folder / "config"
    write_starter(config)
    host, port = listen
    sources = [
        {
            "id": slug(outlet.name),
            "name": outlet.name,
            "url": outlet.feed_url,
            "every": LOOK_EVERY,
        }
        for outlet in outlets
    ]
    settings = {
        "database": f"sqlite:///{folder / 'demo.db'}",
        "user_agent": "Tocsin/1.0 (demo on loopback)",
        "crawl": {"allow_networks": ["127.0.0.0/8"], "delay": "0s"},
        "alerts": {"channel": CHANNEL, "operations": "#tocsin-ops", "routes": ROUTES},
        "web": {"listen": f"{host}:{port}"},
    }
    # A file of JSON is one of YAML, too.
    (config / SOURCES).write_text(json.dumps({"sources": sources}), encoding="utf-8")
    (config / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
    return load(config, environ={}, now=utc_now())


def opening(
    outlets: list[Outlet], configuration: Configuration, *, page: str, dashboard: str
) -> str:
    """What is going on, and where to look."""
    papers = "\n".join(f"    {outlet.name:<16} {outlet.feed_url}" for outlet in outlets)
    return (
        f"A newspaper of {len(outlets)} outlets, all invented, is printed on this machine:\n"
        f"{papers}\n"
        f"Tocsin reads it for {len(configuration.watchlist.watches)} watched names.\n"
        f"Open {page} to see the alerts as they stand in Slack,\n"
        f"and {dashboard} to see how the monitor itself is. Ctrl-C ends the demo.\n"
    )


def free_address() -> tuple[str, int]:
    """A port of this machine that nobody listens on.

    Not one that the system gives to whoever asks for any: it might give it to somebody else before
    we listen on it. Each process begins to look at another one.
    """
    first = _PORTS.start + os.getpid() % 10_000
    for port in range(first, _PORTS.stop):
        with suppress(OSError), socket.create_server((ANY_LOOPBACK, port)):
            return ANY_LOOPBACK, port
    raise WorldError(f"no port from {first} to {_PORTS.stop - 1} is free on {ANY_LOOPBACK}")


async def _serve(configuration: Configuration, slack: SlackStandin, stop: asyncio.Event) -> None:
    secrets = Secrets(Secret(TOKEN), Secret(APP_TOKEN), slack_api_url=slack.api_url)
    timeout = configuration.settings.alerts.send_timeout
    real = open_senders(secrets, timeout=lambda: timeout)
    store = await asyncio.to_thread(open_store, configuration.settings.database)
    try:
        service = Service(
            configuration,
            store,
            secrets,
            environ={},
            senders=Senders(Aloud(real.channels), real.console),
        )
        await service.run(stop)
    finally:
        await store.close()
