"""Socket Mode at the stand-in: who is asked, how often, and what people get to see."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from monitor.demo.slack_standin import APP_TOKEN, TOKEN, SlackStandin
from monitor.demo.slack_standin_limits import SlackError
from monitor.demo.slack_standin_workspace import Workspace

Json = dict[str, Any]
ELEMENTS = [
    {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Yes"},
     "value": "1"},
]  # fmt: skip


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandin]:
    async with SlackStandin(Workspace(["news"], now=time.time)) as standin:
        standin.sockets.ack_within = 0.05
        yield standin


@asynccontextmanager
async def connection(standin: SlackStandin) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as session:
        web = AsyncWebClient(base_url=standin.api_url, session=session)
        address = (await web.apps_connections_open(app_token=APP_TOKEN))["url"]
        async with session.ws_connect(address) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            yield socket
        async with session.get(address.replace("ws", "http", 1)) as again:
            assert again.status == 404


def message(standin: SlackStandin) -> str:
    blocks = [{"type": "actions", "block_id": "b", "elements": ELEMENTS}]
    posted = standin.workspace.post({"channel": "#news", "text": "x", "blocks": blocks})
    return str(posted["ts"])


async def test_a_press_comes_as_slack_says_it_until_it_is_acknowledged(
    standin: SlackStandin,
) -> None:
    ts = message(standin)
    async with connection(standin) as socket:
        assert not await standin.people.press("#news", ts, "yes")

        tries = [await socket.receive_json() for _ in range(3)]

    assert len({one["envelope_id"] for one in tries}) == 1
    assert [one["retry_attempt"] for one in tries] == [0, 1, 2]
    payload = tries[0]["payload"]
    assert payload["type"] == "block_actions"
    assert payload["container"]["message_ts"] == ts
    assert (payload["actions"][0]["action_id"], payload["actions"][0]["value"]) == ("yes", "1")


async def test_nobody_can_press_what_is_not_there(standin: SlackStandin) -> None:
    ts = message(standin)

    for where, what in ((ts, "no"), ("1.5", "yes")):
        with pytest.raises(SlackError):
            await standin.people.press("#news", where, what)


async def test_the_page_presses_by_json_only_and_says_what_became_of_it(
    standin: SlackStandin,
) -> None:
    asked = {"channel": "#news", "ts": message(standin), "action_id": "yes"}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{standin.url}/press", json=asked) as answer:
            assert await answer.json() == {"ok": True, "acknowledged": False}
        async with session.post(f"{standin.url}/press", data=asked) as answer:
            assert answer.status == 415


async def test_an_answer_is_seen_by_one_person_alone_and_a_response_url_wears_out(
    standin: SlackStandin,
) -> None:
    async with connection(standin) as socket, aiohttp.ClientSession() as session:
        await standin.people.press("#news", message(standin), "yes", user="omar")
        url = (await socket.receive_json())["payload"]["response_url"]
        statuses = []
        for _ in range(6):
            async with session.post(url, json={"text": "Noted"}) as answer:
                statuses.append(answer.status)

    whispers = standin.workspace.channel("#news").whispers
    assert statuses == [200] * 5 + [404]
    assert [(one.user, one.text) for one in whispers] == [("omar", "Noted")] * 5
    history: Json = standin.workspace.history({"channel": "#news"})
    assert len(history["messages"]) == 1


async def test_the_two_kinds_of_token_do_not_stand_for_one_another(standin: SlackStandin) -> None:
    async with aiohttp.ClientSession() as session:
        for method, token in (("apps.connections.open", TOKEN), ("auth.test", APP_TOKEN)):
            headers = {"Authorization": f"Bearer {token}"}
            async with session.post(standin.api_url + method, headers=headers) as answer:
                assert (await answer.json())["error"] == "not_allowed_token_type"
