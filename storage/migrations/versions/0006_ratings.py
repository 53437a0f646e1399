"""What customers say at the end of a conversation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "ratings",
        sa.Column("conversation_id", sa.String(length=100), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=100), nullable=False),
        sa.Column("csat_bot", sa.Integer(), nullable=True),
        sa.Column("csat_human", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("recommend", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("agent_id", sa.String(length=100), nullable=True),
        sa.Column("with_human", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("dismissed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_ratings_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_ratings_agent_id"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_answered_at", "ratings", ["answered_at"])
    op.create_index("ix_ratings_asked_at", "ratings", ["asked_at"])


def downgrade() -> None:
    """Take the tables back; what customers said goes."""
    op.execute("DELETE FROM outbox WHERE kind = 'erasure'")  # an earlier version knows no such kind
    op.drop_table("ratings")
