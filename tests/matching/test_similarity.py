"""What is said of two words at little cost holds for what a comparison says of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.ordinary import OrdinaryWords

LETTERS = "aeioukhgszmnlrtdyjwbs"
WORDS = st.text(LETTERS, min_size=1, max_size=11)
NAMES = ("suleimani", "qassem", "khamenei", "brigades", "revolutionary", "ali", "hezbollah")
EDITS = st.tuples(
    st.sampled_from(NAMES), st.integers(0, 12), st.text(LETTERS, max_size=2), st.integers(0, 2)
)
ORDINARY = OrdinaryWords({"brigade": 900, "brigades": 1_000, "revolution": 700})


def edited(name: str, at: int, letters: str, cut: int) -> str:
    return name[:at] + letters + name[at + cut :]


ALIKE = st.one_of(EDITS.map(lambda edit: edited(*edit) or "a"), WORDS)


@settings(max_examples=200, deadline=None)
@given(ALIKE, st.sampled_from(NAMES))
def test_points_that_are_enough_are_those_of_the_likeness(word: str, name: str) -> None:
    lexicon, other = (Lexicon([Token(name)], ORDINARY, {}) for _ in range(2))
    likeness = other.likeness(word, 0)

    points = lexicon.points(word, 0, 62.0, otherwise=True)

    assert points == (likeness.score if likeness else None)
