"""The sieve reads words as `folding` does, and lets nothing fall that a close look would find."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.matching.folding import read
from monitor.matching.sieve import alphabet
from monitor.matching.sieve.keys import keys_of
from monitor.matching.sieve.pieces import pieces_of
from monitor.matching.sieve.skeletons import Words, skeletons
from monitor.model import Passage
from tests.matching.builders import KATAIB, SULEIMANI, matcher, watch

LETTERS = (
    "abcdefghijklmnopqrstuvwxyzschtkgp",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіє",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)
WORD = st.sampled_from(LETTERS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=9))
LISTED = matcher(
    "Quds Force",
    KATAIB,
    SULEIMANI,
    "Nouri al-Maliki",
    "Asaib Ahl al-Haq",
    "Mohammad Javad Zarif",
    "Abd al-Malik al-Houthi",
    "قيس الخزعلي",
    "Badr Organization",
    watch("Islamic State", acronyms=("ISIS",)),
)
NAMES = (
    "Qasem Soleymani",
    "Ghassem Suleimanni",
    "SULEIMANI, QASSEM",
    "Nuri Kamal al-Maliki",
    "Kataeb Hezbolah",
    "Javad Zarif",
    "Abdulmalik al-Huthi",
    "#QudsForce",
    "Сулеймани",
    "قاسم سليماني",
    "والحشد",
    "سپاه قدس",
    "Assaib Ahl al Hak",
    "سازمان بدر",
    "ISIS",
    "Qais al-Khazali",
)
PROSE = ("the", "and", "said", "on", "Monday", "that", "President", "of", "his", "General", "was")
SENTENCES = st.lists(st.sampled_from((*NAMES, *PROSE)), max_size=25).map(" ".join)


@settings(max_examples=150)
@given(st.lists(WORD, min_size=1, max_size=20))
def test_the_sieve_hears_what_folding_hears(words: list[str]) -> None:
    words = [word for word in words if "hh" not in word and read(word).plain]
    pieces = pieces_of(words)

    heard = skeletons(Words(pieces.codes, pieces.starts, pieces.ends - pieces.starts))

    expected = [read(word).sound.skeleton for word in words]
    starts, ends = heard.starts, heard.starts + heard.lengths
    assert [heard.symbols[start:end].tolist() for start, end in zip(starts, ends, strict=True)] == [
        alphabet.codes_of(skeleton) for skeleton in expected
    ]


@given(st.lists(st.integers(0, 2**20), max_size=60), st.lists(st.integers(0, 2**20), max_size=20))
def test_a_key_stands_for_every_value_that_was_entered_with_it(
    entered: list[int], others: list[int]
) -> None:
    apart = np.uint64(0x9E3779B97F4A7C15)  # as keys are: spread over all 64 bits
    keys = np.array(entered, np.uint64) * apart
    sought = [*entered, *others]

    which, values = keys_of(keys, np.arange(len(keys))).find(np.array(sought, np.uint64) * apart)

    assert sorted(zip(which.tolist(), values.tolist(), strict=True)) == [
        (at, value)
        for at, key in enumerate(sought)
        for value, known in enumerate(entered)
        if key == known
    ]


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_what_a_look_at_every_word_finds_the_sieve_finds(text: str) -> None:
    everywhere = LISTED.judge(Passage(text), near_misses=True)

    assert LISTED.judge(Passage(text)).matches == everywhere.matches


@settings(max_examples=30, deadline=None)
@given(st.lists(SENTENCES, max_size=6))
def test_many_passages_are_judged_as_each_by_itself(texts: list[str]) -> None:
    passages = [Passage(text, title=text[:40]) for text in texts]

    assert list(LISTED.judge_all(passages)) == [LISTED.judge(passage) for passage in passages]


@pytest.mark.parametrize("text", ["", " ", "\0", "…", "\ud800", "a" * 200, "\u200b", "&#39;"])
def test_texts_without_a_name_ring_nothing(text: str) -> None:
    assert LISTED.judge(Passage(text)).matches == ()
