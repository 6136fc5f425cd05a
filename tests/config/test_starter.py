import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from monitor.config.schema_files import SCHEMAS
from monitor.config.starter import FILES, starter_folder, write_starter
from monitor.errors import UsageError
from tests.config.builders import loaded

CHECKOUT = Path(__file__).parents[2]


def test_a_new_folder_gets_everything_and_loads(tmp_path: Path) -> None:
    config = tmp_path / "deep" / "config"

    written = write_starter(config)

    assert sorted(path.name for path in written) == sorted([*FILES, *SCHEMAS])
    assert len(loaded(config).watchlist.watches) >= 15


@pytest.mark.parametrize("name", [*FILES, *SCHEMAS])
def test_nothing_is_written_where_something_stands(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(UsageError, match=f"{name} is there already, and is not overwritten"):
        write_starter(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="is a file; name a folder"):
        write_starter(tmp_path / "file")


def test_an_installed_wheel_brings_the_files_along(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")

    subprocess.run(
        [sys.executable, "-m", "monitor", "init", str(tmp_path / "config")],
        cwd=tmp_path / "site",
        check=True,
        capture_output=True,
    )

    for name in (*FILES, *SCHEMAS):
        shipped = (starter_folder() / name).read_bytes()
        assert (tmp_path / "config" / name).read_bytes() == shipped
