"""Remember the digest of a source's list, so that the same list is not read again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "source_state",
        sa.Column("digest", sa.String(length=32), server_default="", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("source_state", "digest")
