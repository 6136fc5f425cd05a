"""The line to Slack's Socket Mode: kept up, each envelope acknowledged before its work.

The app calls Slack, not the other way round, so that no address of ours need be public. The
connection itself is ours rather than the SDK's: `docs/decisions` says why.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from alerts.proxy import takes_proxy
from alerts.slack import CONNECT_WITHIN, Failure, ask, web_client
from alerts.slack_errors import SCOPE_ERRORS, TOKEN_ERRORS
from monitor.config.environment import Secret

log = structlog.get_logger()

OPEN_WITHIN = timedelta(seconds=10)
HEARTBEAT = 10.0
"""Seconds between two pings; without an answer in half of that, the line is dead."""

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 60.0
"""Seconds between two tries, doubled from the one to the other."""
STEADY = 10.0
"""Seconds after which a line that was up counts as one that works."""
HOPELESS_PAUSE = 600.0
"""Seconds; where only a person can mend what is wrong."""

REFRESHED = frozenset({"refresh_requested", "warning"})
"""Why Slack ends a connection every few hours: the next one may be opened at once."""
_HOPELESS = TOKEN_ERRORS | SCOPE_ERRORS | {"link_disabled", "forbidden_team"}
_ADVICE = (
    "set SLACK_APP_TOKEN to an app-level token (xapp-...) with the scope connections:write, and"
    " turn on Socket Mode in the app's settings"
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What Slack hands over: a press, a command."""

    id: str
    kind: str  # interactive | slash_commands | events_api
    payload: Json
    takes_answer: bool  # the acknowledgement may carry one


async def _nothing() -> None:
    """Nothing has to be kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do about an envelope."""

    work: Callable[[], None]  # begins once the acknowledgement is sent
    payload: Json | None = None  # of the acknowledgement
    keep: Callable[[], Awaitable[None]] = _nothing  # before it; soon, for Slack waits


Hear = Callable[[Envelope], Answer]


class Line:
    """One connection at a time, for as long as it runs."""

    def __init__(
        self,
        app_token: Secret,
        *,
        api_url: str,
        hear: Hear,
        trouble: Callable[[str], None],
    ) -> None:
        """`trouble` is told why the line is down, and "" once it is up."""
        self._token = app_token
        self._api_url = api_url
        self._hear = hear
        self._trouble = trouble
        self._failures = 0  # in a row
        self._up_at: float | None = None  # by the loop's clock
        self._said = ""  # of what was wrong last

    async def run(self) -> None:
        """Keep the line up until cancelled; whatever is wrong with it is said, and waited out."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN)
        by_proxy = takes_proxy(self._api_url)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=by_proxy) as session:
            while True:
                wrong = await self._hold_one(session)
                if wrong:
                    await self._wait(wrong)

    async def _hold_one(self, session: aiohttp.ClientSession) -> Failure | None:
        """Open a connection and serve it to its end. What went wrong, if it was not to end."""
        address = await address_of_socket(self._token, api_url=self._api_url, session=session)
        if isinstance(address, Failure):
            return address
        try:
            async with (
                asyncio.timeout(OPEN_WITHIN.total_seconds()) as opening,
                session.ws_connect(address, heartbeat=HEARTBEAT) as socket,
            ):
                opening.reschedule(None)
                return await self._serve(socket)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            # Its type only: the address holds a ticket.
            return Failure(f"connection lost: {type(error).__name__}")

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse) -> Failure | None:
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            said = _read(frame.data)
            match said.get("type"):
                case "hello":
                    self._is_up()
                case "disconnect":
                    reason = str(said.get("reason"))
                    return None if reason in REFRESHED else Failure(reason)
                case kind if said.get("envelope_id"):
                    await self._take(socket, _envelope(said, str(kind)))
        return Failure("connection lost")

    async def _take(self, socket: aiohttp.ClientWebSocketResponse, envelope: Envelope) -> None:
        answer = self._heard(envelope)
        said = {"envelope_id": envelope.id}
        try:
            await answer.keep()
            await socket.send_json({**said, "payload": answer.payload} if answer.payload else said)
        finally:
            # The line may be down by now: if Slack asks again, what is done is done once.
            answer.work()

    def _heard(self, envelope: Envelope) -> Answer:
        try:
            return self._hear(envelope)
        except Exception:
            # A payload that is not as documented costs a press, not the service.
            log.exception("envelope not understood", kind=envelope.kind)
            return Answer(lambda: None)

    def _is_up(self) -> None:
        self._up_at = asyncio.get_running_loop().time()
        self._said = ""
        self._trouble("")
        log.info("buttons work", by="Socket Mode")

    async def _wait(self, wrong: Failure) -> None:
        up_at, self._up_at = self._up_at, None
        if up_at is not None and asyncio.get_running_loop().time() - up_at > STEADY:
            self._failures = 0
        self._failures += 1
        is_hopeless = wrong.code in _HOPELESS
        pause = HOPELESS_PAUSE if is_hopeless else _pause(self._failures)
        if wrong.retry_after:
            pause = max(pause, wrong.retry_after.total_seconds())
        if is_hopeless or self._failures > 1:  # a line that is cut once is nothing to tell
            self._trouble(_explained(wrong))
            self._say(wrong, pause, is_hopeless=is_hopeless)
        await asyncio.sleep(pause)

    def _say(self, wrong: Failure, pause: float, *, is_hopeless: bool) -> None:
        """Loudly, when it is new, and then ever more rarely: it may last until somebody acts."""
        before, self._said = self._said, wrong.code
        if wrong.code != before or self._failures.bit_count() == 1:  # the 1st, 2nd, 4th, 8th...
            say = log.error if is_hopeless else log.warning
            say("buttons do not work", reason=_explained(wrong), next_try_in=round(pause, 1))


async def address_of_socket(
    app_token: Secret, *, api_url: str, session: aiohttp.ClientSession
) -> str | Failure:
    """Where to connect to, once: Slack gives each connection an address of its own."""
    client = web_client(None, api_url=api_url, session=session)
    answer = await ask(
        lambda: client.apps_connections_open(app_token=app_token.reveal()), within=OPEN_WITHIN
    )
    if isinstance(answer, Failure):
        return answer
    # As https, so that the proxies which the environment names for that are taken.
    return str(answer.get("url", "")).replace("wss://", "https://", 1)


def advice_on_line(failure: Failure) -> str:
    """What a person can do about a line that does not open; empty where it passes by itself."""
    return _ADVICE if failure.code in _HOPELESS else ""


def _explained(failure: Failure) -> str:
    told = advice_on_line(failure)
    return f"{failure.reason}: {told}" if told else failure.reason


def _pause(failures: int) -> float:
    return min(FIRST_PAUSE * 2.0 ** min(failures - 1, 16), LONGEST_PAUSE)


def _envelope(said: Json, kind: str) -> Envelope:
    payload = said.get("payload")
    return Envelope(
        id=str(said["envelope_id"]),
        kind=kind,
        payload=payload if isinstance(payload, dict) else {},
        takes_answer=said.get("accepts_response_payload") is True,
    )


def _read(frame: str) -> Json:
    try:
        said = json.loads(frame)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
