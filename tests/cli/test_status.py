"""What `tocsin status` shows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.status import MOST_WELL, show
from monitor.model import Form, Source, SourceCondition, SourceState, Watch
from monitor.polling.activity import begun
from monitor.polling.coverage import coverage
from monitor.status import Status
from monitor.storage.holders import name_of_this_process
from monitor.storage.outbox import Counts
from monitor.storage.processes import Process, say_alive
from monitor.storage.store import open_store
from tests.config.builders import folder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def status(*states: SourceState, **fields: object) -> Status:
    sources = tuple(Source(one.source_id, f"http://{one.source_id}.example/f") for one in states)
    usual = Status(
        at=NOON,
        sources=tuple(zip(sources, states, strict=True)),
        outbox=Counts(waiting=0, unknown=0, refused=0),
        lanes=(),
        config_digest="d" * 64,
        config_loaded_at=NOON,
        config_problems=(),
        watches=1,
        articles=0,
        matches=0,
        processes=(),
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


def shown(found: Status, *, show_all: bool = False) -> str:
    console = Console(file=StringIO(), width=100, color_system=None)
    show(found, console, show_all=show_all)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def well(id_: str, **fields: object) -> SourceState:
    usual = {"since": NOON - 2 * HOUR, "last_good_at": NOON - HOUR / 2, "next_at": NOON + HOUR}
    return SourceState(id_, SourceCondition.OK, **{**usual, **fields})  # type: ignore[arg-type]


def test_what_is_not_well_comes_first_with_its_reason_and_what_to_do() -> None:
    frozen = well("dw", reason="nothing new for 9 h, where 40 entries are usual")
    screen = shown(status(well("bbc"), replace(frozen, condition=SourceCondition.FROZEN)))

    lines = screen.splitlines()
    assert lines[1].split() == [
        "dw",
        "frozen",
        "2",
        "h",
        "ago",
        "30",
        "min",
        "ago",
        "-",
        "in",
        "1",
        "h",
    ]
    assert lines[2].startswith("bbc")
    assert "frozen: compare the list with the site" in screen
    assert "dw (nothing new for 9 h, where 40 entries are usual)" in screen


def test_how_much_a_source_publishes_is_shown() -> None:
    assert "24" in shown(status(well("bbc", activity=begun(at=NOON)))).splitlines()[1].split()


def test_many_sources_that_are_well_are_a_number() -> None:
    many = status(*(well(f"s{number}") for number in range(MOST_WELL + 1)))

    assert f"and {MOST_WELL + 1} that are well" in shown(many)
    assert "s40" in shown(many, show_all=True)


def test_an_address_that_moved_for_good_is_said_though_all_is_well() -> None:
    moved = well("bbc", moved_to="http://new.example/f", moved_times=3)

    assert "it has moved for good to http://new.example/f: edit its url" in shown(status(moved))


def test_watches_that_may_have_missed_something_are_named() -> None:
    dark = well("bbc", dark_from=NOON - 9 * HOUR)
    watches = [Watch(name, name, (Form(name, "name"),)) for name in ("Quds Force", "Green Zone")]
    found = status(dark, well("dw"))
    sources = [source for source, _ in found.sources]
    unseen = tuple(coverage(watches, sources, {"bbc": dark}, {}, now=NOON))

    screen = shown(replace(found, coverage=unseen))

    assert "Quds Force, Green Zone: 0 hits, but 1 of its 2 sources was dark for 9 h (bbc)" in screen


def test_an_edit_that_is_not_in_force_says_why_and_what_waits_for_a_start_is_named() -> None:
    refused = shown(status(well("bbc"), config_problems=("watchlist.yaml:2: bad",)))
    held = shown(status(well("bbc"), config_problems=("held, for reasons",), config_held="abc"))
    loaded = shown(
        status(well("bbc"), config_changes="watches: added A", config_restart=("database",))
    )

    assert "refused: watchlist.yaml:2: bad" in refused
    assert "refused" not in held.partition("watching")[2]
    assert "watches: added A" in loaded
    assert "changed, and read at the next start only: database" in loaded


def test_it_answers_while_the_folder_is_wrong_and_of_what_runs(tmp_path: Path) -> None:
    config = folder(tmp_path, watchlist="watches: [{nam: Quds Force}]\n")
    database = f"sqlite:///{tmp_path / 'var' / 'tocsin.db'}"
    me = Process(name_of_this_process(), "all", NOON, datetime.now(UTC), "abc", NOON)
    line = ["status", "--config", str(config), "--json"]

    alone = CliRunner().invoke(app, line)
    with open_store(database) as store, store.begin() as db:
        say_alive(db, replace(me, config_watches=7))
    beside = CliRunner().invoke(app, line)

    assert (alone.exit_code, beside.exit_code) == (0, 0)
    problems = json.loads(alone.output)["config"]["problems"]
    assert problems[0].startswith(f"{config}/watchlist.yaml:1: ")
    assert json.loads(beside.output)["config"]["watches"] == 7
    assert json.loads(beside.output)["config"]["problems"] == []
