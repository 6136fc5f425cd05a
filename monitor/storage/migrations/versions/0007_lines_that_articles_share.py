"""Remember the lines that articles of a source share."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_line",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "line", name=op.f("pk_page_line")),
        comment="So many articles of the source were read with this line in them;"
        " the last one then.",
    )


def downgrade() -> None:
    op.drop_table("page_line")
