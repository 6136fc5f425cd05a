"""Who follows edits reads again only what changed, and gets what a fresh reader would."""

from pathlib import Path

import pytest

from monitor.config.familiar import Familiar
from monitor.config.loading import Located, load_located
from monitor.errors import ConfigError
from tests.config.builders import NOON, folder

FURTHER = {"a.yaml": "watches:\n  - name: Badr\n", "b.yaml": "watches:\n  - name: Nasr\n"}


def loaded(config: Path, familiar: Familiar | None = None) -> Located:
    return load_located(config, environ={}, now=NOON, familiar=familiar)


def edit(config: Path, name: str, text: str) -> None:
    (config / "watchlist.d" / name).write_text(text, encoding="utf-8")


def test_only_the_file_that_changed_is_read_again(tmp_path: Path) -> None:
    config, familiar = folder(tmp_path, further=FURTHER), Familiar()
    before = loaded(config, familiar)
    edit(config, "b.yaml", "watches:\n  - name: Nusra\n")

    after = loaded(config, familiar)

    same = [one is other for one, other in zip(before.watchlists, after.watchlists, strict=True)]
    assert same == [True, True, False]
    assert after.configuration == loaded(config).configuration


def test_a_name_that_came_before_others_takes_their_id(tmp_path: Path) -> None:
    config, familiar = folder(tmp_path, further=FURTHER), Familiar()
    loaded(config, familiar)
    edit(config, "a.yaml", "watches:\n  - name: Nasr\n")

    watches = loaded(config, familiar).configuration.watchlist.watches

    assert [watch.id for watch in watches] == ["quds-force", "nasr", "nasr-2"]


def test_an_edit_taken_back_is_as_it_was(tmp_path: Path) -> None:
    config, familiar = folder(tmp_path, further=FURTHER), Familiar()
    before = loaded(config, familiar)
    edit(config, "a.yaml", "watches:\n  - name: Nasr\n")
    loaded(config, familiar)
    edit(config, "a.yaml", FURTHER["a.yaml"])

    assert loaded(config, familiar).configuration == before.configuration


def test_a_problem_is_told_at_every_reading(tmp_path: Path) -> None:
    config, familiar = folder(tmp_path, further=FURTHER), Familiar()
    edit(config, "b.yaml", "watches:\n  - name: Nasr\n    sevrity: high\n")

    for _ in range(2):
        with pytest.raises(ConfigError) as refused:
            loaded(config, familiar)
        (problem,) = refused.value.problems
        assert (Path(problem.file).name, problem.line) == ("b.yaml", 3)


def test_a_file_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    config, familiar = folder(tmp_path, further=FURTHER), Familiar()
    loaded(config, familiar)
    (config / "watchlist.d" / "a.yaml").unlink()

    after = loaded(config, familiar)

    assert [watch.name for watch in after.configuration.watchlist.watches] == ["Quds Force", "Nasr"]
    assert after.configuration == loaded(config).configuration
