"""Remember what pages beside the sources have shown: whether a site goes on without its list."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "witness",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_witness")),
        comment="This page of the source's site was looked at then, and has shown that.",
    )


def downgrade() -> None:
    op.drop_table("witness")
