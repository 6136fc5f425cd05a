"""Visit pages again: those that were missing, and those that may have changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _make_revision()
    _make_visit()
    op.add_column("article", sa.Column("dated_by", sa.String(length=10), nullable=True))
    op.add_column("article", _flag("is_paywalled"))
    op.add_column("article", _flag("is_truncated"))
    op.add_column("article", sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("match", _flag("is_quiet"))
    op.add_column("match", sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_match_quiet",
        "match",
        ["article_id"],
        sqlite_where=sa.text("is_quiet = 1"),
        postgresql_where=sa.text("is_quiet"),
    )
    op.drop_column("seen_entry", "tried_at")


def downgrade() -> None:
    op.add_column("seen_entry", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_match_quiet", "match")
    op.drop_column("match", "gone_at")
    op.drop_column("match", "is_quiet")
    for column in ("revised_at", "is_truncated", "is_paywalled", "dated_by"):
        op.drop_column("article", column)
    op.drop_table("visit")
    op.drop_table("revision")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _make_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("unnamed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_revision_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        comment="The article read so until then; these lines, and watches, came and went.",
    )
    op.create_index(op.f("ix_revision_article_id"), "revision", ["article_id"])


def _make_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_missed", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("is_lively", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("doubted", sa.String(length=32), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_visit_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_visit")),
        comment="The page of this entry is to be fetched again then.",
    )
    op.create_index(op.f("ix_visit_article_id"), "visit", ["article_id"])
    op.create_index(op.f("ix_visit_due_at"), "visit", ["due_at"])
