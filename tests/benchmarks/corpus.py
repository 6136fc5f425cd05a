"""Articles, names and spellings to measure with.

Real ones from beside the checkout where there are any; else our own passages, over and over, and
names put together from syllables.
"""

import gzip
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

from monitor.matching.vocabulary import PARTICLES
from tests.quality.passages import NAMED, TRAPS

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LETTERS = 1_600
"""Of an article: that of a news item of middle length."""
MADE_UP_ARTICLES = 3_000
SANCTIONED = ("un_consolidated.jsonl", "ofac_sdn.jsonl")


def articles(languages: frozenset[str]) -> list[str]:
    """Articles of one length, no two alike where the real texts are at hand."""
    path = SHARED / "background.jsonl.gz"
    if not path.exists():
        own = itertools.cycle(
            labelled.text for labelled in (*NAMED, *TRAPS) if labelled.language in languages
        )
        return list(itertools.islice(_cut(own), MADE_UP_ARTICLES))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return list(_cut(row["text"] for row in rows if row["lang"] in languages))


def _cut(texts: Iterator[str]) -> Iterator[str]:
    kept = ""
    for text in texts:
        kept += f"{text}\n"
        if len(kept) >= LETTERS:
            yield kept[:LETTERS]
            kept = ""


def spellings() -> list[tuple[str, str]]:
    """Watched names, each with a way in which somebody wrote it in Latin letters."""
    path = SHARED / "spellings.jsonl"
    if not path.exists():
        return [
            (watch, labelled.text[start:end])
            for labelled in NAMED
            if labelled.language == "en"
            for watch, start, end in labelled.mentions
        ]
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        (row["watch"], row["spelling"])
        for row in rows
        if row["expect"] == "match" and row["script"] == "latin"
    ]


def names(size: int) -> list[str]:
    """So many different names: those of the spellings first, then of sanctions lists, then made-up
    ones."""
    known = [name for name, _ in spellings()] + _sanctioned()
    enough = itertools.islice(_put_together(known), 2 * size)
    return list(dict.fromkeys(itertools.chain(known, enough)))[:size]


def _sanctioned() -> list[str]:
    """Names of two words or more: nobody would watch "Mike"."""
    rows = (
        json.loads(line)
        for path in (SHARED / "watchlists" / name for name in SANCTIONED if SHARED.exists())
        for line in path.read_text("utf-8").splitlines()
    )
    listed = (name.title() for row in rows for name in (row["name"], *row["aliases"]))
    return [name for name in listed if " " in name]


def _put_together(known: list[str]) -> Iterator[str]:
    """The beginning of one name and the end of another; the same ones in every run. Small words
    are neither: nobody would watch "La Energy"."""
    chance = random.Random(1)
    parts = [[word for word in name.split() if word.casefold() not in PARTICLES] for name in known]
    firsts = [words[0] for words in parts if len(words) > 1] + _made_up()
    lasts = [words[-1] for words in parts if len(words) > 1] + _made_up()
    while True:
        yield f"{chance.choice(firsts)} {chance.choice(lasts)}"


def _made_up() -> list[str]:
    syllables = ("bar", "dal", "kor", "min", "tes", "vol", "zan", "rud", "gel", "nov", "ili")
    return ["".join(parts).title() for parts in itertools.product(syllables, repeat=3)]
