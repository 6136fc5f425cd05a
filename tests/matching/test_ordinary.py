"""The word lists that ship."""

from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.scan import plain_of


def test_the_shipped_words_are_as_the_matcher_reads_words() -> None:
    ranks = load_ordinary_words().ranks

    assert all(plain_of(word) == word for word in list(ranks)[::50])


def test_ordinary_words_are_known_in_several_languages_and_names_are_not() -> None:
    ordinary = load_ordinary_words()

    assert all(ordinary.is_common(word) for word in ("victory", "حتی", "الذی", plain_of("потому")))
    assert ordinary.rank("suleimani") is None
    assert ordinary.rank("kataib") is None
