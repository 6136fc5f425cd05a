from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from monitor.config import load_located
from monitor.config.lint import lints
from tests.config.builders import NOON, folder

POLITE = 'user_agent: "Tocsin/1.0 (+https://example.org; news@example.org)"\n'
SOURCES = "sources: [{id: bbc, url: 'https://bbc.example/feed', tags: [iraq]}]\n"


def warnings(
    tmp_path: Path, watchlist: str, *, sources: str = SOURCES, settings: str = POLITE
) -> list[str]:
    config = folder(tmp_path, watchlist=watchlist, sources=sources, settings=settings)
    located = load_located(config, environ={}, now=NOON)
    found = sorted(lints(located, today=date(2026, 3, 1)))
    return [str(problem).replace(f"{config}/", "") for problem in found]


def test_an_ordinary_configuration_has_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, "watches: [{name: Quds Force}]\n") == []


def test_a_visitor_who_cannot_be_reached_is_warned_of(tmp_path: Path) -> None:
    watchlist = "watches: [{name: Quds Force}]\n"
    told = (
        "tells sites no way to reach you, and many block such visitors; write yours, such as "
        '`user_agent: "Tocsin/1.0 (+https://example.org/tocsin; news@example.org)"`'
    )

    assert warnings(tmp_path, watchlist, settings="web: off\n") == [
        f'settings.yaml:1: warning: "Tocsin/1.0" {told}'
    ]
    assert warnings(tmp_path, watchlist, settings="web: off\nuser_agent: Crawler\n") == [
        f'settings.yaml:2: warning: user_agent: "Crawler" {told}'
    ]


def test_a_watch_that_has_expired_is_warned_of(tmp_path: Path) -> None:
    watchlist = """\
watches:
  - {name: Over Yesterday, expires: 2026-02-28}
  - {name: Over Today, expires: 2026-03-01}
  - {name: Over Tomorrow, expires: 2026-03-02}
"""

    assert warnings(tmp_path, watchlist) == [
        'watchlist.yaml:2: warning: watch "over-yesterday": expires: expired on 2026-02-28; '
        "remove the watch, or give it a later date",
        'watchlist.yaml:3: warning: watch "over-today": expires: expired on 2026-03-01; '
        "remove the watch, or give it a later date",
    ]


def test_a_tag_that_no_source_has_is_warned_of(tmp_path: Path) -> None:
    watchlist = "watches:\n- {name: Quds Force, sources: {tags: [iraq, irak]}}\n"
    settings = POLITE + 'alerts:\n  routes: [{tags: [iran], channel: "#desk"}]\n'

    assert warnings(tmp_path, watchlist, settings=settings) == [
        "settings.yaml:3: warning: alerts.routes (item 1).tags (item 1): no source has the tag "
        '"iran", so nothing comes through it',
        'watchlist.yaml:2: warning: watch "quds-force": sources.tags (item 2): no source has the '
        'tag "irak", so nothing comes through it',
    ]


def test_two_sources_with_one_address_are_warned_of(tmp_path: Path) -> None:
    sources = "sources:\n- {id: a, url: 'https://x.example'}\n- {id: b, url: 'https://x.example'}\n"

    assert warnings(tmp_path, "watches: [{name: Quds Force}]\n", sources=sources) == [
        'sources.yaml:3: warning: source "b": url: source "a" has the same address; remove one of '
        "them"
    ]


def test_nothing_to_watch_and_nothing_to_look_at_are_warned_of(tmp_path: Path) -> None:
    sources = "sources:\n- {id: a, url: 'https://x.example', enabled: false}\n"

    assert warnings(tmp_path, "watches: []\n", sources=sources) == [
        "sources.yaml:1: warning: sources: no source is enabled; add one",
        "watchlist.yaml:1: warning: watches: nothing is watched; add a watch",
    ]


@pytest.mark.skipif(find_spec("playwright") is not None, reason="the browser is installed")
def test_a_source_that_needs_the_browser_is_told_of_where_there_is_none(tmp_path: Path) -> None:
    sources = "sources:\n- {id: a, url: 'https://x.example', render: true}\n"

    (warning,) = warnings(tmp_path, "watches: [{name: Quds Force}]\n", sources=sources)

    assert warning.startswith('sources.yaml:2: warning: source "a": render: needs the optional')
    assert warning.endswith('`pip install "tocsin[render]"`')
