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

from monitor.model import SourceCondition
from spiders.guard import PrivateAddressError
from spiders.patience import AskedToWaitError, wait_asked
from spiders.robots import DisallowedError

GONE = 410
REFUSALS = frozenset({401, 402, 403, 407, 451})

HTML = frozenset({b"text/html", b"application/xhtml+xml"})

CHALLENGES = (
    b"_cf_chl_opt",
    b"cf-browser-verification",
    b"captcha-delivery.com",
    b"/_Incapsula_Resource",
    b"px-captcha",
    b"awsWafCookieDomainList",
    b"ddos-guard/js-challenge",
    b"__arcsjs",
)
"""What the pages of bot walls carry: Cloudflare, DataDome, Imperva, HUMAN, AWS, ..."""

LARGEST_CHALLENGE = 10 * 1024
"""Bytes. A longer answer that says it is well is an article, with the wall's script in it."""


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
    if is_challenge(response):
        return Missed(SourceCondition.BLOCKED, f"answered {status} with a challenge for browsers")
    if (wait := wait_asked(response, now=now)) is not None:
        said = f", asks to wait {_in_words(wait)}" if "Retry-After" in response.headers else ""
        return Missed(SourceCondition.THROTTLED, f"answered {status}{said}", retry_after=wait)
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


def is_challenge(response: Response) -> bool:
    """A page that lets only browsers pass, whatever its status says."""
    if response.headers.get("cf-mitigated") == b"challenge":
        return True
    is_candidate = response.status >= 400 or len(response.body) <= LARGEST_CHALLENGE
    return is_candidate and is_html(response) and any(mark in response.body for mark in CHALLENGES)


def why_missed(error: Exception, url: str, *, timeout: float) -> Missed:
    """Why there was no answer at all, in the words of somebody who has to do something about it."""
    host = _whose_fault(error) or host_and_port(url)
    unreachable = SourceCondition.UNREACHABLE
    match error:
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
