"""Where shapes are looked for."""

import pytest

from monitor.matching.compile import Index, build_index
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.shapes import Phrase
from monitor.model import Form


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("Qassem Suleimani", {"qassem suleimani"}),
        ("Moratin S.A.", {"moratin s", "moratin a"}),
        ("Zarbin Relief and Development Fund", {"zarbin relief"}),
        ("Kim Jong Un", {"kim jong", "jong un"}),
        ("National Guard", {"national guard"}),
        ("Green Zone Press", {"green zone", "zone press"}),
    ],
)
def test_it_is_looked_for_at_words_that_tell_something_if_it_has_any(
    name: str, pairs: set[str]
) -> None:
    phrase = Phrase("watch", "it", Form(name, "name"), 88.0)
    index = build_index([phrase], [], load_ordinary_words(), single_bar=lambda *_: 95.0)
    in_order = {pair for pair in _pairs(index) if _is_in_order(name, pair)}
    assert in_order == pairs


def _pairs(index: Index) -> set[str]:
    words = [token.plain for token in index.lexicon.tokens]
    found = index.pairs
    both = zip(found.left.tolist(), found.right.tolist(), found.is_single.tolist(), strict=True)
    return {f"{words[left]} {words[right]}" for left, right, single in both if not single}


def _is_in_order(name: str, pair: str) -> bool:
    words = name.lower().replace(".", " ").split()
    left, right = pair.split()
    return left in words and right in words[words.index(left) :]
