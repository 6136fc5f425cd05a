"""The JSON Schemas beside the files: `python -m monitor.config.schema_files config` writes them."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from monitor.config.schema import file_schema
from monitor.config.settings_file import SettingsFile
from monitor.config.shape import Shape
from monitor.config.sources_file import SourcesFile
from monitor.config.watchlist_file import WatchlistFile

SCHEMAS: Mapping[str, type[Shape]] = {
    "sources.schema.json": SourcesFile,
    "watchlist.schema.json": WatchlistFile,
    "settings.schema.json": SettingsFile,
}


def schema_text(name: str) -> str:
    """What the schema file of that name should hold."""
    return json.dumps(file_schema(SCHEMAS[name]), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the three schemas into the folder that is named, by default `config`."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "config")
    for name in SCHEMAS:
        (folder / name).write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
