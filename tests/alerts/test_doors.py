"""Other doors, by Apprise: a webhook and a mail server on loopback, each answer, each fault."""

import asyncio
import io
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from email import message_from_string, policy
from pathlib import Path

import pytest
from aiohttp import web

from alerts.deliver import Dispatcher
from alerts.doors import CANNOT_LOOK_BACK, Doors, DoorSender
from alerts.message import render
from alerts.senders import cry
from alerts.terms import Patience
from monitor.config.environment import Secret, Secrets
from monitor.model import (
    AlertSettings,
    Deferred,
    Delivered,
    Message,
    Outcome,
    Refused,
    Unknown,
)
from monitor.storage.store import open_store
from tests.alerts.builders import NOON, alert, story
from tests.alerts.delivery import alerts, put
from tests.loop_clock import pass_by, stand_still

pytest.importorskip("apprise", reason='needs the extra: pip install "tocsin[doors]"')

TOKEN = "very-secret-token"
HELLO = Message(channel="door:desk", text="Hello.")
MINUTE = timedelta(minutes=1)
MAIL_PACE = timedelta(seconds=5.5)
"""What Apprise leaves between two mails."""
NO_ANSWER = Unknown("it failed, and Apprise cannot say whether before or after it was sent")


class Webhook:
    """A generic webhook: what it was given, and what it answers."""

    def __init__(self) -> None:
        self.given: list[dict[str, str]] = []
        self.status = 200
        self.faults: list[int] = []  # statuses of the first answers
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.address = ""

    async def take(self, request: web.Request) -> web.Response:
        self.given.append(await request.json())
        await self.goes_on.wait()
        status = self.faults.pop(0) if self.faults else self.status
        return web.Response(status=status, text=f"I was asked at {request.path}")


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    hook, app = Webhook(), web.Application()
    app.router.add_post("/{path:.*}", hook.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.address = f"json://127.0.0.1:{runner.addresses[0][1]}/{TOKEN}"
    yield hook
    hook.goes_on.set()
    await runner.cleanup()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the root logger is given, as `tocsin run --verbose` has it."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root, urllib3 = logging.getLogger(), logging.getLogger("urllib3")
    before, urllib3_before = root.level, urllib3.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    urllib3.setLevel(logging.INFO)
    yield text
    urllib3.setLevel(urllib3_before)
    root.setLevel(before)
    root.removeHandler(handler)


def door(url: str | None) -> DoorSender:
    return DoorSender("desk", Secret(url) if url else None, timeout=lambda: MINUTE)


async def say(sender: DoorSender, message: Message = HELLO) -> Outcome:
    return await sender.prepare(message.channel) or await sender.send(message)


async def test_an_alert_goes_through_a_generic_webhook(webhook: Webhook) -> None:
    told = render(alert(story(headline="Militia leaves", url="https://news.example/1")))

    assert await say(door(webhook.address), told) == Delivered("")

    (given,) = webhook.given
    assert given["title"] == "🟠 Militia leaves"
    assert given["message"].splitlines() == [
        "Example News  ·  22 Nov 2026 11:00 UTC",
        "Kataib Hezbollah  ·  spelling 92",
        "> Gunmen of Kataeb Hizbullah left.",
        "https://news.example/1",
    ]


async def test_whoever_asks_for_html_gets_it(webhook: Webhook) -> None:
    told = render(alert(story(url="https://news.example/1")))

    await say(door(f"{webhook.address}?format=html"), told)

    assert "<b>Kataeb Hizbullah</b>" in webhook.given[0]["message"]
    assert '<a href="https://news.example/1">' in webhook.given[0]["message"]


async def test_a_door_cannot_be_looked_through(webhook: Webhook) -> None:
    assert await door(webhook.address).find("door:desk", "key", since=NOON) == CANNOT_LOOK_BACK


@pytest.mark.parametrize(
    ("status", "made"),
    [
        (429, Deferred("ratelimited")),
        (404, Deferred("HTTP 404: the door's address, or a token in it, is not accepted")),
        (401, Deferred("HTTP 401: the door's address, or a token in it, is not accepted")),
        (400, Unknown("HTTP 400", is_over=True)),
        (500, Unknown("HTTP 500")),
    ],
)
async def test_what_an_answer_makes_of_a_message(
    webhook: Webhook, status: int, made: Outcome
) -> None:
    webhook.status = status

    assert await say(door(webhook.address)) == made
    assert len(webhook.given) == 1


async def test_repetitions_and_leniency_that_an_address_asks_for_are_not_granted(
    webhook: Webhook,
) -> None:
    webhook.status = 500

    outcome = await say(door(f"{webhook.address}?retry=3&wait=0&optional=yes"))

    assert outcome == Unknown("HTTP 500")
    assert len(webhook.given) == 1


async def test_a_door_that_hangs_is_given_up_and_not_asked_twice_at_once(webhook: Webhook) -> None:
    webhook.goes_on.clear()
    sender = door(webhook.address)

    saying = asyncio.create_task(say(sender))
    while not webhook.given:
        await asyncio.sleep(0)
    pass_by(61)
    assert await saying == Unknown("no answer within 60 s")
    again = await sender.prepare("door:desk")
    assert again is not None
    assert again.reason.startswith("the last try is still under way")

    webhook.goes_on.set()
    while await sender.prepare("door:desk") is not None:  # until the thread has its answer
        await asyncio.sleep(0)
    assert len(webhook.given) == 1


@contextmanager
def a_port_without_a_listener() -> Iterator[int]:
    """Nobody else gets it as long as the block lasts."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


async def test_nobody_there_is_a_definite_no() -> None:
    with a_port_without_a_listener() as port:
        for url in (f"json://127.0.0.1:{port}/{TOKEN}", mail_address(port)):
            outcome = await say(door(url))
            assert outcome == Deferred("no connection to the door's host")


async def test_of_several_addressees_some_may_have_been_reached() -> None:
    with a_port_without_a_listener() as port:
        outcome = await say(door(f"{mail_address(port)},chief@example.org"))

    assert outcome == Unknown("not every addressee of the door was reached")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (None, "TOCSIN_DOOR_DESK is not set"),
        (f"nonsense://{TOKEN}", "TOCSIN_DOOR_DESK is no address that Apprise can use"),
        (f"tgram://{TOKEN}", "TOCSIN_DOOR_DESK is no address that Apprise can use"),
    ],
)
async def test_a_door_that_does_not_open_holds_its_lane_and_says_why(
    url: str | None, reason: str
) -> None:
    wrong = await door(url).prepare("door:desk")

    assert isinstance(wrong, Deferred)
    assert wrong.reason.startswith(reason)


async def test_a_message_that_apprise_takes_from_nobody_is_refused(webhook: Webhook) -> None:
    outcome = await say(door(webhook.address), Message(channel="door:desk", text=""))

    assert isinstance(outcome, Refused)
    assert webhook.given == []


async def test_an_address_reaches_no_log_no_error_and_no_repr(
    webhook: Webhook, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    webhook.status = 500
    senders = [door(url) for url in (webhook.address, f"nonsense://{TOKEN}", f"json://{TOKEN}")]

    shown = [repr(await say(sender)) + repr(sender) + str(vars(sender)) for sender in senders]

    shown += [log.getvalue(), *capfd.readouterr()]
    assert not [one for one in shown if TOKEN in one]


async def test_a_service_that_wants_pauses_gets_them(mail: "Mail") -> None:
    sender = door(mail.address)
    stand_still()

    assert await say(sender) == Delivered("")
    assert await sender.prepare("door:desk") == Deferred("ratelimited", MAIL_PACE)


async def test_an_alert_goes_by_mail(mail: "Mail") -> None:
    told = render(alert(story(headline="Militia leaves", url="https://news.example/1")))

    assert await say(door(mail.address), told) == Delivered("")

    (letter,) = mail.letters
    parsed = message_from_string(letter, policy=policy.default)
    body = parsed.get_body(("html",))
    assert parsed["subject"] == "🟠 Militia leaves"
    assert parsed["to"] == "desk@example.org"
    assert body is not None
    assert '<a href="https://news.example/1">' in body.get_content()


async def test_a_mail_that_is_not_taken_may_have_been(mail: "Mail") -> None:
    mail.hangs_up = True

    assert await say(door(mail.address)) == NO_ANSWER


async def test_the_outbox_tells_through_a_door_again_after_a_lost_answer(
    webhook: Webhook, tmp_path: Path
) -> None:
    webhook.faults = [500, 401]
    settings = AlertSettings(channel="door:desk", send_timeout=MINUTE)
    at_once = Patience(visibility=-MINUTE, looks=(), pace=timedelta(milliseconds=1))
    with open_store(f"sqlite:///{tmp_path / 'tocsin.db'}") as store:
        put(store, story(headline="Militia leaves"))

        dispatcher = Dispatcher(
            store,
            settings=lambda: settings,
            secrets=Secrets(doors={"desk": Secret(webhook.address)}),
            dice=lambda: 0.01,
            patience=at_once,
        )
        await dispatcher.drain()

        (told,) = alerts(store)
    assert (told.alert.channel, told.state, told.ts) == ("door:desk", "told", "")
    assert [one["title"] for one in webhook.given] == ["🟠 Militia leaves"] * 3


async def test_a_cry_goes_through_every_door(webhook: Webhook) -> None:
    doors = {"a": Secret(f"{webhook.address}/a"), "b": Secret("nonsense://b"),
             "c": Secret(f"{webhook.address}/c")}  # fmt: skip

    await cry(Secrets(doors=doors), "The canary is dead.", within=lambda: MINUTE)

    assert [one["message"] for one in webhook.given] == ["The canary is dead."] * 2


async def test_each_door_is_opened_once() -> None:
    doors = Doors({}, timeout=timedelta)

    assert doors.sender("door:a") is doors.sender("door:a")
    assert doors.sender("door:a") is not doors.sender("door:b")


class Mail:
    """As much of a mail server as a client needs (RFC 5321)."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.hangs_up = False
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 loopback\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                letter = await reader.readuntil(b"\r\n.\r\n")
                if self.hangs_up:
                    break
                self.letters.append(letter.decode())
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
        writer.close()


def mail_address(port: int) -> str:
    return f"mailto://127.0.0.1:{port}?from=tocsin@example.org&to=desk@example.org"


@asynccontextmanager
async def mail_server() -> AsyncIterator[Mail]:
    mail = Mail()
    server = await asyncio.start_server(mail.serve, "127.0.0.1", 0)
    mail.address = mail_address(server.sockets[0].getsockname()[1])
    yield mail
    server.close()


@pytest.fixture
async def mail() -> AsyncIterator[Mail]:
    async with mail_server() as mail:
        yield mail
