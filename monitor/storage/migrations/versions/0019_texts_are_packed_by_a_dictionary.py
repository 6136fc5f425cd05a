"""Make room for the dictionaries by which SQLite's texts are packed; texts there stay plain."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_dictionary",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_dictionary")),
        comment="Texts are packed by what these bytes say; so many texts were read to make them.",
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("article", "revision"):
            op.execute(
                f"UPDATE {table} SET text = unpacked(text) WHERE typeof(text) = 'blob'"  # noqa: S608
            )
    op.drop_table("text_dictionary")
