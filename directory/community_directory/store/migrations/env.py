"""Alembic's environment: it migrates over the connection that the store hands to it, in process."""

from __future__ import annotations

from alembic import context

from community_directory.store import own_tables, tables  # noqa: F401 - the tables that the metadata knows
from community_directory.store.migrate import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    version_table=VERSION_TABLE,
    include_name=lambda name, kind, _: kind != "table" or str(name).startswith(tables.PREFIX),
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
