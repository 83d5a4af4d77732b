"""A unit of work: everything in it or nothing; nothing unless told to commit."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import DBAPIError

from adapter_core.errors import FingerpostError
from adapter_core.store.engine import explained, said_plainly

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy.engine import Connection, Engine


class UnitOfWork:
    """One transaction, as a context manager.

    It rolls back when it is left, unless `commit` was called. A driver's error inside it becomes a
    `StoreError` (FP-0604 to FP-0608, FP-0613) with the store's place.

    Args:
        writes: whether it may write; a reader of SQLite does not wait for a writer's lock.
    """

    def __init__(self, engine: Engine, where: str, *, writes: bool) -> None:
        """Keep what a transaction needs; it begins on entering."""
        self._engine = engine
        self._where = where
        self._writes = writes
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The connection, inside the transaction."""
        if self._connection is None:
            message = "the unit of work has not been entered"
            raise RuntimeError(message)
        return self._connection

    def __enter__(self) -> Self:
        """Begin."""
        with said_plainly(self._where):
            connection = self._engine.connect()
            try:
                connection = connection.execution_options(fingerpost_writes=self._writes)
                connection.begin()
            except BaseException:
                connection.close()
                raise
        self._connection = connection
        return self

    def commit(self) -> None:
        """Make everything so far last; on a rollback journal and in WAL alike it survives a power cut.

        Raises:
            StoreError: when the database could not; everything is then rolled back.
        """
        with said_plainly(self._where):
            transaction = self.connection.get_transaction()
            if transaction is not None:
                transaction.commit()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed, and let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if error is not None and not isinstance(error, FingerpostError):
                # Whatever state it is in, between two calls of the driver: a fresh one is cheap.
                connection.invalidate()
            connection.close()
        except (DBAPIError, sqlite3.Error):
            # A database that is gone cannot be told to roll back: it does so by itself.
            connection.invalidate()
        if isinstance(error, DBAPIError):
            raise explained(error.orig or error, self._where) from None
        if isinstance(error, sqlite3.Error):
            raise explained(error, self._where) from None
