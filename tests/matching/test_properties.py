"""What holds for every name and every text."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.folding import fold_of, read, skeleton_of
from monitor.matching.romanise import bare
from monitor.model import Passage
from tests.matching.builders import KATAIB, SULEIMANI, matcher, mentions, watch

NAMES = ("Quds Force", KATAIB, SULEIMANI, "Nouri al-Maliki", "Asaib Ahl al-Haq", "قيس الخزعلي")
LISTED = matcher(*NAMES, watch("Islamic State", acronyms=("ISIS",)))
INVISIBLE = "\u00ad\u200b\u200d\u2060\ufeff"
SYLLABLES = st.sampled_from(("ba", "da", "ka", "lam", "mor", "nal", "rid", "sul", "ter", "vin"))
WORD = st.lists(SYLLABLES, min_size=2, max_size=4).map("".join).map(str.capitalize)
ORDINARY = ("the", "weather", "was", "mild", "and", "trains", "ran", "late", "in", "spring")
UNRELATED = st.lists(st.sampled_from(ORDINARY), max_size=30).map(" ".join)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(word: str) -> None:
    assert bare(bare(word)) == bare(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=15))
def test_a_skeleton_has_no_vowels_and_a_word_reads_the_same_in_any_case(word: str) -> None:
    skeleton = skeleton_of(fold_of(word))

    assert not set(skeleton[1:]) & set("aeioE")
    assert read(word) == read(word.upper())


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, min_size=2, max_size=4, unique=True).map(" ".join))
def test_a_watchs_own_name_always_matches_in_a_sentence(name: str) -> None:
    text = f"Officials said on Monday that {name} had been named in the report."

    found = mentions(matcher(name).judge(Passage(text)))

    assert [mention.surface for mention in found] == [name]


@given(st.sampled_from(NAMES), st.data())
def test_offsets_slice_to_the_surface_whatever_is_hidden_in_the_name(
    name: str, data: st.DataObject
) -> None:
    written = "".join(
        letter
        + (data.draw(st.sampled_from(["", *INVISIBLE, "\u0301"])) if letter.isalpha() else "")
        for letter in name
    ).replace(" ", data.draw(st.sampled_from([" ", "\n", "\r\n  ", "\u00a0", "  "])))
    text = f"قال “{written}” and left."

    (mention,) = mentions(LISTED.judge(Passage(text)))

    assert mention.surface == text[mention.start : mention.end]
    assert written.startswith(mention.surface.strip())


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_judge_and_every_span_is_in_it(text: str) -> None:
    judgement = LISTED.judge(Passage(f"{text} {SULEIMANI} {text}", title=text), near_misses=True)

    for match in judgement.matches:
        for mention in match.mentions:
            field = text if mention.field == "title" else f"{text} {SULEIMANI} {text}"
            assert mention.surface == field[mention.start : mention.end]


@given(st.sampled_from(NAMES), UNRELATED, UNRELATED)
def test_an_unrelated_paragraph_never_removes_a_match(name: str, before: str, after: str) -> None:
    text = f"{before}.\n\nReports named {name} again.\n\n{after}."

    assert [mention.surface for mention in mentions(LISTED.judge(Passage(text)))] == [name]


FLOODS = (
    f"{SULEIMANI} ",
    "Suleimani",
    "QASSEM SULEIMANI KILLED ",
    "Al ",
    "al-",
    "Quds-",
    "Abu Mahdi ",
    "ISIS ",
    "حزب الله ",
    "a\u200b",
    "\u200b",
    "&apos;",
    '"',
    "قاسم Suleimani Касем ",
    "Sulei-\nmani ",
    "\x93\xe9\ufffd\xb7q ",
)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called: counted, not timed, so that it is the same everywhere."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", FLOODS)
def test_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    def judging(letters: int) -> int:
        text = (unit * letters)[:letters]
        return calls(lambda: LISTED.judge(Passage(text)))

    judging(500)

    assert judging(8_000) < 5 * judging(2_000)  # 4 and a logarithm; of a square, 16


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (f"{SULEIMANI} ", "text: names after the first 5,000: not looked at"),
        ("Quds ", "text: watched words after the first 30,000: not looked at"),
        ("Quds-", "text: words after 20,000 hyphens: not joined"),
    ],
)
def test_what_a_flood_leaves_out_is_said(unit: str, said: str) -> None:
    assert said in LISTED.judge(Passage(unit * 40_000)).notes
    assert LISTED.judge(Passage(unit * 40)).notes == ()


def test_among_more_new_words_than_any_article_has_only_the_very_name_is_found() -> None:
    words = " ".join(f"Word{number}" for number in range(16_000))

    judgement = LISTED.judge(Passage(f"{words}. {SULEIMANI} came, Ghasem Soleymani left."))

    assert [mention.surface for mention in mentions(judgement)] == [SULEIMANI]
    assert judgement.notes == ("text: new words after the first 15,000: letter by letter only",)
