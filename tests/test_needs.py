"""What needs a person, and what does not."""

from datetime import timedelta
from pathlib import Path

from monitor.model import SourceCondition, SourceState
from monitor.needs import WAITS_TOO_LONG, ailments, needs
from monitor.status import Status
from monitor.storage.lanes import Lane
from monitor.storage.processes import Process
from monitor.storage.room import GIB, Room
from monitor.storage.vitals import Vitals
from tests.web.builders import NOON, status

MINUTE = timedelta(minutes=1)
PROCESS = Process("me", "all", NOON, NOON, "d", NOON)


def told(found: Status) -> list[str]:
    return [str(one) for one in ailments(found)]


def test_while_all_is_well_nobody_is_needed() -> None:
    well = status(
        SourceState("bbc", SourceCondition.OK),
        SourceState("new"),
        SourceState("off", SourceCondition.DISABLED),
        processes=(PROCESS,),
        room=Room(Path("/var"), free=50 * GIB, total=100 * GIB),
        vitals=Vitals(held=9, oldest={"waiting": NOON - WAITS_TOO_LONG, "held": NOON}),
    )

    assert needs(well) == []


def test_sources_that_ask_for_the_same_are_one_need() -> None:
    gone = [SourceState(id_, SourceCondition.GONE) for id_ in ("a", "b")]
    slow = SourceState("c", SourceCondition.SLOW)

    found = [str(one) for one in needs(status(*gone, slow, processes=(PROCESS,)))]

    assert len(found) == 2
    assert found[0].startswith("2 sources gone (a, b): the address is gone for good")
    assert found[1].startswith("1 source slow (c): ")


def test_no_service_is_a_need_of_who_asks_the_database_and_no_ailment() -> None:
    assert [one.what for one in needs(status())] == ["no service runs on this database"]
    assert ailments(status()) == []


def test_an_edit_that_was_not_taken_says_since_when_and_what_to_do() -> None:
    problems = ("watchlist.yaml:2: bad", "watchlist.yaml:3: bad")
    refused = told(status(config_problems=problems, config_refused_at=NOON))
    held = told(status(config_problems=("held, ...",), config_held="0123456789abcdef"))

    assert refused == [
        "the last edit of the configuration is refused since 2026-03-02 12:00 UTC:"
        " watchlist.yaml:2: bad, and 1 more"
    ]
    assert held == [
        "an edit of the configuration is held: `tocsin reload --accept 0123456789ab` if it is meant"
    ]


def test_a_channel_that_takes_nothing_comes_with_advice() -> None:
    [found] = told(status(lanes=(Lane("#desk", reason="channel_not_found"), Lane("#other"))))

    assert found.startswith("#desk takes no alerts (channel_not_found): create the channel")


def test_an_alert_that_waits_too_long_and_refusals_of_late_are_needs() -> None:
    since = NOON - WAITS_TOO_LONG - MINUTE

    assert told(status(vitals=Vitals(oldest={"waiting": since}))) == [
        "an alert waits since 2026-03-02 11:44 UTC: `tocsin alerts list` says why"
    ]
    assert told(status(vitals=Vitals(refused_lately=2))) == [
        "2 alerts were refused in the last 7 days: `tocsin alerts list --state refused` says why"
    ]


def test_a_disk_that_is_nearly_full_comes_first() -> None:
    short = Room(Path("/var"), free=GIB // 2, total=100 * GIB)

    first, _ = told(status(room=short, config_problems=("bad",)))

    assert first.startswith("the disk is nearly full: /var has 512 MiB of 100.0 GiB free: ")
