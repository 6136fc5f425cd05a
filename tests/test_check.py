from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.check import Report, check, load_to_tell, load_to_watch
from monitor.cli import app
from monitor.cli.check import annotation
from monitor.errors import ConfigError, Problem, UsageError
from tests.config.builders import NOON, folder, loaded

POLITE = 'user_agent: "Tocsin/1.0 (+https://example.org)"\n'

GOOD = """\
watches:
  - name: Kata'ib Hezbollah
    examples:
      match: [The Kataeb Hizbullah militia said so.]
      ignore: [The king of Jordan said so.]
"""


def report(tmp_path: Path, watchlist: str, *, settings: str = POLITE) -> Report:
    return check(folder(tmp_path, watchlist=watchlist, settings=settings), environ={}, now=NOON)


def lines(report: Report, tmp_path: Path) -> list[str]:
    return [str(problem).replace(f"{tmp_path}/config/", "") for problem in report.problems]


def test_a_good_configuration_is_counted(tmp_path: Path) -> None:
    assert report(tmp_path, GOOD) == Report((), watches=1, sources=1, examples=2)


def test_a_text_that_should_ring_and_does_not_is_told_with_its_line(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Quds Force
    examples:
      match:
        - The Quds Force moved.
        - It rained in Basra.
"""

    found = report(tmp_path, watchlist)

    assert found.exit_status == 1
    assert lines(found, tmp_path) == [
        'watchlist.yaml:6: example: watch "quds-force": examples.match (item 2): does not ring for '
        '"It rained in Basra.": nothing in it is close to a name; add it as it is written there to '
        "`aliases`"
    ]


def test_a_name_that_something_holds_back_is_told_with_the_reason(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Green Zone
    near: {any: [Baghdad]}
    examples: {match: [The Green Zone was hit.]}
"""

    [told] = lines(report(tmp_path, watchlist), tmp_path)

    assert told.startswith(
        'watchlist.yaml:4: example: watch "green-zone": examples.match (item 1): does not ring for '
        '"The Green Zone was hit.": "Green Zone" is "Green Zone" at 100'
    )
    assert "Baghdad" in told


def test_a_text_that_should_be_silent_and_rings_is_told_with_what_rang(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - name: Quds Force
    aliases: [فيلق القدس]
    examples:
      ignore: [The Qods Force moved.]
"""

    found = report(tmp_path, watchlist)

    assert found.exit_status == 1
    [told] = lines(found, tmp_path)
    assert told.startswith(
        'watchlist.yaml:5: example: watch "quds-force": examples.ignore (item 1): rings for '
        '"The Qods Force moved.": "Qods Force" is "Quds Force" at '
    )
    assert told.endswith(
        'put "Qods Force", or the longer name it is part of, into `unless` or `decoys`, or give '
        "the watch `near`"
    )


def test_warnings_leave_the_exit_status_alone(tmp_path: Path) -> None:
    found = report(tmp_path, GOOD, settings="web: off\n")

    assert [problem.severity for problem in found.problems] == ["warning"]
    assert found.exit_status == 0


def test_errors_are_all_that_is_told(tmp_path: Path) -> None:
    found = report(tmp_path, "watches: [{name: Quds Force, sevrity: low}]\n")

    assert found.exit_status == 2
    assert lines(found, tmp_path) == [
        'watchlist.yaml:1: watch "quds-force": unknown key "sevrity"; did you mean `severity`?'
    ]


def test_the_environment_is_checked_too(tmp_path: Path) -> None:
    environ = {"SLACK_BOT_TOKEN": "a", "SLACK_BOT_TOKEN_FILE": "b"}

    with pytest.raises(UsageError, match="both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE"):
        check(folder(tmp_path), environ=environ, now=NOON)


def test_the_command_prints_problems_on_stdout_and_success_on_stderr(tmp_path: Path) -> None:
    good = CliRunner().invoke(
        app, ["check", "--config", str(folder(tmp_path, watchlist=GOOD, settings=POLITE))]
    )
    bad = CliRunner().invoke(app, ["check", "--config", str(folder(tmp_path, watchlist="- x\n"))])

    assert (good.exit_code, good.stdout) == (0, "")
    assert good.stderr == "1 watches, 1 sources, 2 examples: all good\n"
    assert (bad.exit_code, bad.stderr) == (2, "")
    assert bad.stdout.startswith(f"{tmp_path}/config/watchlist.yaml:1: must be a mapping with")


def test_a_word_that_would_ring_all_day_is_an_error_for_who_runs_too(tmp_path: Path) -> None:
    config = folder(tmp_path, watchlist="watches:\n  - name: green\n", settings=POLITE)

    assert check(config, environ={}, now=NOON).exit_status == 2
    for load in (load_to_watch, load_to_tell):
        with pytest.raises(ConfigError, match=r'watchlist\.yaml:2: .*"green" is an ordinary word'):
            load(config, environ={}, now=NOON)


def test_problems_are_annotations_for_github(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder(tmp_path, watchlist="watches:\n  - name: green\n  - name: Badr\n", settings=POLITE)

    done = CliRunner().invoke(app, ["check", "--config", "config", "--format", "github"])

    assert done.exit_code == 2
    levels = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert levels == ["::error", "::warning"]
    assert '::error file=config/watchlist.yaml,line=2::watch "green": name: ' in done.stdout


def test_an_annotation_is_one_line_whatever_the_message(tmp_path: Path) -> None:
    problem = Problem(str(tmp_path / "a,b:c"), 7, "100%\r\nsure", "example")

    assert annotation(problem).endswith("a%2Cb%3Ac,line=7::100%25%0D%0Asure")
    assert annotation(problem).startswith("::error file=")


def test_the_shipped_configuration_has_one_warning_to_answer() -> None:
    shipped = Path(__file__).parents[1] / "config"

    found = check(shipped, environ={}, now=NOON)

    assert [str(problem).partition(": warning: ")[2][:11] for problem in found.problems] == [
        "user_agent:"
    ]
    assert found.examples >= 2 * found.watches


NAMES_DOORS = (
    POLITE
    + """\
alerts:
  channel: door:desk
  operations: door:on-call
  routes:
    - {severity: high, channel: door:telegram}
"""
)
SHUT = "set it to the door's address (https://appriseit.com/services has the forms)"


def test_a_door_that_is_named_and_does_not_open_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("apprise", reason='needs the extra: pip install "tocsin[doors]"')
    watchlist = "watches:\n  - name: Quds Force\n    channel: door:phone\n"
    config = folder(tmp_path, watchlist=watchlist, settings=NAMES_DOORS)
    environ = {
        "TOCSIN_DOOR_ON_CALL": "json://example.org/",
        "TOCSIN_DOOR_TELEGRAM": "tgram://s3cret",
    }

    found = check(config, environ=environ, now=NOON)

    assert found.exit_status == 2
    assert lines(found, tmp_path) == [
        'settings.yaml:3: alerts.channel: "door:desk" is shut: TOCSIN_DOOR_DESK is not set; '
        + SHUT,
        'settings.yaml:6: alerts.routes (item 1).channel: "door:telegram" is shut: '
        "TOCSIN_DOOR_TELEGRAM is no address that Apprise can use; compare it with "
        "https://appriseit.com/services, which also says where a further package is needed",
        'watchlist.yaml:3: watch "quds-force": channel: "door:phone" is shut: TOCSIN_DOOR_PHONE is '
        "not set; " + SHUT,
    ]
    with pytest.raises(ConfigError, match="door:desk"):
        load_to_tell(config, environ=environ, now=NOON)


@pytest.mark.skipif(find_spec("apprise") is not None, reason="Apprise is installed")
def test_a_door_needs_apprise(tmp_path: Path) -> None:
    config = folder(tmp_path, settings=POLITE + "alerts: {channel: door:desk}\n")

    found = check(config, environ={"TOCSIN_DOOR_DESK": "json://example.org/"}, now=NOON)

    assert 'pip install "tocsin[doors]"' in lines(found, tmp_path)[0]


def test_doors_are_not_asked_of_who_tells_nothing_by_them(tmp_path: Path) -> None:
    settings = POLITE + "alerts: {channel: door:desk}\n"

    assert loaded(folder(tmp_path, settings=settings)).settings.alerts.channel == "door:desk"
