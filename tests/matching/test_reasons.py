"""What an analyst reads about a word."""

import pytest

from monitor.matching.reasons import word_reason


@pytest.mark.parametrize(
    ("surface", "name", "reason"),
    [
        ("Hasan", "hassan", "one letter off: Hasan for hassan 90, one sound"),
        ("Kenny", "kony", "one letter off: Kenny for kony 90"),
        ("Gorkin", "girkin", "one letter off: Gorkin for girkin 90"),
        ("Kelny", "kony", "two letters off: Kelny for kony 90"),
        ("Houthis", "houthi", "one letter off: Houthis for houthi 90, plural"),
        ("Uladzimir", "vladimir", "Uladzimir for vladimir 90, one given name"),
        ("قاسم", "qassem", "قاسم for qassem 90, across scripts"),
        ("Soleimany", "suleimani", "Soleimany for suleimani 90, one sound"),
    ],
)
def test_a_word_is_told_by_how_far_it_is(surface: str, name: str, reason: str) -> None:
    assert word_reason(surface, name, 90.0) == reason


def test_a_word_as_written_is_all_there_is_to_say() -> None:
    assert word_reason("Quds", "quds", 100.0) == "Quds"


def test_a_translation_is_called_one() -> None:
    assert word_reason("كتائب", "brigades", 97.0, is_generic=True).endswith("97, translated")
