"""Lessons: what signposts taught, each learnt once, and corrections that wait for a second check.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _about(
    table: str,
) -> tuple[sa.Column[int], sa.Column[int], sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.Column("contact", sa.Integer()),
        sa.Column("service", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["contact"], ["directory_contact.number"], name=f"fk_{table}_contact_directory_contact"
        ),
        sa.ForeignKeyConstraint(
            ["service"], ["directory_service.number"], name=f"fk_{table}_service_directory_service"
        ),
    )


def upgrade() -> None:
    op.create_table(
        "directory_lesson",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *_about("directory_lesson"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_directory_lesson"),
    )
    op.create_table(
        "directory_correction",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        *_about("directory_correction"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("said", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("checked_on", sa.Date()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_directory_correction"),
    )
    op.create_index("ix_directory_correction_state", "directory_correction", ["state"])


def downgrade() -> None:
    op.drop_index("ix_directory_correction_state", "directory_correction")
    op.drop_table("directory_correction")
    op.drop_table("directory_lesson")
