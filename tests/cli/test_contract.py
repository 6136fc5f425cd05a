"""What is relied on from outside: names of commands, their options, the keys of their JSON."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from monitor.errors import UsageError
from tests.config.builders import folder

COMMANDS = [
    "run", "crawl", "match", "extract", "explain", "check", "backtest", "search", "export", "init",
    "reload", "status",
    *(f"sources {verb}" for verb in ("list", "add", "test", "import", "export")),
    *(f"alerts {verb}" for verb in ("list", "retry", "test")),
    *(f"silence {verb}" for verb in ("add", "list", "remove")),
    *(f"watch {verb}" for verb in ("add", "list", "expire", "export", "import")),
    *(f"db {verb}" for verb in ("upgrade", "backup", "prune")),
]  # fmt: skip

OPTIONS = [
    ("run", "--role"),
    ("match", "--watchlist"),
    ("match", "--jsonl"),
    ("match", "--json"),
    ("match", "--all"),
    ("extract", "--url"),
    ("extract", "--tier"),
    ("extract", "--json"),
    ("extract", "--jsonl"),
    ("check", "--format"),
    ("backtest", "--watchlist"),
    ("backtest", "--since"),
    ("backtest", "--html"),
    ("backtest", "--json"),
    ("reload", "--accept"),
    ("status", "--json"),
    ("status", "--watch"),
    ("search", "--watch"),
]


def asked(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, words, env={"COLUMNS": "100"})
    return done.exit_code, done.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_a_configuration_and_shows_an_example(command: str) -> None:
    status, shown = asked(*command.split(), "--help")

    assert status == 0
    assert "--config DIR" in shown
    assert "Example" in shown
    assert f"tocsin {command}" in shown


def test_the_demo_needs_no_configuration() -> None:
    status, shown = asked("demo", "--help")

    assert status == 0
    assert "--config" not in shown
    assert "tocsin demo" in shown


def test_it_says_its_version() -> None:
    assert asked("--version") == (0, f"tocsin {version('tocsin')}\n")


def test_a_configuration_before_the_command_is_told_its_place() -> None:
    refused = CliRunner().invoke(app, ["--config", "/etc/my list", "run"]).exception

    assert isinstance(refused, UsageError)
    assert "`tocsin status --config '/etc/my list'`" in str(refused)


@pytest.mark.parametrize("group", ["", "sources", "watch", "db", "alerts", "silence"])
def test_the_list_of_commands_says_each_in_a_whole_sentence(group: str) -> None:
    done = CliRunner().invoke(app, [*group.split(), "--help"], env={"COLUMNS": "80"})

    commands = done.output.partition("Commands:")[2]
    assert commands
    assert "..." not in commands


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_that_is_relied_on_is_there(command: str, option: str) -> None:
    assert f" {option} " in asked(command, "--help")[1].replace("\n", " ")


@pytest.mark.parametrize("words", [["nosuch"], ["status", "--nosuch"], ["alerts", "retry"]])
def test_what_can_be_told_from_arguments_ends_with_status_2(words: list[str]) -> None:
    assert asked(*words)[0] == 2


def test_the_state_as_json_has_the_keys_that_programs_read(tmp_path: Path) -> None:
    config = folder(tmp_path, sources="sources: [{id: bbc, url: https://bbc.example/feed}]\n")

    status, shown = asked("status", "--json", "--config", str(config))

    found = json.loads(shown)
    assert status == 0
    (source,) = found["sources"]
    assert source.keys() >= {"id", "state", "since", "last_good_at", "next_at", "advice"}
    assert found["outbox"].keys() >= {"waiting", "unknown", "refused"}
    assert found["config"].keys() >= {"digest", "loaded_at", "watches", "problems"}
    assert (found["articles"], found["matches"]) == (0, 0)
