"""Buttons as a part of the service: from a press to the message that says so."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load
from monitor.config.environment import Secret, Secrets
from monitor.demo.slack_standin import APP_TOKEN, TOKEN, SlackStandin
from monitor.demo.slack_standin_workspace import Workspace
from monitor.model import Configuration
from monitor.service.service import Service, utc_now
from monitor.storage import outbox
from monitor.storage.store import open_store
from tests.alerts.builders import CHANNEL, NOON, story


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    (tmp_path / "sources.yaml").write_text("sources: [{id: bbc, url: 'https://bbc.example/f'}]\n")
    (tmp_path / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (tmp_path / "settings.yaml").write_text(
        f'web: {{listen: off}}\nalerts: {{channel: "{CHANNEL}"}}\n'
    )
    loaded = load(tmp_path, environ={}, now=utc_now())
    database = f"sqlite:///{tmp_path / 'tocsin.db'}"
    return replace(loaded, settings=replace(loaded.settings, database=database))


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_process_that_delivers_hears_buttons_and_shows_what_was_pressed(
    configuration: Configuration,
) -> None:
    workspace = Workspace(["news-watch"], now=time.time)
    with open_store(configuration.settings.database) as store:
        with store.begin() as db:
            outbox.put(db, story(), key="s1", now=NOON)
        async with SlackStandin(workspace) as slack:
            secrets = Secrets(Secret(TOKEN), Secret(APP_TOKEN), slack_api_url=slack.api_url)
            service = Service(configuration, store, secrets, environ={}, role="deliver")
            stop = asyncio.Event()
            running = asyncio.create_task(service.run(stop))
            messages = workspace.channel(CHANNEL).messages

            await until(lambda: messages and slack.sockets.opened)
            assert await slack.people.press(CHANNEL, messages[0].ts, "relevant")
            await until(lambda: "relevant: @mira" in str(messages[0].blocks))

            stop.set()
            await running
