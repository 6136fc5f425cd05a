"""Single keys of a real terminal."""

import os
import pty
import sys
from collections.abc import Iterator
from io import StringIO

import pytest

from monitor.cli.keyboard import pressed


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where to write what is typed at a terminal that is ours."""
    typed, terminal = pty.openpty()
    with os.fdopen(terminal) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield typed
    os.close(typed)


def test_a_key_is_heard_without_a_line_to_end(keyboard: int) -> None:
    with pressed() as key:
        os.write(keyboard, b"q")

        assert key(60) == "q"
        assert key(0) == ""


def test_without_a_keyboard_nothing_is_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pressed() as key:
        assert key(0) == ""
