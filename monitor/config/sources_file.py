"""The shape of `config/sources.yaml`, and the sources it names."""

from typing import Literal

from pydantic import Field

from monitor.config.shape import (
    Identifier,
    Language,
    Name,
    PositiveDuration,
    Selector,
    Shape,
    Text,
    WebAddress,
)
from monitor.model import Source, SourceKind


class SourceEntry(Shape):
    """A place that publishes articles."""

    id: Identifier = Field(
        description="Unique; how commands, logs and alerts name the source.",
        examples=["bbc-middle-east"],
    )
    name: Name | None = Field(
        default=None, description="For people. Default: the id.", examples=["BBC News, Middle East"]
    )
    url: WebAddress = Field(
        description="Where the source lists its articles: a feed, a sitemap or a page of links.",
        examples=["https://feeds.bbci.co.uk/news/world/middle_east/rss.xml"],
    )
    kind: Literal["feed", "sitemap", "listing"] | None = Field(
        default=None, description="Default: found out from what the URL answers.", examples=["feed"]
    )
    every: PositiveDuration | None = Field(
        default=None,
        description="A fixed interval between looks, taken as given. Default: adaptive, within "
        "`crawl.every` of settings.yaml.",
        examples=["5m"],
    )
    language: Language | None = Field(
        default=None, description="ISO 639-1 code. Default: detected.", examples=["en"]
    )
    tags: list[Text] = Field(
        default_factory=list,
        description="Words to group sources by, for the watches and routes that name them.",
        examples=[["iraq", "public"]],
    )
    enabled: bool = Field(default=True, description="false: not looked at.", examples=[False])
    fetch_articles: bool = Field(
        default=True, description="false: only the feed's own text is matched.", examples=[False]
    )
    links: Selector | None = Field(
        default=None,
        description="Of a listing: CSS selector of the links to articles. Default: found by "
        "heuristics.",
        examples=["article h3 a"],
    )
    priority: float = Field(
        default=1.0, gt=0, le=1000, description="Weight in the polling budget.", examples=[2]
    )
    ring_possible: bool = Field(
        default=False,
        description="Ring for mentions that only the quick text has.",
        examples=[True],
    )
    render: bool = Field(
        default=False,
        description="Needs JavaScript: fetched by the optional browser, `tocsin[render]`.",
        examples=[True],
    )

    def source(self) -> Source:
        return Source(
            id=self.id,
            url=self.url,
            name=self.name or "",
            kind=SourceKind(self.kind) if self.kind else None,
            every=self.every,
            language=self.language,
            tags=frozenset(self.tags),
            enabled=self.enabled,
            fetch_articles=self.fetch_articles,
            links=self.links,
            priority=self.priority,
            ring_possible=self.ring_possible,
            render=self.render,
        )


class SourcesFile(Shape):
    """The sources that Tocsin reads."""

    sources: list[SourceEntry] = Field(
        description="Where articles come from.",
        examples=[[{"id": "bbc-arabic", "url": "https://feeds.bbci.co.uk/arabic/rss.xml"}]],
    )
