"""What an answer means, or a failure to get one: the condition it shows, and why in one line."""

import re
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from monitor.extraction.challenges import challenge_of
from monitor.model import Page, SourceCondition
from spiders.browser import MissingBrowserError
from spiders.guard import PrivateAddressError
from spiders.patience import AskedToWaitError, wait_asked
from spiders.robots import DisallowedError
from spiders.sites import site_of

GONE = 410
REFUSALS = frozenset({401, 402, 403, 407, 451})
WALLED = REFUSALS | {405, 406, 429, 503}
"""With what walls answer that do not say 200."""

HTML = frozenset({b"text/html", b"application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Missed:
    """What was asked for could not be had."""

    condition: SourceCondition
    reason: str
    retry_after: timedelta | None = None
    may_pass: bool = False  # a second try a moment later may bring it
    was_silence: bool = False  # we waited for an answer as long as we ever do
    put_off: timedelta | None = None  # it was not even asked for: the host is to be left alone yet

    @property
    def of_page(self) -> str:
        """The reason as a note on an article: "page answered 403"."""
        answered = self.reason.startswith(("answered", "timed out"))
        return f"page {self.reason}" if answered else f"page: {self.reason}"


def refusal(response: Response, *, now: datetime) -> Missed | None:
    """Why this answer is none; None where it is one."""
    status = response.status
    if (wait := wait_asked(response, now=now)) is not None and "Retry-After" in response.headers:
        reason = f"answered {status}, asks to wait {_in_words(wait)}"
        return Missed(SourceCondition.THROTTLED, reason, retry_after=wait)
    if wall := wall_of(response, now=now):
        return Missed(SourceCondition.BLOCKED, f"answered {status} with {wall}")
    if wait is not None:
        return Missed(SourceCondition.THROTTLED, f"answered {status}", retry_after=wait)
    if status == GONE:
        return Missed(SourceCondition.GONE, "answered 410: gone for good")
    if status in REFUSALS:
        return Missed(SourceCondition.BLOCKED, f"answered {status}")
    if status == 304 or 200 <= status < 300:
        return None
    return Missed(SourceCondition.SERVER_ERROR, f"answered {status}", may_pass=status >= 500)


def is_html(response: Response) -> bool:
    """Is this a web page? By its header, or by how it begins: both may be wrong or missing."""
    kind = (response.headers.get("Content-Type") or b"").partition(b";")[0].strip().lower()
    start = response.body[:500].lstrip().lower()
    return kind in HTML or start.startswith((b"<!doctype html", b"<html"))


def wall_of(response: Response, *, now: datetime) -> str | None:
    """What stands in the way of what was asked for; a page that says "not found" is no wall."""
    if not (200 <= response.status < 300 or response.status in WALLED):
        return None
    if response.headers.get("cf-mitigated") == b"challenge":
        return "a challenge page (Cloudflare)"
    return challenge_of(page_of(response, now=now)) if is_html(response) else None


def page_of(response: Response, *, now: datetime, source_id: str = "") -> Page:
    """The answer as a page."""
    kind = header(response, "Content-Type") or ""
    return Page(
        source_id,
        response.url,
        response.body,
        kind,
        fetched_at=now,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        is_whole="dataloss" not in response.flags,
    )


def article_page(response: Response, *, now: datetime, source_id: str) -> Page | Missed:
    """The answer as the page of an article, trimmed to it where its site tells how."""
    if not is_html(response):
        kind = header(response, "Content-Type") or "of unknown type"
        return Missed(SourceCondition.PARSE_ERROR, f"{kind}, not HTML")
    page = page_of(response, now=now, source_id=source_id)
    site = site_of(page.url)
    return site.trimmed(page) if site else page


def header(response: Response, name: str) -> str | None:
    """A header of the answer; None where it has none."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def why_missed(error: Exception, url: str, *, timeout: float) -> Missed:
    """Why there was no answer at all, in the words of somebody who has to do something about it."""
    host = _whose_fault(error) or host_and_port(url)
    unreachable = SourceCondition.UNREACHABLE
    match error:
        case MissingBrowserError():
            return Missed(unreachable, str(error))
        case DisallowedError():
            return Missed(SourceCondition.DISALLOWED, str(error))
        case AskedToWaitError():
            wait = error.wait
            return Missed(SourceCondition.THROTTLED, str(error), retry_after=wait, put_off=wait)
        case CannotResolveHostError():
            return Missed(unreachable, _unresolved(error, host))
        case DownloadConnectionRefusedError():
            return Missed(unreachable, why_unconnected(error.__cause__, host))
        case DownloadTimeoutError():
            return Missed(unreachable, f"timed out after {timeout:g} s", was_silence=True)
        case NotSupported() | UnsupportedURLSchemeError() | ValueError():
            return Missed(unreachable, f"{url[:200]} is no address that can be fetched")
        case DownloadFailedError() | ResponseDataLossError():
            reason = f"{host} broke off its answer"
            return Missed(SourceCondition.SERVER_ERROR, reason, may_pass=True)
        case DownloadCancelledError() | IgnoreRequest():
            return Missed(SourceCondition.SERVER_ERROR, _unwanted(error))
    return Missed(SourceCondition.SERVER_ERROR, f"{host}: {type(error).__name__}: {error}")


def host_and_port(url: str) -> str:
    """The address's host and port, as messages name it: "news.example:443"."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return url[:200]
    return f"{parts.hostname}:{port}"


def _whose_fault(error: Exception) -> str:
    """The host that did not let us connect: after a redirect it is not the one we asked for."""
    cause = error.__cause__
    return f"{cause.host}:{cause.port}" if isinstance(cause, aiohttp.ClientConnectorError) else ""


def _unresolved(error: Exception, host: str) -> str:
    name = host.rpartition(":")[0]
    if "temporary failure" in str(error.__cause__).casefold():
        return f"the name {name} cannot be looked up: is this machine's network up?"
    return f"no such host {name}"


def why_unconnected(cause: BaseException | None, host: str) -> str:
    """Why aiohttp could not connect to the host."""
    fault = cause.os_error if isinstance(cause, aiohttp.ClientConnectorError) else cause
    match fault:
        case PrivateAddressError():
            return f"{host} is a private address; `crawl.allow_networks` opens a network"
        case ConnectionRefusedError():
            return f"connection refused by {host}"
        case ssl.SSLCertVerificationError():
            return f"{host} has no valid certificate: {fault.verify_message}"
        case ssl.SSLError():
            return f"no TLS connection with {host}: {fault.reason}"
        case OSError() if fault.strerror:
            return f"no connection to {host}: {fault.strerror.lower()}"
    return f"no connection to {host}: {fault}"


def _unwanted(error: Exception) -> str:
    said = str(error)
    if "redirections" in said:
        return "redirects without end"
    if re.search("max ?size", said, re.IGNORECASE):
        return "larger than `crawl.max_page` allows"
    return said


def _in_words(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
