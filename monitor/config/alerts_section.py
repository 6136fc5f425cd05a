"""The shape of `alerts:` in `config/settings.yaml`: who is told, and what holds an alert back."""

from typing import Self

from pydantic import Field, model_validator

from monitor.config.shape import (
    Channel,
    ClockTime,
    Duration,
    Identifier,
    Language,
    PositiveDuration,
    SeverityName,
    Shape,
    Text,
    TimeZone,
    WebAddress,
    severity,
)
from monitor.model import AlertSettings, Canary, DailyAt, QuietHours, Route

_ALERTS = AlertSettings()


class RouteEntry(Shape):
    """A channel, and what goes there: every condition that is given must hold."""

    channel: Channel = Field(
        description="`#name` in quotes, an id, or `door:name`.", examples=["#urgent"]
    )
    severity: SeverityName | None = Field(
        default=None, description="Watches this loud.", examples=["high"]
    )
    watches: list[Identifier] = Field(
        default_factory=list, description="Watches by id.", examples=[["kataib-hezbollah"]]
    )
    tags: list[Text] = Field(
        default_factory=list, description="Sources with one of these tags.", examples=[["iraq"]]
    )
    languages: list[Language] = Field(
        default_factory=list, description="Articles in these languages.", examples=[["ar"]]
    )

    def route(self) -> Route:
        return Route(
            channel=self.channel,
            severity=severity(self.severity) if self.severity else None,
            watches=frozenset(self.watches),
            tags=frozenset(self.tags),
            languages=frozenset(self.languages),
        )


class QuietHoursEntry(Shape):
    """When channels are left in peace; what was held comes as one digest at the end."""

    from_: ClockTime = Field(alias="from", description="Local time.", examples=["22:00"])
    to: ClockTime = Field(description="Local time.", examples=["07:00"])
    timezone: TimeZone = Field(description="An IANA name.", examples=["Asia/Baghdad"])
    except_: list[SeverityName] = Field(
        default_factory=list,
        alias="except",
        description="What rings all the same.",
        examples=[["high"]],
    )

    @model_validator(mode="after")
    def _lasts_some_time(self) -> Self:
        if self.from_ == self.to:
            raise ValueError("`from` and `to` are the same time; make one of them another")
        return self

    def quiet_hours(self) -> QuietHours:
        return QuietHours(
            self.from_, self.to, self.timezone, frozenset(severity(name) for name in self.except_)
        )


class BudgetEntry(Shape):
    """How many alerts a channel takes; above it, low and normal fold into a digest."""

    per_hour: int = Field(ge=1, le=100_000, description="Alerts in an hour.", examples=[30])


class DigestEntry(Shape):
    """When what was folded is told."""

    at: ClockTime = Field(description="Local time.", examples=["08:00"])
    timezone: TimeZone = Field(description="An IANA name.", examples=["Asia/Baghdad"])

    def daily(self) -> DailyAt:
        return DailyAt(self.at, self.timezone)


class HeartbeatEntry(Shape):
    """A daily line to operations, and a URL to call while all is well."""

    at: ClockTime = Field(description="Local time.", examples=["09:00"])
    timezone: TimeZone = Field(description="An IANA name.", examples=["Asia/Baghdad"])
    ping: WebAddress | None = Field(
        default=None,
        description="Called while all is well.",
        examples=["https://hc-ping.com/your-uuid"],
    )

    def daily(self) -> DailyAt:
        return DailyAt(self.at, self.timezone, self.ping)


class CanaryEntry(Shape):
    """A synthetic article that goes the whole way."""

    every: PositiveDuration = Field(description="How often.", examples=["1h"])
    channel: Channel = Field(
        description="`#name` in quotes, an id, or `door:name`.", examples=["#tocsin-ops"]
    )

    def canary(self) -> Canary:
        return Canary(self.every, self.channel)


class AlertsEntry(Shape):
    """Who is told, and what holds an alert back."""

    channel: Channel | None = Field(
        default=None,
        description="Where alerts go that no watch and no route sends elsewhere. Default: the "
        "console.",
        examples=["#news-watch"],
    )
    operations: Channel | None = Field(
        default=None,
        description="Notices about sources, configuration and delivery. Default: the console.",
        examples=["#tocsin-ops"],
    )
    routes: list[RouteEntry] = Field(
        default_factory=list,
        description="The first that matches wins; a watch's own channel beats them.",
        examples=[[{"severity": "high", "channel": "#urgent"}]],
    )
    quiet_hours: QuietHoursEntry | None = Field(
        default=None,
        description="Alerts in these hours come as one digest at their end. Default: none.",
        examples=[{"from": "22:00", "to": "07:00", "timezone": "Asia/Baghdad"}],
    )
    budget: BudgetEntry | None = Field(
        default=None,
        description="Above it, low and normal fold into a digest; high never waits. Default: none.",
        examples=[{"per_hour": 30}],
    )
    digest: DigestEntry | None = Field(
        default=None,
        description="When what was folded is told. Default: none.",
        examples=[{"at": "08:00", "timezone": "Asia/Baghdad"}],
    )
    heartbeat: HeartbeatEntry | None = Field(
        default=None,
        description="A daily line to operations. Default: none.",
        examples=[{"at": "09:00", "timezone": "Asia/Baghdad"}],
    )
    canary: CanaryEntry | None = Field(
        default=None,
        description="A synthetic article through the whole path. Default: none.",
        examples=[{"every": "1h", "channel": "#tocsin-ops"}],
    )
    story_window: Duration = Field(
        default=_ALERTS.story_window,
        description="How long one text in several outlets is one story; 0s: no grouping.",
        examples=["72h"],
    )
    story_interval: Duration = Field(
        default=_ALERTS.story_interval,
        description="At most one thread reply per story in it.",
        examples=["15m"],
    )
    send_timeout: PositiveDuration = Field(
        default=_ALERTS.send_timeout, description="Until Slack is given up on.", examples=["10s"]
    )

    def alerts(self) -> AlertSettings:
        return AlertSettings(
            channel=self.channel,
            operations=self.operations,
            routes=tuple(route.route() for route in self.routes),
            quiet_hours=self.quiet_hours.quiet_hours() if self.quiet_hours else None,
            budget_per_hour=self.budget.per_hour if self.budget else None,
            digest=self.digest.daily() if self.digest else None,
            heartbeat=self.heartbeat.daily() if self.heartbeat else None,
            canary=self.canary.canary() if self.canary else None,
            story_window=self.story_window,
            story_interval=self.story_interval,
            send_timeout=self.send_timeout,
        )
