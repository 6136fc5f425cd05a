"""What is said of many words at little cost holds for what a comparison says of each."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.compared import Comparison
from monitor.matching.generic import generic_classes
from monitor.matching.lexicon import Lexicon, Token
from monitor.matching.ordinary import OrdinaryWords

LETTERS = "aeioukhgszmnlrtdyjwbsx"
ARABIC = "ابتجحخدرزسشصعغفقکلمنهویةيك"
NAMES = (
    "suleimani", "qassem", "khamenei", "brigades", "revolutionary", "ali", "hezbollah", "ansar",
    "kyrgyz", "vladimir", "fallujah", "zaporizhzhia", "سلیمانی", "قاسم", "کتائب", "ابو", "الله",
)  # fmt: skip
OTHERS = (
    "Soleimani's", "Brigades", "Ansarul", "Al-Qassem", "Alqassem", "Uladzimir", "Башаром", "Łódź",
    "Müller", "Suleimanis", "Princess", "والحشد", "السليماني", "لكتائب", "أبي", "קאסם", "",
)  # fmt: skip
ORDINARY = OrdinaryWords({"brigade": 900, "brigades": 1_000, "revolution": 700})
TOKENS = [
    *map(Token, NAMES),
    Token("brigades", generic="brigade"),
    Token("badr", own_script_only=True),
]


def edited(name: str, at: int, letters: str, cut: int) -> str:
    return name[:at] + letters + name[at + cut :]


EDITS = st.builds(
    edited,
    st.sampled_from(NAMES),
    st.integers(0, 12),
    st.one_of(st.text(LETTERS, max_size=2), st.text(ARABIC, max_size=1)),
    st.integers(0, 2),
)
WORDS = st.one_of(
    EDITS,
    st.sampled_from(OTHERS),
    st.text(LETTERS, min_size=1, max_size=11),
    st.text(ARABIC, min_size=1, max_size=7),
)


def compared(
    words: Sequence[str], *, otherwise: bool, tokens: Sequence[Token] = TOKENS
) -> tuple[Lexicon, list[list[float]]]:
    """The most that each word, in its row, can score as each token."""
    lexicon = Lexicon(tokens, ORDINARY, generic_classes())
    word, token = np.divmod(np.arange(len(words) * len(tokens)), len(tokens))
    by_more = np.full(len(word), otherwise)
    most = Comparison(lexicon).at_most(words, word, token, by_more)
    return lexicon, most.reshape(len(words), len(tokens)).tolist()


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_no_word_is_more_like_a_token_than_the_most_that_was_said(words: list[str]) -> None:
    lexicon, rows = compared(words, otherwise=True)

    for word, row in zip(words, rows, strict=True):
        for number, most in enumerate(row):
            likeness = lexicon.likeness(word, number)
            assert likeness is None or likeness.score <= most, (word, TOKENS[number])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_nor_more_than_was_said_of_its_own_sound(words: list[str]) -> None:
    lexicon, rows = compared(words, otherwise=False)

    for word, row in zip(words, rows, strict=True):
        for number, most in enumerate(row):
            points = lexicon.points(word, number, 1e6, otherwise=False)
            assert points is None or points <= most, (word, TOKENS[number])


@pytest.mark.parametrize(
    ("word", "token"),
    [
        ("Romania", "manam"),
        ("Planning", "spinning"),
        ("policies", "pelaez"),
        ("شنبه", "sanabel"),
        ("سلاح", "صالح"),
        ("عزیز", "reza"),
    ],
)
def test_another_word_has_not_what_a_name_needs(word: str, token: str) -> None:
    _, ((most,),) = compared([word], otherwise=False, tokens=[Token(token)])

    assert most < 85.0


def test_of_no_pairs_nothing_is_said() -> None:
    assert compared([], otherwise=False)[1] == []
