"""The app that people make asks for what is used, and for nothing else."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from alerts.checkup import REQUIRED

MANIFEST: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).parents[2] / "docs" / "slack-app-manifest.yaml"
)


def test_it_asks_for_exactly_the_scopes_that_are_used() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]

    assert set(asked) == {"bot"}
    assert set(asked["bot"]) == {*REQUIRED, "groups:read", "groups:history", "commands"}


def test_buttons_and_the_command_come_over_the_socket() -> None:
    [command] = MANIFEST["features"]["slash_commands"]

    assert command["command"] == "/tocsin"
    assert "url" not in command
    assert MANIFEST["settings"]["socket_mode_enabled"]
    assert MANIFEST["settings"]["interactivity"] == {"is_enabled": True}
