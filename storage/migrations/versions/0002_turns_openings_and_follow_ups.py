"""Turns of several messages, opt-outs, openings, and follow-ups in the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column("messages", sa.Column("turn", sa.String(length=100), nullable=True))
    op.add_column("visitors", sa.Column("opt_outs", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("visitors", sa.Column("greeted_on", sa.Date(), nullable=True))
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("kind", sa.String(length=20), nullable=False, server_default="handoff"))
        outbox.add_column(sa.Column("visitor_id", sa.String(length=100), nullable=True))
        outbox.add_column(sa.Column("key", sa.String(length=200), nullable=True))
        outbox.add_column(sa.Column("body", sa.JSON(none_as_null=True), nullable=True))
        outbox.alter_column("handoff_id", existing_type=sa.String(length=100), nullable=True)
        outbox.alter_column("helpdesk", existing_type=sa.String(length=100), nullable=True)
        outbox.create_foreign_key("fk_outbox_visitor_id", "visitors", ["visitor_id"], ["id"], ondelete="CASCADE")
        outbox.create_unique_constraint("uq_outbox_visitor_id_key", ["visitor_id", "key"])


def downgrade() -> None:
    """Take the tables back; follow-ups are lost, for the old tables have no place for them."""
    op.execute("DELETE FROM outbox WHERE kind <> 'handoff'")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint("uq_outbox_visitor_id_key", type_="unique")
        outbox.drop_constraint("fk_outbox_visitor_id", type_="foreignkey")
        for name in ("kind", "visitor_id", "key", "body"):
            outbox.drop_column(name)
        outbox.alter_column("handoff_id", existing_type=sa.String(length=100), nullable=False)
        outbox.alter_column("helpdesk", existing_type=sa.String(length=100), nullable=False)
    # Not in batches: SQLite would make these tables anew, and their children go with the old ones.
    op.drop_column("visitors", "greeted_on")
    op.drop_column("visitors", "opt_outs")
    op.drop_column("messages", "turn")
