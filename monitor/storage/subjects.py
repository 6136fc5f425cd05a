"""What an alert is about, as JSON: written by one process, read by another, perhaps a newer one."""

from collections.abc import Mapping
from dataclasses import asdict
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
    """The subject that `encode` wrote, with defaults for what an older one did not know."""
    fields = {name: value for name, value in kept.items() if name != "is"}
    if kept["is"] == "notice":
        return Notice(**fields)
    precision = fields.pop("precision", None)
    published_at = fields.pop("published_at")
    return Story(
        **{
            **fields,
            "source_tags": frozenset(fields["source_tags"]),
            "published_at": datetime.fromisoformat(published_at) if published_at else None,
            "fetched_at": datetime.fromisoformat(fields["fetched_at"]),
            "rungs": tuple(_rung(rung) for rung in fields["rungs"]),
            "precision": Precision(precision) if precision else None,
        }
    )


def _rung(kept: Mapping[str, Any]) -> Rung:
    return Rung(
        **{
            **kept,
            "severity": Severity(kept["severity"]),
            "hits": tuple(Hit(**hit) for hit in kept["hits"]),
        }
    )
