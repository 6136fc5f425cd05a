"""What `tocsin alerts test` asks of Slack."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.checkup import channels_of, check_up
from alerts.slack import SlackSender
from monitor.config.environment import Secret
from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_workspace import ALL_SCOPES, Workspace
from monitor.model import AlertSettings, Configuration, Route, Settings, Watch, Watchlist
from tests.alerts.builders import CHANNEL, NOON

TOKEN = "xoxb-right"


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandin]:
    workspace = Workspace(now=time.time, burst=None)
    async with SlackStandin(workspace, tokens={TOKEN: ALL_SCOPES}) as standin:
        yield standin


async def checks(
    standin: SlackStandin, *channels: str, token: str = TOKEN, hears: bool = False
) -> dict[str, tuple[bool, str]]:
    """Each check, whether it is good, and all that is said of it."""
    slack = SlackSender(
        Secret(token), api_url=standin.api_url, timeout=lambda: timedelta(minutes=1)
    )
    asked = check_up(slack, channels, post_to=channels[0], now=NOON, hears=hears)
    made = [check async for check in asked]
    await slack.close()
    return {check.what: (check.is_good, f"{check.said}: {check.advice}") for check in made}


async def test_all_is_well_and_a_test_notice_stands_in_the_first_channel(
    standin: SlackStandin,
) -> None:
    made = await checks(standin, CHANNEL, "#urgent")

    assert list(made) == ["token", "scopes", CHANNEL, "#urgent", "posted"]
    assert all(is_good for is_good, _ in made.values())
    [message] = standin.workspace.channel(CHANNEL).messages
    assert message.metadata is not None
    assert message.metadata["event_type"] == "tocsin_notice"


async def test_a_wrong_token_ends_it_at_once(standin: SlackStandin) -> None:
    made = await checks(standin, CHANNEL, token="xoxb-wrong")

    assert list(made) == ["token"]
    assert not made["token"][0]
    assert "invalid_auth: set SLACK_BOT_TOKEN" in made["token"][1]


async def test_a_missing_scope_is_named_with_what_it_is_for(standin: SlackStandin) -> None:
    standin.tokens = {TOKEN: ALL_SCOPES - {"channels:history"}}

    made = await checks(standin, CHANNEL)

    assert not made["scopes"][0]
    assert "missing channels:history to see after a lost answer" in made["scopes"][1]
    assert "install it again" in made["scopes"][1]
    assert "its history cannot be read" in made[CHANNEL][1]


async def test_what_commands_need_is_asked_for_where_they_are_to_be_heard(
    standin: SlackStandin,
) -> None:
    standin.tokens = {TOKEN: ALL_SCOPES - {"commands"}}

    silent, hearing = await checks(standin, CHANNEL), await checks(standin, CHANNEL, hears=True)

    assert silent["scopes"][0]
    assert not hearing["scopes"][0]
    assert "missing commands to hear /tocsin" in hearing["scopes"][1]


async def test_a_channel_without_us_asks_for_an_invitation_and_gets_no_post(
    standin: SlackStandin,
) -> None:
    standin.workspace.add("closed", is_member=False)

    made = await checks(standin, "#closed")

    assert made["#closed"] == (False, "the app is not in the channel: type `/invite @tocsin` in it")
    assert "posted" not in made


async def test_an_unknown_channel_is_bad_but_does_not_keep_the_test_from_another(
    standin: SlackStandin,
) -> None:
    made = await checks(standin, CHANNEL, "#nowhere")

    assert made["#nowhere"][0] is False
    assert "channel_not_found: create the channel" in made["#nowhere"][1]
    assert made["posted"][0]


def test_every_channel_that_is_configured_is_looked_at_once() -> None:
    alerts = AlertSettings("#news", "#ops", (Route("#desk"), Route("#news")))
    watches = (Watch("a", "A", (), channel="#own"), Watch("b", "B", ()))
    configuration = Configuration(Path(), (), Watchlist(watches), Settings(alerts=alerts), "", NOON)

    assert channels_of(configuration) == ["#news", "#ops", "#desk", "#own"]
