"""One story, one message: what tells the same, what is held back, and what happens once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooling",
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("watch_id", "channel", name=op.f("pk_cooling")),
        comment="The watch rang in the channel then, that loudly.",
    )
    op.create_table(
        "daily",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily")),
        comment="What is due once a day was done for this local date last.",
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", sa.String(length=10), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
        comment="Nothing of this rings by itself until then; this person wished so.",
    )
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_silence_until"), ["until"], unique=False)

    op.create_table(
        "story",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_story_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        comment="This article told the story first; others are held against its text.",
    )
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_story_opened_at"), ["opened_at"], unique=False)

    op.create_table(
        "story_article",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("is_own_text", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_story_article_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["story.id"],
            name=op.f("fk_story_article_story_id_story"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_article")),
        comment="The article tells the story; so much of the shorter text stands in the longer.",
    )
    with op.batch_alter_table("story_article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_article_story_id"), ["story_id"], unique=False)

    op.create_table(
        "story_band",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["story.id"],
            name=op.f("fk_story_band_story_id_story"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "story_id", name=op.f("pk_story_band")),
        comment="A text with this key may tell the story.",
    )
    with op.batch_alter_table("story_band", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_story_band_story_id"), ["story_id"], unique=False)

    op.create_table(
        "thread",
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("watches", sa.JSON(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_thread_alert_id_alert"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "channel", name=op.f("pk_thread")),
        comment="The story stands in the channel as that alert, and should read so by now.",
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_alert_id"), ["alert_id"], unique=False)

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("manner", sa.String(length=10), server_default="post", nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_index(
            "ix_alert_held",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(batch_op.f("ix_alert_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_alert_stories",
            ["channel", "created_at"],
            unique=False,
            sqlite_where=sa.text("kind = 'tocsin_alert'"),
            postgresql_where=sa.text("kind = 'tocsin_alert'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_alert_parent_id_alert"),
            "alert",
            ["parent_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_alert_parent_id_alert"), type_="foreignkey")
        batch_op.drop_index(
            "ix_alert_stories",
            sqlite_where=sa.text("kind = 'tocsin_alert'"),
            postgresql_where=sa.text("kind = 'tocsin_alert'"),
        )
        batch_op.drop_index(batch_op.f("ix_alert_parent_id"))
        batch_op.drop_index(
            "ix_alert_held",
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.drop_column("parent_id")
        batch_op.drop_column("manner")

    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_alert_id"))

    op.drop_table("thread")
    with op.batch_alter_table("story_band", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_band_story_id"))

    op.drop_table("story_band")
    with op.batch_alter_table("story_article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_article_story_id"))

    op.drop_table("story_article")
    with op.batch_alter_table("story", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_story_opened_at"))
        batch_op.drop_index(batch_op.f("ix_story_article_id"))

    op.drop_table("story")
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_silence_until"))

    op.drop_table("silence")
    op.drop_table("daily")
    op.drop_table("cooling")
