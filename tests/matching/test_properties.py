"""What holds for every name and every text."""

import itertools
import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.folding import fold_of, read, skeleton_of
from monitor.matching.romanise import bare
from monitor.model import Passage
from tests.matching.builders import KATAIB, SULEIMANI, matcher, mentions, near, watch

NAMES = ("Quds Force", KATAIB, SULEIMANI, "Nouri al-Maliki", "Asaib Ahl al-Haq", "قيس الخزعلي")
LISTED = matcher(*NAMES, watch("Islamic State", acronyms=("ISIS",)))
INVISIBLE = "\u00ad\u200b\u200d\u200e\u200f\u2060\u2066\u2069\ufeff"
ACCENTS = "\u0301\u0308\u0323"
SPACES = "\u00a0\u2009\u202f"
SYLLABLES = st.sampled_from(("ba", "da", "ka", "lam", "mor", "nal", "rid", "sul", "ter", "vin"))
WORD = st.lists(SYLLABLES, min_size=2, max_size=4).map("".join).map(str.capitalize)
BETWEEN = st.sampled_from((" ", "-", " al-", " bin ", " Abd al-", "'ul ", " X ", " 17 "))
NAME = st.builds("{}{}{}".format, WORD, BETWEEN, WORD)
SETTINGS = (
    "{}",
    "Officials said on Monday that {} had been named in the report.",
    "“{}” was the headline, in capitals or not.",
    "قال المسؤول إن {} ورد ذكره اليوم",
    "Several were named (among them {}), the court said.",
    "* {}: see below, or look elsewhere",
    "They praised {}’s patience – or did they?",
)
PARAGRAPHS = (
    "The weather was mild and trains ran late in spring.",
    "SHARES FELL IN EARLY TRADING, AND OIL ROSE TO 81.40 A BARREL.",
    "the minister of transport, mr. brown, opened a bridge",
    "El alcalde inauguró el puente; hubo 400 invitados.",
    "كان الطقس معتدلا في المدينة طوال الأسبوع.",
    "هوای شهر در همه هفته خوب بود.",
    "Погода была тёплой, поезда опаздывали.",
    "3 : 1, 2 : 2 (0 : 1), 14-7-21",
    "#weather @city https://example.com/a-b?c=d",
)
UNRELATED = st.lists(st.sampled_from(PARAGRAPHS), max_size=8).map("\n".join)
RULED = matcher(
    watch("Kata'ib Hezbollah", unless=("Kata'ib Hezbollah of the North",)),
    watch("Green Zone", near=near("Baghdad", within=8), not_near=near("emission")),
    watch("Hassan Nasrallah", threshold=99.0),
    watch("Islamic State", acronyms=("ISIS",)),
    decoys=("Hezbollah", "Ali Nasrallah"),
)
SAID = (
    "Kata'ib Hezbollah of the North",
    "Kataeb Hizbullah",
    "Hezbollah",
    "the Green Zone in Baghdad",
    "a green zone",
    "the Green Zone without emission",
    "Hasan Nasralla",
    "Ali Nasrallah",
    "Nasrallah",
    "ISIS",
    "ISIS of OXFORD",
    "the Islamic State",
    "said, and left.",
)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(word: str) -> None:
    assert bare(bare(word)) == bare(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=15))
def test_a_skeleton_has_no_vowels_and_a_word_reads_the_same_in_any_case(word: str) -> None:
    skeleton = skeleton_of(fold_of(word))

    assert not set(skeleton[1:]) & set("aeioE")
    assert read(word) == read(word.upper())


@settings(max_examples=5, deadline=None)
@given(st.lists(NAME, min_size=8, max_size=8, unique=True))
def test_a_watchs_own_name_always_matches_in_any_setting(names: list[str]) -> None:
    listed = matcher(*names)

    for name, setting in itertools.product(names, SETTINGS):
        found = mentions(listed.judge(Passage(setting.format(name))))
        assert name in {mention.surface for mention in found if mention.watch_id == name}


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_name_is_found_to_the_letter_whatever_is_hidden_in_it(
    name: str, data: st.DataObject
) -> None:
    hidden = st.sampled_from(["", "", *INVISIBLE, *ACCENTS])
    gap = data.draw(st.sampled_from([" ", "\n", "\r\n  ", "\t", "  ", *SPACES]))
    inside = [letter + (data.draw(hidden) if letter.isalpha() else "") for letter in name[:-1]]
    written = "".join((*inside, name[-1])).replace(" ", gap)
    text = data.draw(st.sampled_from(SETTINGS)).format(written)

    (mention,) = mentions(LISTED.judge(Passage(text)))

    assert mention.surface == text[mention.start : mention.end] == written


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_judge_and_every_span_is_in_it(text: str) -> None:
    judgement = LISTED.judge(Passage(f"{text} {SULEIMANI} {text}", title=text), near_misses=True)

    for match in judgement.matches:
        for mention in match.mentions:
            field = text if mention.field == "title" else f"{text} {SULEIMANI} {text}"
            assert mention.surface == field[mention.start : mention.end]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NAMES), UNRELATED, UNRELATED)
def test_an_unrelated_paragraph_never_removes_a_match(name: str, before: str, after: str) -> None:
    text = f"{before}.\n\nReports named {name} again.\n\n{after}."

    assert [mention.surface for mention in mentions(LISTED.judge(Passage(text)))] == [name]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(SAID), max_size=6).map(" ".join))
def test_what_does_not_ring_has_its_reason_and_what_rings_has_none(text: str) -> None:
    judgement = RULED.judge(Passage(text), near_misses=True)
    rung = [mention for match in judgement.matches for mention in match.mentions]

    assert all(mention.suppressed_by for mention in judgement.suppressed)
    assert not any(mention.suppressed_by for mention in rung)
    assert all(mention.why for mention in rung)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(SAID), max_size=6).map(" ".join))
def test_asking_for_near_misses_changes_nothing_that_rings(text: str) -> None:
    asked, plain = (RULED.judge(Passage(text), near_misses=near) for near in (True, False))

    assert asked.matches == plain.matches
    assert set(plain.suppressed) <= set(asked.suppressed)


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


def test_what_a_flood_leaves_out_is_said() -> None:
    notes = LISTED.judge(Passage(f"{SULEIMANI} " * 40_000)).notes

    assert notes == ("text: possible names after the first 5,000: not looked at",)
    assert LISTED.judge(Passage(f"{SULEIMANI} " * 40)).notes == ()


def test_among_more_new_words_than_any_article_has_every_name_is_found() -> None:
    words = " ".join(f"Word{number}" for number in range(16_000))

    judgement = LISTED.judge(Passage(f"{words}. {SULEIMANI} came, Ghasem Soleymani left."))

    assert [mention.surface for mention in mentions(judgement)] == [SULEIMANI, "Ghasem Soleymani"]
