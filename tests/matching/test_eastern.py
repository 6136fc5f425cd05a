"""Chinese, Korean and Japanese names in other systems and scripts, and other names of that kind."""

import pytest

from monitor.matching.eastern import is_another, renderings
from tests.matching.builders import surfaces


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Liu Zedong", "Liu Tse-tung"),  # Wade and Giles
        ("Liu Zedong", "Liu Tse Tung"),
        ("Liu Zedong", "Лю Цзэдун"),  # Palladius
        ("Liu Zedong", "Liou Ce-tung"),  # Czech
        ("Liu Zedong", "ليو تسي تونغ"),
        ("Liu Zedong", "Liu Ze Dong"),
        ("Xiao Zhenhua", "شياو تشن هوا"),
        ("Jiang Huiqing", "Цзян Хуэйцин"),
        ("Han Jong Un", "Han Jeong-eun"),
        ("Han Jong Un", "Хан Чен Ын"),
        ("Ri Pyong Chol", "Lee Byeong-cheol"),
        ("Ri Pyong Chol", "Ли Пён Чхоль"),
        ("Hwang Pyong So", "Hwang Pyongso"),
        ("Se Bong Pak", "Se Pong Pak"),
        ("Kyong Hui Pak", "Park Kyong-hee"),  # surname first in the news
        ("Kenzo Tachibana", "Tachibana Kenzo"),
        ("Kenzo Tachikawa", "Кэндзо Татикава"),  # Polivanov
    ],
)
def test_a_name_is_found_in_another_system(name: str, text: str) -> None:
    assert surfaces(text, name) == [text]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Han Jong Un", "Han Song Un"),
        ("Han Jong Un", "Han Jong In"),
        ("Han Jong Un", "Han Jong"),
        ("Han Jong Un", "Han Chen Yn"),  # Cyrillic letters are read so, Latin ones are not
        ("Wang Zhenhua", "Wang Zhenhui"),
        ("Wang Zhenhua", "Fang Zhenhua"),
        ("Wang Zhenhua", "Wang Zhenda"),
    ],
)
def test_a_name_of_another_syllable_is_another(name: str, text: str) -> None:
    assert surfaces(text, name) == []


def test_names_of_other_languages_are_put_in_no_other_system() -> None:
    assert renderings(("hassan", "nasrallah")) == ()
    assert renderings(("isa", "musa")) == ()
    assert renderings(("li",)) == ()


def test_a_slip_makes_no_other_syllable_and_a_system_no_other_name() -> None:
    assert not is_another("xiaohomg", "xiaohong")
    assert not is_another("seok", "suk")
    assert is_another("xiaotong", "xiaohong")
