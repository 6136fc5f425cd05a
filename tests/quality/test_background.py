"""How silent the matcher is on ordinary news, where nobody on the list is named."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load_watchlist
from monitor.matching import Matcher
from monitor.model import Passage

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FALSE_PER_THOUSAND = 0.2


@pytest.mark.nightly
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real texts are not beside the project")
@pytest.mark.timeout(300)
def test_ordinary_news_rings_no_bell() -> None:
    """A document with no watch in `silver` names nobody; the Arabic ones are all about Iraq."""
    matcher = Matcher(load_watchlist(SHARED / "watchlists" / "iraq_native.yaml"))
    with gzip.open(SHARED / "background.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    ordinary = [one for one in documents if one["lang"] != "ar" and not one["silver"]]

    rung = [one["id"] for one in ordinary if _rings(matcher, one)]

    assert 1000 * len(rung) / len(ordinary) <= FALSE_PER_THOUSAND, rung


def _rings(matcher: Matcher, document: dict[str, Any]) -> bool:
    passage = Passage(document["text"], title=document["title"], language=document["lang"])
    return bool(matcher.judge(passage).matches)
