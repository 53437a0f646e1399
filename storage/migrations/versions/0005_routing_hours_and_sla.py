"""Agents' skills and presence, deadlines of handoffs, and what becomes of conversations that stand still."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_JSON = sa.JSON(none_as_null=True)


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "agents": (
            sa.Column("queues", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("capacity", sa.Integer(), nullable=False, server_default="6"),
            sa.Column("away_at", _AT, nullable=True),
            sa.Column("present_until", _AT, nullable=True),
            sa.Column("assigned_at", _AT, nullable=True),
        ),
        "conversations": (
            sa.Column("sla", _JSON, nullable=True),
            sa.Column("language_fallback", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("told_wait_at", _AT, nullable=True),
            sa.Column("snoozed_until", _AT, nullable=True),
            sa.Column("abandoned_at", _AT, nullable=True),
            sa.Column("merged_into", sa.String(length=100), nullable=True),
        ),
        "handoffs": (
            sa.Column("warning_at", _AT, nullable=True),
            sa.Column("target_at", _AT, nullable=True),
            sa.Column("sla_state", sa.String(length=20), nullable=True),
            sa.Column("first_response_at", _AT, nullable=True),
            sa.Column("first_response_s", sa.Integer(), nullable=True),
        ),
    }


def upgrade() -> None:
    """Bring the tables forward."""
    # One by one, not in batches: SQLite would make these tables anew, and their children go with the old ones.
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_handoffs_created_at", "handoffs", ["created_at"])


def downgrade() -> None:
    """Take the tables back; skills, presence and deadlines are lost, and who was set aside waits again."""
    op.execute("UPDATE conversations SET status = 'open' WHERE status = 'snoozed'")
    op.drop_index("ix_handoffs_created_at", "handoffs")
    for table, columns in _columns().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)
