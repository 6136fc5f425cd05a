"""Make room for the search index; every article there is waits to be indexed."""

import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_queue",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_search_queue_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_search_queue")),
        comment="The article's words, as they are now, are not in the search index yet.",
    )
    op.execute("INSERT INTO search_queue (article_id) SELECT id FROM article")
    if op.get_bind().dialect.name == "sqlite":
        lean = ", content='', contentless_delete=1" if _can_be_lean() else ""
        op.execute(
            f"CREATE VIRTUAL TABLE article_words USING fts5(title, text, tokenize='ascii'{lean})"
        )
        op.execute(
            "INSERT INTO article_words (article_words, rank) VALUES ('rank', 'bm25(4.0, 1.0)')"
        )
        return
    op.execute(
        "CREATE TABLE article_words (article_id bigint PRIMARY KEY REFERENCES article (id)"
        " ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_article_words ON article_words USING gin (words)")


def downgrade() -> None:
    op.drop_table("article_words")
    op.drop_table("search_queue")


def _can_be_lean() -> bool:
    return sqlite3.sqlite_version_info >= (3, 43)
