from pathlib import Path

import pytest

from tests.lint.builders import said_of


@pytest.mark.parametrize("slip", ["Hamid Karzal", "Hamid Karzaib", "Hamid Karai", "hamid karzav"])
def test_a_name_that_is_a_letter_off_another_watch_is_warned_of(tmp_path: Path, slip: str) -> None:
    watchlist = f"""\
watches:
  - {{name: Hamid Karzai}}
  - {{name: Vasily Zaytsev, aliases: [{slip}]}}
"""

    assert said_of(tmp_path, watchlist) == [
        f'3: warning: watch "vasily-zaytsev": aliases (item 1): "{slip}" is one letter off '
        '"Hamid Karzai" of watch "hamid-karzai"; if both are one, make it an alias there'
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hamas", "Hamad"),
        ("55th Brigade of Ruritania", "56th Brigade of Ruritania"),
        ("Hamid Karzai", "Hamid Kirzul"),
        ("Hamid Karzai", "{text: Hamid Karzal, match: exact}"),
    ],
)
def test_names_that_are_meant_to_be_two_are_not(tmp_path: Path, one: str, other: str) -> None:
    watchlist = f"watches:\n  - {{name: {one}}}\n  - {{name: Vasily Zaytsev, aliases: [{other}]}}\n"

    assert not [said for said in said_of(tmp_path, watchlist) if "one letter off" in said]


def test_spellings_of_one_watch_are_its_own(tmp_path: Path) -> None:
    assert said_of(tmp_path, "watches: [{name: Hamid Karzai, aliases: [Hamid Karzal]}]\n") == []
