"""What `tocsin status` shows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from typer.testing import CliRunner

from monitor.cli import app
from monitor.cli.status import follow
from monitor.cli.status_screen import screen
from monitor.errors import UsageError
from monitor.model import Form, Source, SourceCondition, SourceState, Watch
from monitor.polling.activity import begun
from monitor.polling.coverage import coverage
from monitor.status import Status
from monitor.storage.holders import name_of_this_process
from monitor.storage.outbox import Counts
from monitor.storage.processes import Process, say_alive
from monitor.storage.room import GIB, Room
from monitor.storage.store import open_store
from monitor.storage.vitals import Vitals
from tests.config.builders import folder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
PROCESS = Process(name_of_this_process(), "all", NOON, NOON, "d", NOON)


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


def shown(found: Status, *, show_all: bool = False, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(screen(found, show_all=show_all, width=width))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def well(id_: str, **fields: object) -> SourceState:
    usual = {"since": NOON - 2 * HOUR, "last_good_at": NOON - HOUR / 2, "next_at": NOON + HOUR}
    return SourceState(id_, SourceCondition.OK, **{**usual, **fields})  # type: ignore[arg-type]


def test_what_needs_somebody_comes_first_with_what_to_do() -> None:
    frozen = well("dw", reason="nothing new for 9 h, where 40 entries are usual")
    frozen = replace(frozen, condition=SourceCondition.FROZEN)
    lines = shown(status(well("bbc"), frozen, processes=(PROCESS,))).splitlines()

    assert lines[0].startswith("1 thing needs you")
    assert lines[1].startswith("! 1 source frozen (dw): compare the list with the site")
    assert lines[3].split() == ["source", "state", "since", "next", "look", "why"]
    assert lines[4].startswith("dw      frozen  2 h ago  in 1 h     nothing new for 9 h, where 40")
    assert lines[5] == "1 ok (--all lists them)"


def test_while_all_is_well_it_says_so() -> None:
    screen = shown(status(well("bbc"), processes=(PROCESS,)))

    assert screen.startswith("All is well")
    assert "needs you" not in screen


def test_where_no_service_runs_it_says_how_to_start_one() -> None:
    screen = shown(status(well("bbc")))

    assert "no service runs on this database: start it with `tocsin run`" in screen
    assert "service   does not run on this database" in screen


def test_how_much_a_source_publishes_is_shown_with_all_of_them() -> None:
    read = status(well("bbc", activity=begun(at=NOON)))

    assert "24" in shown(read, show_all=True).splitlines()[4].split()


def test_sources_that_are_well_are_numbers_and_many_that_are_not_are_cut() -> None:
    many = [replace(well(f"s{number}"), condition=SourceCondition.GONE) for number in range(30)]
    found = status(*many, *(well(f"w{number}") for number in range(40)))

    screen = shown(found)

    assert "s19 " in screen
    assert "s20 " not in screen
    assert "10 gone (--all lists them)" in screen
    assert "40 ok (--all lists them)" in screen
    assert "s29 " in shown(found, show_all=True)
    assert "w39 " in shown(found, show_all=True)


def test_the_screen_stays_one_screen_however_much_is_wrong() -> None:
    moved = [well(f"m{n}", moved_to=f"http://{n}.example/f", moved_times=3) for n in range(40)]
    found = status(*moved, config_problems=tuple(f"watchlist.yaml:{n}: bad" for n in range(90)))

    screen = shown(found)

    assert "and 32 more" in screen  # needs
    assert "and 85 more: `tocsin check` lists them" in screen
    assert len(screen.splitlines()) < 40


def test_on_few_columns_each_source_keeps_its_whole_name() -> None:
    frozen = well("al-monitor", reason="nothing new for 3 d")
    frozen = replace(frozen, condition=SourceCondition.FROZEN)

    lines = shown(status(frozen), width=40).splitlines()

    assert "al-monitor frozen nothing new for 3 d" in [line.strip() for line in lines]


def test_what_was_read_a_moment_after_now_is_of_now() -> None:
    young = well("bbc", last_good_at=NOON + timedelta(seconds=0.4))

    assert "-0 s" not in shown(status(young), show_all=True)


def test_what_waits_says_since_when_and_what_was_last_is_told() -> None:
    vitals = Vitals(
        held=2,
        oldest={"waiting": NOON - HOUR / 4, "held": NOON - HOUR},
        last_told_at=NOON - HOUR / 2,
        size=3 * 2**20,
    )
    room = Room(Path("/var"), free=50 * GIB, total=100 * GIB)
    found = status(outbox=Counts(1, 0, 0), vitals=vitals, room=room, processes=(PROCESS,))

    screen = " ".join(shown(found, width=200).split())

    assert "1 waiting (the oldest for 15 min), 0 unknown, 0 refused, 2 held (the oldest" in screen
    assert "last told 30 min ago" in screen
    assert "database 3.0 MiB; /var has 50.0 GiB of 100.0 GiB free" in screen


def test_an_address_that_moved_for_good_is_said_though_all_is_well() -> None:
    moved = well("bbc", moved_to="http://new.example/f", moved_times=3)

    assert (
        "! 1 source moved (bbc): it has moved for good to http://new.example/f: edit its url"
        in shown(status(moved))
    )


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


def test_while_it_is_watched_it_is_drawn_until_it_is_over() -> None:
    console = Console(file=StringIO(), width=60, height=10, force_terminal=True)
    drawn = iter(["first", "second"])
    over = iter([False, True])

    follow(lambda: next(drawn), console, lambda: next(over))

    assert isinstance(console.file, StringIO)
    assert "first" in console.file.getvalue()
    assert "second" in console.file.getvalue()


def test_watching_takes_a_terminal(tmp_path: Path) -> None:
    config = folder(tmp_path)

    for more in ([], ["--json"]):
        answer = CliRunner().invoke(app, ["status", "--watch", "--config", str(config), *more])

        assert isinstance(answer.exception, UsageError)
        assert "terminal" in str(answer.exception)
