"""Why did this ring, or why not? The answer of `tocsin explain`, for a person in Slack."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from alerts.bulletins import MOST_LINES
from alerts.policy import channel_of
from monitor.errors import UsageError
from monitor.explain import Explanation, explain_address, explain_story
from monitor.model import AlertSettings, Rung, Source, Story, Watch

LINES_SHOWN = MOST_LINES - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def why_story(db: Connection, story_id: str, sources: Sequence[Source]) -> tuple[str, ...]:
    """What was read and when, what was found in it, which story it tells, and where it was told."""
    found = explain_story(db, story_id, sources)
    return _lines(found) if found else ("Nothing is kept of this story any more.",)


def why_address(db: Connection, url: str, sources: Sequence[Source]) -> tuple[str, ...]:
    """The same of an address, and which source should have brought it where none did."""
    try:
        return _lines(explain_address(db, url, sources))
    except UsageError as error:
        return (str(error),)


def where_it_would_ring(
    watches: Iterable[Watch], language: str | None, settings: AlertSettings
) -> tuple[str, ...]:
    """In which channel each watch would ring for a text of no source in particular."""
    return tuple(_route(one, language, settings) for one in watches)


def _route(watch: Watch, language: str | None, settings: AlertSettings) -> str:
    rung = Rung(watch.id, watch.name, watch.severity, 100.0, (), watch.channel)
    story = Story("", "", "", "", "", frozenset(), language, None, _EPOCH, (rung,))
    return f"{watch.name} rings in {channel_of(rung, story, settings)}"


def _lines(explanation: Explanation) -> tuple[str, ...]:
    lines = tuple(_drawn(explanation))
    left = len(lines) - LINES_SHOWN
    return (*lines[:LINES_SHOWN], f"and {left} more lines") if left > 0 else lines


def _drawn(explanation: Explanation) -> Iterator[str]:
    """The sentence, then stage by stage, a point for each further line. That it was told in one
    place the sentence says already."""
    yield str(explanation.verdict)
    for stage in explanation.stages:
        first, *rest = stage.said
        if rest or stage.name.lower() != explanation.verdict.cause:
            yield f"{stage.name}: {first}"
            yield from (f"• {line}" for line in rest)
