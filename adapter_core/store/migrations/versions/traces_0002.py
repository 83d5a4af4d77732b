"""Traces of NHS numbers; and what a notice is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORDERED_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "trace",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("ref", ORDERED_TEXT, nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("exported", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False, server_default=""),
        sa.Column("confidence", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_trace")),
    )
    op.create_index(op.f("ix_trace_source_ref"), "trace", ["source", "ref"], unique=False)
    op.add_column("run_notice", sa.Column("key", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("run_notice", "key")
    op.drop_index(op.f("ix_trace_source_ref"), table_name="trace")
    op.drop_table("trace")
