"""Fetches pages that scripts write, by a browser without a window: the optional extra `render`.

It is one more way to download: robots.txt, Retry-After, the turns of each host and the limits hold
as for any other request. The browser runs in processes of its own, which start with the first page
that needs them, and connects through `spiders.proxy`.
"""

import asyncio
import os
import shutil
from collections.abc import Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, NotSupported

from spiders.proxy import USER, GuardedProxy

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Of the system; where there is none, the one that `playwright install chromium` fetches."""

HOW_TO_INSTALL = (
    'needs a browser: `pip install "tocsin[render]"`, and `playwright install chromium` '
    "where the system has no Chromium; or set `render: false`"
)

MOST_PAGES = 4
"""Pages that are open at once: each takes a hundred megabytes."""

UNSEEN = frozenset({"image", "media", "font", "websocket", "eventsource", "manifest", "ping"})
"""What a page loads that is no text: not fetched."""

SETTLING = 0.5
"""Share of the time limit that scripts get to come to rest; then the page is taken as it is."""

SWITCHES = [
    "--disable-quic",  # it does not go through a proxy
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class MissingBrowserError(NotSupported):
    """The optional extra is not installed."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_INSTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a visitor has it once its scripts are done."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


class Browser:
    """One browser for all pages, each in a context that forgets."""

    def __init__(self, *, user_agent: str, networks: Iterable[str]) -> None:
        self._user_agent = user_agent
        self._networks = tuple(networks)
        self._open = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(MOST_PAGES)
        self._browser: Any = None

    async def fetch(self, url: str, *, within: float) -> Rendered:
        """The page at this address, within so many seconds.

        Raises Scrapy's own exceptions, and MissingBrowserError.
        """
        async with self._places:
            return await self._fetch(await self._started(), url, within)

    async def close(self) -> None:
        """End the browser, if one was started."""
        await self._open.aclose()

    async def _fetch(self, browser: Any, url: str, within: float) -> Rendered:
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as PlaywrightTimeoutError

        context = await browser.new_context(
            user_agent=self._user_agent, accept_downloads=False, service_workers="block"
        )
        try:
            async with asyncio.timeout(within):
                return await _visit(await context.new_page(), url, within=within)
        except (TimeoutError, PlaywrightTimeoutError) as error:
            raise DownloadTimeoutError(f"{url} took longer than {within:g} s") from error
        except Error as error:
            raise DownloadFailedError(error.message.splitlines()[0]) from error
        finally:
            await context.close()

    async def _started(self) -> Any:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                await self._open.aclose()
                self._browser = await self._start()
        return self._browser

    async def _start(self) -> Any:
        if find_spec("playwright") is None:
            raise MissingBrowserError
        from playwright.async_api import Error, async_playwright

        proxy = await self._open.enter_async_context(GuardedProxy(self._networks))
        playwright = await self._open.enter_async_context(async_playwright())
        try:
            browser = await playwright.chromium.launch(
                executable_path=system_browser(),
                args=SWITCHES,
                chromium_sandbox=can_be_sandboxed(),
                proxy={"server": proxy.address, "username": USER, "password": proxy.password},
            )
        except Error as error:
            raise MissingBrowserError from error
        self._open.push_async_callback(browser.close)
        return browser


async def _visit(page: Any, url: str, *, within: float) -> Rendered:
    """Go there, wait until the scripts are done, and take what they wrote."""
    from playwright.async_api import TimeoutError as PlaywrightTimeoutError

    await page.route("**/*", _route)
    answer = await page.goto(url, wait_until="domcontentloaded", timeout=1000 * within)
    with suppress(PlaywrightTimeoutError):  # some pages never cease to ask
        await page.wait_for_load_state("networkidle", timeout=1000 * SETTLING * within)
    body = (await page.content()).encode("utf-8", "ignore")
    headers = {"Content-Type": "text/html; charset=utf-8"}
    told = await answer.all_headers() if answer else {}
    kept = {name: value for name, value in told.items() if name in {"retry-after", "cf-mitigated"}}
    return Rendered(
        answer.url if answer else url, answer.status if answer else 200, headers | kept, body
    )


async def _route(route: Any) -> None:
    unseen = route.request.resource_type in UNSEEN
    await (route.abort() if unseen else route.continue_())


def system_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def can_be_sandboxed() -> bool:
    """Chromium refuses its sandbox to the root of a container."""
    return os.geteuid() != 0
