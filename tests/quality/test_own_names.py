"""A watch's own name is found as it is written, whatever it is written with."""

import json
from pathlib import Path

import pytest

from monitor.matching import Matcher
from monitor.model import Context, Form, Passage, Watch, Watchlist

LISTS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "watchlists"
MISSED_AT_MOST = 0.0005
ODD_NAMES = (
    "TAGANDA, Bosco",
    "ORTEGA VIDAL, Maria Pilar",
    "'ABD AL-HADI, 'Imad Rashid",
    "سليماني، قاسم",
    "MEMON, JR., Anwar",
    "RAMZI, Col. Abdel Hakim",
    "Sadr, Muqtada al-",
    "TUN, U Kyaw",
    "VERDANTE, S.A. DE C.V.",
    "ORDEK TRADING CO. LTD.",
    "ZEBRA HOLDINGS (PVT) LTD",
    "AL-WAFA : NAIROBI BRANCH",
    "Office #39",
    "WWW.SEAPEARL.COM",
    "KARIM & SONS",
    "NADIA'S MODAS Y TELAS",
    "Grupo R Y R Dental S.A.",
    "LAJNAT AL D'AWA AL KUBRA",
    "Oumar M’Betiba",
    "PETROV, Georgiy L'vovich",
    "Villa d'Arco",
    "AT&T",
)


def sentence(name: str) -> str:
    return f"Officials said on Monday that {name} had been named in the report."


def unfound(names: list[str]) -> list[str]:
    """The names that a sentence with them does not ring for, all of them on one list."""
    watches = tuple(Watch(name, name, (Form(name, "name"),)) for name in names)
    judged = Matcher(Watchlist(watches)).judge_all(Passage(sentence(name)) for name in names)
    return [
        name
        for name, judgement in zip(names, judged, strict=True)
        if name not in {match.watch_id for match in judgement.matches}
    ]


def test_names_with_signs_are_found_as_they_are_written() -> None:
    assert unfound(list(ODD_NAMES)) == []


def test_a_name_in_brackets_and_dots_is_found_in_other_capitals() -> None:
    matcher = Matcher(Watchlist((Watch("z", "z", (Form("ZEBRA HOLDINGS (PVT) LTD", "name"),)),)))

    (match,) = matcher.judge(Passage("The court fined Zebra Holdings (Pvt) Ltd.")).matches

    assert [mention.surface for mention in match.mentions] == ["Zebra Holdings (Pvt) Ltd"]


@pytest.mark.parametrize("text", ["Bosco Taganda", "Taganda, Bosco", "Bosko Taganda"])
def test_a_name_listed_surname_first_is_found_both_ways_round(text: str) -> None:
    matcher = Matcher(Watchlist((Watch("t", "t", (Form("TAGANDA, Bosco", "name"),)),)))

    (match,) = matcher.judge(Passage(sentence(text))).matches

    assert [mention.surface for mention in match.mentions] == [text]


@pytest.mark.nightly
@pytest.mark.skipif(not LISTS.is_dir(), reason="the real lists are not beside the project")
@pytest.mark.parametrize("listed", ["ofac_sdn.jsonl", "un_consolidated.jsonl"])
def test_every_name_and_alias_of_a_sanctions_list_is_found_as_it_is_written(listed: str) -> None:
    rows = [json.loads(line) for line in (LISTS / listed).read_text("utf-8").splitlines()]
    names = list(dict.fromkeys(name for row in rows for name in (row["name"], *row["aliases"])))

    missed = unfound(names)

    assert len(missed) <= MISSED_AT_MOST * len(names), missed


@pytest.mark.parametrize(
    "hidden",
    ["Qais a\u200cl-Khazali", "Qais al-Khazal\u180ei", "Qais al-K\u206ahazali", "Qais al‛-Khazali"],
)
def test_signs_that_nobody_sees_hide_no_name(hidden: str) -> None:
    matcher = Matcher(Watchlist((Watch("k", "k", (Form("Qais al-Khazali", "name"),)),)))

    (match,) = matcher.judge(Passage(sentence(hidden))).matches

    assert [mention.surface for mention in match.mentions] == [hidden]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Zaporizhzhia", "Saporischschja"),
        ("Zaporizhzhia", "Zaporozhye"),
        ("Abdullah Ocalan", "Abdullah Odżalan"),
        ("Slobodan Milosevic", "Slobodan Milosjevitsj"),
        ("Islamic State", "İslam Devleti"),
        ("Wagner Group", "Kelompok Wagner"),
        ("Kata'ib Hezbollah", "Kata&#x27;ib Hezbollah"),
    ],
)
def test_a_name_is_found_as_other_traditions_spell_it(name: str, written: str) -> None:
    matcher = Matcher(Watchlist((Watch("n", "n", (Form(name, "name"),)),)))

    assert [m.watch_id for m in matcher.judge(Passage(sentence(written))).matches] == ["n"]


@pytest.mark.parametrize("place", ["Bagdad", "Багдаде", "Baghdad"])
def test_a_place_that_must_stand_near_may_be_spelled_otherwise(place: str) -> None:
    context = Context(("Baghdad",))
    watch = Watch("z", "z", (Form("Green Zone", "name"),), near=context)

    assert Matcher(Watchlist((watch,))).judge(Passage(f"Near the Green Zone, {place}.")).matches
