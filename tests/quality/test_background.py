"""How silent the matcher is on ordinary news, where nobody on the list is named."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load_watchlist
from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FALSE_PER_THOUSAND = 0.2
SPELLED_OTHERWISE_PER_THOUSAND = 12.0
"""Most are true, and some are namesakes: nobody has told them apart."""
EVERY = 16
"""Of the documents one in so many is judged by the long list."""


@pytest.mark.nightly
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real texts are not beside the project")
def test_ordinary_news_rings_no_bell() -> None:
    """A document with no watch in `silver` names nobody; the Arabic ones are all about Iraq."""
    matcher = Matcher(load_watchlist(SHARED / "watchlists" / "iraq_native.yaml"))
    with gzip.open(SHARED / "background.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    ordinary = [one for one in documents if one["lang"] != "ar" and not one["silver"]]

    rung = [one["id"] for one in ordinary if _rings(matcher, one)]

    assert 1000 * len(rung) / len(ordinary) <= FALSE_PER_THOUSAND, rung


@pytest.mark.nightly
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real texts are not beside the project")
def test_thousands_of_persons_hardly_ring_but_as_they_are_spelled() -> None:
    lines = (SHARED / "watchlists" / "ofac_sdn.jsonl").read_text("utf-8").splitlines()
    persons = [row for row in map(json.loads, lines) if row["type"] == "person"]
    names = {_given_first(row["name"]) for row in persons}
    known = {
        _bare(_given_first(alias)) for row in persons for alias in (row["name"], *row["aliases"])
    }
    matcher = Matcher(Watchlist(tuple(Watch(n, n, (Form(n, "name"),)) for n in sorted(names))))
    with gzip.open(SHARED / "background.jsonl.gz", "rt", encoding="utf-8") as lines_of_news:
        documents = [json.loads(line) for line in lines_of_news][::EVERY]

    otherwise = [
        mention.surface
        for one in documents
        for match in matcher.judge(Passage(one["text"], title=one["title"])).matches
        for mention in match.mentions
        if mention.kind != "followup" and _bare(mention.surface) not in known
    ]

    assert 1000 * len(otherwise) / len(documents) <= SPELLED_OTHERWISE_PER_THOUSAND, otherwise


def _given_first(listed: str) -> str:
    """Manuel Noriega, listed as NORIEGA, Manuel."""
    surname, _, given = listed.partition(", ")
    return f"{given} {surname}".strip().title()


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _rings(matcher: Matcher, document: dict[str, Any]) -> bool:
    passage = Passage(document["text"], title=document["title"], language=document["lang"])
    return bool(matcher.judge(passage).matches)
