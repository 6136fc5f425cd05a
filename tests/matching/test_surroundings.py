"""What is read around a place where a name may stand."""

import pytest

from monitor.matching.candidates import NAME_AT_MOST, Suspect, surroundings
from monitor.matching.finder import Finder
from monitor.matching.ordinary import load_ordinary_words
from monitor.matching.shapes import Phrase, Spot
from monitor.model import Form

AT = 5_000


def read(text: str) -> tuple[int, int]:
    """From where to where a text is read around a name of two words at the same place in each."""
    phrase = Phrase("watch", "it", Form("Qassem Suleimani", "name"), 88.0)
    shapes = Finder([phrase], load_ordinary_words()).index.shapes
    (part,) = surroundings(text, shapes, [Suspect(AT, AT + 7, Spot(0, (0, 1), rings=True))])
    return part.start, part.end


def test_a_part_begins_and_ends_with_words() -> None:
    text = "word " * 2_000
    start, end = read(text)
    assert text[start:end].split(" ") == ["word"] * ((end - start + 1) // 5)
    assert start < AT < end


@pytest.mark.parametrize("sign", ["x", "\n", "/"])
def test_where_there_are_no_spaces_it_is_no_longer_than_a_name_may_be(sign: str) -> None:
    start, end = read(sign * 10_000)
    assert AT - 2 * NAME_AT_MOST <= start < AT < end <= AT + 7 + 2 * NAME_AT_MOST


@pytest.mark.parametrize("length", [AT + 8, AT + 60])
def test_it_ends_with_the_text(length: int) -> None:
    assert read("x" * length)[1] == length
