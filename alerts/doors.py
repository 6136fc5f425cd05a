"""Hands messages to e-mail, Teams, Telegram and a hundred others, through Apprise: `door:NAME`.

A degraded mode, like a webhook: no door names its messages or can be read back, so that after a
lost answer nobody can see whether the message arrived, and it is sent again. Apprise itself says
only whether all went well; what went wrong is read from what it logs meanwhile, which goes nowhere
else: it names addresses, and in them are passwords. https://appriseit.com
"""

import asyncio
import logging
import re
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import structlog

from alerts.letters import LONGEST_BODY, write
from alerts.sender import Sender, Sighting, Unclear
from alerts.slack_errors import SERVER_ERRORS, TOO_MANY_REQUESTS
from monitor.config.environment import Secret, door_variable
from monitor.model import DOOR, Deferred, Delivered, Message, Outcome, Refused, Unknown

if TYPE_CHECKING:
    from apprise import NotifyBase

log = structlog.get_logger()

CANNOT_LOOK_BACK = Unclear("a door cannot be read back", for_good=True)

_NOT_INSTALLED = 'needs Apprise, which is not installed: `pip install "tocsin[doors]"`'
_SERVICES = "https://appriseit.com/services"

_CLOSED = frozenset({401, 403, 404, 410})
_STATUS = re.compile(r"\berror=(\d{3})\b")
_NOT_CONNECTED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|Connection refused"
    r"|Name or service not known|nodename nor servname"
)


class Doors:
    """The doors of a process, each opened when it is first needed."""

    def __init__(self, urls: Mapping[str, Secret], *, timeout: Callable[[], timedelta]) -> None:
        self._urls = urls
        self._timeout = timeout
        self._open: dict[str, DoorSender] = {}

    def sender(self, channel: str) -> Sender:
        """The sender of `door:NAME`."""
        name = channel.removeprefix(DOOR)
        if name not in self._open:
            self._open[name] = DoorSender(name, self._urls.get(name), timeout=self._timeout)
        return self._open[name]

    async def close(self) -> None:
        for one in self._open.values():
            await one.close()


class DoorSender:
    """One door. What keeps it shut holds its lane, and is told as the reason."""

    def __init__(self, name: str, url: Secret | None, *, timeout: Callable[[], timedelta]) -> None:
        self._name = name
        self._url = url
        self._timeout = timeout
        self._service: NotifyBase | None = None
        self._sent_at: float | None = None
        self._under_way: Future[Outcome] | None = None

    async def prepare(self, _channel: str) -> Deferred | None:
        """Open the door; wait as long as its service wants between two messages."""
        if self._under_way and not self._under_way.done():
            return Deferred("the last try is still under way, longer than alerts.send_timeout")
        if self._service is None:
            opened = await asyncio.to_thread(self._opened)
            if isinstance(opened, Deferred):
                return opened
            self._service = opened
        wait = self._service.request_rate_per_sec - self._since_last()
        return Deferred("ratelimited", timedelta(seconds=wait)) if wait > 0 else None

    async def send(self, message: Message) -> Outcome:
        """Hand the message over in a thread: Apprise blocks. It may go on after the time-out."""
        if wrong := None if self._service else await self.prepare(message.channel):
            return wrong
        assert self._service is not None
        seconds = self._timeout().total_seconds()
        self._sent_at = asyncio.get_running_loop().time()
        self._under_way = _in_thread(_handing_over(self._service, message, seconds))
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(self._under_way)
        except TimeoutError:
            return Unknown(f"no answer within {seconds:g} s")

    async def find(
        self, _channel: str, _key: str, *, since: datetime, thread_ts: str | None = None
    ) -> Sighting:
        """Nothing can be seen through a door."""
        del since, thread_ts
        return CANNOT_LOOK_BACK

    async def close(self) -> None:
        """Nothing is held; a send that hangs dies with the process."""

    def _since_last(self) -> float:
        return asyncio.get_running_loop().time() - (self._sent_at or -3600.0)

    def _opened(self) -> "NotifyBase | Deferred":
        service = open_door(self._name, self._url)
        if isinstance(service, str):
            return Deferred(service)
        log.warning(
            "alerts go through a door",
            door=self._name,
            service=str(service.service_name),
            but="one may be told twice: it cannot look back",
        )
        return service


