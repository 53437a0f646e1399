"""Photos and documents that agents send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the table forward."""
    op.add_column("attachments", sa.Column("agent_id", sa.String(length=100), nullable=True))


def downgrade() -> None:
    """Take it back, with the files of agents that were not sent: they would pass for the customer's."""
    op.execute("DELETE FROM attachments WHERE agent_id IS NOT NULL AND message_id IS NULL")
    op.drop_column("attachments", "agent_id")
