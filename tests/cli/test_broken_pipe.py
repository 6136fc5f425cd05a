"""Whoever reads no more than the first lines is told of no error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("watches", [1, 3_000])
def test_a_reader_who_has_gone_is_no_error(tmp_path: Path, watches: int) -> None:
    names = ", ".join(f"{{name: Borduria {number}}}" for number in range(watches))
    (tmp_path / "watchlist.yaml").write_text(f"watches: [{names}]\n")
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    reading, writing = os.pipe()
    os.close(reading)

    try:
        command = (sys.executable, "-m", "monitor", "watch", "export", "--config", str(tmp_path))
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")
