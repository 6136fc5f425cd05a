"""Initials that an article introduces after a name: KH, after "Kata'ib Hezbollah (KH)"."""

import pytest

from monitor.matching import Matcher
from monitor.model import Form, Mention, Passage, Watch, Watchlist

WATCHES = Watchlist(
    (
        Watch("karun", "Karun Volunteers League", (Form("Karun Volunteers League", "name"),)),
        Watch("tarzi", "Anwar Tarzi", (Form("Anwar Tarzi", "name"),)),
    )
)


def later(text: str, *, title: str = "") -> list[Mention]:
    judgement = Matcher(WATCHES).judge(Passage(text, title=title))
    mentions = [mention for match in judgement.matches for mention in match.mentions]
    return [mention for mention in mentions if mention.kind == "followup"]


@pytest.mark.parametrize(
    "introduction",
    ["(KVL)", "(the KVL)", '("KVL")', "(KVL, founded in 1999)", "[KVL]"],
)
def test_initials_in_brackets_after_a_name_are_the_name_from_then_on(introduction: str) -> None:
    text = f"The Karun Volunteers League {introduction} met. Later KVL said so; KVLs did not."

    found = later(text)

    assert [text[one.start : one.end] for one in found] == ["KVL", "KVL"]
    assert {one.watch_id for one in found} == {"karun"}
    assert {one.why for one in found} == {("initials, introduced after the full name",)}


def test_they_rank_below_the_name_and_ring_for_nothing_alone() -> None:
    text = "KVL said so, and the Karun Volunteers League (KVL) met."

    assert [one.start for one in later(text)] == [text.rindex("KVL")]
    assert all(one.score < 88 for one in later(text))
    assert later("The league (KVL) met, and KVL said so.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Anwar Tarzi (KVL) said that KVL met.",  # what he is of
        "Karun Volunteers League (2019) met in 2019.",
        "The Karun Volunteers League (KVL) met. The Karachi Violin League (KVL) played. KVL won.",
        "The Karun Volunteers League met. KVL said so.",
    ],
)
def test_other_signs_in_brackets_are_no_initials_of_the_name(text: str) -> None:
    assert later(text) == []


def test_what_the_title_introduces_counts_in_the_text() -> None:
    found = later("KVL said so.", title="Karun Volunteers League (KVL) meets")

    assert [one.field for one in found] == ["title", "text"]
