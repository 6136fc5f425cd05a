"""Obeys robots.txt as RFC 9309 asks.

Scrapy's own middleware lets requests pass while robots.txt is on its way (scrapy 2.19: several
waiters share one result, and only the first gets it), reads a 404 page as rules, and takes a host
whose robots.txt cannot be had for one that allows everything.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response

KEPT = 24 * 3600.0
"""Seconds that rules are used without asking again: the most that RFC 9309 (2.4) allows."""

ASKED_AGAIN = 60.0
"""Seconds until a robots.txt that could not be had is asked for again."""

MOST_READ = 500 * 1024
"""Bytes that are parsed: the least that RFC 9309 (2.5) asks for."""

LONGEST_DELAY = 60.0
"""Seconds: a longer Crawl-delay would be a ban, which is what Disallow is for."""

TOO_MANY_REQUESTS = 429

ALLOW_ALL = Protego.parse("")


class DisallowedError(IgnoreRequest):
    """The host's robots.txt does not let us fetch this."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says, or why there is no knowing what it says."""

    robots: Protego = ALLOW_ALL
    refusal: str = ""  # it could not be had: nothing may be fetched (RFC 9309, 2.3.1.4)
    failure: Exception | None = None  # nor could anything else: that is the reason to tell

    @property
    def is_known(self) -> bool:
        return not self.refusal and self.failure is None


def rules_of(status: int, body: bytes) -> Rules:
    """The rules that an answer to GET /robots.txt means (RFC 9309, 2.3.1)."""
    if status == TOO_MANY_REQUESTS or status >= 500:
        return Rules(
            refusal=f"robots.txt answered {status}: nothing may be fetched until it is back"
        )
    if not 200 <= status < 300 or not _is_robots_text(body):
        return Rules()
    return Rules(robots=Protego.parse(body[:MOST_READ].decode("utf-8-sig", errors="replace")))


def _is_robots_text(body: bytes) -> bool:
    """Not a page that says "not found" with status 200. The header is no help: many lie."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not start.startswith(b"<") and b"\0" not in start


class RobotsMiddleware:
    """Holds every request until its host's robots.txt is known, and drops what that forbids."""

    def __init__(self, crawler: Crawler, *, clock: Callable[[], float] = time.monotonic) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._clock = clock
        self._user_agent: str = crawler.settings["USER_AGENT"]
        self._known: dict[str, tuple[Rules, float]] = {}  # by origin, with the time they last to
        self._asking: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RobotsMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("asks_for_robots"):
            return
        rules = await self._rules(request)
        if rules.failure:
            raise rules.failure.with_traceback(None)  # it is raised for each who asks
        if rules.refusal:
            raise DisallowedError(rules.refusal)
        if not rules.robots.can_fetch(request.url, self._user_agent):
            raise DisallowedError("robots.txt disallows it")
        self._keep_delay(request, rules)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the host's robots.txt names, as far as it is known."""
        rules, _ = self._known.get(_origin(url), (Rules(), 0.0))
        return list(rules.robots.sitemaps)

    async def stop(self) -> None:
        """Give up what is being asked for."""
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _rules(self, request: Request) -> Rules:
        origin = _origin(request.url)
        rules, until = self._known.get(origin, (Rules(), 0.0))
        if self._clock() < until:
            return rules
        if origin not in self._asking:
            task = asyncio.create_task(self._ask(origin))
            self._asking[origin] = task
            task.add_done_callback(lambda _: self._asking.pop(origin))
        # One of those who wait may be cancelled; the others still want the answer.
        return await asyncio.shield(self._asking[origin])

    async def _ask(self, origin: str) -> Rules:
        request = Request(
            f"{origin}/robots.txt",
            meta={"asks_for_robots": True, "download_fail_on_dataloss": False},
        )
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            # Redirected more than five times: RFC 9309 (2.3.1.2) lets that pass as "no rules".
            rules = Rules() if "redirections" in str(error) else Rules(failure=error)
        except Exception as error:  # noqa: BLE001 whatever it was, it is kept and told
            rules = Rules(failure=error)
        else:
            rules = rules_of(response.status, response.body)
        return self._remember(origin, rules)

    def _remember(self, origin: str, rules: Rules) -> Rules:
        """Keep the rules; old ones stay in force while new ones cannot be had (RFC 9309, 2.4)."""
        now = self._clock()
        lasts = KEPT if rules.is_known else ASKED_AGAIN
        before, _ = self._known.get(origin, (rules, 0.0))
        if before.is_known and not rules.is_known:
            rules = before
        self._known[origin] = (rules, now + lasts)
        self._forget(now)
        return rules

    def _forget(self, now: float) -> None:
        """A crawl meets many hosts in its months; rules nobody asked for in a day are dropped."""
        old = [origin for origin, (_, until) in self._known.items() if until + KEPT < now]
        for origin in old:
            del self._known[origin]

    def _keep_delay(self, request: Request, rules: Rules) -> None:
        """Slow the host's slot down where its Crawl-delay is longer than our own delay."""
        asked = rules.robots.crawl_delay(self._user_agent)
        if not asked:
            return
        downloader = self._crawler.engine.downloader
        own = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
        delay = max(own, min(asked, LONGEST_DELAY))
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {"delay": delay}
        if key in downloader.slots:
            downloader.slots[key].delay = delay


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
