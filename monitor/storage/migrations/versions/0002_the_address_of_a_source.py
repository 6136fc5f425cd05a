"""Remember which address of a source was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source_state", sa.Column("url", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("source_state", "url")
