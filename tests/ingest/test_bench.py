"""Readings that arrive together are judged together, and each gets its own judgement."""

import asyncio
from dataclasses import replace

import pytest

from monitor.ingest.bench import MOST, Bench
from monitor.ingest.rules import Announcement, Rules, rules_of
from monitor.matching import Matcher
from tests.ingest.builders import GAZETTE, NOON, configuration, entry

NAMED = "Kata'ib Hezbollah was heard."
PLAIN = "Roads are to be repaired."
POISON = "poison"


class Fragile(Matcher):
    """A matcher that some text breaks; it counts how often it is asked."""

    asked = 0

    def judge_all(self, passages):  # type: ignore[no-untyped-def]
        self.asked += 1
        passages = list(passages)
        if any(POISON in passage.text for passage in passages):
            raise ValueError(POISON)
        return super().judge_all(passages)


@pytest.fixture
def rules() -> Rules:
    settled = rules_of(configuration())
    return replace(settled, matcher=Fragile(configuration().watchlist))


async def judge(bench: Bench, rules: Rules, *texts: str) -> list[list[str]]:
    """The watches of each text."""
    announced = Announcement(GAZETTE, entry(text=texts[0]), rules, NOON)
    readings = [
        Announcement(GAZETTE, entry(text=one), rules, NOON).article(note="") for one in texts
    ]
    return [sorted(one.watch_ids) for one in await bench.judge_all(announced, readings)]


async def test_each_article_gets_the_judgements_of_its_own_readings(rules: Rules) -> None:
    bench = Bench()
    texts = [(PLAIN, NAMED) if number % 2 else (NAMED,) for number in range(2 * MOST)]

    judged = await asyncio.gather(*(judge(bench, rules, *some) for some in texts))

    assert judged == [
        [[], ["kataib"]] if number % 2 else [["kataib"]] for number in range(2 * MOST)
    ]


async def test_those_that_come_together_are_judged_together_and_those_that_come_meanwhile(
    rules: Rules,
) -> None:
    bench = Bench()

    await asyncio.gather(*(judge(bench, rules, PLAIN) for _ in range(2 * MOST)))

    assert isinstance(rules.matcher, Fragile)
    assert rules.matcher.asked == 2


async def test_a_text_that_the_matcher_fails_at_takes_no_other_article_with_it(
    rules: Rules,
) -> None:
    bench = Bench()

    judged = await asyncio.gather(
        *(judge(bench, rules, text) for text in (PLAIN, NAMED, POISON, NAMED)),
        return_exceptions=True,
    )

    assert judged[:2] == [[[]], [["kataib"]]]
    assert isinstance(judged[2], ValueError)
    assert judged[3] == [["kataib"]]


async def test_who_gives_up_waiting_leaves_the_others_their_judgement(rules: Rules) -> None:
    bench = Bench()
    await judge(bench, rules, PLAIN)
    leaving, staying = (asyncio.create_task(judge(bench, rules, NAMED)) for _ in range(2))
    await asyncio.sleep(0)

    leaving.cancel()

    assert await staying == [["kataib"]]
