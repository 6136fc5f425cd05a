"""The piece of an article that shows why it was found."""

from monitor.search.excerpt import excerpt, meets
from monitor.search.query import parse


def test_the_piece_stands_around_the_first_hit_and_marks_every_one() -> None:
    text = "Nothing. " * 60 + "The Quds Force met; a force of habit.\nMore. " + "Nothing. " * 60

    piece = excerpt(parse('"quds force" OR habit'), text)

    assert [piece.text[start:end] for start, end in piece.hits] == ["Quds Force", "habit"]
    assert piece.is_begun
    assert piece.goes_on
    assert "\n" not in piece.text
    assert len(piece.text) <= 240


def test_what_is_not_wanted_is_not_marked() -> None:
    assert excerpt(parse("quds -force"), "The Quds met").hits == ((4, 8),)


def test_without_a_hit_the_text_begins_at_its_beginning() -> None:
    piece = excerpt(parse("quds"), "A short text")

    assert piece.text == "A short text"
    assert not piece.is_begun
    assert not piece.goes_on


def test_title_and_text_meet_a_query_together() -> None:
    assert meets(parse("bridge monday"), "A bridge", "Opened on Monday")
    assert not meets(parse('"bridge opened"'), "A bridge", "Opened on Monday")
    assert not meets(parse("bridge -monday"), "A bridge", "Opened on Monday")
