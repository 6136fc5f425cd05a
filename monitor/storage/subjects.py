"""What an alert is about, as JSON: written by one process, read by another, perhaps a newer one."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from monitor.model import Hit, Notice, Precision, Rung, Severity, Story


def encode(subject: Story | Notice) -> dict[str, Any]:
    """The subject as plain JSON; `decode` gives it back equal."""
    if isinstance(subject, Notice):
        return {"is": "notice", **asdict(subject)}
    return {
        "is": "story",
        **asdict(subject),
        "source_tags": sorted(subject.source_tags),
        "published_at": subject.published_at and subject.published_at.isoformat(),
        "fetched_at": subject.fetched_at.isoformat(),
    }


def decode(kept: Mapping[str, Any]) -> Story | Notice:
    """The subject that `encode` wrote.

    With defaults for what an older version did not know, without what only a newer one does.
    """
    if kept["is"] == "notice":
        return Notice(**_known(Notice, kept))
    precision, published_at = kept.get("precision"), kept["published_at"]
    return Story(
        **{
            **_known(Story, kept),
            "source_tags": frozenset(kept["source_tags"]),
            "published_at": datetime.fromisoformat(published_at) if published_at else None,
            "fetched_at": datetime.fromisoformat(kept["fetched_at"]),
            "rungs": tuple(_rung(rung) for rung in kept["rungs"]),
            "precision": Precision(precision) if precision else None,
        }
    )


def _rung(kept: Mapping[str, Any]) -> Rung:
    return Rung(
        **{
            **_known(Rung, kept),
            "severity": Severity(kept["severity"]),
            "hits": tuple(Hit(**_known(Hit, hit)) for hit in kept["hits"]),
        }
    )


def _known(noun: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(noun)}
    return {name: value for name, value in kept.items() if name in names}
