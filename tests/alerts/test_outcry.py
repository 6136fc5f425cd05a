"""What cannot be put into the outbox is said past it, wherever somebody may hear it."""

from collections.abc import AsyncIterator

import pytest

from alerts.outcry import cry_out
from monitor.config.environment import Secret, Secrets
from monitor.demo.slack_standin import TOKEN, SlackStandin
from monitor.model import AlertSettings, Notice

NOTICE = Notice("disk:full", "The database takes nothing more", "/var has 0 MiB free.")


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandin]:
    async with SlackStandin() as running:
        yield running


def messages(slack: SlackStandin, channel: str) -> list[str]:
    return [
        one.text
        for found in slack.workspace.channels
        if found.name == channel
        for one in found.messages
    ]


@pytest.mark.parametrize(
    ("settings", "channel"),
    [
        (AlertSettings(channel="#news-watch", operations="#tocsin-ops"), "tocsin-ops"),
        (AlertSettings(channel="#news-watch"), "news-watch"),
    ],
)
async def test_operations_hear_it_else_the_channel_of_the_alerts(
    slack: SlackStandin, settings: AlertSettings, channel: str
) -> None:
    secrets = Secrets(slack_bot_token=Secret(TOKEN), slack_api_url=slack.api_url)

    await cry_out(secrets, NOTICE, lambda: settings)

    [text] = messages(slack, channel)
    assert "The database takes nothing more" in text


async def test_without_slack_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    await cry_out(Secrets(), NOTICE, AlertSettings)

    assert "The database takes nothing more" in capsys.readouterr().out


async def test_that_nobody_hears_it_is_logged_and_no_fault(
    slack: SlackStandin, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = Secrets(slack_bot_token=Secret(TOKEN), slack_api_url=slack.api_url)

    await cry_out(secrets, NOTICE, lambda: AlertSettings(channel="#nowhere"))

    assert "channel_not_found" in capsys.readouterr().out


async def test_a_webhook_beside_the_bot_hears_it_as_a_notice_with_a_key_of_its_own(
    slack: SlackStandin,
) -> None:
    webhook = Secret(f"{slack.url}/services/news-watch")
    secrets = Secrets(Secret(TOKEN), slack_webhook_url=webhook, slack_api_url=slack.api_url)

    for _ in range(2):
        await cry_out(secrets, NOTICE, lambda: AlertSettings(channel="#tocsin-ops"))

    posted = slack.workspace.channel("#news-watch").messages
    said = [one.metadata or {} for one in posted]
    assert [one["event_type"] for one in said] == ["tocsin_notice"] * 2
    assert len({one["event_payload"]["key"] for one in said}) == 2
