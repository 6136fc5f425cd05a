"""The sender against a Slack over HTTP: each answer, and what it makes of it."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from alerts import slack_errors
from alerts.message import render
from alerts.sender import Absent, Unclear
from alerts.slack import Failure, SlackSender
from alerts.slack_errors import advice, read_retry_after
from alerts.webhook import WebhookSender
from monitor.config.environment import Secret
from monitor.demo.slack_standin import SlackStandin
from monitor.demo.slack_standin_faults import Fault
from monitor.demo.slack_standin_workspace import ALL_SCOPES, Workspace
from monitor.model import Deferred, Delivered, Message, Outcome, Refused, Unknown
from tests.alerts.builders import CHANNEL, alert
from tests.loop_clock import pass_by

TOKEN = "xoxb-very-secret"
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def standin() -> AsyncIterator[SlackStandin]:
    workspace = Workspace(now=time.time, burst=None)
    async with SlackStandin(workspace, tokens={TOKEN: ALL_SCOPES}) as standin:
        yield standin


@pytest.fixture
async def slack(standin: SlackStandin) -> AsyncIterator[SlackSender]:
    sender = to(standin)
    yield sender
    await sender.close()


def to(standin: SlackStandin, *, token: str = TOKEN) -> SlackSender:
    return SlackSender(Secret(token), api_url=standin.api_url, timeout=lambda: MINUTE)


async def post(slack: SlackSender, message: Message | None = None) -> Outcome:
    message = message or render(alert())
    return await slack.prepare(message.channel) or await slack.send(message)


def posted(standin: SlackStandin) -> int:
    return len(standin.workspace.channel(CHANNEL).messages)


async def test_a_message_stands_in_the_channel_as_it_was_written(
    standin: SlackStandin, slack: SlackSender
) -> None:
    message = render(alert())

    outcome = await post(slack, message)

    [stands] = standin.workspace.channel(CHANNEL).messages
    assert outcome == Delivered(stands.ts, standin.workspace.channel(CHANNEL).id)
    assert (stands.text, stands.blocks) == (message.text, list(message.blocks))
    assert stands.metadata == message.metadata


async def test_an_edit_as_plain_text_leaves_no_blocks_behind(
    standin: SlackStandin, slack: SlackSender
) -> None:
    first = await post(slack)
    assert isinstance(first, Delivered)

    plain = replace(render(alert(), plain=True), edits_ts=first.ts)
    assert isinstance(await post(slack, plain), Delivered)

    [stands] = standin.workspace.channel(CHANNEL).messages
    assert (stands.text, stands.blocks) == (plain.text, [])


async def test_an_edit_of_what_a_person_deleted_is_refused_and_its_thread_is_empty(
    standin: SlackStandin, slack: SlackSender
) -> None:
    first = await post(slack)
    assert isinstance(first, Delivered)
    standin.workspace.channel(CHANNEL).messages.clear()

    edited = await post(slack, replace(render(alert()), edits_ts=first.ts))
    found = await slack.find(CHANNEL, "any", since=LONG_AGO, thread_ts=first.ts)

    assert edited == Refused("message_not_found", concerns_thread=True)
    assert found == Absent()


async def test_a_name_is_resolved_once(standin: SlackStandin, slack: SlackSender) -> None:
    await post(slack)
    await post(slack)

    assert standin.calls == ["conversations.list", "chat.postMessage", "chat.postMessage"]


async def test_many_who_ask_for_channels_at_once_share_one_list(
    standin: SlackStandin, slack: SlackSender
) -> None:
    wrong = await asyncio.gather(*(slack.prepare(name) for name in (CHANNEL, "#urgent", "#none")))
    await slack.prepare("#tocsin-ops")

    assert wrong == [None, None, Deferred("channel_not_found")]
    assert standin.calls == ["conversations.list"]


async def test_an_id_needs_no_resolving(standin: SlackStandin, slack: SlackSender) -> None:
    by_id = replace(render(alert()), channel=standin.workspace.channel(CHANNEL).id)

    assert isinstance(await post(slack, by_id), Delivered)
    assert standin.calls == ["chat.postMessage"]


async def test_a_channel_on_a_later_page_of_the_list_is_found(
    standin: SlackStandin, slack: SlackSender
) -> None:
    for number in range(250):
        standin.workspace.add(f"channel-{number}")

    assert await slack.prepare("#channel-249") is None


@pytest.mark.parametrize(
    ("status", "is_over"), [(500, True), (502, False), (503, False), (504, False)]
)
def test_what_a_gateway_says_leaves_open_what_the_server_still_does(
    status: int, *, is_over: bool
) -> None:
    said = slack_errors.outcome(f"HTTP {status}", status=status, is_slacks=False)

    assert said == Unknown(f"HTTP {status}", is_over=is_over)


@pytest.mark.parametrize(
    ("fault", "outcome", "stands"),
    [
        (
            Fault("ratelimited", retry_after=7),
            Deferred("ratelimited", timedelta(seconds=7)),
            0,
        ),
        (Fault("not-ok", error="is_archived"), Deferred("is_archived"), 0),
        (Fault("not-ok", error="invalid_auth"), Deferred("invalid_auth"), 0),
        (Fault("not-ok", error="request_timeout"), Deferred("request_timeout"), 0),
        (
            Fault("not-ok", error="invalid_blocks"),
            Refused("invalid_blocks", concerns_blocks=True),
            0,
        ),
        (Fault("not-ok", error="msg_too_long"), Refused("msg_too_long"), 0),
        (
            Fault("not-ok", error="internal_error", applied=True),
            Unknown("internal_error", is_over=True),
            1,
        ),
        (
            Fault("not-ok", error="thread_not_found"),
            Refused("thread_not_found", concerns_thread=True),
            0,
        ),
        (Fault("not-ok", error="cant_update_message"), Refused("cant_update_message"), 0),
        (Fault("not-ok", error="never_heard_of"), Unknown("never_heard_of", is_over=True), 0),
        (
            Fault("not-ok", error="duplicate_message_not_found"),
            Unknown("duplicate_message_not_found", is_over=True),
            0,
        ),
        (
            Fault("server-error", applied=True),
            Unknown("HTTP 500 without an answer that can be read", is_over=True),
            1,
        ),
        (
            Fault("garbled", applied=True),
            Unknown("HTTP 200 without an answer that can be read"),
            1,
        ),
        (Fault("lost", applied=True), Unknown("answer lost: ServerDisconnectedError"), 1),
        (Fault("lost"), Unknown("answer lost: ServerDisconnectedError"), 0),
    ],
)
async def test_each_answer_is_what_it_is_and_asked_for_once(
    standin: SlackStandin, slack: SlackSender, fault: Fault, outcome: Outcome, stands: int
) -> None:
    standin.faults.fail_next(fault)

    told = await post(slack)

    reset = Unknown("answer lost: ClientOSError")  # as a kernel may word a reset
    assert told == outcome or (fault.kind == "lost" and told == reset)
    assert posted(standin) == stands
    assert standin.calls.count("chat.postMessage") == 1


@pytest.mark.parametrize("header", ["", "0", "soon", "-3", "Wed, 21 Oct 2026 07:28:00 GMT", "1e99"])
def test_a_limit_that_names_no_time_is_a_limit_all_the_same(header: str) -> None:
    assert read_retry_after(header) is None


@pytest.mark.parametrize(("header", "seconds"), [("30", 30), ("1.5", 1.5)])
def test_a_limit_is_read_in_seconds(header: str, seconds: float) -> None:
    assert read_retry_after(header) == timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [200, 302, 404, 503])
async def test_a_page_instead_of_an_answer_leaves_the_fate_open(status: int) -> None:
    async with proxy(status, "<html>Sign in</html>") as url:
        slack = SlackSender(Secret(TOKEN), api_url=url, timeout=lambda: MINUTE)
        told = await slack.send(replace(render(alert()), channel="C00000000"))
        seen = await slack.find("C00000000", "key", since=LONG_AGO)
        await slack.close()

    assert isinstance(told, Unknown)
    assert not told.is_over
    assert isinstance(seen, Unclear)
    assert not seen.for_good


async def test_a_server_that_drips_its_answer_is_not_waited_for() -> None:
    async with proxy(200, '{"ok": ', drip=True) as url:
        slack = SlackSender(Secret(TOKEN), api_url=url, timeout=lambda: MINUTE)
        told = await slack.send(replace(render(alert()), channel="C00000000"))
        await slack.close()

    assert told == Unknown("no answer in time")


@asynccontextmanager
async def proxy(status: int, body: str, *, drip: bool = False) -> AsyncIterator[str]:
    """Something between us and Slack that answers in its place."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/portal":
            return web.Response(text=body, content_type="text/html")
        headers = {"Location": "/portal", "Content-Type": "text/html"}
        response = web.StreamResponse(status=status, headers=headers)
        await response.prepare(request)
        await response.write(body.encode())
        if drip:
            asyncio.get_running_loop().call_soon(pass_by, 61)
            await asyncio.sleep(3600)  # longer than anybody waits
        return response

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


