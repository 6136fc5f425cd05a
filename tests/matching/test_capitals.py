"""Does a text write names with capitals? If it does, words in small letters are no names."""

import pytest

from monitor.matching.scan import has_capitals

ENGLISH = "The minister met Qassem Suleimani in Baghdad on Monday and left the city by noon."
RUSSIAN = "В среду министр встретил Касема Сулеймани в Багдаде и уехал из города в полдень."
FRENCH = "Éric et Éloïse ont été reçus à l'Élysée, où ils sont restés jusqu'à midi et demi."
ARABIC = "التقى الوزير قاسم سليماني في بغداد يوم الاثنين وغادر المدينة عند الظهر مع وفده"


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, FRENCH, ENGLISH.upper(), RUSSIAN.upper()])
def test_a_text_with_capitals_has_them_and_in_small_letters_it_has_not(text: str) -> None:
    assert has_capitals(text)
    assert not has_capitals(text.lower())


def test_a_script_without_capitals_lacks_none() -> None:
    assert has_capitals(ARABIC)


def test_a_capital_here_and_there_is_not_enough() -> None:
    assert not has_capitals(f"{RUSSIAN.lower() * 5} Да. {ENGLISH.lower() * 5} Yes.")
