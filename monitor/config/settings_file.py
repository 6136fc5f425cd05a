"""The shape of `config/settings.yaml`, and the settings it gives.

Defaults are those of the nouns, so that they are written down once.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from monitor.config.alerts_section import AlertsEntry
from monitor.config.database import database_url
from monitor.config.shape import (
    Duration,
    FirstFetch,
    Header,
    Listen,
    Network,
    PositiveDuration,
    Shape,
    Size,
    Threshold,
)
from monitor.model import CrawlSettings, Settings

_SETTINGS = Settings()
_CRAWL = CrawlSettings()


class EveryEntry(Shape):
    """The bounds of the adaptive interval between two looks at a source."""

    min: PositiveDuration = Field(
        default=_CRAWL.every_min, description="Not more often.", examples=["2m"]
    )
    max: PositiveDuration = Field(
        default=_CRAWL.every_max, description="Not less often.", examples=["6h"]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            raise ValueError("`min` is longer than `max`; swap them")
        return self


class CrawlEntry(Shape):
    """The manners of the crawl."""

    every: EveryEntry = Field(
        default=EveryEntry(),
        description="Bounds of the adaptive interval; an explicit `every` of a source is taken as "
        "given.",
        examples=[{"min": "2m", "max": "6h"}],
    )
    concurrency: int = Field(
        default=_CRAWL.concurrency, ge=1, le=1000, description="Requests in flight.", examples=[64]
    )
    per_host: int = Field(
        default=_CRAWL.per_host,
        ge=1,
        le=100,
        description="Requests in flight to one host, over all crawls.",
        examples=[1],
    )
    delay: Duration = Field(
        default=_CRAWL.delay, description="Between two requests to one host.", examples=["1s"]
    )
    timeout: PositiveDuration = Field(
        default=_CRAWL.timeout, description="Until a request is given up.", examples=["20s"]
    )
    max_page: Size = Field(
        default=_CRAWL.max_page,
        description="Of a page or a feed; more is not read.",
        examples=["8MB"],
    )
    robots: bool = Field(default=_CRAWL.robots, description="Obey robots.txt.", examples=[True])
    allow_networks: list[Network] = Field(
        default_factory=list,
        description="Private networks that may be fetched; all others are refused.",
        examples=[["10.1.0.0/16"]],
    )
    max_age: PositiveDuration = Field(
        default=_CRAWL.max_age,
        description="Older articles are kept and searchable, but do not ring.",
        examples=["7d"],
    )
    first_fetch: FirstFetch = Field(
        default=_CRAWL.first_fetch,
        description="Of a new or returning source, only articles this young ring, the rest is one "
        "summary; `all` rings all.",
        examples=["6h"],
    )
    revisit: Duration = Field(
        default=_CRAWL.revisit,
        description="How long after its publication an article is looked at again for changes; "
        "0s: never.",
        examples=["72h"],
    )

    def crawl(self) -> CrawlSettings:
        return CrawlSettings(
            every_min=self.every.min,
            every_max=self.every.max,
            concurrency=self.concurrency,
            per_host=self.per_host,
            delay=self.delay,
            timeout=self.timeout,
            max_page=self.max_page,
            robots=self.robots,
            allow_networks=tuple(self.allow_networks),
            max_age=self.max_age,
            first_fetch=self.first_fetch,
            revisit=self.revisit,
        )


class MatchingEntry(Shape):
    """How names are looked for."""

    threshold: Threshold = Field(
        default=_SETTINGS.matching_threshold,
        description="Least score that rings, 0 to 100; lower finds more and errs more.",
        examples=[88],
    )


class RetentionEntry(Shape):
    """How long things are kept."""

    articles: PositiveDuration = Field(
        default=_SETTINGS.retention_articles, description="Articles and matches.", examples=["365d"]
    )


class WebEntry(Shape):
    """The dashboard and the health endpoints."""

    listen: Listen = Field(
        default=_SETTINGS.web_listen,
        description="Host and port, or off.",
        examples=["127.0.0.1:8080"],
    )


def _listen_alone(value: object) -> object:
    return value if isinstance(value, dict) else {"listen": value}


class SettingsFile(Shape):
    """How Tocsin behaves. Every key has a default."""

    database: Annotated[str, AfterValidator(database_url)] = Field(
        default=_SETTINGS.database,
        description="SQLite or PostgreSQL, by URL; TOCSIN_DATABASE in the environment beats it. "
        "A relative path counts from the folder that holds this one.",
        examples=["sqlite:///var/tocsin.db"],
    )
    user_agent: Header = Field(
        default=_SETTINGS.user_agent,
        description="How Tocsin introduces itself to sites; add an address to write to.",
        examples=["Tocsin/1.0 (+https://example.org/tocsin; news@example.org)"],
    )
    crawl: CrawlEntry = Field(
        default=CrawlEntry(),
        description="The manners of the crawl.",
        examples=[{"robots": True}],
    )
    matching: MatchingEntry = Field(
        default=MatchingEntry(),
        description="How names are looked for.",
        examples=[{"threshold": 88}],
    )
    alerts: AlertsEntry = Field(
        default=AlertsEntry(),
        description="Who is told, and what holds an alert back.",
        examples=[{"channel": "#news-watch"}],
    )
    retention: RetentionEntry = Field(
        default=RetentionEntry(),
        description="How long things are kept.",
        examples=[{"articles": "365d"}],
    )
    web: Annotated[
        WebEntry,
        BeforeValidator(_listen_alone, json_schema_input_type=str | Literal[False] | WebEntry),
    ] = Field(
        default=WebEntry(),
        description="The dashboard and the health endpoints, or off.",
        examples=[{"listen": "127.0.0.1:8080"}],
    )

    def settings(self, *, database: str) -> Settings:
        """The settings, on that database: the environment may have named another."""
        return Settings(
            database=database,
            user_agent=self.user_agent,
            crawl=self.crawl.crawl(),
            matching_threshold=self.matching.threshold,
            alerts=self.alerts.alerts(),
            retention_articles=self.retention.articles,
            web_listen=self.web.listen,
        )
