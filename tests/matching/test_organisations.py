"""Names of organisations whose words are mostly ordinary ones."""

import pytest

from tests.matching.builders import surfaces


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("The Base", "They returned to the base. Base jumping is allowed."),
        ("The Youth", "Youth clubs reopened on Monday."),
        ("Des International", "It was named by Amnesty International."),
        ("El Para", "Llegó tarde para verlo."),
        ("El Cortez", "The painter Maria Cortez spoke first."),
        ("N P C International Ltd", "The buyer is Harbour International Ltd."),
        ("B-Finance Ltd", "A loan from Acorn Finance Ltd was repaid."),
        ("United Wa State Army", "He joined the United States Army at eighteen."),
        ("Syrian S.A.", "Many Syrians came home."),
        ("Committee K.", "Two committees met."),
        ("Karim Drug Trafficking Organization", "Large drug trafficking organizations fell."),
        ("Rahma-Bosnia and Herzegovina", "Bosnia and Herzegovina voted."),
        ("Ministry of Defence", "The Ministry of Finance said no."),
        ("International Brigade", "The International Bridge was closed."),
        ("Amrogan Development Bank", "The American Development Bank lent it."),
        ("Popular Force", "A popular and very large force of volunteers came."),
    ],
)
def test_ordinary_words_are_no_organisation_without_what_tells_it(name: str, text: str) -> None:
    assert surfaces(text, name) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("The Base", "They swore to the Base."),
        ("The Houthis", "Houthis claimed it."),
        ("Des International", "The firm Des International was listed."),
        ("El Cortez", "The alias of the man is El Cortez."),
        ("N P C International Ltd", "A ship of N P C International Ltd."),
        ("United Wa State Army", "The United Wa State Army denied it."),
        ("Syrian S.A.", "A branch of Syrian S.A. opened."),
        ("Ministry of Defence", "The Ministry of Defense said no."),
        ("Kata'ib Hezbollah", "Fighters of Ketaeb Hezbollah left."),
        ("Karim Drug Trafficking Organization", "The Karim Drug Trafficking Organisation fell."),
    ],
)
def test_it_is_found_with_it(name: str, text: str) -> None:
    assert len(surfaces(text, name)) == 1
