"""What the shapes of the three files are made of: a strict model, and the kinds of its values.

The description and the examples of a key are written once, at the key: editors show them from the
JSON Schema, and messages quote them.
"""

from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)

from monitor.config import values
from monitor.model import Severity


class Shape(BaseModel):
    """A mapping of a file. No key that it does not name, no value of another type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


_DURATION = {"type": "string", "pattern": "^[0-9]+[smhd]$"}

Duration = Annotated[
    timedelta,
    PlainValidator(values.duration),
    PlainSerializer(values.spelled_duration),
    WithJsonSchema(_DURATION),
]
PositiveDuration = Annotated[
    timedelta,
    PlainValidator(values.positive_duration),
    PlainSerializer(values.spelled_duration),
    WithJsonSchema(_DURATION),
]
FirstFetch = Annotated[
    timedelta | None,
    PlainValidator(values.first_fetch),
    PlainSerializer(values.spelled_first_fetch),
    WithJsonSchema({"anyOf": [_DURATION, {"const": "all"}]}),
]
Size = Annotated[
    int,
    PlainValidator(values.size),
    PlainSerializer(values.spelled_size),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+(KB|MB|GB)$"}),
]
ClockTime = Annotated[
    time,
    PlainValidator(values.clock_time),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
CalendarDate = Annotated[
    date,
    PlainValidator(values.calendar_date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
TimeZone = Annotated[str, PlainValidator(values.timezone), WithJsonSchema({"type": "string"})]
Listen = Annotated[
    tuple[str, int] | None,
    PlainValidator(values.listen),
    PlainSerializer(values.spelled_listen),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"const": False}]}),
]

Text = Annotated[str, AfterValidator(values.text)]
Name = Annotated[str, AfterValidator(values.name)]
Identifier = Annotated[str, AfterValidator(values.identifier)]
WebAddress = Annotated[str, AfterValidator(values.web_address)]
Channel = Annotated[
    str,
    AfterValidator(values.channel),
    Field(json_schema_extra={"pattern": r"^(#\S+|[CGD][A-Z0-9]+|door:[a-z0-9-]+)$"}),
]
Language = Annotated[str, AfterValidator(values.language)]
Network = Annotated[str, AfterValidator(values.network)]
Selector = Annotated[str, AfterValidator(values.selector)]
Header = Annotated[str, AfterValidator(values.header)]
Threshold = Annotated[float, Field(ge=0, le=100)]

SeverityName = Literal["low", "normal", "high"]


def severity(name: SeverityName) -> Severity:
    return Severity[name.upper()]
