"""What agents are told of one another, who looks at what, what a notice is about, and who gave a conversation back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("messages", sa.Column("detail", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("conversations", sa.Column("let_go_by", sa.String(length=100), nullable=True))
    op.create_index("ix_messages_created_at_id", "messages", ["created_at", "id"])
    op.create_table(
        "agent_notices",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("by_agent_id", sa.String(length=100), nullable=False),
        sa.Column("conversation_id", sa.String(length=100), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("seen_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_agent_notices_agent_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_agent_id"], ["agents.id"], name="fk_agent_notices_by_agent_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_agent_notices_conversation_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_agent_notices_message_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agent_notices"),
    )
    op.create_index("ix_agent_notices_agent_id_created_at", "agent_notices", ["agent_id", "created_at"])
    op.create_index("ix_agent_notices_conversation_id", "agent_notices", ["conversation_id"])
    op.create_table(
        "conversation_viewers",
        sa.Column("conversation_id", sa.String(length=100), nullable=False),
        sa.Column("agent_id", sa.String(length=100), nullable=False),
        sa.Column("viewing_until", _AT, nullable=False),
        sa.Column("writing", sa.String(length=100), nullable=True),
        sa.Column("writing_until", _AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_conversation_viewers_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name="fk_conversation_viewers_agent_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "agent_id", name="pk_conversation_viewers"),
    )


def downgrade() -> None:
    """Take the tables back, with what they hold."""
    op.drop_table("conversation_viewers")
    op.drop_table("agent_notices")
    op.drop_index("ix_messages_created_at_id", "messages")
    op.drop_column("conversations", "let_go_by")
    op.drop_column("messages", "detail")
