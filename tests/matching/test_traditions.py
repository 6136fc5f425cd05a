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
        ("Askar Japarbek", "Askar Schaparbek"),  # German
        ("Mirwais Yaqoob", "Mirwais Yakup"),  # Turkish
        ("Ranjan Bhattarai", "Ranjan Battarai"),
        ("Xinjiang Front", "Синьцзян Front"),
        ("Anton Khlychev", "Anton Chlyczow"),  # Polish
        ("Anton Khlychev", "Anton Chlyčov"),  # Czech
        ("Anton Khlychev", "Anton Hlıçov"),  # Turkish
        ("Milan Djurovic", "Milan Dschurowitsch"),  # German
        ("Zurab Chikovani", "ზურაბ ჩიქოვანი"),
        ("Suren Vardumyan", "Սուրեն Վարդումյան"),
        ("Karim Bensaleh", "Karim bin Saleh"),
        ("Karim Bensaleh", "كريم بن صالح"),
        ("Abdelhadi Tazi", "עבד אל-האדי תאזי"),
        ("Abdourahim Sanogo", "عبد الرحيم سانوغو"),
        ("Jamaat Nusrat", "جماعة نصرة"),
        ("Recep Sancar", "רג'פ סנג'אר"),
        ("Ansaroul Haq", "أنصار الحق"),
        ("Ansaroul Haq", "Ansar ul Haq"),
        ("Deir ez-Zarqa", "Deir ez Zarqa"),
        ("Free Youth Movement in Sindh", "Free Youth Movement of Sindh"),
        ("Islamic Karwan Movement in Sindh", "حركة كاروان الإسلامي في سند"),
        ("Rapid Security Forces", "قوات الأمن السريع"),
        ("Mufti Anwar Tarzi", "Anwar Tarzi"),  # the news leaves out what somebody is called
    ],
)
def test_a_name_is_found_as_another_language_writes_it(name: str, text: str) -> None:
    assert surfaces(text, name) == [text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Nabih Terri", "Nabil Terri"),
        ("Nabih Torak", "Nabih Torlak"),
        ("Sheikh Ali Hassan", "Ali Hassan"),  # there are thousands
        ("Mufti Anwar Tarzi", "Mufti Tarzi"),
    ],
)
def test_a_name_is_not_found_in_another_one(name: str, text: str) -> None:
    assert surfaces(text, name) == []


def test_ordinary_words_without_capitals_are_no_translated_name() -> None:
    assert surfaces("It was a mobilization of popular forces.", "Hashd Shaabi") == []
