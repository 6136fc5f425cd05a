"""Names as other languages write them, and what only looks so."""

import pytest

from tests.matching.builders import surfaces


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sergei Lavrov", "سرگئی لاوروف"),  # Persian has one letter for v and w
        ("Sergei Lavrov", "סרגיי לברוב"),  # and Hebrew one for b and v
        ("Konstantin Malofeyev", "Konstantin Malofejew"),
        ("Abdoulaye Tchiani", "عبد الله تشياني"),
        ("Ali Hassan Warsame", "Cali Xasan Warsame"),  # Somali c is the ayn, x the strong h
        ("Mahamat Saleh Annadif", "Mohamed Saleh Annadif"),
        ("Jamaat-ul-Ahrar", "Jamaatul Ahrar"),
        ("Berhanu Gebreselassie", "Berhanu Gebre Selassie"),
        ("Ismael Zambada Garcia", "Ismael Mario Zambada García"),
        ("Oromo Liberation Front", "جبهة تحرير أورومو"),
        ("Oromo Liberation Front", "Front de libération oromo"),
        ("Tigray Defence Forces", "قوات دفاع تيغراي"),
        ("Delwar Sayeedi", "Delwar Sayedee"),
    ],
)
def test_a_name_is_found_as_another_language_writes_it(name: str, text: str) -> None:
    assert surfaces(text, name) == [text]


def test_ordinary_words_without_capitals_are_no_translated_name() -> None:
    assert surfaces("It was a mobilization of popular forces.", "Hashd Shaabi") == []
