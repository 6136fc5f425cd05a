import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import slug
from monitor.config.slugs import APOSTROPHES, assign_ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kata'ib Hezbollah", "kataib-hezbollah"),
        ("Asaib Ahl al-Haq", "asaib-ahl-al-haq"),
        ("  R & D,  Inc. ", "r-d-inc"),
        ("Büyük Şâh", "buyuk-sah"),
        ("Straße Łódź Øre", "strasse-lodz-ore"),
        ("ʿAṣāʾib", "asaib"),
        ("Сергей Шойгу", "sergei-shoigu"),
        ("Γιάννης", "giannis"),
        ("بدر", "bdr"),
        ("گروه پژاک", "grwh-pzhak"),
        ("حزب‌الله", "hzballh"),
        ("צהל", "tshl"),
        ("北京", "北京"),
        ("Ｆｕｌｌ", "full"),
        ("...", ""),
    ],
)
def test_a_slug_is_the_name_in_plain_letters(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_is_dropped(apostrophe: str) -> None:
    assert slug(f"Kata{apostrophe}ib") == "kataib"


@given(st.text())
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug(slug(name)) == slug(name)


def test_a_second_default_slug_gets_a_number() -> None:
    assert assign_ids([(None, "The Force"), (None, "the force!"), (None, "The Force")]) == [
        "the-force",
        "the-force-2",
        "the-force-3",
    ]


def test_a_default_slug_gives_way_to_an_explicit_id_wherever_it_stands() -> None:
    assert assign_ids([(None, "Badr"), ("badr", "Badr Corps")]) == ["badr-2", "badr"]


def test_a_name_without_a_letter_that_sounds_still_gets_an_id() -> None:
    assert assign_ids([(None, "ъ"), (None, "ь")]) == ["unnamed", "unnamed-2"]
