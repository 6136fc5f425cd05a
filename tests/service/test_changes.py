from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import AlertSettings, Configuration, Form, Settings, Source, Watch, Watchlist
from monitor.service.changes import changes, landslide, needs_restart

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def watch(name: str) -> Watch:
    return Watch(name.casefold(), name, (Form(name, "name"),))


def configured(*names: str, sources: int = 4, settings: Settings | None = None) -> Configuration:
    return Configuration(
        folder=Path("config"),
        sources=tuple(Source(f"s{n}", f"https://s{n}.example/") for n in range(sources)),
        watchlist=Watchlist(tuple(map(watch, names))),
        settings=settings or Settings(),
        digest="d",
        loaded_at=NOON,
    )


def test_what_came_went_and_changed_is_told_by_name() -> None:
    before = configured("A", "B", "C")
    after = configured("A", "B", "D", sources=5)
    altered = replace(after.watchlist.watches[1], severity=3)
    after = replace(
        after,
        watchlist=Watchlist((after.watchlist.watches[0], altered, after.watchlist.watches[2])),
        settings=Settings(alerts=AlertSettings(channel="#other")),
    )

    assert str(changes(before, after)) == (
        "watches: added D; removed C; altered B\nsources: added s4\nsettings: altered alerts"
    )


def test_of_many_the_first_are_named() -> None:
    assert str(changes(configured(), configured(*"ABCDEFG"))) == (
        "watches: added A, B, C, D, E and 2 more"
    )


def test_nothing_is_told_of_where_nothing_changed() -> None:
    assert str(changes(configured("A"), configured("A"))) == "nothing changed"


@pytest.mark.parametrize(
    ("before", "after", "is_held"),
    [
        ("ABCDEF", "ABC", False),  # half
        ("ABCDEF", "AB", True),
        ("ABCDEF", "ABXYZVW", True),  # another list in the place of it
        ("ABC", "A", True),
        ("AB", "XY", False),  # of two, one look shows what happened
        ("AB", "", True),
        ("A", "", True),
        ("", "A", False),
    ],
)
def test_an_edit_by_which_more_than_half_vanish_is_a_landslide(
    before: str, after: str, is_held: bool
) -> None:
    assert bool(landslide(configured(*before), configured(*after))) is is_held


def test_a_landslide_is_told_with_what_would_vanish() -> None:
    assert landslide(configured(*"ABC"), configured("A")) == (
        "2 of 3 watches would vanish at once (B, C)"
    )
    assert landslide(configured("A"), configured("A", sources=1)) == (
        "3 of 4 sources would vanish at once (s1, s2, s3)"
    )


def test_a_setting_that_is_back_to_what_it_was_at_the_start_needs_no_restart() -> None:
    started = configured("A")
    edited = configured("A", settings=Settings(user_agent="Other (a@b.example)", web_listen=None))

    assert needs_restart(started, edited) == ("user_agent", "web.listen")
    assert needs_restart(started, configured("B")) == ()
