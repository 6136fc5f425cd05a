"""Learn when each source publishes; remember how it is, and what operations were told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTS = ("times", "entries", "slow_answers", "moved_times")
OTHERS = (
    ("activity", sa.JSON()),
    ("asks", sa.JSON()),
    ("moved_to", sa.Text()),
    ("dark_from", sa.DateTime(timezone=True)),
    ("dark_until", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    for name in COUNTS:
        op.add_column(
            "source_state", sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        )
    for name, kind in OTHERS:
        op.add_column("source_state", sa.Column(name, kind, nullable=True))
    op.drop_column("source_state", "rate")
    op.create_table(
        "source_told",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("condition", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("with_others", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_told")),
        comment="Operations know since then that the source was doing so.",
    )


def downgrade() -> None:
    op.drop_table("source_told")
    op.add_column("source_state", sa.Column("rate", sa.Float(), nullable=True))
    for name in (*COUNTS, *(name for name, _ in OTHERS)):
        op.drop_column("source_state", name)
