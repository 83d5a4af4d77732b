"""Alembic's environment: it migrates over the connection that the store hands to it, in process."""

from __future__ import annotations

from alembic import context

from adapter_core.store.casework import tables as _casework  # noqa: F401 - puts its tables into `metadata`
from adapter_core.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