async def test_no_answer_in_time_is_an_unknown_fate(
    standin: SlackStandin, slack: SlackSender
) -> None:
    await slack.prepare(CHANNEL)
    standin.faults.fail_next(Fault("slow", applied=True, delay=3600))

    sending = asyncio.create_task(slack.send(render(alert())))
    while not posted(standin):
        await asyncio.sleep(0)
    pass_by(61)

    assert await sending == Unknown("no answer in time")
    assert posted(standin) == 1


async def test_no_connection_is_a_definite_no(standin: SlackStandin, slack: SlackSender) -> None:
    await standin.stop()

    outcome = await slack.send(replace(render(alert()), channel="C00000000"))

    assert isinstance(outcome, Deferred)
    assert outcome.reason.startswith("cannot connect")
    assert "proxy" in advice(outcome.reason)


async def test_a_channel_that_nobody_knows_holds_its_lane(slack: SlackSender) -> None:
    assert await slack.prepare("#nowhere") == Deferred("channel_not_found")


async def test_the_missing_scope_is_named(standin: SlackStandin, slack: SlackSender) -> None:
    standin.tokens = {TOKEN: ALL_SCOPES - {"chat:write"}}

    outcome = await post(slack)

    assert outcome == Deferred("missing_scope: the app needs the scope chat:write")
    assert "install it again" in advice("missing_scope: the app needs the scope chat:write")


