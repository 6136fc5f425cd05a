"""Whatever keeps a name or an alert from ringing says so in words that an explanation knows."""

import pytest

from monitor.matching import Matcher
from monitor.model import Hindrance, Passage, Restraint
from tests.quality.passages import NAMED, TRAPS, WATCHLIST


def test_every_reason_of_the_matcher_begins_with_words_that_are_known() -> None:
    matcher = Matcher(WATCHLIST)
    texts = [Passage(one.text) for one in (*NAMED, *TRAPS)]

    judged = [matcher.judge(text, near_misses=True) for text in texts]

    reasons = {mention.suppressed_by or "" for one in judged for mention in one.suppressed}
    assert len(reasons) > 5
    assert [reason for reason in reasons if Hindrance.of(reason) is None] == []


@pytest.mark.parametrize(
    ("reason", "hindrance"),
    [
        ("below threshold 88", Hindrance.THRESHOLD),
        ("watch near-east", Hindrance.WATCH),
        ("decoy below threshold", Hindrance.DECOY),
        ("a word in capitals, and no other form of the name", Hindrance.CAPITALS),
        ("not_near: watch", Hindrance.NOT_NEAR),
        ("watched", None),
    ],
)
def test_a_hindrance_is_told_by_the_first_words(reason: str, hindrance: Hindrance | None) -> None:
    assert Hindrance.of(reason) is hindrance


@pytest.mark.parametrize(
    ("reason", "restraint"),
    [
        ("quiet hours until 07:00: comes in a digest at 2026-11-23 07:00 UTC", "QUIET_HOURS"),
        ("cooldown of silenced by design", "COOLDOWN"),
        ("budget of 30 an hour is used up", "BUDGET"),
        ("watch silenced by Layla: quiet hours are over", "SILENCE"),
        ("the silence was ended", None),
    ],
)
def test_a_restraint_is_told_by_the_first_words(reason: str, restraint: str | None) -> None:
    found = Restraint.of(reason)

    assert (found.name if found else None) == restraint
