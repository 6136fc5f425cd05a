"""What the lints say of a watchlist."""

from pathlib import Path

from monitor.config import load_located
from monitor.lint import watchlist_lints
from tests.config.builders import NOON, folder

SOURCES = """\
sources:
  - {id: bbc, url: 'https://bbc.example/feed', tags: [iraq]}
  - {id: off, url: 'https://off.example/feed', tags: [asleep], enabled: false}
"""


def said_of(tmp_path: Path, watchlist: str) -> list[str]:
    """Each problem as `line: message`."""
    config = folder(tmp_path, watchlist=watchlist, sources=SOURCES)
    located = load_located(config, environ={}, now=NOON)
    found = sorted(watchlist_lints(located))
    return [str(problem).removeprefix(f"{config}/watchlist.yaml:") for problem in found]
