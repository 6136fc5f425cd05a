"""Names in running text: how fast and how complete, against a fuzzy search name by name.

On the real texts and names beside the checkout where there are any, else on our own passages. Both
take turns on the same texts in the same run, none of which either has seen before; read the ratios.
"""

import gzip
import itertools
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from monitor.matching import Matcher
from monitor.model import Form, Passage, Watch, Watchlist
from tests.quality.passages import NAMED, TRAPS, WATCHLIST

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SIZES = (10, 100, 1_000)
ARTICLES = 300
LETTERS = 1_600
"""Of an article: that of a news item of middle length."""
NAIVE_ARTICLES = 20
"""The search name by name is slow enough to be measured on fewer."""
NAIVE_THRESHOLD = 85.0
SENTENCE = "Officials said on Monday that {} had been named in the report."

Spelling = tuple[str, str]
Finds = Callable[[str], set[str]]


def main() -> None:
    texts, spellings = _texts(), _spellings()
    print(f"{len(texts)} articles of {sum(map(len, texts)) // len(texts):,} letters, each once")
    print(
        f"{'names':>7} {'build':>7} {'articles/s':>12} {'name by name':>13} {'ratio':>7}   recall"
    )
    for size in SIZES:
        _compare(_names(size, spellings), texts, spellings)


def _compare(names: Sequence[str], texts: Sequence[str], spellings: Sequence[Spelling]) -> None:
    started = time.process_time()
    tocsin = _tocsin(names)
    built = time.process_time() - started
    naive = _naive(names)
    ours, theirs = _seconds_each(tocsin, texts), _seconds_each(naive, texts[:NAIVE_ARTICLES])
    wanted = [(name, spelling) for name, spelling in spellings if name in set(names)]
    print(
        f"{len(names):7,} {built:6.1f}s {1 / ours:12,.0f} {1 / theirs:13,.1f} {theirs / ours:6.1f}x"
        f"   {_recall(tocsin, wanted):.1%} against {_recall(naive, wanted):.1%}"
    )


def _tocsin(names: Sequence[str]) -> Finds:
    watches = tuple(Watch(name, name, (Form(name, "name"),)) for name in names)
    matcher = Matcher(Watchlist(watches))
    return lambda text: {match.watch_id for match in matcher.judge(Passage(text)).matches}


def _naive(names: Sequence[str]) -> Finds:
    """What a first attempt does: every name against the whole text."""

    def find(text: str) -> set[str]:
        return {
            name for name in names if fuzz.partial_ratio(name, text, score_cutoff=NAIVE_THRESHOLD)
        }

    return find


def _seconds_each(find: Finds, texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        find(text)
    return (time.process_time() - started) / len(texts)


def _recall(find: Finds, spellings: Sequence[Spelling]) -> float:
    found = [name in find(SENTENCE.format(spelling)) for name, spelling in spellings]
    return sum(found) / max(1, len(found))


def _texts() -> list[str]:
    path = SHARED / "background.jsonl.gz"
    if not path.exists():
        own = itertools.cycle(passage.text for passage in (*NAMED, *TRAPS))
        return [_article(own) for _ in range(ARTICLES)]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        pool = (f"{row['text']} " for row in rows if row["lang"] in {"en", "es"})
        return [_article(pool) for _ in range(ARTICLES)]


def _article(pool: Iterator[str]) -> str:
    text = ""
    while len(text) < LETTERS:
        text += next(pool)
    return text[:LETTERS]


def _spellings() -> list[Spelling]:
    """Watched names, each with a way that somebody wrote it."""
    path = SHARED / "spellings.jsonl"
    if not path.exists():
        names = {watch.id: watch.name for watch in WATCHLIST.watches}
        return [
            (names[watch], passage.text[start:end])
            for passage in NAMED
            if passage.language == "en"
            for watch, start, end in passage.mentions
        ]
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        (row["watch"], row["spelling"])
        for row in rows
        if row["expect"] == "match" and row["script"] == "latin"
    ]


def _names(size: int, spellings: Sequence[Spelling]) -> list[str]:
    """The watched names first, then persons of a sanctions list or, without one, made-up names."""
    names = [name for name, _ in spellings] + _more_names()
    return list(dict.fromkeys(names))[:size]


def _more_names() -> list[str]:
    path = SHARED / "watchlists" / "un_consolidated.jsonl"
    if path.exists():
        return [json.loads(line)["name"].title() for line in path.read_text("utf-8").splitlines()]
    given = ("Karim", "Samir", "Boris", "Elena", "Tariq", "Murat", "Nadia", "Oleg", "Pavel", "Rosa")
    parts = ("bar", "dal", "kor", "min", "tes", "vol", "zan", "rud", "gel", "nov")
    surnames = ["".join(pair).title() + "i" for pair in itertools.product(parts, repeat=2)]
    return [f"{one} {other}" for one, other in itertools.product(given, surnames)]
