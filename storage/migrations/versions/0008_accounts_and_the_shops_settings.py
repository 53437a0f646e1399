"""Second factors, one-time passwords, sessions with a device, what an admin sets in the desk."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_ID = sa.String(length=100)


def _columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "agents": (
            sa.Column("deactivated_at", _AT, nullable=True),
            sa.Column("one_time_until", _AT, nullable=True),
            sa.Column("totp_secret", sa.String(length=300), nullable=True),
            sa.Column("totp_pending", sa.String(length=300), nullable=True),
            sa.Column("totp_step", sa.Integer(), nullable=True),
        ),
        "agent_sessions": (
            sa.Column("device", sa.String(length=100), nullable=False, server_default=""),
            sa.Column("last_seen_at", _AT, nullable=True),
        ),
        "canned_responses": (sa.Column("personal", sa.Boolean(), nullable=False, server_default=sa.false()),),
    }


def upgrade() -> None:
    """Bring the tables forward."""
    # One by one, not in batches: SQLite would make these tables anew, and their children go with the old ones.
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("agent_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_recovery_codes_agent_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_codes"),
    )
    op.create_index("ix_recovery_codes_agent_id", "recovery_codes", ["agent_id"])
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_tries"),
    )
    op.create_index("ix_sign_in_tries_key_at", "sign_in_tries", ["key", "at"])
    op.create_table(
        "shop_settings",
        sa.Column("name", _ID, nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_by", _ID, nullable=False),
        sa.Column("changed_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_shop_settings"),
    )
    op.create_table(
        "queues",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("title", _ID, nullable=False),
        sa.Column("title_zh", _ID, nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_queues"),
    )
    op.create_index("ix_audit_log_actor", "audit_log", ["actor"])
    op.create_index("ix_audit_log_at", "audit_log", ["at"])


def downgrade() -> None:
    """Take the tables back; second factors and what was set in the desk are lost, and nobody is deactivated any more."""
    # Who may not sign in must not be able to by going back.
    op.execute("UPDATE agents SET password_hash = '!' WHERE deactivated_at IS NOT NULL")
    op.drop_index("ix_audit_log_at", "audit_log")
    op.drop_index("ix_audit_log_actor", "audit_log")
    for table in ("queues", "shop_settings", "sign_in_tries", "recovery_codes"):
        op.drop_table(table)
    for table, columns in _columns().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)
