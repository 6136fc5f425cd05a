"""The image that deploy/Containerfile describes, as far as it can be tried without a container.

What it copies is copied, the wheel is built of that alone and put into a folder outside the
checkout, and the entry point's commands run there.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text()
COMMANDS = CONTAINERFILE.replace("\\\n", " ").splitlines()
WAIT = 100  # seconds


def copied() -> Iterator[str]:
    """What the first stage copies from the checkout."""
    for command in COMMANDS:
        words = command.split()
        if words[:1] == ["COPY"] and not words[1].startswith("--from"):
            yield from words[1:-1]


def run(*command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    settings = {"cwd": cwd, "env": kept | environ, "timeout": WAIT}
    done = subprocess.run(command, check=False, capture_output=True, text=True, **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel is installed, built of what the image copies."""
    source = tmp_path_factory.mktemp("src")
    for name in copied():
        into = source / name
        into.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, into)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", source / "w", cwd=source)
    (wheel,) = (source / "w").glob("*.whl")
    target = tmp_path_factory.mktemp("image")
    shutil.unpack_archive(wheel, target, "zip")
    return target


def tocsin(image: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The entry point with these arguments, in a folder that stands for the image's volumes."""
    return run(
        *(sys.executable, "-m", "monitor", *arguments),
        cwd=cwd,
        PYTHONPATH=str(image),
        TOCSIN_CONFIG=str(cwd / "etc"),
        TOCSIN_DATABASE=f"sqlite:///{cwd}/state/tocsin.db",
    )


def test_the_wheel_works_outside_the_checkout(image: Path, tmp_path: Path) -> None:
    tocsin(image, "init", cwd=tmp_path)
    checked = tocsin(image, "check", cwd=tmp_path)
    status = tocsin(image, "status", "--json", cwd=tmp_path)

    assert "all good" in checked.stdout + checked.stderr
    assert json.loads(status.stdout)["articles"] == 0
    assert "18 watches" in checked.stdout + checked.stderr


@pytest.mark.nightly
def test_the_demo_runs_from_the_wheel(image: Path, tmp_path: Path) -> None:
    environ = os.environ | {"PYTHONPATH": str(image)}
    command = (sys.executable, "-m", "monitor", "demo")
    with subprocess.Popen(
        command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout
        assert any("Asaab Ahel Haq" in line for line in demo.stdout)
        demo.send_signal(signal.SIGINT)
        demo.stdout.read()

    assert demo.returncode == 0


def test_the_image_starts_the_service_as_nobody_in_particular() -> None:
    assert 'ENTRYPOINT ["tocsin"]' in COMMANDS
    assert 'CMD ["run"]' in COMMANDS
    assert COMMANDS.index("USER tocsin") < COMMANDS.index('ENTRYPOINT ["tocsin"]')
    assert "--require-hashes" in CONTAINERFILE


def test_what_the_image_copies_is_not_ignored() -> None:
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }

    assert set(copied()) == let_in


def test_compose_runs_what_the_image_and_the_command_know() -> None:
    compose = YAML(typ="safe").load((ROOT / "deploy" / "compose.yaml").read_text())

    services = compose["services"]
    roles = re.findall(r"--role', '(\w+)'", str(services))
    assert sorted(roles) == ["crawl", "deliver"]
    assert "profiles" not in services["tocsin"], "one process on SQLite is the default"
    for name in ("crawl", "deliver", "postgres"):
        assert services[name]["profiles"] == ["postgresql"]
    used = {secret for service in services.values() for secret in service.get("secrets", ())}
    assert used == set(compose["secrets"])
