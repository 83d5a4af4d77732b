"""Which findings a run could not assess again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_kept",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_run_kept_run_run")),
        sa.PrimaryKeyConstraint("run", "number", name=op.f("pk_run_kept")),
    )


def downgrade() -> None:
    op.drop_table("run_kept")
