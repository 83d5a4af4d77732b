"""Whether a signpost is never shared, which outlives its text; and when a conversation was withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "signpost",
        sa.Column("never_shared", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.add_column("conversation", sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("conversation", "withdrawn")
    op.drop_column("signpost", "never_shared")
