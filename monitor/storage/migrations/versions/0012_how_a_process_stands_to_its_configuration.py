"""Say of each process how it stands to the configuration's folder, and hear `tocsin reload`."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = (
    ("config_watches", sa.Integer(), "0"),
    ("config_held", sa.String(64), ""),
    ("config_changes", sa.Text(), ""),
    ("config_restart", sa.JSON(), "[]"),
    ("reload_asked", sa.Integer(), "0"),
    ("reload_accepts", sa.String(64), ""),
    ("reload_answered", sa.Integer(), "0"),
)


def upgrade() -> None:
    for name, kind, default in COLUMNS:
        column = sa.Column(name, kind, server_default=default, nullable=False)
        op.add_column("process", column)


def downgrade() -> None:
    for name, _, _ in reversed(COLUMNS):
        op.drop_column("process", name)
