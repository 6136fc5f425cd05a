"""When an alert was tried last, by a clock that nobody can set."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert", sa.Column("tried_boot", sa.Text(), nullable=True))
    op.add_column("alert", sa.Column("tried_uptime", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("alert", "tried_uptime")
    op.drop_column("alert", "tried_boot")
