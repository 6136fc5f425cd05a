"""Leaves a host alone until the time that it asked for.

A 429, or a 503 with Retry-After, concerns everything that is fetched from the host: what comes next
is refused here, without a request, until then.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

LONGEST = timedelta(hours=24)
"""A host that names a later time is asked again after this."""

UNSAID = timedelta(minutes=1)
"""How long a 429 that names no time is taken to last."""

TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503


class AskedToWaitError(IgnoreRequest):
    """The host asked to be left alone for a while yet."""

    def __init__(self, host: str, wait: timedelta, until: datetime) -> None:
        super().__init__(f"{host} asks to wait until {until:%H:%M} UTC")
        self.wait = wait


def retry_after(header: str, *, now: datetime) -> timedelta | None:
    """The span that a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3)."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=min(int(header[:9]), 10**8)), LONGEST)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST)


def wait_asked(response: Response, *, now: datetime) -> timedelta | None:
    """How long an answer asks everybody to wait; None where it does not ask."""
    if response.status not in {TOO_MANY_REQUESTS, UNAVAILABLE}:
        return None
    header = response.headers.get("Retry-After") or b""
    asked = retry_after(header.decode("latin-1"), now=now)
    return UNSAID if asked is None and response.status == TOO_MANY_REQUESTS else asked


class PatienceMiddleware:
    """Remembers which host asked to wait until when."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._until: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> "PatienceMiddleware":
        return cls()

    def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        until = self._until.get(host)
        if until is None:
            return
        wait = until - self._clock()
        if wait > timedelta(0):
            raise AskedToWaitError(host, wait, until)
        del self._until[host]

    def process_response(self, request: Request, response: Response) -> Response:
        now = self._clock()
        if wait := wait_asked(response, now=now):
            self._until[urlparse_cached(request).hostname or ""] = now + wait
        return response
