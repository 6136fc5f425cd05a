"""What the index loses, against a matcher that compares every word with every watched one."""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load_watchlist
from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist
from tests.quality.passages import NAMED, WATCHLIST

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LOSS_AT_MOST = 0.01
SAMPLE = 4
"""Every fourth of the real names: the exhaustive matcher takes its time."""

LETTERS = 1_500
"""Of a document that the exhaustive matcher reads."""


def found(matcher: Matcher, text: str) -> set[str]:
    return {match.watch_id for match in matcher.judge(Passage(text)).matches}


def lost(watchlist: Watchlist, texts: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """How many matches there are without an index, and which of them are not found with it."""
    fast, exhaustive = Matcher(watchlist), Matcher(watchlist, exhaustive=True)
    pairs = [(text, found(exhaustive, text), found(fast, text)) for text in texts]
    return sum(len(every) for _, every, _ in pairs), [
        (text, watch_id) for text, every, quick in pairs for watch_id in every - quick
    ]


def rows(name: str) -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        pytest.skip(f"the real names are not at {SHARED}")
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


def sentence(name: str) -> str:
    return f"Officials said on Monday that {name} had been named in the report."


def test_the_index_loses_nothing_in_our_own_passages() -> None:
    there, missed = lost(WATCHLIST, (passage.text for passage in NAMED))

    assert there > 0
    assert missed == []


@pytest.mark.parametrize("expected", ["match", "silent"])
def test_the_index_loses_hardly_a_spelling(expected: str) -> None:
    listed = [row for row in rows("spellings.jsonl") if row["expect"] == expected][::SAMPLE]
    watchlist = load_watchlist(SHARED / "watchlists" / "spellings.yaml")

    there, missed = lost(watchlist, (sentence(row["spelling"]) for row in listed))

    assert len(missed) <= LOSS_AT_MOST * max(there, 1), missed


def test_the_index_loses_hardly_a_person_on_a_sanctions_list() -> None:
    pairs = rows("ofac_pairs.jsonl")[::SAMPLE]
    names = dict.fromkeys(row["watch"] for row in pairs)
    watches = tuple(Watch(name, name, (Form(name, "name"),)) for name in names)

    there, missed = lost(Watchlist(watches), (sentence(row["spelling"]) for row in pairs))

    assert len(missed) <= LOSS_AT_MOST * there + 1, missed  # one: the sample is small


def hashtag(name: str) -> str:
    return "#" + "".join(word[:1].upper() + word[1:] for word in name.split())


@pytest.mark.parametrize("written", [str.upper, str.lower, hashtag])
def test_the_index_loses_hardly_a_name_however_cased(
    written: Callable[[str], str],
) -> None:
    listed = [row for row in rows("spellings.jsonl") if row["expect"] == "match"]
    names = [row["spelling"] for row in listed if row["script"] == "latin"]
    watchlist = load_watchlist(SHARED / "watchlists" / "spellings.yaml")

    there, missed = lost(watchlist, (f"then {written(name)} spoke" for name in names[::SAMPLE]))

    assert len(missed) <= LOSS_AT_MOST * there, missed


def underscored(name: str) -> str:
    return "#" + name.replace(" ", "_")


def joined(name: str) -> str:
    return "#" + name.replace(" ", "")


@pytest.mark.parametrize("written", [str, underscored, joined])
def test_the_index_loses_hardly_a_name_in_another_script(written: Callable[[str], str]) -> None:
    watchlist = load_watchlist(SHARED / "watchlists" / "spellings.yaml")
    names = [row["spelling"] for row in rows("spellings.jsonl") if row["script"] == "other"]

    there, missed = lost(watchlist, map(written, names[:: SAMPLE // 2]))

    assert there > 0
    assert len(missed) <= LOSS_AT_MOST * there, missed


@pytest.mark.parametrize("written", [str, underscored, joined])
@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Jabhat al-Tahaddi", "جبهة التحدي"),
        ("Abdelhadi Tazi", "עבד אל-האדי תאזי"),
        ("Nuri al-Tazi", "Нури аль-Тази"),
        ("Nikos Pappas", "Νίκος Παππάς"),
        ("Qasem Tarzi", "قاسم طرزی"),
    ],
)
def test_the_index_loses_no_hashtag_in_any_script(
    name: str, spelling: str, written: Callable[[str], str]
) -> None:
    watchlist = Watchlist((Watch(name, name, (Form(name, "name"),)),))

    _, missed = lost(watchlist, [written(spelling), f"{written(spelling)}:"])

    assert missed == []


def documents(language: str, *, every: int) -> list[str]:
    with gzip.open(SHARED / "background.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [one for one in map(json.loads, lines) if one["lang"] == language]
    return [one["text"][:LETTERS] for one in texts[::every]]


@pytest.mark.nightly
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real texts are not beside the project")
@pytest.mark.parametrize(("language", "every"), [("ar", 40), ("fa", 75), ("en", 490), ("es", 20)])
@pytest.mark.parametrize("listed", ["iraq_native", "spellings", "sanctioned"])
def test_the_index_loses_hardly_a_name_in_the_news(language: str, every: int, listed: str) -> None:
    if listed == "sanctioned":
        names = dict.fromkeys(row["watch"] for row in rows("ofac_pairs.jsonl"))
        watchlist = Watchlist(tuple(Watch(name, name, (Form(name, "name"),)) for name in names))
    else:
        watchlist = load_watchlist(SHARED / "watchlists" / f"{listed}.yaml")

    there, missed = lost(watchlist, documents(language, every=every))

    assert len(missed) <= LOSS_AT_MOST * there, missed
