"""Fetches one address that a person asked for, through the guard but without a crawl around it."""

from datetime import UTC, datetime

import aiohttp

from monitor.errors import UsageError, WorldError
from monitor.model import Page, Settings
from spiders.answers import host_and_port, why_unconnected
from spiders.connector import guarded_connector
from spiders.settings import DEFAULT_REQUEST_HEADERS, REDIRECT_MAX_TIMES


def guarded_session(settings: Settings) -> aiohttp.ClientSession:
    """A client that connects to admitted addresses only, on every hop. The caller closes it."""
    return aiohttp.ClientSession(
        connector=guarded_connector(settings.crawl.allow_networks),
        timeout=aiohttp.ClientTimeout(total=settings.crawl.timeout.total_seconds()),
        headers={"User-Agent": settings.user_agent, **DEFAULT_REQUEST_HEADERS},
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,  # a proxy would connect past the guard
    )


async def fetch(url: str, settings: Settings, *, source_id: str = "") -> Page:
    """What the address answers. Raises WorldError with the reason where that is no page."""
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url!r} is no http address")
    try:
        async with (
            guarded_session(settings) as session,
            session.get(url, max_redirects=REDIRECT_MAX_TIMES) as answer,
        ):
            if answer.status != 200:
                raise WorldError(f"{url} answered {answer.status}")
            return Page(
                source_id=source_id,
                url=str(answer.url),
                body=await _capped(answer, settings.crawl.max_page),
                content_type=answer.headers.get("Content-Type", ""),
                fetched_at=datetime.now(UTC),
            )
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise WorldError(_reason(error, url, settings)) from error


async def _capped(answer: aiohttp.ClientResponse, most: int) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > most:
            raise WorldError(f"{answer.url} is larger than `crawl.max_page` allows")
    return bytes(body)


def _reason(error: Exception, url: str, settings: Settings) -> str:
    match error:
        case TimeoutError():
            return f"{url} timed out after {settings.crawl.timeout.total_seconds():g} s"
        case aiohttp.ClientConnectorDNSError():
            return f"no such host {host_and_port(url).rpartition(':')[0]}"
        case aiohttp.ClientConnectorError():
            return why_unconnected(error, f"{error.host}:{error.port}")
        case aiohttp.TooManyRedirects():
            return f"{url} redirects without end"
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError() | ValueError():
            return f"{url} leads to no address that can be fetched"
    return f"{host_and_port(url)} broke off its answer"
