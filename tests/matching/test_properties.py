"""What holds for every name and every text."""

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


@given(
    st.sampled_from(
        [f"{SULEIMANI} ", "Al ", "AAH-", "حزب الله ", "a\u200b", "&apos;", "Quds ", '"']
    )
)
def test_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    # Counted, not timed: what is looked at for twice the text is about twice as much.
    from monitor.matching.candidates import candidates

    def looked_at(times: int) -> int:
        scan = LISTED.scan(unit * times)
        return sum(1 for _ in candidates(LISTED.index, scan))

    assert looked_at(400) <= 2 * looked_at(200) + 20
