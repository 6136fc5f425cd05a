"""Goldens: what was read from each page and feed, kept beside it for people to read.

`UPDATE_GOLDENS=1 pytest tests/extraction` writes them anew; the diff is what is reviewed.
"""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def assert_golden(found: Any, path: Path) -> None:
    written = json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(written, encoding="utf-8")
    assert json.loads(written) == json.loads(path.read_text(encoding="utf-8"))


def fields(noun: Any, *, without: set[str]) -> dict[str, Any]:
    """A noun as JSON has it; the text as its paragraphs, so that a diff is read line by line."""
    return {
        name: value.splitlines() if name == "text" else value
        for name, value in asdict(noun).items()
        if name not in without
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value)
