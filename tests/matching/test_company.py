"""Of a longer name two words are no reason for a close look: a third must be beside them."""

import pytest

from monitor.matching.finder import Finder
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.shapes import Phrase
from monitor.model import Form, Passage
from tests.matching.builders import matcher

LONG = "Global Rescue and Mercy Foundation of Tikrit"


def suspected(name: str, text: str) -> int:
    """At how many places a name is looked for in a text."""
    phrase = Phrase("watch", name, Form(name, "name"), 88.0)
    (found,) = Finder([phrase], load_ordinary_words()).suspects([text])
    return len(found.listed)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Qassem Ahmad Suleimani", "Then Ahmad Suleimani spoke for an hour."),
        ("Qassem Ahmad Suleimani", "He met Qassem Ahmad on Monday; Suleimani was not there."),
        ("United Trading Site", "The United States said so."),
        (LONG, "A centre for rescue and mercy is planned."),
        (LONG, "Global Rescue is a firm in Boston."),
    ],
)
def test_two_words_of_a_longer_name_are_not_looked_at_alone(name: str, text: str) -> None:
    assert suspected(name, text) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Joaquin Guzman Loera", "Police held Joaquin Guzman Loesa at noon."),
        ("Deir Zor Brigade", "The Deir ez Zor Brigade moved north."),
        ("Mohamad Alsaied Alhmidan", "It names Mohamad Alsaied Al Hamidan again."),
        (
            "Qassem Ahmad Suleimani",
            "It was qassem ahmad suleimani who had asked for it.",
        ),
        ("Qassem Ahmad Suleimani", "SULEIMANI, QASSEM AHMAD: born in Kerman"),
        (LONG, "The Global Rescue & Mercy Foundation of Tikrit denied it."),
        (LONG, "the Global Rescue and Mercy Foundation of Tikrit denied it"),
    ],
)
def test_a_third_word_is_heard_or_read_beside_them(name: str, text: str) -> None:
    assert suspected(name, text) > 0


def test_a_word_that_did_not_ring_once_is_silent_and_others_are_not() -> None:
    listed = matcher("Barzani")
    texts = ("The Barzan valley is quiet.", "The Barzan valley is quiet.", "Barzani came to Erbil.")
    rung = [bool(judged.matches) for judged in listed.judge_all(map(Passage, texts))]
    assert rung == [False, False, True]


@pytest.mark.parametrize(
    ("text", "is_looked_at"),
    [
        ("В среду Ким Чен Ын посетил завод.", True),
        ("On Wednesday Kim Chen Yn visited a plant.", False),
    ],
)
def test_what_a_name_is_in_one_script_is_looked_for_in_no_words_of_others(
    text: str, is_looked_at: bool
) -> None:
    assert bool(suspected("Kim Jong Un", text)) is is_looked_at
