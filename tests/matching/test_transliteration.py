"""How far a word in letters without vowels is from one in Latin letters."""

import pytest

from monitor.matching.romanise import bare
from monitor.matching.transliteration import distance

NEAR = 0.3
FAR = 0.6


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("putin", "بوتين"),
        ("putin", "پوتین"),
        ("putin", "פוטין"),
        ("netanyahu", "نتنياهو"),
        ("julani", "جولاني"),
        ("hibatullah", "هبة الله".replace(" ", "")),
        ("khamenei", "خامنه‌ای"),
        ("jumblatt", "ג'ונבלאט"),
        ("mladic", "ملاديتش"),
        ("alexander", "אלכסנדר"),
        ("zarif", "ظریف"),
        ("abdelfattah", "עבד אל-פתאח".replace(" ", "").replace("-", "")),
    ],
)
def test_a_name_is_near_in_the_letters_of_another_language(name: str, written: str) -> None:
    assert distance(name, bare(written), 9.0) <= NEAR


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("salah", "سلاحي"),  # a long vowel at the end is written where it is heard
        ("badi", "بيد"),
        ("muhammad", "محمود"),
        ("malik", "مالكي"),
        ("zeljko", "شلیک"),
        ("reza", "عزیز"),
        ("ali", "الله"),
    ],
)
def test_a_word_of_the_same_consonants_is_not(name: str, written: str) -> None:
    assert distance(name, bare(written), 9.0) >= FAR


def test_what_is_too_far_is_not_measured() -> None:
    assert distance("muhandis", bare("مهندس"), 0.5) < 0.5
    assert distance("muhandis", bare("سليماني"), 0.5) == float("inf")
