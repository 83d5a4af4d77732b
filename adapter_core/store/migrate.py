"""Brings a store to this Fingerpost's shape when it is opened; refuses one from a newer Fingerpost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from adapter_core.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "0007"
"""The newest revision in `migrations/versions`."""

DIRECTORY = "directory_"
"""How the tables of the community directory are called, which may stand in the same database."""

_UPGRADE_LOCK = 0x46504F5354  # "FPOST": any number, as long as every Fingerpost uses the same


def configured(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here, so that no alembic.ini has to lie around."""
    from alembic.config import Config  # noqa: PLC0415 - Alembic is slow to import, and wanted once in a store's life

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def revisions(connection: Connection) -> set[str]:
    """The revisions that a store says it is at; empty for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def is_current(connection: Connection) -> bool:
    """Whether the store needs no change; cheap enough for every command."""
    return revisions(connection) == {HEAD}


def upgrade(connection: Connection, where: str) -> None:
    """Bring the store up to date inside the caller's transaction: all of it or nothing.

    Two programs that open an old store at once take turns: SQLite's writer lock, or an advisory lock.

    Raises:
        StoreError: FP-0603 for a store of a newer Fingerpost, FP-0607 for a database that holds
            tables of somebody else.
    """
    from alembic import command  # noqa: PLC0415 - see `configured`
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    found = revisions(connection)
    known = {script.revision for script in ScriptDirectory.from_config(configured()).walk_revisions()}
    if not known.issuperset(found):
        raise StoreError("FP-0603", "The store was made by a newer Fingerpost.", where=where)
    tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if not found and any(not name.startswith(DIRECTORY) for name in tables):
        raise StoreError("FP-0607", "The database holds tables that are not Fingerpost's.", where=where)
    command.upgrade(configured(connection), "head")
