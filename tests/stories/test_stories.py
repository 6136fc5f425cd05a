"""Copies of a text are one story; what only resembles it, or adds to it, is not."""

import random

import pytest

from monitor.stories import Telling, bands_of, compare, is_news, shingles_of

WORDS = [
    f"{first}{second}" for first in "bdfgklmnprstvz" for second in ("ano", "eri", "ilo", "ust")
]
SHORT = "Three men were arrested near the border on Monday, police said."


def text(seed: int, words: int = 250) -> list[str]:
    """A text in words that nobody else puts in this order."""
    dice = random.Random(seed)
    return [dice.choice(WORDS) for _ in range(words)]


def is_told(copy: list[str] | str, first: list[str] | str) -> Telling | None:
    one, other = (given if isinstance(given, str) else " ".join(given) for given in (copy, first))
    copied, known = shingles_of(one), shingles_of(other)
    if set(bands_of(copied)).isdisjoint(bands_of(known)):
        return None
    return compare(copied, known)


def with_changed_words(words: list[str], share: float) -> list[str]:
    dice = random.Random(7)
    return [word.upper() + "X" if dice.random() < share else word for word in words]


@pytest.mark.parametrize("seed", range(20))
def test_an_edited_copy_tells_the_same_story(seed: int) -> None:
    first = text(seed)
    cut, padded = first[: len(first) // 2], first + text(seed + 1000, 100)
    changed = with_changed_words(first, 0.15)
    mixed = text(seed + 2000, 40) + with_changed_words(first[:150], 0.1)

    for copy in (first, cut, padded, changed, mixed, text(seed + 3000, 40) + first):
        assert is_told(copy, first)


@pytest.mark.parametrize("seed", range(20))
def test_a_text_that_quotes_a_third_of_another_is_another_story(seed: int) -> None:
    first = text(seed)
    assert is_told(first[:75] + text(seed + 1000, 175), first) is None


def test_layout_case_and_marks_make_no_difference() -> None:
    assert is_told("“" + " ".join(text(1)).upper().replace(" ", "\n") + "”", text(1))


def test_a_short_text_must_be_the_same_word_for_word() -> None:
    assert is_told(SHORT.upper(), SHORT)
    assert is_told(SHORT.replace("Three", "Four"), SHORT) is None
    assert is_told("", "") is None


def test_a_form_that_an_outlet_fills_in_anew_is_a_new_story() -> None:
    form = text(1)
    filled = with_changed_words(form, 0.08)
    told = shingles_of(" ".join(form))

    assert compare(shingles_of(" ".join(filled)), told)
    assert compare(shingles_of(" ".join(filled)), told, by_one_outlet=True) is None
    assert compare(told, told, by_one_outlet=True)


def test_a_text_with_another_figure_in_the_same_place_tells_something_else() -> None:
    toll, later, stamped = (
        [*text(1)[:100], *said.split(), *text(1)[100:]]
        for said in ("at least 5 people", "at least 7 people", "updated 14:03 at least 5 people")
    )

    assert is_told(later, toll) is None
    assert is_told(stamped, toll)
    assert is_told(later[:90], toll)


def test_a_copy_that_somebody_rewrote_counts_as_a_text_of_its_own() -> None:
    copied = is_told(text(1), text(1))
    rewritten = is_told(text(1)[:140] + text(2, 100), text(1))

    assert copied is not None
    assert not copied.is_own_text
    assert rewritten is not None
    assert rewritten.is_own_text


def test_a_sentence_is_news_unless_one_of_the_texts_says_it() -> None:
    told = [shingles_of(SHORT), shingles_of(" ".join(text(1)))]

    assert is_news("One of them is an officer of the guard, the ministry confirmed.", told)
    assert not is_news("“Three men were arrested near the border on Monday”, police said", told)
    assert not is_news("...", told)


def test_the_numbers_of_a_text_stay_the_same_for_ever() -> None:
    assert bands_of(shingles_of(SHORT)) == (KNOWN_KEY,)
    assert bands_of(shingles_of(" ".join(text(1))))[:2] == KNOWN_BANDS


KNOWN_KEY = 6512041095190108760
KNOWN_BANDS = (2367825346644209504, -3964880117973670060)
