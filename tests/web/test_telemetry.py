"""What is counted is what happened, where it happened."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from monitor.ingest import Newsdesk
from monitor.ingest.rules import rules_of
from monitor.model import Deferred, Source, SourceCondition, SourceState
from monitor.service.schedule import Schedule
from monitor.storage.store import Store, open_store
from monitor.web.telemetry import Telemetry
from tests.alerts.builders import NOON as TOLD
from tests.alerts.builders import alert, marked, notice, story
from tests.alerts.delivery import deliver, put
from tests.alerts.fakes import LOST, FakeSlack, Try
from tests.ingest.builders import GAZETTE, NAMED, Careful, configuration, entry, page
from tests.web.builders import NOON, Scraped, scrape

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def database() -> str:
    return "sqlite"


def delivered(store: Store, *tries: Try) -> Scraped:
    """One story is told, while Slack takes our tries like this."""
    telemetry, slack = Telemetry(), FakeSlack()
    slack.tries.extend(tries)
    put(store, story(fetched_at=TOLD - MINUTE))
    deliver(store, slack, meter=telemetry)
    return scrape(telemetry=telemetry)


def test_an_alert_that_is_told_is_counted_with_the_time_since_its_page_came(store: Store) -> None:
    told = delivered(store)

    assert told("tocsin_tries_total", outcome="delivered") == 1
    assert told("tocsin_alerts_settled_total", state="told") == 1
    assert told("tocsin_article_to_alert_seconds_count") == 1
    assert 60 <= (told("tocsin_article_to_alert_seconds_sum") or 0) < 62


def test_a_rate_limit_is_counted_and_is_no_failure(store: Store) -> None:
    limit = Try(Deferred("ratelimited", timedelta(seconds=2)), applied_after=None)

    told = delivered(store, limit)

    assert told("tocsin_tries_total", outcome="ratelimited") == 1
    assert told("tocsin_tries_total", outcome="deferred") == 0
    assert told("tocsin_alerts_settled_total", state="waiting") == 1


def test_a_lost_answer_is_counted_and_that_the_message_was_seen(store: Store) -> None:
    told = delivered(store, Try(LOST))

    assert told("tocsin_tries_total", outcome="unknown") == 1
    assert told("tocsin_lookbacks_total", found="seen") == 1
    assert told("tocsin_alerts_settled_total", state="told") == 1


def test_how_long_a_notice_took_says_nothing_of_articles() -> None:
    telemetry = Telemetry()
    telemetry.settled(marked(), "told", now=TOLD)
    telemetry.settled(marked(alert=alert(notice())), "told", now=TOLD)

    assert scrape(telemetry=telemetry)("tocsin_article_to_alert_seconds_count") == 1


async def test_every_entry_counts_by_its_fate_and_every_sitting_by_its_time(store: Store) -> None:
    telemetry = Telemetry()
    rules = rules_of(configuration())
    desk = Newsdesk(rules, store, Careful(), rung=lambda: None, meter=telemetry)

    fate = await desk.take(GAZETTE, entry(), page(NAMED), why="", now=NOON)
    await desk.close()

    told = scrape(telemetry=telemetry)
    assert told("tocsin_entries_total", fate=fate.value) == 1
    assert (told("tocsin_matching_seconds_count") or 0) >= 1


async def test_reads_and_writes_of_the_database_are_timed(store_url: str) -> None:
    telemetry = Telemetry()
    with open_store(store_url, meter=telemetry) as store:
        await store.read(lambda _db: None)
        await store.write(lambda _db: None)

    told = scrape(telemetry=telemetry)
    assert told("tocsin_database_seconds_count", access="read") == 1
    assert told("tocsin_database_seconds_count", access="write") == 1


async def test_a_look_counts_by_how_the_source_was_and_how_late_it_began() -> None:
    telemetry, clock, ended = Telemetry(), [datetime.now(UTC)], asyncio.Event()

    async def look(source: Source) -> SourceState:
        asyncio.get_running_loop().call_soon(ended.set)
        return SourceState(source.id, SourceCondition.FROZEN, next_at=clock[0] + HOUR)

    schedule = Schedule(look, now=lambda: clock[0], meter=telemetry)
    schedule.start([Source("bbc", "http://b.example/f")], {})
    clock[0] += MINUTE
    await asyncio.wait_for(ended.wait(), 60)
    schedule.stop()

    told = scrape(telemetry=telemetry)
    assert told("tocsin_looks_total", condition="frozen") == 1
    assert told("tocsin_look_lateness_seconds_bucket", le="30.0") == 0
    assert told("tocsin_look_lateness_seconds_bucket", le="120.0") == 1


def test_what_has_not_happened_yet_is_there_as_zero() -> None:
    told = scrape()

    assert told("tocsin_tries_total", outcome="refused") == 0
    assert told("tocsin_entries_total", fate="same-text") == 0
    assert told("tocsin_clock_jumps_total") == 0
    assert told("tocsin_config_generation") == 1
    assert told("tocsin_clock_jumps_created") is None


def test_jumps_of_the_clock_and_new_configurations_are_counted() -> None:
    telemetry = Telemetry()
    telemetry.clock_jumped()
    telemetry.configured()

    told = scrape(telemetry=telemetry)
    assert told("tocsin_clock_jumps_total") == 1
    assert told("tocsin_config_generation") == 2
