"""Names as Russian and Ukrainian decline them."""

import pytest

from monitor.matching.declension import subjects
from tests.matching.builders import surfaces


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Bashar Assad", "Башаром Асадом"),
        ("Bashar Assad", "Башара Асада"),
        ("Volodymyr Zelensky", "Володимира Зеленського"),
        ("Sergei Surovikin", "Сергею Суровикину"),
        ("Igor Strelkov", "Игорем Стрелковым"),
        ("Muqtada al-Sadr", "Муктады ас-Садра"),
        ("Ismail Haniyeh", "Исмаила Хании"),
    ],
)
def test_a_name_is_found_in_every_case(name: str, written: str) -> None:
    assert surfaces(f"Как сообщают СМИ, {written} и других видели вчера.", name) == [written]


def test_words_of_other_scripts_have_no_cases() -> None:
    assert list(subjects("Maduro")) == []
    assert list(subjects("سليماني")) == []
