"""Keep what shows that a match is one, what nearly matched, and addresses announced in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweep",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sweep")),
        comment="All articles up to this one have been looked through for this.",
    )
    op.create_table(
        "watch_version",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_watch_version")),
        comment="The watch was written so; something was first judged by it then.",
    )
    op.create_table(
        "watchlist",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("builtin_decoys", sa.Boolean(), nullable=False),
        sa.Column("decoys", sa.JSON(), nullable=False),
        sa.Column("watches", sa.LargeBinary(), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_watchlist")),
        comment="These versions of watches were one list; something was first judged by it then.",
    )
    op.create_table(
        "announced",
        sa.Column("url_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_announced_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("url_key", "source_id", name=op.f("pk_announced")),
        comment="The source announced this address, which is not, or not yet, an article's own.",
    )
    op.create_index(op.f("ix_announced_article_id"), "announced", ["article_id"], unique=False)

    op.create_table(
        "near_miss",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("mention", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_near_miss_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_near_miss")),
        comment="These words of the article nearly rang the watch; that is why they did not.",
    )
    op.create_index(op.f("ix_near_miss_article_id"), "near_miss", ["article_id"], unique=False)
    op.create_index(op.f("ix_near_miss_found_at"), "near_miss", ["found_at"], unique=False)

    op.create_table(
        "proof",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("watchlist", sa.String(length=32), nullable=False),
        sa.Column("text_hash", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=10), nullable=False),
        sa.Column("source_tags", sa.JSON(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_proof_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["watchlist"], ["watchlist.digest"], name=op.f("fk_proof_watchlist_watchlist")
        ),
        sa.PrimaryKeyConstraint("article_id", "watch_id", name=op.f("pk_proof")),
        comment="The watch was found in a text of that hash, by that list, in these sentences.",
    )


def downgrade() -> None:
    op.drop_table("proof")
    op.drop_table("near_miss")
    op.drop_table("announced")
    op.drop_table("watchlist")
    op.drop_table("watch_version")
    op.drop_table("sweep")
