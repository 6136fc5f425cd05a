"""Remember since when an edit of the configuration is not in force."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("process", sa.Column("config_refused_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("process", "config_refused_at")
