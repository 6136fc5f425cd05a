"""The stand-in is as strict as Slack: what passes here should pass there."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_limits import SlackError, check_message
from monitor.demo.slack_standin_workspace import ALL_SCOPES, Workspace

TOKEN = "xoxb-token"
Json = dict[str, Any]


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandin]:
    workspace = Workspace(["news"], now=time.time)
    async with SlackStandin(workspace, tokens={TOKEN: ALL_SCOPES}) as standin:
        yield standin


async def ask(standin: SlackStandin, method: str, token: str = TOKEN, **arguments: Any) -> Json:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(standin.api_url + method, json=arguments) as answer,
    ):
        given: Json = await answer.json()
        return given | {"status": answer.status, "retry": answer.headers.get("Retry-After")}


def text(characters: int, kind: str = "mrkdwn") -> Json:
    return {"type": kind, "text": "x" * characters}


def rich(*elements: Json) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "Yes", value: str = "1") -> Json:
    said = {"type": "plain_text", "text": text}
    return {"type": "button", "action_id": "yes", "text": said, "value": value}


def menu(options: int, value: str = "1") -> Json:
    option = {"text": {"type": "plain_text", "text": "One"}, "value": value}
    return {"type": "overflow", "action_id": "more", "options": [option] * options}


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": "?"}, "invalid_blocks_format"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": text(3001)}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": text(0)}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": text(10)}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": text(151, "plain_text")}]}, "invalid_blocks"),
        ({"blocks": [{"type": "context", "elements": [text(1)] * 11}]}, "invalid_blocks"),
        ({"blocks": [{"type": "hologram"}]}, "invalid_blocks"),
        ({"blocks": [rich({"type": "text", "text": ""})]}, "invalid_blocks"),
        ({"blocks": [rich({"type": "link", "url": "javascript:x"})]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": text(2900)}] * 5}, "msg_blocks_too_long"),
        ({"blocks": [actions(button(text="x" * 76))]}, "invalid_blocks"),
        ({"blocks": [actions(button(value="x" * 2001))]}, "invalid_blocks"),
        ({"blocks": [actions(button(), button())]}, "invalid_blocks"),
        ({"blocks": [actions(menu(6))]}, "invalid_blocks"),
        ({"blocks": [actions(menu(1, "x" * 151))]}, "invalid_blocks"),
        ({"text": "x", "metadata": {"event_payload": {}}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "t", "event_payload": {"a": []}}},
            "invalid_metadata_schema",
        ),
        (
            {"text": "x", "metadata": {"event_type": "t", "event_payload": {"a": "x" * 9000}}},
            "metadata_too_large",
        ),
    ],
)
def test_what_slack_would_refuse_is_refused(message: Json, error: str) -> None:
    with pytest.raises(SlackError, match=f"^{error}$"):
        check_message(message)


async def test_who_posts_too_fast_is_asked_to_wait(standin: SlackStandin) -> None:
    answers = [await ask(standin, "chat.postMessage", channel="#news", text="x") for _ in range(6)]

    assert [answer["status"] for answer in answers] == [200] * 5 + [429]
    assert answers[-1]["retry"] == "1"
    assert len({answer.get("ts") for answer in answers}) == 6


@pytest.mark.parametrize(
    ("token", "channel", "error"),
    [
        ("", "#news", "not_authed"),
        ("xoxb-wrong", "#news", "invalid_auth"),
        (TOKEN, "#nowhere", "channel_not_found"),
        (TOKEN, "#others", "not_in_channel"),
        (TOKEN, "#old", "is_archived"),
        (TOKEN, "#secret", "channel_not_found"),
    ],
)
async def test_tokens_and_channels_are_checked(
    standin: SlackStandin, token: str, channel: str, error: str
) -> None:
    standin.workspace.add("others", is_member=False)
    standin.workspace.add("old", is_archived=True)
    standin.workspace.add("secret", is_member=False, is_private=True)

    answer = await ask(standin, "chat.postMessage", token, channel=channel, text="x")

    assert (answer["ok"], answer["error"]) == (False, error)


async def test_private_channels_need_scopes_of_their_own(standin: SlackStandin) -> None:
    standin.tokens = {TOKEN: ALL_SCOPES - {"groups:history", "groups:read"}}
    standin.workspace.add("secret", is_private=True)

    history = await ask(standin, "conversations.history", channel="#secret")
    channels = await ask(standin, "conversations.list", types="public_channel,private_channel")

    assert history["needed"] == "groups:history"
    assert channels["needed"] == "groups:read"
    assert (await ask(standin, "conversations.list"))["ok"]


async def test_an_edit_stays_in_place_and_a_reply_in_its_thread(standin: SlackStandin) -> None:
    first = await ask(standin, "chat.postMessage", channel="#news", text="one")
    channel, ts = first["channel"], first["ts"]
    await ask(standin, "chat.postMessage", channel=channel, text="two", thread_ts=ts)
    await ask(standin, "chat.update", channel=channel, ts=ts, text="one, edited")

    history = await ask(standin, "conversations.history", channel=channel)
    thread = await ask(standin, "conversations.replies", channel=channel, ts=ts)

    assert [one["text"] for one in history["messages"]] == ["one, edited"]
    assert [one["text"] for one in thread["messages"]] == ["one, edited", "two"]


async def test_a_reply_that_is_broadcast_stands_in_the_channel_too(standin: SlackStandin) -> None:
    first = await ask(standin, "chat.postMessage", channel="#news", text="one")
    channel, ts = first["channel"], first["ts"]
    said = {"channel": channel, "text": "two", "thread_ts": ts, "reply_broadcast": True}
    await ask(standin, "chat.postMessage", **said)

    history = await ask(standin, "conversations.history", channel=channel)

    reply, parent = history["messages"]
    assert (reply["text"], reply["subtype"], reply["thread_ts"]) == ("two", "thread_broadcast", ts)
    assert (parent["reply_count"], parent["latest_reply"]) == (1, reply["ts"])


async def test_a_message_shows_in_the_history_after_a_while_with_metadata_if_asked() -> None:
    clock = [1000.0]
    workspace = Workspace(["news"], now=lambda: clock[0], visible_after=2)
    metadata = {"event_type": "t", "event_payload": {"key": "k"}}
    workspace.post({"channel": "#news", "text": "x", "metadata": metadata})

    assert workspace.history({"channel": "#news"})["messages"] == []
    clock[0] += 2
    [plain] = workspace.history({"channel": "#news"})["messages"]
    [full] = workspace.history({"channel": "#news", "include_all_metadata": "true"})["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == metadata


async def test_the_page_is_self_contained_and_lets_nothing_in(standin: SlackStandin) -> None:
    async with aiohttp.ClientSession() as session, session.get(standin.url + "/") as answer:
        page = await answer.text()

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "innerHTML" not in page
    assert " src=" not in page
