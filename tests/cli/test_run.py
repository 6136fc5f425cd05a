"""What `tocsin run` says first."""

import socket
from dataclasses import replace
from pathlib import Path

from monitor.check import load_to_watch
from monitor.cli.run import greeting
from monitor.config.environment import read_secrets
from tests.storage.builders import NOON


def test_the_dashboard_is_named_where_its_port_can_be_had(tmp_path: Path) -> None:
    (tmp_path / "watchlist.yaml").write_text("watches: [{name: Borduria}]\n")
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    loaded = load_to_watch(tmp_path, environ={}, now=NOON)

    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken_there = ("127.0.0.1", taken.getsockname()[1])
        there = replace(loaded, settings=replace(loaded.settings, web_listen=taken_there))
        anywhere = replace(loaded, settings=replace(loaded.settings, web_listen=("127.0.0.1", 0)))

        assert "look    `tocsin status`" in greeting(there, read_secrets({}))
        assert "look    http://127.0.0.1:0/ in a browser" in greeting(anywhere, read_secrets({}))
