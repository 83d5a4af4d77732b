"""Duplicates: the queue for review, what was decided not to be one, the last look; why a merge was made.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PAIR = ("kind", "first", "second")


def _pair() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second", sa.Integer(), autoincrement=False, nullable=False),
    )


def upgrade() -> None:
    op.add_column("directory_merge", sa.Column("why", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "directory_duplicate",
        *_pair(),
        sa.Column("bits", sa.Float(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("first_digest", sa.Text(), nullable=False),
        sa.Column("second_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*_PAIR, name="pk_directory_duplicate"),
    )
    op.create_table(
        "directory_not_duplicate",
        *_pair(),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("first_digest", sa.Text(), nullable=False),
        sa.Column("second_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*_PAIR, name="pk_directory_not_duplicate"),
    )
    op.create_table(
        "directory_duplicate_look",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("capped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_directory_duplicate_look"),
    )


def downgrade() -> None:
    op.drop_table("directory_duplicate_look")
    op.drop_table("directory_not_duplicate")
    op.drop_table("directory_duplicate")
    with op.batch_alter_table("directory_merge") as batch:
        batch.drop_column("why")
