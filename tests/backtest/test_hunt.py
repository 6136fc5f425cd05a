"""What a new name would have raised lately is found, kept quietly, and told once."""

from dataclasses import replace
from datetime import timedelta

from monitor.backtest.hunt import Ground, go_on, wanted
from monitor.explain.replay import replay
from monitor.model import Tier, Watchlist
from monitor.storage import articles, hunts, proofs
from monitor.storage.hunts import Hunt
from monitor.storage.store import Store
from monitor.storage.versions import Version
from tests.backtest.builders import DAY, NOBODY, keep, listed, watch
from tests.storage.builders import NOON

SULEIMANI = "In Baghdad Qassem Soleimani met ministers."
WITHOUT, WITH = listed("Boko Haram"), listed("Boko Haram", "Qassem Suleimani")


def begun(store: Store, forms: hunts.Wanted) -> Hunt:
    with store.begin() as db:
        hunts.begin(db, forms, since=NOON - 7 * DAY, now=NOON)
    return current(store)


def current(store: Store) -> Hunt:
    with store.begin() as db:
        found = hunts.first_open(db)
    assert found is not None
    return found


def ground(watchlist: Watchlist) -> Ground:
    return Ground(watchlist, {}, NOON.date())


def test_what_an_edit_brings_are_new_watches_and_new_forms() -> None:
    aliased = replace(WITH, watches=(WITH.watches[0], watch("Qassem Suleimani", "Hajji Qassem")))

    assert wanted(WITHOUT, WITH) == {"qassem suleimani": ["Qassem Suleimani"]}
    assert wanted(WITH, aliased) == {"qassem suleimani": ["Hajji Qassem"]}
    assert wanted(WITH, WITHOUT) == {}


def test_a_hunt_finds_what_was_read_lately_and_keeps_it_once(store: Store, store_url: str) -> None:
    old, _, new = keep(store, SULEIMANI, *[NOBODY] * 7, SULEIMANI)[::4]
    hunt = begun(store, wanted(WITHOUT, WITH))

    go_on(store, store_url, hunt, ground(WITH))
    go_on(store, store_url, hunt, ground(WITH))  # as after a kill before the last step was known

    assert current(store).found == ((new, "qassem suleimani"),)
    with store.begin() as db:
        assert [one.watch_name for one in articles.matches_of(db, new)] == ["Qassem Suleimani"]
        assert articles.matches_of(db, old) == []


def test_what_a_hunt_finds_can_be_judged_again(store: Store, store_url: str) -> None:
    (article_id,) = keep(store, SULEIMANI)

    go_on(store, store_url, begun(store, wanted(WITHOUT, WITH)), ground(WITH))

    with store.begin() as db:
        (proof,) = proofs.of_article(db, article_id)
        (again,) = replay(db, article_id)
    assert (proof.tier, proof.watchlist) == (Tier.QUICK, Version(WITH).digest)
    assert [one.sentence for one in proof.sentences] == [SULEIMANI]
    assert again.is_same


def test_a_hunt_goes_on_behind_the_article_that_it_got_to(store: Store, store_url: str) -> None:
    first, second = keep(store, SULEIMANI, SULEIMANI)
    hunt = begun(store, wanted(WITHOUT, WITH))

    go_on(store, store_url, replace(hunt, article_id=first), ground(WITH))

    assert [article_id for article_id, _ in current(store).found] == [second]


def test_a_hunt_for_a_form_that_was_withdrawn_finds_nothing(store: Store, store_url: str) -> None:
    keep(store, SULEIMANI)
    hunt = begun(store, wanted(WITHOUT, WITH))

    go_on(store, store_url, hunt, ground(WITHOUT))

    assert current(store).found == ()


def test_a_watch_that_has_expired_is_not_hunted_for(store: Store, store_url: str) -> None:
    keep(store, SULEIMANI)
    expired = Watchlist((watch("Qassem Suleimani", expires=NOON.date()),))
    hunt = begun(store, wanted(WITHOUT, expired))

    go_on(store, store_url, hunt, ground(expired))

    assert current(store).found == ()


def test_the_list_that_the_service_ran_on_is_remembered(store: Store) -> None:
    with store.begin() as db:
        assert hunts.list_last_run(db) is None
        hunts.keep_list(db, Version(WITHOUT), now=NOON)
        hunts.keep_list(db, Version(WITH), now=NOON + timedelta(hours=1))
        last = hunts.list_last_run(db)

    assert last is not None
    assert (last.watchlist, last.at) == (WITH, NOON + timedelta(hours=1))
