"""When a page is visited again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.ingest.visits import after_check, after_miss, checking_visit, missed_visit
from monitor.model import CrawlSettings, Miss, Precision, Source, Tier, Visit
from tests.ingest.builders import DAY, GAZETTE, HOUR, NOON, entry, page
from tests.storage.builders import article

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MISSED = Visit(entry(), since=NOON, due_at=NOON, is_missed=True)


def tries(source: Source, miss: Miss) -> list[timedelta]:
    """How long after the first try each other one comes."""
    planned: Visit | None = missed_visit(source, entry(), 1, now=NOON)
    found = []
    while planned:
        found.append(planned.due_at - NOON)
        planned = after_miss(planned, source, miss, now=planned.due_at)
    return found


def test_a_missing_page_is_asked_for_ever_more_rarely_for_a_day() -> None:
    found = tries(GAZETTE, Miss())

    assert [span / MINUTE for span in found[:4]] == [0.5, 1, 1.5, 2.25]
    assert DAY <= found[-1] < 3 * DAY
    assert len(found) == 20


def test_a_site_that_refuses_is_asked_less() -> None:
    assert len(tries(GAZETTE, Miss(is_refusal=True))) == 13
    assert len(tries(GAZETTE, Miss(is_final=True))) == 1


def test_what_is_looked_at_every_few_seconds_is_asked_for_as_soon() -> None:
    hasty = replace(GAZETTE, every=2 * SECOND)

    assert [span / SECOND for span in tries(hasty, Miss())[:4]] == [2, 4, 6, 9]


def test_a_host_that_asks_to_wait_is_waited_for_and_that_is_no_try() -> None:
    asked = Miss(was_asked=False, wait=HOUR)

    planned = after_miss(MISSED, GAZETTE, asked, now=NOON)

    assert planned == replace(MISSED, due_at=NOON + HOUR)


def check(age: timedelta, *, is_lively: bool, crawl: CrawlSettings | None = None) -> Visit | None:
    crawl = crawl or CrawlSettings()
    return after_check(replace(MISSED, is_lively=is_lively), crawl, now=NOON + age)


@pytest.mark.parametrize(
    ("is_lively", "hours"),
    [(True, [0.25, 1, 4, 12, 24, 48, 72]), (False, [1, 6, 24])],
    ids=["names a watch", "names nobody"],
)
def test_a_page_that_may_change_is_looked_at_on_a_decaying_schedule(
    is_lively: bool, hours: list[float]
) -> None:
    age = timedelta(0)
    found = []
    while planned := check(age, is_lively=is_lively):
        age = planned.due_at - NOON
        found.append(age / HOUR)

    assert found == hours


def test_a_site_that_is_to_be_spared_is_not_looked_at_for_changes() -> None:
    never = CrawlSettings(revisit=timedelta(0))

    assert check(timedelta(0), is_lively=True, crawl=never) is None
    assert check(HOUR, is_lively=True, crawl=CrawlSettings(revisit=2 * HOUR)) is None


@pytest.mark.parametrize(
    ("published", "precision", "due"),
    [
        (NOON - 20 * HOUR, Precision.MINUTE, 4 * HOUR),
        (NOON - 12 * HOUR, Precision.DAY, HOUR),
        (NOON + HOUR, Precision.MINUTE, HOUR),
        (None, None, HOUR),
        (NOON - 2 * DAY, Precision.MINUTE, None),
    ],
)
def test_the_schedule_counts_from_publication(
    published: object, precision: Precision | None, due: timedelta | None
) -> None:
    planned = checking_visit(
        entry(text="Roads."),
        1,
        article(published_at=published, precision=precision),
        page(),
        CrawlSettings(),
        is_lively=False,
        now=NOON,
    )

    assert (planned and planned.due_at - NOON) == due


def test_the_feeds_own_text_is_kept_where_it_is_all_that_there_is() -> None:
    def kept(tier: Tier) -> str:
        read = article(tier=tier)
        planned = checking_visit(
            entry(text="Roads."), 1, read, page(), CrawlSettings(), is_lively=True,
            now=NOON,
        )  # fmt: skip
        assert planned is not None
        return planned.entry.text

    assert (kept(Tier.FEED), kept(Tier.QUICK)) == ("Roads.", "")
