"""What a simulated analyst says of fifty alerts teaches what to do about the next hundreds."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.model import Context, Watch
from monitor.suggest.proposing import Proposal, proposals_for
from monitor.suggest.scenes import Labelled, rings, scenes
from monitor.suggest.trial import Tried
from tests.suggest.analyst import (
    LONGER_NAME,
    NAMESAKE,
    PLACE,
    SPELLING,
    TOPIC,
    Confusion,
    articles,
    careless,
)

LABELS, HELD_BACK = 50, 120
THRESHOLD = 88.0


def proposed(confusion: Confusion, labels: Sequence[Labelled]) -> list[Proposal]:
    return proposals_for(confusion.watch, labels, threshold=THRESHOLD)


def edited(watch: Watch, proposals: Sequence[Proposal]) -> Watch:
    for one in proposals:
        watch = one.change.applied(watch)
    return watch


def judged(watch: Watch, labelled: Sequence[Labelled]) -> tuple[float, float]:
    """Precision and recall."""
    rang = rings(watch, [one.passage for one in labelled], threshold=THRESHOLD)
    right = [one.is_relevant for one, was in zip(labelled, rang, strict=True) if was]
    return sum(right) / len(right), sum(right) / sum(one.is_relevant for one in labelled)


@pytest.mark.parametrize(
    ("confusion", "kind", "precision"),
    [
        (NAMESAKE, "not_near", 0.8),
        (LONGER_NAME, "unless", 1.0),
        (PLACE, "not_near", 1.0),
        (TOPIC, "not_near", 1.0),
    ],
    ids=["namesake", "longer name", "ambiguous place", "topic"],
)
def test_proposals_raise_precision_on_labels_held_back_and_lose_no_recall(
    confusion: Confusion, kind: str, precision: float
) -> None:
    labels = articles(confusion, LABELS, seed=1)
    held_back = articles(confusion, HELD_BACK, seed=2)
    before = judged(confusion.watch, held_back)

    proposals = proposed(confusion, labels)

    assert proposals[0].change.kind == kind
    after = judged(edited(confusion.watch, proposals), held_back)
    assert before == (0.5, 1.0)
    assert after[0] >= precision
    assert after[1] == 1.0
    for one in proposals:
        assert one.tried is not None
        assert one.tried.kept == one.tried.relevant == LABELS / 2
        assert one.tried.precision_after > one.tried.precision_before


def test_a_proposal_says_so_with_numbers_and_samples() -> None:
    (one,) = proposed(LONGER_NAME, articles(LONGER_NAME, LABELS, seed=1))

    assert one.change.said == "unless: [Fatah Alliance]"
    assert one.tried == Tried(relevant=25, kept=25, rejected=25, gone=25)
    assert (one.tried.precision_before, one.tried.precision_after) == (0.5, 1.0)
    assert one.articles == 25
    assert all(sample.startswith("Report ") for sample in one.samples)


def test_a_name_that_is_spelled_otherwise_is_told_from_the_one_that_is_meant() -> None:
    labels = articles(SPELLING, LABELS, seed=1)

    proposals = proposed(SPELLING, labels)

    assert judged(edited(SPELLING.watch, proposals), articles(SPELLING, HELD_BACK, seed=2)) == (
        1,
        1,
    )


def test_what_is_said_at_random_teaches_nothing() -> None:
    assert [
        one for seed in range(6) for one in proposed(NAMESAKE, careless(NAMESAKE, 50, seed=seed))
    ] == []


def test_few_answers_or_answers_of_one_kind_teach_nothing() -> None:
    labels = articles(TOPIC, LABELS, seed=1)

    assert proposed(TOPIC, labels[:8]) == []
    assert proposed(TOPIC, [one for one in labels if one.is_relevant]) == []
    assert proposed(TOPIC, [one for one in labels if not one.is_relevant]) == []


def test_a_context_that_somebody_wrote_is_left_to_them() -> None:
    watch = replace(TOPIC.watch, not_near=Context(("wine",)), near=Context(("group",)))

    proposals = proposals_for(watch, articles(TOPIC, LABELS, seed=1), threshold=THRESHOLD)

    assert {one.change.kind for one in proposals} <= {"unless", "threshold"}


def test_answers_on_what_does_not_ring_any_more_do_not_count() -> None:
    watch = replace(LONGER_NAME.watch, unless=("Fatah Alliance",))
    labels = articles(LONGER_NAME, LABELS, seed=1)

    shown = scenes(watch, labels, threshold=THRESHOLD)

    assert all(one.is_relevant for one in shown)
    assert proposals_for(watch, labels, threshold=THRESHOLD) == []


@pytest.mark.parametrize(
    ("tried", "holds"),
    [
        (Tried(relevant=25, kept=25, rejected=25, gone=20), True),
        (Tried(relevant=25, kept=24, rejected=25, gone=25), False),  # loses what is right
        (Tried(relevant=25, kept=25, rejected=25, gone=0), False),  # gains nothing
        (Tried(relevant=25, kept=25, rejected=25, gone=3), False),  # may be luck
        (Tried(relevant=90, kept=90, rejected=10, gone=3), True),  # that is none
    ],
)
def test_a_change_holds_if_it_spares_more_than_luck_would_and_loses_nothing(
    tried: Tried, holds: bool
) -> None:
    assert tried.holds is holds
