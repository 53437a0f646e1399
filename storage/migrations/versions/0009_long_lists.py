"""Indexes for the desk's lists: one page costs the same at the beginning and at the end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_PLACE = (
    "(CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 4 WHEN 'low' THEN 12 ELSE 8 END"
    " + CASE WHEN reason IN ('safety', 'self_harm') THEN 0 ELSE 2 END"
    " + CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END)"
)


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_conversations_assignee_id_status", "conversations", ["assignee_id", "status"])
    op.create_index(
        "ix_conversations_listed",
        "conversations",
        ["status", sa.text(_PLACE), "waiting_since", sa.text("updated_at DESC"), sa.text("id DESC")],
        sqlite_where=sa.text("last_offset > 0"),
        postgresql_where=sa.text("last_offset > 0"),
    )


def downgrade() -> None:
    """Take the indexes back."""
    op.drop_index("ix_conversations_listed", "conversations")
    op.drop_index("ix_conversations_assignee_id_status", "conversations")
