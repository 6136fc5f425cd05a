"""What two words have to be to be the same word for a search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search.words import folded, words


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Kata'ib Hezbollah's", ["kataib", "hezbollahs"]),
        ("al-Haq", ["al", "haq"]),
        ("Çelik ŁÓDŹ Straße", ["celik", "lodz", "strasse"]),
        ("ёлка", ["елка"]),
        ("كتائبُ حزبِ الله", folded("کتائب حزب الله")),
        ("حزب‌الله", folded("حزب الله")),
        ("والقدس بالقدس للقدس القدس", ["قدس"] * 4),
        ("بالا الان", ["بالا", "الان"]),
        ("北京 Tokyo", ["北", "京", "tokyo"]),
        ("12 ١٢", ["12", "12"]),
        ("___ ... 🙂", []),
    ],
)
def test_words_are_compared_without_case_marks_and_article(written: str, found: list[str]) -> None:
    assert folded(written) == found


@given(st.text() | st.text("aZ9 '`’´–ـ\u0301\u200cاللوقدسб京_.\ud800\u00df\u1e9e"))
def test_all_words_at_once_are_folded_as_each_by_itself(text: str) -> None:
    assert folded(text) == [word.folded for word in words(text)]


def test_a_word_knows_where_it_stands() -> None:
    text = "«Kata’ib» was seen"

    first, *_ = words(text)

    assert text[first.start : first.end] == "Kata’ib"
    assert first.folded == "kataib"
