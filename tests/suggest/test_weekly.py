"""Once a week operations hear what there is to propose; near-misses are looked for meanwhile."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from structlog.testing import capture_logs

from monitor.matching import Matcher
from monitor.model import Notice, Watchlist
from monitor.service.suggesting import Suggesting, sweep_command
from monitor.storage import outbox, proofs
from monitor.storage.store import Store
from monitor.suggest.change import Change
from monitor.suggest.proposing import Proposal
from monitor.suggest.survey import Surveyed
from monitor.suggest.sweep import sweep
from monitor.suggest.trial import Tried
from monitor.suggest.weekly import is_due, put_weekly, weekly
from tests.explain.builders import NOON, Newsroom, entry, watch
from tests.suggest.names import NEARLY

DAY = timedelta(days=1)
ALIAS = Proposal(Change("muhandis", "alias", ("Al-Mohandess",)), "Al-Muhandis", None, 3, ())
DECOY = Proposal(
    Change("fatah", "unless", ("Fatah Alliance",)), "Fatah", Tried(25, 25, 25, 20), 20, ()
)


def test_the_weekly_notice_names_each_proposal_its_numbers_and_what_to_type() -> None:
    notice = weekly([Surveyed(DECOY), Surveyed(ALIAS)], now=NOON)

    assert notice.title == "2 edits of the watchlist to consider"
    assert notice.text.splitlines() == [
        f"{DECOY.change.id} Fatah: unless: [Fatah Alliance] (20 of 25 wrong alerts gone, all 25"
        " right ones kept)",
        f"{ALIAS.change.id} Al-Muhandis: aliases: [Al-Mohandess] (nearly rang in 3 articles)",
        "`tocsin suggest` shows samples; `tocsin suggest --apply ID` writes one.",
    ]


def test_it_comes_once_a_week_and_only_if_there_is_something_to_say(store: Store) -> None:
    with store.begin() as db:
        assert is_due(db, now=NOON)
        assert not put_weekly(db, [], now=NOON)
        assert not is_due(db, now=NOON + 6 * DAY)
        assert is_due(db, now=NOON + 7 * DAY)
        assert put_weekly(db, [Surveyed(ALIAS)], now=NOON + 7 * DAY)

        (waiting,) = outbox.waiting(db, most=9)

    assert isinstance(waiting.subject, Notice)


def test_a_sweep_keeps_what_articles_nearly_rang_for_and_looks_at_each_once(store: Store) -> None:
    muhandis = watch("muhandis", "Abu Mahdi al-Muhandis", threshold=97)
    room = Newsroom(store, muhandis)
    for number, text in enumerate((*NEARLY, "Roads are to be repaired.")):
        room.take(entry(number, title=f"Report {number}", text=text), None, why="page answered 404")
    matcher = Matcher(Watchlist((muhandis,), builtin_decoys=False))
    told: list[tuple[int, int]] = []

    swept = sweep(store, matcher, {}, now=NOON, told=lambda *done: told.append(done))

    assert (swept, told) == (4, [(4, 4)])
    assert sweep(store, matcher, {}, now=NOON) == 0
    with store.begin() as db:
        misses = proofs.misses_since(db, NOON - DAY)
    assert [one.miss.mention.surface for one in misses] == ["Abu Mahdy al-Mohandess"] * 3
    assert {one.miss.reason for one in misses} == {"below threshold 97"}


def test_the_service_has_another_process_do_it_and_says_if_that_fails() -> None:
    assert sweep_command(Path("config"))[2:] == (
        "monitor",
        "suggest",
        "--tell",
        "--config",
        "config",
    )

    with capture_logs() as logs:
        asyncio.run(Suggesting(Path("config"), command=_failing).sweep())

    assert [(line["event"], line["said"]) for line in logs] == [
        ("suggestions failed", "no such thing")
    ]


def _failing(_folder: Path) -> Sequence[str]:
    return (sys.executable, "-c", "import sys; sys.exit('no such thing')")
