"""`python -m monitor.storage.migrations "what changes"` writes the next revision.

It holds what `tables.py` has and the history has not yet. Read it, correct it, set `migrate.HEAD`
to its number. As long as the first revision has not shipped: delete it and write it anew.
"""

import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from monitor.storage.engine import connect
from monitor.storage.migrate import alembic_config


def write_revision(message: str) -> None:
    """Compare a database made by the history with the tables, and write down the difference."""
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{Path(folder) / 'empty.db'}", patience=timedelta(0))
        with engine.begin() as db:
            config = alembic_config(db)
            written = len(list(ScriptDirectory.from_config(config).walk_revisions()))
            command.upgrade(config, "head")
            config.set_section_option("post_write_hooks", "hooks", "ruff")
            config.set_section_option("post_write_hooks", "ruff.type", "module")
            config.set_section_option("post_write_hooks", "ruff.module", "ruff")
            config.set_section_option(
                "post_write_hooks", "ruff.options", "format REVISION_SCRIPT_FILENAME"
            )
            command.revision(config, message, autogenerate=True, rev_id=f"{written + 1:04}")
        engine.dispose()


if __name__ == "__main__":
    write_revision(" ".join(sys.argv[1:]))
