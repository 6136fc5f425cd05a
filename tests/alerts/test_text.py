"""Text from a page, made harmless."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from alerts.text import (
    around,
    clean,
    cut,
    escape,
    is_right_to_left,
    isolated,
    link,
    paragraph,
    weight,
)

TRICKY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("<>&|*_~`\u202e\u2066\u200f\u200c\u200d\u0301\ufe0f\x00\r\nقدس🇮🇶👩"),
    ),
    max_size=400,
)


def test_markup_characters_become_entities_the_ampersand_first() -> None:
    assert escape("<!channel> & &lt;") == "&lt;!channel&gt; &amp; &amp;lt;"


def test_controls_and_direction_marks_go_and_joiners_stay() -> None:
    assert clean("a\u202eb\x00c\u200fd\ufeff", 99) == "abcd"
    assert clean("می\u200cشود", 99) == "می\u200cشود"


def test_a_cut_falls_between_letters_not_inside_them() -> None:
    assert cut("ae\u0301e\u0301e\u0301", 4) == "ae\u0301…"
    assert cut("👩‍🚀👩‍🚀👩‍🚀", 8) == "👩‍🚀👩‍🚀…"


def test_a_cut_counts_what_escaping_adds() -> None:
    assert cut("<<<<", 16) == "<<<<"
    assert cut("<<<<", 15) == "<<<…"


def test_the_hit_stays_in_view_however_long_the_sentence_is() -> None:
    sentence = "before " * 100 + "Quds Force" + " after" * 100

    before, hit, after = around(sentence, 700, 710, 100)

    assert hit == "Quds Force"
    assert before.startswith("…")
    assert after.endswith("…")
    assert 80 < weight(before + hit + after) <= 100


def test_a_right_to_left_paragraph_is_marked_and_isolated() -> None:
    sentence = "قالت قوة القدس (Quds Force) ذلك"

    assert is_right_to_left(sentence)
    assert paragraph(sentence) == ("\u200f\u2067", "\u2069")
    assert paragraph("The Quds Force (قوة القدس) said so") == ("", "")


def test_a_name_of_another_direction_is_isolated_in_its_line() -> None:
    assert isolated("قوة القدس") == "\u2068قوة القدس\u2069"
    assert isolated("Quds Force") == "Quds Force"


def test_an_address_cannot_end_the_link_it_stands_in() -> None:
    assert link('https://a.example/x|y><z "q') == "https://a.example/x%7Cy%3E%3Cz%20%22q"
    assert link("https://a.example/بغداد?a=1&b=2") == (
        "https://a.example/%D8%A8%D8%BA%D8%AF%D8%A7%D8%AF?a=1&b=2"
    )


def test_only_web_addresses_become_links() -> None:
    for address in ("javascript:alert(1)", "slack://x", "//a.example", "https://", "http://[", ""):
        assert link(address) is None
    assert link("https://a.example/" + "x" * 3000) is None


@given(TRICKY, st.integers(2, 60))
def test_clean_text_is_one_line_within_its_limit_and_cleaning_again_changes_nothing(
    text: str, most: int
) -> None:
    cleaned = clean(text, most)

    assert weight(cleaned) <= most
    assert not regex.search(r"[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]", cleaned)
    assert clean(cleaned, most) == cleaned


@given(TRICKY, st.integers(0, 400), st.integers(0, 400), st.integers(10, 60))
def test_what_is_around_a_hit_never_exceeds_its_room(
    text: str, start: int, length: int, most: int
) -> None:
    assert weight("".join(around(text, start, start + length, most))) <= most
