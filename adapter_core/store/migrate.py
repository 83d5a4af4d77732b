"""Brings a store to this Fingerpost's shape when it is opened; refuses one from a newer Fingerpost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from adapter_core.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SCRIPTS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x46504F5354  # "FPOST": any number, as long as every Fingerpost uses the same


def configured(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here, so that no alembic.ini has to lie around."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(configured())


def is_current(connection: Connection) -> bool:
    """Whether the store needs no change; cheap enough for every command."""
    return MigrationContext.configure(connection).get_current_revision() == _script().get_current_head()


def upgrade(connection: Connection, where: str) -> None:
    """Bring the store up to date inside the caller's transaction: all of it or nothing.

    Two programs that open an old store at once take turns: SQLite's writer lock, or an advisory lock.

    Raises:
        StoreError: FP-0603 for a store of a newer Fingerpost, FP-0607 for a database that holds
            tables of somebody else.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    found = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision for script in _script().walk_revisions()}
    if not known.issuperset(found):
        raise StoreError("FP-0603", "The store was made by a newer Fingerpost.", where=where)
    if not found and set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise StoreError("FP-0607", "The database holds tables that are not Fingerpost's.", where=where)
    command.upgrade(configured(connection), "head")
