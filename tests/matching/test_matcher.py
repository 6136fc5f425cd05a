"""What rings, what does not, and why: one rule of the watchlist a test."""

import pytest

from monitor.model import Passage, SourceFilter
from tests.matching.builders import (
    KATAIB,
    SULEIMANI,
    form,
    judge,
    matcher,
    mentions,
    near,
    reasons,
    surfaces,
    watch,
)

ZONE = watch("Green Zone", near=near("Baghdad", "بغداد"))


@pytest.mark.parametrize(
    ("name", "text", "surface"),
    [
        ("Asaib Ahl al-Haq", "a brigade, Asaab Ahel Haq, arrived", "Asaab Ahel Haq"),
        (SULEIMANI, "He met Ghasem Soleymani there", "Ghasem Soleymani"),
        (SULEIMANI, "وقال قاسم سليماني ذلك", "قاسم سليماني"),
        (SULEIMANI, "لقاسم سلیمانی", "قاسم سلیمانی"),
        (SULEIMANI, "заявил Касем Сулеймани вчера", "Касем Сулеймани"),
        (SULEIMANI, "אמר קאסם סולימאני אתמול", "קאסם סולימאני"),
        (SULEIMANI, "QASSEM SULEIMANI KILLED", "QASSEM SULEIMANI"),
        (SULEIMANI, "on the list: Suleimani, Qassem; others", "Suleimani, Qassem"),
        (SULEIMANI, "tagged #QassemSuleimani today", "QassemSuleimani"),
        (SULEIMANI, "killed qassem suleimani in the airport that night", "qassem suleimani"),
        (SULEIMANI, "Qassem Su\u00adlei\u00admani", "Qassem Su\u00adlei\u00admani"),
        (SULEIMANI, "it was Qassem Sulei-\nmani who came", "Qassem Sulei-\nmani"),
        (SULEIMANI, "scanned as Qassem Su=eimani", "Qassem Su=eimani"),
        ("داعش", "the men of Da'esh fled", "Da'esh"),
        ("أبو مهدي المهندس", "مع أبي مهدي المهندس", "أبي مهدي المهندس"),
        (KATAIB, "the Kata&apos;ib Hezbollah unit", "Kata&apos;ib Hezbollah"),
        (KATAIB, "Kataeb Hizbullah said", "Kataeb Hizbullah"),
        (KATAIB, "بيان كتائب حزب الله", "كتائب حزب الله"),
        (KATAIB, "گردان‌های حزب‌الله عراق", "گردان‌های حزب‌الله عراق"),
        (KATAIB, "the Hezbollah Brigades of Iraq", "Hezbollah Brigades"),
        ("Badr Organization", "سازمان بدر بیانیه داد", "سازمان بدر"),
        ("Nouri al-Maliki", "Nouri Kamil al-Maliki spoke", "Nouri Kamil al-Maliki"),
        ("Mohammad Javad Zarif", "Javad Zarif resigned", "Javad Zarif"),
        ("Popular Mobilization", "نیروهای حشد‌الشعبی آمدند", ""),
        ("Hashd al-Shaabi", "نیروهای حشد‌الشعبی آمدند", "حشد‌الشعبی"),
        ("Hashd al-Shaabi", "قوات الحشدالشعبي", "حشدالشعبي"),
        ("Abu Mahdi al-Muhandis", "ابومهدی المهندس", "ابومهدی المهندس"),
        ("Hassan Nasrallah", "Hasan Nasr Allah spoke", "Hasan Nasr Allah"),
        ("Abdul-Malik al-Houthi", "Abd al-Malik al-Huthi spoke", "Abd al-Malik al-Huthi"),
        ("Lashkar-e-Taiba", "Lashkar e Toiba denied", "Lashkar e Toiba"),
        ("Uladzimir Karpovich", "Vladimir Karpovich left", "Vladimir Karpovich"),
        (
            "Viktar Uladzimiravich Sheiman",
            "Viktor Vladimirovich Sheiman left",
            "Viktor Vladimirovich Sheiman",
        ),
        ("Viktar Uladzimiravich Sheiman", "Viktor Sheiman left", "Viktor Sheiman"),
        ("Hannibal Gaddafi", "Hannibal Elkaddafi left", "Hannibal Elkaddafi"),
        ("Qasim al-Rimi", "Qassem al-Remi left", "Qassem al-Remi"),
        ("Ayesha Qadhafi", "Aisha Gadhafi left", "Aisha Gadhafi"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name: str, text: str, surface: str) -> None:
    assert surfaces(text, name) == ([surface] if surface else [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (KATAIB, "the Hezbollah active in Lebanon"),
        (KATAIB, "the Phalangist Kataeb and Hezbollah"),
        (KATAIB, "Kata'ib Sayyid al-Shuhada"),
        ("Quds Force", "the Al-Quds Brigades fired"),
        ("Quds Force", "the task force of Jerusalem"),
        ("Quds Force", "it went to Al-Quds. Force was used"),
        ("Quds Force", "قرارگاه قدس سپاه"),
        ("Nouri al-Maliki", "Riyad al-Maliki met Noor Malik"),
        (SULEIMANI, "Gholamreza Soleimani was named"),
        (SULEIMANI, "Solomon and Qassem al-Araji"),
        ("Ali Khamenei", "Ruhollah Khomeini and Ali Khomeini"),
        ("Islamic State", "Pakistan is an Islamic state by law"),
        ("al-Shabaab", "sabah and the Shabbat"),
        ("Houthi", "the youth of the south; Hutu militias"),
        ("Viktor Bout", "it was a victory bout for him"),
        ("Muhammad Said", "Mohamad Alsaied Al Hamidan was named"),
    ],
)
def test_a_neighbour_of_the_name_is_not_the_name(name: str, text: str) -> None:
    assert surfaces(text, name) == []


def test_a_possessive_and_an_english_article_are_outside_the_span() -> None:
    assert surfaces("The Quds Force's men", "Quds Force") == ["Quds Force"]


def test_an_arabic_article_is_inside_only_where_the_form_has_one() -> None:
    assert surfaces("the al-Quds Force", "Quds Force") == ["Quds Force"]
    assert surfaces("the Al Shabab group", "al-Shabaab") == ["Al Shabab"]
    assert surfaces("قال الحشد الشعبي", "الحشد الشعبي") == ["الحشد الشعبي"]
    assert surfaces("قال والحشد الشعبي", "الحشد الشعبي") == ["الحشد الشعبي"]


def test_an_arabic_article_that_lost_its_alef_is_not_cut_out_of_the_word() -> None:
    assert surfaces("وصلت للحشد الشعبي", "الحشد الشعبي") == ["للحشد الشعبي"]


def test_a_span_takes_in_the_known_fuller_form_of_the_name() -> None:
    state = "Islamic State of Iraq and the Levant"

    assert surfaces(f"{state} fled; Islamic State in Syria", "Islamic State") == [
        state,
        "Islamic State",
    ]
    assert surfaces("سردار حاج قاسم سلیمانی", SULEIMANI) == ["حاج قاسم سلیمانی"]
    (mention,) = mentions(judge(state, "Islamic State"))
    assert mention.why[-1] == f"in full: {state}"


def test_a_possessive_before_the_name_is_no_part_of_it_turned_round() -> None:
    assert surfaces("the Guard Corps' Quds Force, led by", "Quds Force") == ["Quds Force"]


def test_the_form_named_is_one_in_the_script_of_the_text() -> None:
    listed = watch("Hashd al-Shaabi", aliases=("الحشد الشعبي",))

    (mention,) = mentions(judge("an al-Hashd al-Shaabi statement", listed))

    assert (mention.form, mention.surface) == ("Hashd al-Shaabi", "Hashd al-Shaabi")


def test_the_longest_entity_takes_the_words_and_a_free_one_elsewhere_still_rings() -> None:
    judgement = judge(f"{KATAIB} is not the Hezbollah of Lebanon.", KATAIB, "Hezbollah")

    assert [(m.watch_id, m.start) for m in mentions(judgement)] == [(KATAIB, 0), ("Hezbollah", 29)]
    assert f"watch {KATAIB}" in reasons(judgement)


def test_two_watches_of_one_name_both_ring() -> None:
    first, second = watch("Badr Organization"), watch("Munazzama", aliases=("Badr Organisation",))

    judgement = judge("the Badr Organization said", first, second)

    assert {match.watch_id for match in judgement.matches} == {"Badr Organization", "Munazzama"}


def test_unless_claims_the_words_it_covers_for_its_own_watch_only() -> None:
    exempt = watch("Party", aliases=("Hezbollah",), unless=("Hezbollah of Lebanon",))

    judgement = judge("the Hezbollah of Lebanon", exempt, "Hezbollah")

    assert [match.watch_id for match in judgement.matches] == ["Hezbollah"]
    assert "unless Hezbollah of Lebanon" in reasons(judgement)


def test_near_gates_every_form_and_says_what_was_missing() -> None:
    assert surfaces("Rockets hit the Green Zone in Baghdad", ZONE) == ["Green Zone"]
    assert reasons(judge("a Green Zone in Kabul", ZONE)) == ["near: none of Baghdad, بغداد"]


def test_near_takes_whole_words_blind_to_case_marks_and_arabic_clitics() -> None:
    assert surfaces("Green Zone, BAGHDĀD's heart", ZONE) == ["Green Zone"]
    assert surfaces("Green Zone. وصل ببغداد", ZONE) == ["Green Zone"]
    assert surfaces("the Green Zone of the Baghdadis", ZONE) == []


def test_near_looks_at_title_and_text_unless_it_says_within() -> None:
    assert mentions(judge("the Green Zone", ZONE, title="Baghdad")) != []
    close = watch("Green Zone", near=near("Baghdad", within=3))
    assert mentions(judge("the Green Zone", close, title="Baghdad")) == []
    assert surfaces("Baghdad one two Green Zone", close) == ["Green Zone"]
    assert surfaces("Baghdad one two three Green Zone", close) == []


def test_not_near_silences() -> None:
    zone = watch("Green Zone", not_near=near("low emission", within=4))

    assert surfaces("the Green Zone", zone) == ["Green Zone"]
    assert reasons(judge("a low emission Green Zone", zone)) == ["not_near: low emission"]


def test_a_forms_own_context_beats_the_watchs() -> None:
    own = form("KH", "acronym", near=near("Iraq"))
    listed = watch(KATAIB, acronyms=(own,), near=near("Baghdad"))

    assert surfaces("KH in Iraq", listed) == ["KH"]
    assert surfaces("KH in Baghdad", listed) == []


def test_an_acronym_is_exact_and_a_whole_word() -> None:
    listed = watch("Islamic State", acronyms=("ISIS",))

    assert surfaces("the ISIS-held town, ISIS's men", listed) == ["ISIS", "ISIS"]
    assert surfaces("Isis, ISIS2, ISIS-K, ISIS_X, CRISIS", listed) == []


def test_an_acronym_without_support_scores_less_than_one_beside_the_name() -> None:
    listed = watch("Popular Mobilization Forces", acronyms=("PMF",))

    alone = judge("the PMF said", listed)
    beside = judge("the Popular Mobilization Forces (PMF) said", listed)

    assert [mention.score for mention in mentions(alone)] == [90]
    assert {m.surface: m.score for m in mentions(beside)}["PMF"] == 100


def test_an_acronym_in_another_known_meaning_does_not_ring() -> None:
    listed = matcher(watch("Popular Mobilization Forces", acronyms=("PMF",)), builtin=True)

    assert listed.judge(Passage("the PMF of a Poisson variable")).matches == ()


def test_an_acronym_among_words_in_capitals_needs_support() -> None:
    listed = watch("Islamic State", acronyms=("IS",))

    assert surfaces("and PEOPLE SAY HE IS A LIAR then", listed) == []


def test_an_exact_alias_is_as_written_and_a_regular_expression_searches() -> None:
    exact = watch("Mahdi Army", aliases=(form("JAM", match="exact"),))
    searched = watch("Units", aliases=(form(r"Unit \d+", match="regex"),))

    assert surfaces("the JAM, a jam", exact) == ["JAM"]
    assert surfaces("سلام: Unit 8200 and Unit 400", searched) == ["Unit 8200", "Unit 400"]


def test_a_decoy_claims_its_words_and_never_rings() -> None:
    listed = matcher("Ali Khamenei", decoys=("Ali Khomeini",))

    judgement = listed.judge(Passage("Ali Khomeini and Ali Khamenei"), near_misses=True)

    assert [mention.start for mention in mentions(judgement)] == [17]


def test_a_watch_of_the_same_name_switches_a_shipped_decoy_off() -> None:
    text = Passage("the Al Quds Brigades fired")

    assert matcher("Badr", builtin=True).judge(text).matches == ()
    assert matcher("Al-Quds Brigades", builtin=True).judge(text).matches != ()


def test_a_watch_of_the_same_name_in_another_spelling_switches_it_off_too() -> None:
    text = Passage("Naim Qassem spoke")

    assert matcher("Naim Qasim", builtin=True).judge(text).matches != ()
    assert matcher("Nouri al-Maliki", builtin=True).judge(text).matches == ()


def test_generic_words_are_translated_within_their_class_only() -> None:
    assert surfaces("فيلق القدس", "Quds Force") == ["فيلق القدس"]
    assert surfaces("die al-Quds-Einheit", "Quds Force") == ["Quds-Einheit"]
    assert surfaces("the Quds Brigade", "Quds Force") == []
    assert surfaces("فيلق القدس", watch("Quds Force", generic_words=False)) == []


def test_a_watch_limited_to_languages_or_sources_rings_there_or_where_nothing_is_known() -> None:
    english = watch(KATAIB, languages=frozenset({"en"}))
    tagged = watch(KATAIB, sources=SourceFilter(tags=frozenset({"iraq"})))
    iraqi = frozenset({"iraq"})

    assert judge(KATAIB, english).matches != ()
    assert judge(KATAIB, english, language="en-GB").matches != ()
    assert judge(KATAIB, english, language="fr").matches == ()
    assert judge(KATAIB, tagged, source_id="shafaq", tags=iraqi).matches != ()
    assert judge(KATAIB, tagged, source_id="bbc").matches == ()


def test_a_watchs_own_threshold_decides() -> None:
    text = "a brigade, Asaab Ahel Haq, arrived"

    assert surfaces(text, watch("Asaib Ahl al-Haq", threshold=80)) != []
    judgement = judge(text, watch("Asaib Ahl al-Haq", threshold=99))
    assert (judgement.matches, reasons(judgement)) == ((), ["below threshold 99"])


def test_a_surname_of_the_same_sounds_in_other_letters_is_a_follow_up() -> None:
    found = judge("Muammar Qaddafi spoke. Later Khadhafy left.", "Muammar Qaddafi")

    assert [(one.surface, one.kind) for one in found.matches[0].mentions] == [
        ("Muammar Qaddafi", "name"),
        ("Khadhafy", "followup"),
    ]


def test_a_surname_after_the_full_name_is_a_follow_up() -> None:
    text = f"{SULEIMANI} came. Later Suleimani left; Gholamreza Soleimani stayed."

    (match,) = judge(text, SULEIMANI).matches

    assert [(m.kind, m.start) for m in match.mentions] == [("name", 0), ("followup", 29)]
    assert judge("Suleimani left.", SULEIMANI).matches == ()


def test_matches_come_by_score_then_id() -> None:
    judgement = judge(
        f"Qods Force, {SULEIMANI}, Badr Organization", "Quds Force", SULEIMANI, "Badr Organization"
    )

    assert [match.watch_id for match in judgement.matches] == [
        "Badr Organization",
        SULEIMANI,
        "Quds Force",
    ]


def test_every_mention_says_what_was_read_as_what() -> None:
    (match,) = judge("a brigade, Asaab Ahel Haq, arrived", "Asaib Ahl al-Haq").matches

    assert match.mentions[0].why == (
        "one letter off: Asaab for asaib 89",
        "one letter off: Ahel for ahl 93",
        "Haq",
    )


def test_a_list_without_watches_judges_too() -> None:
    assert matcher().judge(Passage("")).matches == ()


def test_a_flood_of_names_is_judged_as_far_as_any_article_goes() -> None:
    (match,) = judge(f"{SULEIMANI} " * 6_000, SULEIMANI).matches

    assert 1_000 < len(match.mentions) <= 5_000


def test_a_name_after_itself_is_found_twice_whatever_stands_between() -> None:
    for gap in (" ", "  ", "\r\n", "\n\n\t"):
        assert surfaces(f"Quds Force{gap}Quds Force", "Quds Force") == ["Quds Force"] * 2
