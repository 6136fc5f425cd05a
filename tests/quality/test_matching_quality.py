"""How well names are found. The floors are only ever raised."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load_watchlist
from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist
from tests.quality.passages import NAMED, TRAPS, WATCHLIST, Labelled

pytestmark = pytest.mark.xdist_group("matching-quality")  # what they share is made once

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
RECALL = 1.0
EXACT_SPANS = 1.0
PRECISION = 1.0
TRAPS_AT_MOST = 0

Span = tuple[str, int, int]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(WATCHLIST)


def spans(matcher: Matcher, text: str, language: str = "en") -> list[Span]:
    judgement = matcher.judge(Passage(text, language=language))
    return [
        (match.watch_id, mention.start, mention.end)
        for match in judgement.matches
        for mention in match.mentions
        if mention.kind != "followup"
    ]


def share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return sum(listed) / len(listed)


def overlaps(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def test_what_a_careful_reader_marks_is_found(matcher: Matcher) -> None:
    missed = [
        passage.text[start:end]
        for passage in NAMED
        for watch, start, end in passage.mentions
        if not any(
            overlaps((watch, start, end), found)
            for found in spans(matcher, passage.text, passage.language)
        )
    ]

    assert len(missed) <= (1 - RECALL) * sum(len(passage.mentions) for passage in NAMED), missed


def test_spans_are_the_readers_to_the_letter(matcher: Matcher) -> None:
    exact = [
        mention in spans(matcher, passage.text) for passage in NAMED for mention in passage.mentions
    ]

    assert share(exact) >= EXACT_SPANS


def test_what_is_found_was_meant(matcher: Matcher) -> None:
    def is_meant(passage: Labelled, found: Span) -> bool:
        return any(overlaps(found, mention) for mention in passage.mentions)

    meant = [
        is_meant(passage, found) for passage in NAMED for found in spans(matcher, passage.text)
    ]

    assert share(meant) >= PRECISION


def test_traps_stay_silent(matcher: Matcher) -> None:
    raised = [(passage.text, found) for passage in TRAPS if (found := spans(matcher, passage.text))]

    assert len(raised) <= TRAPS_AT_MOST, raised


# --- Real texts, where they are at hand ----------------------------------------------------------


def rows(name: str) -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        pytest.skip(f"the real texts are not at {SHARED}")
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def iraq() -> Matcher:
    if not SHARED.is_dir():
        pytest.skip(f"the real texts are not at {SHARED}")
    return Matcher(load_watchlist(SHARED / "watchlists" / "iraq_native.yaml"))


def found_in(iraq: Matcher, row: Mapping[str, Any], kinds: set[str]) -> list[bool]:
    found = spans(iraq, row["text"], row["lang"])
    return [
        any(
            overlaps((entity["entity"].replace("_", "-"), entity["start"], entity["end"]), span)
            for span in found
        )
        for entity in row["entities"]
        if entity["kind"] in kinds and not entity.get("optional")
    ]


@pytest.mark.parametrize(
    ("kinds", "floor"), [({"full"}, 0.97), ({"full", "alias", "native"}, 0.92)]
)
def test_real_mentions_are_found(iraq: Matcher, kinds: set[str], floor: float) -> None:
    hits = [hit for row in rows("mentions.jsonl") for hit in found_in(iraq, row, kinds)]

    assert share(hits) >= floor


def test_real_passages_without_a_mention_stay_silent(iraq: Matcher) -> None:
    raised = [bool(spans(iraq, row["text"], row["lang"])) for row in rows("negatives.jsonl")]

    assert share(raised) <= 0.015


def test_real_mentions_are_marked_to_the_letter_and_none_is_invented(iraq: Matcher) -> None:
    exact: list[bool] = []
    for row in rows("mentions.jsonl"):
        marked = [
            (entity["entity"].replace("_", "-"), entity["start"], entity["end"])
            for entity in row["entities"]
        ]
        exact += [
            span in marked if any(overlaps(span, mark) for mark in marked) else False
            for span in spans(iraq, row["text"], row["lang"])
        ]

    assert share(exact) >= 0.95


def sentence(name: str) -> str:
    return f"Officials said on Monday that {name} had been named in the report."


@pytest.mark.parametrize(("expected", "least", "most"), [("match", 0.98, 1.0), ("silent", 0, 0.02)])
def test_real_spellings_are_found_and_neighbours_of_names_are_not(
    expected: str, least: float, most: float
) -> None:
    listed = [row for row in rows("spellings.jsonl") if row["expect"] == expected]
    watchlist = load_watchlist(SHARED / "watchlists" / "spellings.yaml")
    ids = {watch.name: watch.id for watch in watchlist.watches}
    matcher = Matcher(watchlist)

    found = [
        any(ids[row["watch"]] == span[0] for span in spans(matcher, sentence(row["spelling"])))
        for row in listed
    ]

    assert least <= share(found) <= most


def test_a_sanctioned_person_is_found_by_another_spelling_and_nobody_else() -> None:
    pairs = rows("ofac_pairs.jsonl")
    names = dict.fromkeys(row["watch"] for row in pairs)
    matcher = Matcher(Watchlist(tuple(Watch(n, n, (Form(n, "name"),)) for n in names)))

    raised = [
        {watch_id for watch_id, _, _ in spans(matcher, sentence(row["spelling"]))} for row in pairs
    ]

    assert share(row["watch"] in found for row, found in zip(pairs, raised, strict=True)) >= 0.88
    others = (len(found - {row["watch"]}) for row, found in zip(pairs, raised, strict=True))
    assert sum(others) <= 0.02 * len(pairs)
