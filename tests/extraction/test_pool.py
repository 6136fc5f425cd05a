"""The careful tier in a process of its own, which may hang, crash, or lose its parent."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import psutil
import pytest
import pytest_asyncio

from monitor.errors import ExtractionError
from monitor.extraction.pages import read_page
from monitor.extraction.pool import CarefulPool
from monitor.model import Tier
from tests.extraction.builders import PARAGRAPH, article_page, page

pytestmark = pytest.mark.xdist_group("careful-pool")

MINUTE = timedelta(minutes=1)
ORPHAN = """
import asyncio, psutil
from monitor.extraction.pool import CarefulPool
from tests.extraction.builders import article_page

async def main():
    await CarefulPool().read(article_page())
    print(psutil.Process().children()[-1].pid, flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


class Poison:
    """What ends the process that reads it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (1,)


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CarefulPool]:
    pool = CarefulPool(limit=MINUTE)
    yield pool
    await pool.close()
    assert workers() == []


def workers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


async def test_a_page_is_read_by_the_careful_tier_in_one_process(pool: CarefulPool) -> None:
    assert workers() == []

    articles = await asyncio.gather(*(pool.read(article_page()) for _ in range(3)))

    assert [article.tier for article in articles] == [Tier.CAREFUL] * 3
    assert PARAGRAPH in articles[0].text
    assert len(workers()) == 1


async def test_a_page_that_was_read_quickly_is_read_again(pool: CarefulPool) -> None:
    quick = replace(read_page(article_page(), tier=Tier.QUICK), authors=("Mina Aster",))

    again = await pool.read(article_page(), quick=quick)

    assert (again.tier, again.authors) == (Tier.CAREFUL, ("Mina Aster",))
    assert PARAGRAPH in again.text


async def test_a_page_without_an_article_is_refused_and_the_worker_stays(pool: CarefulPool) -> None:
    with pytest.raises(ExtractionError, match="no article"):
        await pool.read(page("<html><body></body></html>"))
    [worker] = workers()

    await pool.read(article_page())

    assert workers() == [worker]


async def test_a_worker_over_its_time_is_killed_and_replaced(pool: CarefulPool) -> None:
    await pool.read(article_page())
    [worker] = workers()
    worker.suspend()
    pool.limit = timedelta(seconds=0.1)

    with pytest.raises(TimeoutError, match=r"longer than 0\.1 s"):
        await pool.read(article_page())

    pool.limit = MINUTE
    assert not worker.is_running()
    assert PARAGRAPH in (await pool.read(article_page())).text


async def test_a_worker_that_crashes_over_a_page_is_replaced_for_the_next(
    pool: CarefulPool,
) -> None:
    await pool.read(article_page())
    [worker] = workers()

    with pytest.raises(ExtractionError, match="crashed"):
        await pool.read(replace(article_page(), body=Poison()))

    assert not worker.is_running()

    assert PARAGRAPH in (await pool.read(article_page())).text


async def test_a_worker_that_died_idle_costs_no_page(pool: CarefulPool) -> None:
    await pool.read(article_page())
    [worker] = workers()
    worker.kill()
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)  # the pool is to notice by itself

    assert PARAGRAPH in (await pool.read(article_page())).text


async def test_closing_ends_a_worker_in_the_middle_of_a_page() -> None:
    pool = CarefulPool()
    await pool.read(article_page())
    workers()[0].suspend()
    reading = asyncio.create_task(pool.read(article_page()))
    await asyncio.sleep(0)

    await pool.close()

    assert workers() == []
    with pytest.raises(ExtractionError):
        await reading


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_parent(end: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(end)

    gone, _ = psutil.wait_procs([worker], timeout=60)

    assert gone == [worker]
