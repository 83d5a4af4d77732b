"""The index of the search: services, terms, terms with letters left out, and postings."""

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
        "directory_search_service",
        sa.Column("service", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_words", sa.SmallInteger(), nullable=False),
        sa.Column("organisation_words", sa.SmallInteger(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_directory_search_service")),
    )
    op.create_table(
        "directory_search_term",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("text", ORDERED_TEXT, nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("body", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_search_term")),
    )
    op.create_index(
        op.f("ix_directory_search_term_text"), "directory_search_term", ["text", "level"], unique=True
    )
    op.create_table(
        "directory_search_delete",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("term", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "term", name=op.f("pk_directory_search_delete")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "directory_search_posting",
        sa.Column("term", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("block", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("term", "part", "first", name=op.f("pk_directory_search_posting")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("posting", "delete", "term", "service"):
        op.drop_table(f"directory_search_{table}")
