"""Scrapy's settings, each set on purpose: its defaults suit a one-off scrape, not a server.

`scrapy.cfg` names this module, so that `scrapy list` and `scrapy crawl feed` see the same values.
What users configure is laid over it by `scrapy_settings`.
"""

from typing import Any

from scrapy.settings import Settings as ScrapySettings

from monitor.model import DEFAULT_USER_AGENT, CrawlSettings, Settings

BOT_NAME = "tocsin"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# --- The event loop ----------------------------------------------------------------------------

# Crawl, schedule and alerts share one asyncio loop; the reactor is there, and never runs threads.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# --- Nobody gets in ----------------------------------------------------------------------------

# By default every crawl opens a local port on which whoever has its token runs Python code.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False  # the same, older

# A feed's link to file:///etc/passwd is read by default; None refuses the scheme.
DOWNLOAD_HANDLERS = {
    "http": "spiders.handler.GuardedDownloadHandler",
    "https": "spiders.handler.GuardedDownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
GUARD_ALLOW_NETWORKS: tuple[str, ...] = ()  # ours: private networks that may be fetched
HTTPPROXY_ENABLED = False  # a proxy of the environment would connect past the guard
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default
COOKIES_ENABLED = False  # nobody follows us from page to page; an endless session neither

# --- No page is too much -----------------------------------------------------------------------

DOWNLOAD_MAXSIZE = CrawlSettings().max_page  # 1 GiB by default: a bomb of 300 KB fills the memory
DOWNLOAD_WARNSIZE = 0  # what is too large is a reason in our words, not a warning
DOWNLOAD_TIMEOUT = CrawlSettings().timeout.total_seconds()  # the whole answer; 180 by default
REDIRECT_MAX_TIMES = 5  # as RFC 9309 asks of crawlers; 20 by default
METAREFRESH_ENABLED = False  # a redirect for browsers: consent walls and reloading front pages

# --- Manners -----------------------------------------------------------------------------------

USER_AGENT = DEFAULT_USER_AGENT
CONCURRENT_REQUESTS = CrawlSettings().concurrency
CONCURRENT_REQUESTS_PER_DOMAIN = CrawlSettings().per_host
DOWNLOAD_DELAY = CrawlSettings().delay.total_seconds()
DOWNLOAD_DELAY_JITTER = 0  # a delay that somebody wrote down is kept, not halved at random
ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    # Scrapy's own lets pages through while robots.txt is on its way, and when it cannot be had.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.patience.PatienceMiddleware": 90,
    "spiders.robots.RobotsMiddleware": 100,
    # Nobody asks for what these do, and every request would pay for it.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,  # off, it is loaded anyway
}
RETRY_ENABLED = False  # it asks again at once, after a 429 too; second tries are the spider's
AUTOTHROTTLE_ENABLED = False  # it knows no Retry-After, and slows down whom nobody asked to
DEFAULT_REQUEST_HEADERS = {
    # No Accept-Language: an outlet answers in the language it publishes in.
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}

# --- A crawl that lasts for months -------------------------------------------------------------

DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # feeds are fetched again; no set that grows
HTTPERROR_ALLOWED_CODES = [304]  # "not modified" is an answer
HTTPCACHE_ENABLED = False  # validators are remembered with the source, pages are not kept
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"  # ours are in `monitor.status`
DOWNLOADER_STATS = False  # sizes of requests, by printing each
STATS_DUMP = False
LOGSTATS_INTERVAL = 0
MEMUSAGE_ENABLED = False
LOG_LEVEL = "INFO"
LOG_VERSIONS: list[str] = []


def scrapy_settings(settings: Settings) -> ScrapySettings:
    """This module's settings, with what the user configured laid over."""
    laid = ScrapySettings()
    laid.setmodule(__name__, priority="project")
    laid.setdict(configured(settings), priority="spider")
    return laid


def configured(settings: Settings) -> dict[str, Any]:
    """What `config/settings.yaml` says, in Scrapy's names."""
    crawl = settings.crawl
    return {
        "USER_AGENT": settings.user_agent,
        "CONCURRENT_REQUESTS": crawl.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.per_host,
        "DOWNLOAD_DELAY": crawl.delay.total_seconds(),
        "DOWNLOAD_TIMEOUT": crawl.timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": crawl.max_page,
        "ROBOTSTXT_OBEY": crawl.robots,
        "GUARD_ALLOW_NETWORKS": crawl.allow_networks,
    }
