"""`tocsin alerts`, as it is typed."""

import asyncio
import json
import logging
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from monitor.cli import app
from monitor.demo.slack_standin import SlackStandin
from monitor.model import Refused
from monitor.storage.store import open_store
from tests.alerts.builders import story
from tests.alerts.delivery import deliver, put
from tests.alerts.fakes import FakeSlack, Try


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Commands send logs to the stderr of the moment: afterwards they go where they went."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration with one channel, and no secrets."""
    for name in (
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_WEBHOOK_URL",
        "SLACK_API_URL",
        "TOCSIN_DATABASE",
        "TOCSIN_DOOR_DESK",
        "TOCSIN_DOOR_ON_CALL",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    config = tmp_path / "config"
    config.mkdir()
    (config / "sources.yaml").write_text("sources: [{id: a, url: https://a.example/feed}]\n")
    (config / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n")
    (config / "settings.yaml").write_text('alerts: {channel: "#news-watch"}\n')
    return config


@pytest.fixture
def api_url() -> Iterator[str]:
    """A Slack stand-in on a loop of its own: the command brings another."""
    loop, standin = asyncio.new_event_loop(), SlackStandin()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(standin.start(), loop).result()
    yield standin.api_url
    asyncio.run_coroutine_threadsafe(standin.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def tocsin(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["alerts", *words, "--config", str(folder)])


def refuse_one(folder: Path) -> None:
    slack = FakeSlack()
    slack.tries.append(Try(Refused("msg_too_long"), applied_after=None))
    with open_store(f"sqlite:///{folder.parent / 'var' / 'tocsin.db'}") as store:
        put(store, story(), story())
        deliver(store, slack)


def test_list_shows_what_was_told_and_what_was_refused_and_why(folder: Path) -> None:
    refuse_one(folder)

    shown = tocsin(folder, "list")
    listed = json.loads(tocsin(folder, "list", "--json", "--state", "refused").stdout)

    assert shown.exit_code == 0
    assert "msg_too_long" in shown.stdout
    assert "1 refused" in shown.stderr
    assert [(one["id"], one["state"], one["reason"]) for one in listed] == [
        (1, "refused", "msg_too_long")
    ]


def test_retry_sends_a_refused_alert_again_and_no_other(folder: Path) -> None:
    refuse_one(folder)

    assert tocsin(folder, "retry", "1").exit_code == 0
    assert "only a refused one" in str(tocsin(folder, "retry", "1").exception)
    assert "there is no alert 99" in str(tocsin(folder, "retry", "99").exception)
    [again] = json.loads(tocsin(folder, "list", "--json", "--state", "waiting").stdout)
    assert again["id"] == 1


def test_without_a_token_the_test_is_printed_and_says_so(folder: Path) -> None:
    tried = tocsin(folder, "test")

    assert tried.exit_code == 0
    assert "Tocsin can ring here" in tried.stdout
    assert "SLACK_BOT_TOKEN is not set" in tried.stderr


@pytest.fixture
def webhook_url() -> Iterator[str]:
    class Fine(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Not to the test's output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Fine) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/very-secret"
        server.shutdown()


def test_every_door_is_tried_and_what_it_cannot_do_is_said(
    folder: Path, webhook_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise", reason='needs the extra: pip install "tocsin[doors]"')
    settings = "alerts: {channel: door:desk, operations: door:on-call}\n"
    (folder / "settings.yaml").write_text(settings)
    monkeypatch.setenv("TOCSIN_DOOR_DESK", webhook_url.replace("http", "json"))

    tried, one = tocsin(folder, "test"), tocsin(folder, "test", "--channel", "door:desk")

    assert (tried.exit_code, one.exit_code) == (1, 0)
    assert "✓ door:desk" in tried.stdout
    assert "a lost answer may double a message" in one.stdout
    assert "✗ door:on-call   TOCSIN_DOOR_ON_CALL is not set" in tried.stdout
    assert "very-secret" not in tried.output + one.output


def test_with_a_webhook_the_test_says_what_it_cannot_do(
    folder: Path, webhook_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", webhook_url)

    tried = tocsin(folder, "test")

    assert tried.exit_code == 0
    assert "no threads, no edits, no buttons, and a lost answer may double" in tried.stderr
    assert "very-secret" not in tried.output


def test_with_a_token_the_test_says_what_is_well_and_what_is_not(
    folder: Path, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-some-token")

    good, unknown = tocsin(folder, "test"), tocsin(folder, "test", "--channel", "#nowhere")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong")
    wrong = tocsin(folder, "test")

    assert (good.exit_code, unknown.exit_code, wrong.exit_code) == (0, 1, 1)
    assert "✓ posted" in good.stdout
    assert "✗ #nowhere" in unknown.stdout
    assert "✗ token" in wrong.stdout


def test_with_an_app_token_the_test_says_whether_buttons_are_heard(
    folder: Path, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-some-token")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-some-token")

    good = tocsin(folder, "test")
    of_the_bot = os.environ["SLACK_BOT_TOKEN"]
    monkeypatch.setenv("SLACK_APP_TOKEN", of_the_bot)
    mistaken = tocsin(folder, "test")

    assert (good.exit_code, mistaken.exit_code) == (0, 1)
    assert "✓ buttons" in good.stdout
    assert "✗ buttons        not_allowed_token_type: set SLACK_APP_TOKEN" in mistaken.stdout
    assert of_the_bot not in mistaken.output


def test_a_webhook_is_said_to_do_less(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "https://hooks.slack.example/services/T/B/x")

    listed = CliRunner().invoke(app, ["alerts", "list", "--config", str(folder)])
    status = CliRunner().invoke(app, ["status", "--config", str(folder)])

    assert "through a webhook, which does less than SLACK_BOT_TOKEN" in listed.stderr
    assert "a lost answer may double a message" in status.stdout
