"""Thousands of lives of the delivery: nothing lost, nothing twice; and every planted fault is seen.

One life can be lived again by its seed alone: `Life(MemoryStore(), seed).live()`.
"""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import cpu_count, get_context

import pytest
import structlog

from monitor.storage.store import Store
from tests.simulation.delivery.lives import Life
from tests.simulation.delivery.mutants import MUTANTS, OF_EDITS
from tests.simulation.delivery.newsroom import EditedLife
from tests.simulation.delivery.world import SOUND, AnyStore, MemoryStore, Plant

LIVES = 10_000
SHARE = 500
LIVES_AT_NIGHT = 50_000
EDITED_LIVES = 1_000
EDITED_SAMPLE = 10
EDITED_SHARE = 50
WENT_WRONG = (707, 849)  # news of several articles in one reply, which did not name them all
MOST_LIVES_OF_A_MUTANT = 600


AnyLife = type[Life] | type[EditedLife]


def complaints(
    kind: AnyLife, store: AnyStore, seeds: Sequence[int], plant: Plant = SOUND
) -> dict[int, list[str]]:
    """What went wrong, by seed."""
    with silent():
        lived = {seed: kind(store, seed, plant).live() for seed in seeds}
    return {seed: said for seed, said in lived.items() if said}


@contextmanager
def silent() -> Iterator[None]:
    """Nothing is logged: of so many lives it would take a tenth of the time."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def in_memory(kind: AnyLife, seeds: Sequence[int]) -> dict[int, list[str]]:
    return complaints(kind, MemoryStore(), seeds)


def wrong_in(kind: AnyLife, seeds: range, *, share: int) -> list[dict[int, list[str]]]:
    """What went wrong in so many lives, lived on all processors."""
    shares = [seeds[start : start + share] for start in range(0, len(seeds), share)]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        return [said for said in pool.map(partial(in_memory, kind), shares) if said]


def is_caught(kind: AnyLife, plant: Plant, *, within: int) -> bool:
    """Whether anything goes wrong in so many lives."""
    store = MemoryStore()
    return any(complaints(kind, store, [seed], plant) for seed in range(within))


@pytest.mark.parametrize("first", range(0, LIVES, SHARE))
def test_in_every_life_each_alert_is_told_once_in_order_and_at_slacks_pace(first: int) -> None:
    assert in_memory(Life, range(first, first + SHARE)) == {}


@pytest.mark.nightly
def test_in_fifty_thousand_more_lives_as_well() -> None:
    assert wrong_in(Life, range(LIVES, LIVES + LIVES_AT_NIGHT), share=SHARE) == []


def test_in_every_life_with_edits_all_is_said_once_and_reads_as_it_is_meant() -> None:
    assert in_memory(EditedLife, [*range(EDITED_SAMPLE), *WENT_WRONG]) == {}


@pytest.mark.nightly
def test_in_a_thousand_lives_with_edits_all_is_said_once_and_reads_as_it_is_meant() -> None:
    seeds = range(EDITED_SAMPLE, EDITED_SAMPLE + EDITED_LIVES)
    assert wrong_in(EditedLife, seeds, share=EDITED_SHARE) == []


def test_a_life_in_memory_is_the_one_on_a_real_database(store: Store) -> None:
    for seed in range(3, 6):
        real, remembered = Life(store, seed), Life(MemoryStore(), seed)

        assert (real.live(), remembered.live()) == ([], [])
        assert [(one.at, one.key) for one in real.world.slack.posts] == [
            (one.at, one.key) for one in remembered.world.slack.posts
        ]


@pytest.mark.parametrize("fault", sorted(MUTANTS))
def test_a_planted_fault_is_seen(fault: str) -> None:
    assert is_caught(Life, MUTANTS[fault], within=MOST_LIVES_OF_A_MUTANT)


@pytest.mark.parametrize("fault", sorted(OF_EDITS))
def test_a_fault_that_is_planted_in_edits_and_replies_is_seen(fault: str) -> None:
    assert is_caught(EditedLife, OF_EDITS[fault], within=MOST_LIVES_OF_A_MUTANT)
