"""Let a copy know that it is one, and find what was judged by a watchlist."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("taken_at", name=op.f("pk_backup")),
        comment="This database is a copy that was made then, and a service first ran on it then.",
    )
    op.create_index(op.f("ix_proof_watchlist"), "proof", ["watchlist"])


def downgrade() -> None:
    op.drop_index(op.f("ix_proof_watchlist"), table_name="proof")
    op.drop_table("backup")
