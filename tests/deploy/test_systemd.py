"""The unit in deploy/: systemd understands every line, and the service keeps what it needs."""

import shutil
import subprocess
from pathlib import Path

import pytest

SYSTEMD = Path(__file__).parents[2] / "deploy" / "systemd"


def settings() -> dict[str, list[str]]:
    """What the unit sets, each with its values."""
    found: dict[str, list[str]] = {}
    for line in (SYSTEMD / "tocsin.service").read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_finds_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    told = (SYSTEMD / "tocsin.service").read_text()
    here = told.replace("/opt/tocsin/bin/tocsin", "/bin/true").replace("User=tocsin\n", "")
    (tmp_path / "tocsin.service").write_text(here)
    (tmp_path / "tocsin.service.d").mkdir()
    shutil.copy(SYSTEMD / "slack.conf", tmp_path / "tocsin.service.d")

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "tocsin.service"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert verified.stdout + verified.stderr == ""


def test_the_unit_waits_for_the_service_to_say_that_it_works() -> None:
    assert settings()["Type"] == ["notify"]
    assert settings()["WatchdogSec"]
    assert settings()["RestartPreventExitStatus"] == ["2"], "a wrong configuration stays wrong"


def test_the_service_sees_other_processes_of_its_database() -> None:
    assert not {"ProtectProc", "ProcSubset"} & set(settings())


def test_the_database_lies_in_the_folder_that_systemd_keeps_for_it() -> None:
    assert "TOCSIN_DATABASE=sqlite:////var/lib/tocsin/tocsin.db" in settings()["Environment"]
    assert settings()["StateDirectory"] == ["tocsin"]