async def test_without_the_scope_for_private_channels_public_ones_are_found(
    standin: SlackStandin, slack: SlackSender
) -> None:
    standin.tokens = {TOKEN: ALL_SCOPES - {"groups:read"}}

    assert await slack.prepare(CHANNEL) is None


async def test_a_message_is_found_by_its_key_on_any_page(
    standin: SlackStandin, slack: SlackSender
) -> None:
    sought = render(alert())
    first = await post(slack, sought)
    key = str(sought.metadata["event_payload"]["key"])
    for _ in range(410):
        standin.workspace.post({"channel": CHANNEL, "text": "chatter"})

    assert await slack.find(CHANNEL, key, since=LONG_AGO) == first
    assert await slack.find(CHANNEL, "another", since=LONG_AGO) == Absent()
    assert await slack.find(CHANNEL, key, since=datetime.now(UTC) + timedelta(1)) == Absent()


@pytest.mark.parametrize(
    ("fault", "unclear"),
    [
        (Fault("ratelimited", retry_after=9), Unclear("ratelimited", False, timedelta(seconds=9))),
        (Fault("not-ok", error="missing_scope"), Unclear("missing_scope", for_good=True)),
        (Fault("not-ok", error="not_in_channel"), Unclear("not_in_channel")),
        (Fault("not-ok", error="invalid_auth"), Unclear("invalid_auth")),
        (Fault("server-error"), Unclear("HTTP 500 without an answer that can be read")),
    ],
)
async def test_what_cannot_be_seen_is_not_taken_for_absent(
    standin: SlackStandin, slack: SlackSender, fault: Fault, unclear: Unclear
) -> None:
    standin.faults.fail_next(fault, method="conversations.history")

    assert await slack.find(CHANNEL, "key", since=LONG_AGO) == unclear


async def test_a_wrong_token_is_told_and_shown_nowhere(
    standin: SlackStandin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = to(standin, token="xoxb-wrong-secret")

    outcome = await post(wrong)
    identity = await wrong.identity()
    await wrong.close()

    assert outcome == Deferred("invalid_auth")
    assert isinstance(identity, Failure)
    assert "SLACK_BOT_TOKEN" in advice("invalid_auth")
    assert "secret" not in f"{outcome}{identity}{wrong!r}{caplog.text}"


async def test_a_webhook_posts_the_same_message_and_cannot_look_back(
    standin: SlackStandin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = Secret(f"{standin.url}/services/news-watch")
    webhook = WebhookSender(url, timeout=lambda: MINUTE)
    message = render(alert())

    outcome = await webhook.send(message)
    seen = await webhook.find(CHANNEL, "key", since=LONG_AGO)
    lost = WebhookSender(Secret(f"{standin.url}/services/nowhere"), timeout=lambda: MINUTE)
    unknown = await lost.send(message)

    assert isinstance(outcome, Delivered)
    (posted,) = standin.workspace.channel(CHANNEL).messages
    assert (posted.blocks, posted.metadata) == (list(message.blocks), message.metadata)
    assert isinstance(seen, Unclear)
    assert seen.for_good
    assert unknown == Deferred("channel_not_found")
    assert "/services/" not in caplog.text
    await webhook.close()
    await lost.close()
