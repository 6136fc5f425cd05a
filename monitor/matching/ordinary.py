"""The ordinary words of news in several languages: what a misspelt name is not.

Lists of the most frequent words (see data/NOTICE), read when they are first needed.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COMMON = 6_000
"""Up to this rank, a word in any of the languages is one that every reader knows."""


@dataclass(frozen=True, slots=True)
class OrdinaryWords:
    """How ordinary a word is: its best rank over the languages, 0 the most frequent."""

    ranks: Mapping[str, int]

    def rank(self, plain: str) -> int | None:
        """The rank of a word as `scan.plain_of` has it, None when it is in none of the lists."""
        return self.ranks.get(plain)

    def is_common(self, plain: str) -> bool:
        rank = self.ranks.get(plain)
        return rank is not None and rank < COMMON


@cache
def load_ordinary_words() -> OrdinaryWords:
    """All lists as shipped, the same for all who ask. Takes some 30 ms, the first time."""
    ranks: dict[str, int] = {}
    for file in sorted(files("monitor.matching").joinpath("data").iterdir(), key=lambda f: f.name):
        if file.name.startswith("ordinary-"):
            words = gzip.decompress(file.read_bytes()).decode().split()
            for rank, word in enumerate(words):
                if rank < ranks.get(word, len(words)):
                    ranks[word] = rank
    return OrdinaryWords(ranks)
