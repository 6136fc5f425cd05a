"""The sentence around a mention, as an alert shows it."""

import pytest

from monitor.matching.sentences import SENTENCE_AT_MOST, hit
from monitor.model import Hit, Passage, Watch
from tests.matching.builders import KATAIB, SULEIMANI, matcher, watch


def hit_in(text: str, listed: Watch | str = SULEIMANI, *, title: str = "") -> Hit:
    passage = Passage(text, title=title)
    (match,) = matcher(listed).judge(passage).matches
    return hit(passage, match.mentions[0])


def test_the_sentence_is_cut_out_with_the_mention_in_it() -> None:
    found = hit_in(f"It rained. Then Gen. {SULEIMANI}\nspoke! Nobody heard.")

    assert found.sentence == f"Then Gen. {SULEIMANI}"
    assert found.sentence[found.start : found.end] == SULEIMANI


def test_a_long_sentence_is_cut_around_the_mention() -> None:
    found = hit_in("word " * 200 + SULEIMANI + " word" * 200)

    assert len(found.sentence) <= SENTENCE_AT_MOST
    assert found.sentence[found.start : found.end] == SULEIMANI


def test_a_mention_in_the_title_shows_the_title() -> None:
    assert hit_in("Nothing else.", title=f"{SULEIMANI} speaks").sentence == f"{SULEIMANI} speaks"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (f"{KATAIB} said", "exact"),
        ("Kataeb Hizbullah said", "spelling"),
        ("the Party of Steel said", "alias"),
        ("the KHB said", "acronym"),
        ("بيان كتائب حزب الله", "as written in Arabic"),
    ],
)
def test_a_hit_says_how_it_was_recognised(text: str, how: str) -> None:
    listed = watch(KATAIB, aliases=("Party of Steel",), acronyms=("KHB",))

    assert hit_in(text, listed).how.startswith(how)
