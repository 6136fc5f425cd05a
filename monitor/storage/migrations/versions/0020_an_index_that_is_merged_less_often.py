"""Merge SQLite's search index less often, and let PostgreSQL read phrases where the key stands.

What is in PostgreSQL's index by now stays as it is, and is as good.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO article_words (article_words, rank) VALUES ('automerge', 8)")
        return
    op.execute("ALTER TABLE article_words ALTER COLUMN words SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE article_words SET (toast_tuple_target = 8160)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO article_words (article_words, rank) VALUES ('automerge', 4)")
        return
    op.execute("ALTER TABLE article_words ALTER COLUMN words SET STORAGE EXTENDED")
    op.execute("ALTER TABLE article_words RESET (toast_tuple_target)")
