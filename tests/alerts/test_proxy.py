"""Through the proxy of the environment, as far as it is meant."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from alerts.message import render
from alerts.proxy import takes_proxy
from alerts.slack import SlackSender
from alerts.webhook import WebhookSender
from monitor.config.environment import Secret
from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_workspace import ALL_SCOPES, Workspace
from monitor.model import Deferred, Delivered, Outcome
from tests.alerts.builders import CHANNEL, alert

TOKEN = "xoxb-very-secret"
NOBODY = "http://127.0.0.1:9"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandin]:
    workspace = Workspace(now=time.time, burst=None)
    async with SlackStandin(workspace, tokens={TOKEN: ALL_SCOPES}) as standin:
        yield standin


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def post(api_url: str) -> Outcome:
    slack = SlackSender(Secret(TOKEN), api_url=api_url, timeout=lambda: timedelta(minutes=1))
    try:
        return await slack.prepare(CHANNEL) or await slack.send(render(alert()))
    finally:
        await slack.close()


async def test_what_is_on_this_machine_is_reached_without_it(
    standin: SlackStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", NOBODY)
    url = Secret(f"{standin.url}/services/news-watch")
    webhook = WebhookSender(url, timeout=lambda: timedelta(minutes=1))

    by_webhook = await webhook.send(render(alert()))
    by_token = await post(standin.api_url)

    await webhook.close()
    assert isinstance(by_webhook, Delivered)
    assert isinstance(by_token, Delivered)


async def test_slack_is_reached_through_it_but_where_no_proxy_names_slack(
    standin: SlackStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", standin.url)
    assert isinstance(await post("http://slack.invalid/api/"), Delivered)

    monkeypatch.setenv("NO_PROXY", "slack.invalid")
    assert isinstance(await post("http://slack.invalid/api/"), Deferred)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://slack.com/api/", True),
        ("http://10.0.0.1/api/", True),
        ("http://localhost:8000/api/", False),
        ("http://127.0.0.2:8000/api/", False),
        ("http://[::1]:8000/api/", False),
    ],
)
def test_every_address_of_this_machine_is_known_as_such(url: str, taken: bool) -> None:
    assert takes_proxy(url) is taken
