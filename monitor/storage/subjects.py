"""What an alert is about, as JSON: written by one process, read by another, perhaps a newer one.

What an older version did not know gets its default; what only a newer one knows is left out.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from monitor.model import Digest, Notice, Story

Subject = Story | Notice | Digest
_NOUNS: Mapping[str, type[Subject]] = {"story": Story, "notice": Notice, "digest": Digest}


def encode(subject: Subject) -> dict[str, Any]:
    """The subject as plain JSON; `decode` gives it back equal."""
    name = next(name for name, noun in _NOUNS.items() if isinstance(subject, noun))
    return {"is": name, **_adapter(name).dump_python(subject, mode="json")}


def decode(kept: Mapping[str, Any]) -> Subject:
    """The subject that `encode` wrote."""
    fields = dict(kept)
    subject: Subject = _adapter(fields.pop("is")).validate_python(fields)
    return subject


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_NOUNS[name])
