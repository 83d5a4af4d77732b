"""Places: the postcode list, and the names and terms that words of a query may mean.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "directory_postcode",
        sa.Column("postcode", _text, nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name="pk_directory_postcode"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_directory_postcode_district", "directory_postcode", ["district"])
    op.create_table(
        "directory_place",
        sa.Column("key", _text, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("districts", sa.Text(), nullable=False, server_default=""),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.Column("in_names", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_directory_place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_term_key",
        sa.Column("key", _text, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_directory_term_key"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("directory_term_key")
    op.drop_table("directory_place")
    op.drop_index("ix_directory_postcode_district", "directory_postcode")
    op.drop_table("directory_postcode")
