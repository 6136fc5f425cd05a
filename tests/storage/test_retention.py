"""What is too old goes, in small steps, and what shows that an alert was right does not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from monitor.model import (
    AlertState,
    Among,
    Form,
    Notice,
    SourceCondition,
    SourceState,
    Tier,
    Watch,
    Watchlist,
)
from monitor.search.filing import file_waiting
from monitor.search.query import parse
from monitor.storage import (
    announcements,
    articles,
    entries,
    hunts,
    outbox,
    proofs,
    retention,
    search,
    sources,
    stories,
    versions,
)
from monitor.storage.proofs import Proof
from monitor.storage.retention import Progress, Stage
from monitor.storage.store import Store
from monitor.storage.stories import story_id
from monitor.storage.tables import alert, article, thread
from monitor.storage.tables import outbox as outbox_table
from monitor.storage.tables_evidence import watch_version
from monitor.storage.versions import Version
from tests.alerts.builders import alert as an_alert
from tests.alerts.builders import story
from tests.storage.builders import NOON, finding, match, visit

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
LAST_YEAR = NOON - YEAR - DAY


def keep(store: Store, name: str, *, at: datetime, source_id: str = "gazette") -> int:
    """The id of an article that was read then."""
    one = finding(
        match(), key=name, url=url_of(name), title=name, fetched_at=at, source_id=source_id
    )
    with store.begin() as db:
        recorded = articles.record(db, one, now=at)
        stories.open_story(db, story_id(url_of(name)), recorded.article_id, [1, 2], now=at)
    return recorded.article_id


def url_of(name: str) -> str:
    return f"https://gazette.example/{name}"


def tell(store: Store, name: str, *, at: datetime, state: AlertState = "told") -> int:
    """The id of an alert of the article, which was planned then."""
    subject = story(id=story_id(url_of(name)), url=url_of(name))
    key = f"article:{subject.id}"
    with store.begin() as db:
        outbox.put(db, subject, key=key, now=at)
        [entry] = outbox.waiting(db, most=1)
        alert_id = outbox.queue(db, an_alert(subject), entry_id=entry.id, now=at, state=state)
        db.execute(update(outbox_table).values(planned_at=at))
    assert alert_id is not None
    return alert_id


def prune(store: Store, *, now: datetime = NOON, most: int = 3) -> Progress:
    progress = Progress(now - YEAR)
    while not progress.is_done:
        with store.begin() as db:
            progress = retention.advance(db, progress, most=most)
    return progress


def kept(store: Store) -> Sequence[str]:
    with store.begin() as db:
        return db.scalars(select(article.c.title).order_by(article.c.title)).all()


def test_old_articles_go_with_all_that_rests_on_them_and_new_ones_stay(store: Store) -> None:
    for number in range(7):
        keep(store, f"old {number}", at=LAST_YEAR + number * timedelta(minutes=number % 3))
    keep(store, "young", at=NOON - DAY)
    with store.begin() as db:
        file_waiting(db)

    progress = prune(store)

    assert kept(store) == ["young"]
    assert progress.gone[Stage.ARTICLES] == 7
    with store.begin() as db:
        assert articles.count_matches(db) == 1
        assert search.count(db, parse("bridge"), Among(), at_most=9) == 1
        assert db.scalar(text("SELECT count(*) FROM article_words")) == 1


def test_a_step_that_took_long_enough_is_gone_on_with_by_the_next(store: Store) -> None:
    for number in range(2 * retention.FEW + 1):
        keep(store, f"old {number}", at=LAST_YEAR)
    progress = Progress(NOON - YEAR, stage=Stage.ARTICLES)

    with store.begin() as db:
        progress = retention.advance(db, progress, most=100, is_enough=lambda: True)
    assert progress.gone[Stage.ARTICLES] == retention.FEW
    while progress.stage is Stage.ARTICLES:
        with store.begin() as db:
            progress = retention.advance(db, progress, most=100, is_enough=lambda: True)

    assert kept(store) == []


def test_the_evidence_of_an_alert_stays_as_long_as_the_alert(store: Store) -> None:
    keep(store, "told lately", at=LAST_YEAR)
    tell(store, "told lately", at=NOON - DAY)
    keep(store, "told long ago", at=LAST_YEAR)
    tell(store, "told long ago", at=LAST_YEAR)

    progress = prune(store)
    assert kept(store) == ["told lately"]
    assert progress.gone[Stage.ALERTS] == 1

    prune(store, now=NOON + YEAR)
    assert kept(store) == []
    with store.begin() as db:
        assert db.scalar(select(func.count()).select_from(alert)) == 0


def test_another_article_of_a_story_that_was_told_is_evidence_too(store: Store) -> None:
    keep(store, "first", at=LAST_YEAR)
    alert_id = tell(store, "first", at=NOON - DAY)
    with store.begin() as db:
        one = finding(key="copy", url=url_of("copy"), title="copy", fetched_at=LAST_YEAR)
        copy = articles.record(db, one, now=LAST_YEAR).article_id
        stories.join(db, story_id(url_of("first")), copy, share=0.9, is_own_text=False)
        row = {"subject": {}, "watches": [], "severity": 1, "alert_id": alert_id}
        told = {"story_id": story_id(url_of("first")), "channel": "#news", **row}
        db.execute(thread.insert().values(told))

    prune(store)

    assert kept(store) == ["copy", "first"]


@pytest.mark.parametrize("state", ["waiting", "unknown", "held"])
def test_what_is_still_to_be_told_stays_however_old(store: Store, state: AlertState) -> None:
    keep(store, "open", at=LAST_YEAR)
    tell(store, "open", at=LAST_YEAR, state=state)

    prune(store)

    assert kept(store) == ["open"]
    with store.begin() as db:
        assert db.scalars(select(alert.c.state)).all() == [state]


def test_an_entry_that_was_not_planned_yet_stays(store: Store) -> None:
    with store.begin() as db:
        outbox.put(db, Notice("n", "A title", "A text"), key="n", now=LAST_YEAR)

    prune(store)

    with store.begin() as db:
        assert outbox.has_waiting(db)


def test_a_message_stays_that_an_edit_is_still_to_change(store: Store) -> None:
    keep(store, "message", at=LAST_YEAR)
    message = tell(store, "message", at=LAST_YEAR)
    edit = tell(store, "edit", at=NOON, state="waiting")
    with store.begin() as db:
        db.execute(update(alert).where(alert.c.id == edit).values(parent_id=message))

    prune(store)

    with store.begin() as db:
        assert db.scalar(select(func.count()).select_from(outbox_table)) == 2


def test_an_entry_that_its_list_may_still_hold_is_not_new_once_its_article_is_gone(
    store: Store,
) -> None:
    keep(store, "listed for years", at=LAST_YEAR)
    look_at(store, entries=1)

    prune(store)

    assert kept(store) == []
    with store.begin() as db:
        assert entries.unknown(db, "gazette", ["listed for years"]) == set()


def test_an_entry_goes_whose_list_has_turned_over_since(store: Store) -> None:
    for number in range(5):
        keep(store, f"old {number}", at=LAST_YEAR)
    for number in range(4):
        keep(store, f"young {number}", at=NOON - DAY)
    look_at(store, entries=2)

    progress = prune(store)

    assert progress.gone[Stage.ENTRIES] == 5
    with store.begin() as db:
        names = [f"young {number}" for number in range(4)]
        assert entries.unknown(db, "gazette", [*names, "old 0"]) == {"old 0"}


def test_entries_go_of_a_source_that_nobody_looks_at_any_more(store: Store) -> None:
    keep(store, "old", at=LAST_YEAR)
    look_at(store, entries=50, at=LAST_YEAR)

    assert prune(store).gone[Stage.ENTRIES] == 1


def test_addresses_go_that_led_nowhere(store: Store) -> None:
    with store.begin() as db:
        for number, at in enumerate([LAST_YEAR] * 4 + [NOON]):
            entry = visit(number).entry
            announcements.keep(
                db, entry, entry.url, note="page answered 403", article_id=None, now=at
            )

    assert prune(store).gone[Stage.ADDRESSES] == 4


def test_lists_go_by_which_nothing_was_judged_that_is_kept_and_watches_that_stood_in_them(
    store: Store,
) -> None:
    judged_by, unused, current = (version(*names) for names in ("ab", "bc", "ad"))
    article_id = keep(store, "young", at=NOON)
    with store.begin() as db:
        for one in (judged_by, unused, current):
            versions.keep(db, one, now=LAST_YEAR)
        hunts.keep_list(db, current, now=LAST_YEAR)
        shown = Proof("a", judged_by.digest, "", Tier.QUICK, frozenset(), ())
        proofs.keep(db, article_id, [shown])

    assert prune(store).gone[Stage.LISTS] == 1
    with store.begin() as db:
        assert versions.watchlist_of(db, unused.digest) is None
        for one in (judged_by, current):
            assert versions.watchlist_of(db, one.digest) == one.watchlist
        assert db.scalar(select(func.count()).select_from(watch_version)) == 3


def version(*names: str) -> Version:
    return Version(Watchlist(tuple(Watch(name, name, (Form(name, "name"),)) for name in names)))


def look_at(store: Store, *, entries: int, at: datetime = NOON) -> None:
    with store.begin() as db:
        state = SourceState("gazette", SourceCondition.OK, last_polled_at=at, entries=entries)
        sources.save_state(db, state)
