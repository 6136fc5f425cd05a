"""Names that are also something else: what shows it, and whose word counts more."""

import pytest

from monitor.model import Judgement, Passage, Watch
from tests.matching.builders import matcher, near, reasons, surfaces, watch

ZONE = "Green Zone"


def judged(text: str, listed: Watch | str) -> Judgement:
    return matcher(listed, builtin=True).judge(Passage(text))


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        (ZONE, "Green Zone, the thriller starring Matt Damon, opens on Friday", "starring"),
        (ZONE, "drivers in the Green Zone need a low emission sticker", "low emission"),
        (ZONE, "rockets hit Kabul's Green Zone", "Kabul"),
        ("al-Shabaab", "Al Shabab beat Al Hilal in the Saudi Pro League", "Pro League"),
        (ZONE, "هتل نزدیک Green Zone کابل", "کابل"),
        ("Wagner", "a new Wagner at Bayreuth", "Bayreuth"),
    ],
)
def test_a_name_beside_words_of_another_meaning_does_not_ring(
    name: str, text: str, word: str
) -> None:
    judgement = judged(text, name)

    assert judgement.matches == ()
    assert [reason for reason in reasons(judgement) if reason and reason.endswith(word)]


def test_such_words_far_away_mean_nothing() -> None:
    assert judged("He liked the film. " + "And so on. " * 20 + "Green Zone shelled", ZONE).matches


def test_a_desk_in_kabul_watches_its_own_green_zone() -> None:
    own = watch(ZONE, near=near("Kabul"))

    assert judged("rockets hit Kabul's Green Zone, Afghan officials said", own).matches
    assert judged("Kabul stands in for Baghdad in Green Zone, a film", own).matches == ()


def test_a_not_near_of_the_watch_replaces_what_ships() -> None:
    own = watch(ZONE, not_near=near("golf"))

    assert judged("a film in the Green Zone", own).matches
    assert judged("golf in the Green Zone", own).matches == ()


def test_without_the_starter_pack_every_meaning_rings() -> None:
    assert surfaces("a film in the Green Zone", ZONE) == [ZONE]


def test_an_acronym_that_the_text_introduces_as_something_else_does_not_ring() -> None:
    listed = watch("Asaib Ahl al-Haq", acronyms=("AAH",))
    text = "The Alliance for Academic Health (AAH) met in Boston; the AAH has no seat."

    judgement = judged(text, listed)

    assert judgement.matches == ()
    assert reasons(judgement) == ["introduced as Alliance for Academic Health"] * 2


def test_an_acronym_in_brackets_after_the_watched_name_is_its_own() -> None:
    listed = watch("Asaib Ahl al-Haq", acronyms=("AAH",))

    assert surfaces("Asaib Ahl al-Haq (AAH) denied it", listed) == ["Asaib Ahl al-Haq", "AAH"]
