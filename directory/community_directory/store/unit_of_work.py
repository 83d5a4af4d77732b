"""A unit of work of the directory: it knows which services it touched, so that the index follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from sqlalchemy import func, select, text

from adapter_core.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, Engine

_WRITERS_LOCK = 0x46504449  # "FPDI": any number, as long as every Fingerpost uses the same


class CommitWork(Protocol):
    """What is done in the same transaction with the services that were touched, by number."""

    def __call__(self, connection: Connection, numbers: Collection[int], /) -> object:
        """Bring up to date whatever is made from these services."""
        ...


class Work(UnitOfWork):
    """One transaction on the directory, as a context manager; it rolls back unless `commit` is called.

    Writers take turns: SQLite's own lock, or an advisory lock of PostgreSQL.

    Attributes:
        touched: numbers of the services that this transaction wrote, or whose organisation, places,
            contacts or terms it wrote, since the last `flush`.
        now: the moment that this transaction writes as the moment of its changes.
    """

    def __init__(
        self, engine: Engine, where: str, *, writes: bool, now: datetime, works: Sequence[CommitWork] = ()
    ) -> None:
        """Keep what a transaction needs; it begins on entering."""
        super().__init__(engine, where, writes=writes)
        self._takes_turns = writes and engine.dialect.name == "postgresql"
        self._works = works
        self._last: dict[str, int] = {}
        self.touched: set[int] = set()
        self.now = now

    def __enter__(self) -> Self:
        """Begin."""
        super().__enter__()
        if self._takes_turns:
            try:
                self.connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})
            except BaseException as error:
                self.__exit__(type(error), error, error.__traceback__)
                raise
        return self

    def touch(self, numbers: Iterable[int | None]) -> None:
        """Note services as touched; None is nobody."""
        self.touched.update(number for number in numbers if number is not None)

    def number(self, table: Table) -> int:
        """A number for a new row, above every one that there is."""
        last = self._last.get(table.name)
        if last is None:
            highest = select(func.coalesce(func.max(table.c.number), 0))
            last = self.connection.execute(highest).scalar_one()
        self._last[table.name] = last + 1
        return last + 1

    def flush(self) -> None:
        """Do what is done with touched services, and forget them: a long transaction stays small."""
        if self.touched:
            touched, self.touched = self.touched, set()
            for work in self._works:
                work(self.connection, touched)

    def commit(self) -> None:
        """Do what is done with touched services, then make everything last.

        Raises:
            StoreError: when the database could not; everything is then rolled back.
        """
        self.flush()
        super().commit()
