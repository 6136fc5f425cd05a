"""No secret comes out of any door, whatever fails behind it."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_exception

import aiohttp
import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.config import load
from monitor.config.environment import read_secrets
from monitor.demo.show import free_address
from monitor.demo.slack_standin import SlackStandin
from monitor.model import Notice
from monitor.storage import outbox
from monitor.storage.store import open_store
from tests.journeys.processes import Running, tocsin, until, write_config

WORDS = ("bot-s3cret", "app-s3cret", "hook-s3cret", "door-s3cret", "ping-s3cret", "proxy-s3cret")
DATABASE_WORD = "base-s3cret"
NOWHERE = "127.0.0.1:9"
UNREACHABLE = f"postgresql://me:{DATABASE_WORD}@{NOWHERE}/news"

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1-bot-s3cret",
    "SLACK_APP_TOKEN": "xapp-1-app-s3cret",
    "TOCSIN_DOOR_CALL": f"json://me:door-s3cret@{NOWHERE}/door-s3cret",
}
BY_WEBHOOK = {
    "SLACK_WEBHOOK_URL": f"http://{NOWHERE}/services/hook-s3cret",
    "TOCSIN_DOOR_CALL": SECRETS["TOCSIN_DOOR_CALL"],
}
BY_PROXY = {
    **SECRETS,
    "SLACK_API_URL": "http://slack.example/api/",
    "HTTP_PROXY": f"http://me:proxy-s3cret@{NOWHERE}",
    "HTTPS_PROXY": f"http://me:proxy-s3cret@{NOWHERE}",
}


def settings(port: int) -> str:
    return (
        "crawl: {allow_networks: ['127.0.0.0/8']}\n"
        "alerts:\n"
        "  channel: '#news-watch'\n"
        "  operations: 'door:call'\n"
        f"  heartbeat: {{at: '09:00', timezone: UTC, ping: 'http://{NOWHERE}/ping-s3cret'}}\n"
        f"web: {{listen: '127.0.0.1:{port}'}}\n"
    )


@pytest.fixture
def port() -> int:
    return free_address()[1]


@pytest.fixture
def config(tmp_path: Path, port: int) -> Path:
    """A service that has something to tell in a channel, and something through a door."""
    folder = write_config(tmp_path, sources={"o": f"http://{NOWHERE}/feed.xml"})
    (folder / "settings.yaml").write_text(settings(port))
    now = datetime.now(UTC)
    with open_store(f"sqlite:///{tmp_path}/var/tocsin.db") as store, store.begin() as db:
        for key, channel in (("a", "#news-watch"), ("b", None)):
            notice = Notice(key, "A title", "A text", channel=channel)
            outbox.put(db, notice, key=key, now=now)
    return folder


async def answers(port: int) -> str:
    """What the health endpoints say."""
    async with aiohttp.ClientSession() as session:
        texts = []
        for path in ("readyz", "metrics"):
            async with session.get(f"http://127.0.0.1:{port}/{path}") as got:
                texts.append(await got.text())
    return "\n".join(texts)


def said_by(command: list[str], config: Path, environ: Mapping[str, str]) -> str:
    """All that a command says, a crash in its details included."""
    answer = CliRunner().invoke(app, [*command, "--config", str(config)], env=dict(environ))
    trace = format_exception(answer.exception) if answer.exception else []
    return answer.output + "".join(trace)


def held(service: Running) -> int:
    return str(service).count("channel held")


@pytest.mark.parametrize(
    "environ",
    [
        SECRETS,
        pytest.param(BY_WEBHOOK, marks=pytest.mark.nightly),
        pytest.param(BY_PROXY, marks=pytest.mark.nightly),
    ],
    ids=["refused", "webhook", "proxy"],
)
async def test_while_every_door_fails_nothing_tells_what_opens_it(
    config: Path, port: int, environ: dict[str, str]
) -> None:
    async with SlackStandin() as slack:
        environ = {"SLACK_API_URL": slack.api_url, **environ}
        command = ("run", "-v", "--log-format", "json", "--config", str(config))
        async with tocsin(*command, environ=environ) as service:

            async def both_are_held() -> bool:
                return held(service) >= 2

            await until(both_are_held, of=service)
            told = await answers(port)
            assert await service.end() == 0
    told += str(service)
    for line in str(service).splitlines():
        assert json.loads(line)["event"]

    for command_line in (["status"], ["status", "--json"], ["alerts", "list"], ["alerts", "test"]):
        told += await asyncio.to_thread(said_by, command_line, config, environ)

    assert "#news-watch" in told
    assert [word for word in WORDS if word in told] == []


@pytest.mark.parametrize(
    "command",
    [["status"], ["alerts", "list"], ["search", "x"], ["db", "upgrade"], ["crawl"], ["run"]],
    ids=" ".join,
)
def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    config: Path, command: list[str]
) -> None:
    told = said_by(command, config, {**SECRETS, "TOCSIN_DATABASE": UNREACHABLE})

    assert f"postgresql://me:***@{NOWHERE}/news" in told
    assert DATABASE_WORD not in told


def test_no_repr_of_what_holds_secrets_shows_one(config: Path) -> None:
    environ = {**SECRETS, "TOCSIN_DATABASE": UNREACHABLE}
    loaded = load(config, environ=environ, now=datetime.now(UTC))

    shown = repr((loaded, read_secrets(environ), str(read_secrets(environ))))

    assert [word for word in (*WORDS, DATABASE_WORD) if word in shown] == []
