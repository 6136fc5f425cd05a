"""Whatever stands in a file: it loads, or ConfigError says why, one line for each problem."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config.schema import file_schema
from monitor.config.settings_file import SettingsFile
from monitor.config.shape import Shape
from monitor.config.sources_file import SourcesFile
from monitor.config.watchlist_file import WatchlistFile
from monitor.errors import ConfigError, Problem
from tests.config.builders import folder, loaded, problems

FILES: dict[str, type[Shape]] = {
    "sources": SourcesFile,
    "watchlist": WatchlistFile,
    "settings": SettingsFile,
}
LONGEST_MESSAGE = 1000

few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def keys_of(file: type[Shape]) -> list[str]:
    schema = file_schema(file)
    shapes = [schema, *schema["$defs"].values()]
    return sorted({key for shape in shapes for key in shape["properties"]})


keys = st.sampled_from(sorted({key for file in FILES.values() for key in keys_of(file)}))
likely = ["6h", "#desk", "high", "en", "8MB", "all", "08:00", "Asia/Baghdad", "off", "127.0.0.1:80"]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(likely),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)

# Signs that mean something to YAML, so that most texts get further than their first line.
SIGNS = [" ", "\n", "\n  ", "\t", "\r", "\x85", "\u2028", "\ufeff", "\0", "---\n", "...\n", ": "]
WORDS = r"""watches: name: id: a - [ ] { } , ' " \ # &x *x !t !!str | > ? ~ <<: 1 .inf \ud800 = @ `
%YAML %TAG 1.1"""
nearly_yaml = st.lists(st.sampled_from([*SIGNS, *WORDS.split()]), max_size=30).map("".join)


def problems_of(content: bytes, kind: str) -> tuple[Problem, ...]:
    with tempfile.TemporaryDirectory() as scratch:
        try:
            loaded(folder(Path(scratch), **{kind: content}))
        except ConfigError as error:
            return error.problems
    return ()


def assert_told_well(content: bytes, kind: str) -> None:
    lines = len(content.decode("utf-8", "replace").splitlines()) + 1

    for problem in problems_of(content, kind):
        assert 1 <= problem.line <= lines
        assert 0 < len(problem.message) < LONGEST_MESSAGE
        assert len(problem.message.encode().splitlines()) == 1


@few
@given(st.binary(max_size=200))
def test_bytes(content: bytes) -> None:
    assert_told_well(content, "watchlist")


@few
@given(nearly_yaml)
def test_text_that_is_nearly_yaml(text: str) -> None:
    assert_told_well(text.encode(), "watchlist")


@few
@given(values, st.sampled_from(sorted(FILES)))
def test_values_in_the_wrong_places(value: Any, kind: str) -> None:
    assert_told_well(json.dumps(value).encode(), kind)


@few
@given(st.lists(st.dictionaries(st.sampled_from(keys_of(WatchlistFile)), values, max_size=6)))
def test_watches_of_anything(watches: Any) -> None:
    assert_told_well(json.dumps({"watches": watches}).encode(), "watchlist")


def test_a_pipe_that_nobody_writes_into_is_told_and_not_waited_for(tmp_path: Path) -> None:
    config = folder(tmp_path)
    (config / "watchlist.yaml").unlink()
    os.mkfifo(config / "watchlist.yaml")

    assert problems(config) == [
        "watchlist.yaml:1: this is a pipe or a device; a file is needed",
    ]