def open_door(name: str, url: Secret | None) -> "NotifyBase | str":
    """Apprise's service behind the door, or why it stays shut. Blocks for a moment."""
    variable = door_variable(name)
    if url is None:
        return f"{variable} is not set; set it to the door's address ({_SERVICES} has the forms)"
    if find_spec("apprise") is None:
        return _NOT_INSTALLED
    service = _service(url)
    if service is None:
        return (
            f"{variable} is no address that Apprise can use; compare it with {_SERVICES}, which "
            "also says where a further package is needed"
        )
    return service


def _service(url: Secret) -> "NotifyBase | None":
    _keep_to_itself()
    from apprise import Apprise, AppriseAsset
    from apprise.common import OverflowMode

    asset = AppriseAsset(
        app_id="Tocsin",
        app_desc="Tocsin",
        app_url="",
        image_url_mask="",  # no pictures from elsewhere
        image_url_logo="",
        async_mode=False,
        storage_mode="memory",
        service_timeout=0,  # ours holds
    )
    service = Apprise.instantiate(url.reveal(), asset=asset)
    if service is not None:
        service.retry = 0  # whatever the address says: each repetition is decided by the lane
        service.overflow_mode = OverflowMode.TRUNCATE  # one message stays one
    return service


def _keep_to_itself() -> None:
    """What Apprise logs is kept for the result of a call, in every detail, and shown nowhere."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _handing_over(service: "NotifyBase", message: Message, seconds: float) -> Callable[[], Outcome]:
    """The call that blocks. It raises nothing, for an error of Apprise's may hold the address."""
    from apprise import Apprise

    service.socket_connect_timeout = service.socket_read_timeout = seconds
    post = Apprise(service, asset=service.asset)

    def hand_over() -> Outcome:
        try:
            result = post.notify(**_letter(service, message), log_level=logging.DEBUG)
            return _outcome(result, service)
        except Exception as error:  # noqa: BLE001 - whatever a service's plugin raises
            return Unknown(f"Apprise failed: {type(error).__name__}")

    return hand_over


def _letter(service: "NotifyBase", message: Message) -> dict[str, Any]:
    """The message in the form that the service, or its address, asks for."""
    from apprise import NotifyFormat

    letter = write(message, most=min(service.body_maxlen, LONGEST_BODY))
    is_text = service.resolve_format(None) == NotifyFormat.TEXT
    return {
        "title": letter.title,
        "body": letter.text if is_text else letter.html,
        "body_format": NotifyFormat.TEXT if is_text else NotifyFormat.HTML,
    }


def _outcome(result: Any, service: "NotifyBase") -> Outcome:
    """What became of it, in our own words: Apprise's name hosts."""
    attempts = [attempt for one in result.results for attempt in one.attempts]
    if not attempts:
        return Refused("Apprise takes no such message", concerns_blocks=True)
    if all(attempts):
        return Delivered("")
    said = [entry.message for attempt in attempts for entry in attempt.logs]
    if len(service) > 1:
        return Unknown("not every addressee of the door was reached")
    statuses = [int(found[1]) for one in said if (found := _STATUS.search(one))]
    if statuses:
        return _answered(statuses[-1])
    if any(_NOT_CONNECTED.search(one) for one in said):
        return Deferred("no connection to the door's host")
    return Unknown("it failed, and Apprise cannot say whether before or after it was sent")


def _answered(status: int) -> Outcome:
    if status == TOO_MANY_REQUESTS:
        return Deferred("ratelimited")
    if status in _CLOSED:
        return Deferred(f"HTTP {status}: the door's address, or a token in it, is not accepted")
    # A no to this message or to all: the lane finds out, which lets others pass in the end.
    return Unknown(f"HTTP {status}", is_over=status < SERVER_ERRORS)


def _in_thread(work: Callable[[], Outcome]) -> Future[Outcome]:
    """Run it where nobody waits for it: a door that hangs holds up neither loop nor exit."""
    future: Future[Outcome] = Future()
    future.set_running_or_notify_cancel()  # from here on nobody can call it off
    thread = threading.Thread(target=lambda: future.set_result(work()), daemon=True)
    thread.start()
    return future
