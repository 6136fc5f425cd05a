"""A name that comes to a running service is hunted for, and told in one digest for each channel."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.backtest.hunt import go_on, wanted
from monitor.matching.imprints import version
from monitor.model import AlertSettings, Configuration, Digest, Settings, Source, Watchlist
from monitor.service.hunting import UNDER_WAY, Hunting, end, ground_of
from monitor.storage import archive, articles, hunts, outbox
from monitor.storage.archive import Span
from monitor.storage.store import Store
from tests.backtest.builders import DAY, keep, listed, watch
from tests.storage.builders import NOON

SULEIMANI = "In Baghdad Qassem Soleimani met ministers."
WITHOUT = listed("Boko Haram")
WITH = listed("Boko Haram", "Qassem Suleimani")


@dataclass
class Desk:
    """The service around a hunt: its list, its clock, and how often it was told to look."""

    store: Store
    url: str
    watchlist: Watchlist = WITHOUT
    now: datetime = NOON
    rung: int = 0
    alerts: AlertSettings = field(default_factory=lambda: AlertSettings(channel="#news"))

    def __post_init__(self) -> None:
        self._edit()
        self.hunting = Hunting(
            self.store,
            configuration=lambda: self.configuration,
            rung=self._ring,
            now=lambda: self.now,
        )

    async def takes(self, watchlist: Watchlist) -> None:
        self.set(watchlist)
        await self.hunting.follow()

    def set(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        self._edit()

    def told(self) -> list[Digest]:
        with self.store.begin() as db:
            subjects = [one.subject for one in outbox.waiting(db, most=10)]
        return [one for one in subjects if isinstance(one, Digest)]

    def _edit(self) -> None:
        self.configuration = Configuration(
            Path("config"),
            (Source("gazette", "https://gazette.example/feed", name="The Gazette"),),
            self.watchlist,
            Settings(database=self.url, alerts=self.alerts),
            digest="",
            loaded_at=self.now,
        )

    def _ring(self) -> None:
        self.rung += 1


@pytest.fixture
def database() -> str:
    """One kind will do here; what is stored is tried on both elsewhere."""
    return "sqlite"


@pytest.fixture
def desk(store: Store, store_url: str) -> Desk:
    return Desk(store, store_url)


async def test_what_was_read_lately_comes_in_one_digest_for_each_channel(desk: Desk) -> None:
    ids = keep(desk.store, SULEIMANI, SULEIMANI, "Boko Haram was not named before either.")
    own = watch("Ministers of Baghdad", "In Baghdad", channel="#iraq")
    await desk.hunting.follow()

    await desk.takes(replace(WITH, watches=(*WITH.watches, own)))
    desk.now += UNDER_WAY
    await desk.hunting.hunt()

    by_channel = {one.channel: one for one in desk.told()}
    assert set(by_channel) == {"#news", "#iraq"}
    assert by_channel["#news"].title.startswith("Historic: new on the watchlist, Qassem Suleimani")
    assert [item.why for item in by_channel["#news"].items] == ["“Qassem Soleimani”"] * 2
    assert [item.outlet for item in by_channel["#news"].items] == ["The Gazette"] * 2
    assert desk.rung == 1
    with desk.store.begin() as db:
        assert len(articles.matches_of(db, ids[0])) == 2
        assert hunts.first_open(db) is None


def test_a_long_digest_says_where_the_rest_stands(desk: Desk) -> None:
    for hour in range(8):
        keep(desk.store, *[SULEIMANI] * 7, at=NOON - timedelta(hours=hour))
    desk.set(WITH)
    with desk.store.begin() as db:
        hunts.begin(db, wanted(WITHOUT, WITH), since=NOON - 10 * DAY, now=NOON)
        hunt = hunts.first_open(db)
    assert hunt

    go_on(desk.store, desk.url, hunt, ground_of(desk.configuration, now=NOON))
    with desk.store.begin() as db:
        end(db, desk.configuration, now=NOON)

    (digest,) = desk.told()
    assert (len(digest.items), digest.more) == (40, 16)
    assert digest.rest == "`tocsin search --matched qassem suleimani --limit 56` lists them all"


async def test_the_first_list_of_all_is_not_hunted_for(desk: Desk) -> None:
    keep(desk.store, SULEIMANI)

    await desk.takes(WITH)
    desk.now += UNDER_WAY
    await desk.hunting.hunt()

    assert desk.told() == []


async def test_a_name_that_is_withdrawn_before_its_hunt_is_not_told(desk: Desk) -> None:
    keep(desk.store, SULEIMANI)
    await desk.hunting.follow()

    await desk.takes(WITH)
    await desk.takes(WITHOUT)
    desk.now += UNDER_WAY
    await desk.hunting.hunt()

    assert desk.told() == []
    with desk.store.begin() as db:
        assert hunts.first_open(db) is None


async def test_an_edit_while_nothing_ran_is_hunted_for_at_the_next_start(desk: Desk) -> None:
    keep(desk.store, SULEIMANI)
    await desk.hunting.follow()

    restarted = Desk(desk.store, desk.url, WITH, desk.now + timedelta(hours=8))
    await restarted.hunting.follow()

    with desk.store.begin() as db:
        begun = hunts.first_open(db)
    assert begun is not None
    assert begun.wanted == {"qassem suleimani": ["Qassem Suleimani"]}


async def test_articles_get_their_imprints_beside_the_news(desk: Desk) -> None:
    keep(desk.store, *[SULEIMANI] * 3)

    assert not await desk.hunting.imprint()

    keep(desk.store, SULEIMANI, at=NOON + timedelta(hours=1))
    assert not await desk.hunting.imprint()
    with desk.store.begin() as db:
        assert archive.count_without_imprint(db, Span(None), version()) == 0
