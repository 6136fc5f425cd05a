"""Thousands of lives of the delivery: nothing lost, nothing twice; and every planted fault is seen.

One life can be lived again by its seed alone: `Life(MemoryStore(), seed).live()`.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import cpu_count, get_context

import pytest
import structlog

from monitor.storage.store import Store
from tests.simulation.delivery.lives import SOUND, AnyStore, Life, MemoryStore, Plant
from tests.simulation.delivery.mutants import MUTANTS, RARE

LIVES = 10_000
SAMPLE = 60
MOST_LIVES_OF_A_MUTANT = 30
MOST_LIVES_OF_A_RARE_ONE = 2_000


def complaints(store: AnyStore, seeds: Sequence[int], plant: Plant = SOUND) -> dict[int, list[str]]:
    """What went wrong, by seed."""
    with structlog.testing.capture_logs():
        lived = {seed: Life(store, seed, plant).live() for seed in seeds}
    return {seed: said for seed, said in lived.items() if said}


def in_memory(seeds: Sequence[int]) -> dict[int, list[str]]:
    return complaints(MemoryStore(), seeds)


def is_caught(plant: Plant, *, within: int) -> bool:
    """Whether anything goes wrong in so many lives."""
    store = MemoryStore()
    return any(complaints(store, [seed], plant) for seed in range(within))


def test_in_every_life_each_alert_is_told_once_in_order_and_at_slacks_pace() -> None:
    assert in_memory(range(SAMPLE)) == {}


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_in_ten_thousand_lives_each_alert_is_told_once_in_order_and_at_slacks_pace() -> None:
    shares = [range(start, start + 100) for start in range(SAMPLE, SAMPLE + LIVES, 100)]
    with ProcessPoolExecutor(cpu_count(), mp_context=get_context("spawn")) as pool:
        wrong = [said for said in pool.map(in_memory, shares) if said]

    assert wrong == []


def test_a_life_in_memory_is_the_one_on_a_real_database(store: Store) -> None:
    for seed in range(3, 6):
        real, remembered = Life(store, seed), Life(MemoryStore(), seed)

        assert (real.live(), remembered.live()) == ([], [])
        assert [(one.at, one.key) for one in real.slack.posts] == [
            (one.at, one.key) for one in remembered.slack.posts
        ]


@pytest.mark.parametrize("fault", sorted(MUTANTS.keys() - RARE))
def test_a_planted_fault_is_seen(fault: str) -> None:
    assert is_caught(MUTANTS[fault], within=MOST_LIVES_OF_A_MUTANT)


@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", sorted(RARE))
def test_a_planted_fault_that_shows_rarely_is_seen_too(fault: str) -> None:
    assert is_caught(MUTANTS[fault], within=MOST_LIVES_OF_A_RARE_ONE)
