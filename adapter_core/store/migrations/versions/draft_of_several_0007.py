"""Whether others wrote in a draft than who saved it last; a month for what was withdrawn before 0006."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conversation_draft",
        sa.Column("others", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.execute("UPDATE conversation_draft SET others = true")  # of those that are open nobody knows
    # Until 0006 a withdrawn text was kept until somebody let it go: its month begins now.
    op.execute(
        "UPDATE conversation SET withdrawn = CURRENT_TIMESTAMP "
        "WHERE withdrawn IS NULL AND state = 'entered_in_error'"
    )


def downgrade() -> None:
    op.drop_column("conversation_draft", "others")
