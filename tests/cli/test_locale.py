"""What is printed does not depend on how the machine speaks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMED = "وقال فيلق القدس"
ELSEWHERE = ("PYTHONUTF8", "PYTHONIOENCODING", "LANG", "LC_ALL", "PYTHONCOERCECLOCALE")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_name_in_any_script_is_printed_in_any_locale(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "watchlist.yaml").write_text("watches: [{name: Quds Force}]\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "monitor",
        "match",
        "--watchlist",
        str(tmp_path / "watchlist.yaml"),
    ]
    environment = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}

    done = subprocess.run(
        command,
        input=NAMED.encode(),
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": encoding},
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "فيلق القدس" in done.stdout.decode()
