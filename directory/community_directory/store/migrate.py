"""Brings a directory to this Fingerpost's shape when it is opened; refuses one from a newer Fingerpost.

It has its own version table, so that it may stand in one database with the store of the runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from adapter_core.errors import StoreError
from adapter_core.store.tables import metadata as runs_tables
from community_directory.store.tables import PREFIX

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = f"{PREFIX}version"
HEAD = "0005"
"""The newest revision in `migrations/versions`."""

_UPGRADE_LOCK = 0x46504454  # "FPDT": any number, as long as every Fingerpost uses the same


def configured(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here, so that no alembic.ini has to lie around."""
    from alembic.config import Config  # noqa: PLC0415 - slow to import, and wanted once in a directory's life

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def revisions(connection: Connection) -> set[str]:
    """The revisions that a directory says it is at; empty for a new one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return set()
    return set(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars())  # noqa: S608


def is_current(connection: Connection) -> bool:
    """Whether the directory needs no change; cheap enough for every command."""
    return revisions(connection) == {HEAD}


def upgrade(connection: Connection, where: str) -> None:
    """Bring the directory up to date inside the caller's transaction: all of it or nothing.

    Raises:
        StoreError: FP-0830 for a directory of a newer Fingerpost, FP-0831 for a database that holds
            tables of somebody else.
    """
    from alembic import command  # noqa: PLC0415 - see `configured`
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    found = revisions(connection)
    known = {script.revision for script in ScriptDirectory.from_config(configured()).walk_revisions()}
    if not known.issuperset(found):
        raise StoreError("FP-0830", "The directory was made by a newer Fingerpost.", where=where)
    ours = {*runs_tables.tables, "alembic_version", VERSION_TABLE}
    if not found and set(inspect(connection).get_table_names()) - ours:
        raise StoreError("FP-0831", "The database holds tables that are not Fingerpost's.", where=where)
    command.upgrade(configured(connection), "head")
