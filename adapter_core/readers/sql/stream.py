"""One connection, reading: pages in key order, one person, people by their keys."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.hooks.ports import Page, Reject
from adapter_core.readers.mapping.convert import without_controls
from adapter_core.readers.mapping.reader import without_collections
from adapter_core.readers.sql.connecting import is_undecodable, tolerantly
from adapter_core.readers.sql.keys import write_cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from adapter_core.domain.people import Person
    from adapter_core.errors import FingerpostError
    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.sql.keys import Key, Places
    from adapter_core.readers.sql.statements import Statement, Statements

Rows = list[tuple[Any, ...]]

_MOST_DIGITS = 38
"""Of a reference that is a number; no database has longer whole ones."""

_AT_ONCE = (1, 10, 100)
"""For how many keys a statement asks: a few sizes, so that few statements are compiled."""


class Stream:
    """One connection, reading.

    Args:
        reader: the compiled mapping.
        connection: the connection; the caller closes it.
        statements: what can be asked of this database, with the catalogue that they were built by.
        errors: the exceptions by which it says that something went wrong.
        explain: makes ours of one of them.
        places: takes down where people stand; None where nobody will ask.
    """

    def __init__(  # noqa: PLR0913 - what reading needs
        self,
        reader: Reader,
        connection: Connection,
        statements: Statements,
        *,
        errors: tuple[type[BaseException], ...],
        explain: Callable[[BaseException, Statement], FingerpostError],
        places: Places | None,
    ) -> None:
        """Compile what every page needs; nothing is read yet."""
        self._connection = connection
        self.statements = statements
        self._reader = reader
        self._errors = errors
        self._explain = explain
        self._places = places
        self._among: dict[tuple[str, int], Statement] = {}
        plan = reader.plan
        self._children = {root: statements.children(root) for root in plan.columns if root != plan.main}
        live = statements.catalogue.table(plan.table(plan.main).name)
        column = plan.person["ref"].source.columns[0].rpartition(".")[2]
        self._numeric_ref = live is not None and isinstance(
            live.columns[column.casefold()][1], (sa.types.Integer, sa.types.Numeric)
        )

    def pages(self, after: Key, size: int) -> Iterator[Page]:
        """Everybody after a key, `size` people a page at most; None stands for the start."""
        # One row more than fits: it tells whether there is another page, and its key is not split.
        first = self.statements.people(size + 1, after=False)
        following = self.statements.people(size + 1, after=True)
        rejects = [] if after is not None else self._without_key()
        while True:
            rows = self._fetch(first) if after is None else self._fetch(following, after=after)
            more = len(rows) > size
            if more:
                rows, rejects = self._whole_keys(rows, rejects)
            if not rows:
                yield Page([], None, rejects)
                return
            after = rows[-1][0]
            yield self._page(rows, rejects, write_cursor(after) if more else None)
            if not more:
                return
            rejects = []

    def person(self, ref: str) -> Person | None:
        """Whoever has a reference, or None."""
        if self._numeric_ref and not (ref.isascii() and ref.isdigit() and len(ref) <= _MOST_DIGITS):
            return None
        try:
            rows = self._fetch(self.statements.person(), ref=int(ref) if self._numeric_ref else ref)
        except (OverflowError, UnicodeEncodeError):  # a number or a text that the database cannot have
            return None
        if not rows:
            return None
        people = self._page(rows[:1], [], None).people
        return people[0] if people else None

    def people(self, keys: Sequence[Key]) -> dict[Key, Person]:
        """People by the keys of their rows; whoever is not there is left out."""
        found: dict[Key, Person] = {}
        for start in range(0, len(keys), _AT_ONCE[-1]):
            wanted = keys[start : start + _AT_ONCE[-1]]
            size = next(size for size in _AT_ONCE if size >= len(wanted))
            padded = [*wanted, *[wanted[-1]] * (size - len(wanted))]
            with without_collections():
                found |= self._people(size, {f"key{number}": key for number, key in enumerate(padded)})
        return found

    def _people(self, size: int, given: dict[str, Key]) -> dict[Key, Person]:
        def ask(root: str) -> Rows:
            statement = self._among.get((root, size))
            if statement is None:
                statement = self._among[root, size] = self.statements.among(root, size)
            return self._fetch(statement, **given)

        rows = self._one_each(ask(self._reader.main), [])
        batch = self._reader.read(rows, {root: ask(root) for root in self._children})
        return dict(zip(_kept(rows, batch.rejects), batch.people, strict=True))

    # --- a page ---

    def _page(self, rows: Rows, rejects: list[Reject], cursor: str | None) -> Page:
        with without_collections():
            return self._read_page(rows, rejects, cursor)

    def _read_page(self, rows: Rows, rejects: list[Reject], cursor: str | None) -> Page:
        rows = self._one_each(rows, rejects)
        if not rows:
            return Page([], cursor, rejects)
        low, high = rows[0][0], rows[-1][0]
        children = {
            root: self._fetch(statement, low=low, high=high) for root, statement in self._children.items()
        }
        batch = self._reader.read(rows, children)
        for place, code, path in batch.rejects:
            rejects.append(Reject(_shown(rows[place][0]), code, path, anonymous=True))
        positions: list[int] = []
        if self._places is not None:
            positions = [self._places.place_of(key) for key in _kept(rows, batch.rejects)]
        return Page(batch.people, cursor, rejects, batch.unmapped, positions)

    def _one_each(self, rows: Rows, rejects: list[Reject]) -> Rows:
        """Leave out rows whose key is a strange thing, and all but the first of each key."""
        keys = [row[0] for row in rows]
        if len(set(map(type, keys)) - {int, str}) == 0 and len(set(keys)) == len(keys):
            return rows
        kept: Rows = []
        seen: set[Any] = set()
        for row in rows:
            key = row[0]
            if not (
                isinstance(key, (int, str)) or (isinstance(key, Decimal) and key == key.to_integral_value())
            ):
                rejects.append(Reject(_shown(key), "FP-0504", "ref", anonymous=True))
            elif key in seen:
                rejects.append(Reject(_shown(key), "FP-0501", "ref"))
            else:
                seen.add(key)
                kept.append(row)
        return kept

    def _whole_keys(self, rows: Rows, rejects: list[Reject]) -> tuple[Rows, list[Reject]]:
        """Leave the last key for the next page, so that all its rows are seen together."""
        last = rows[-1][0]
        kept = [row for row in rows if row[0] != last]
        if kept:
            return kept, rejects
        # One key fills more than a page: its first row is kept, the others are counted, not fetched.
        number = self._fetch(self.statements.same_key(), key=last)[0][0]
        return rows[:1], [*rejects, *[Reject(_shown(last), "FP-0501", "ref")] * (number - 1)]

    def _without_key(self) -> list[Reject]:
        number = self._fetch(self.statements.without_key())[0][0]
        return [
            Reject(f"without reference {n}", "FP-0500", "ref", anonymous=True) for n in range(1, number + 1)
        ]

    # --- the driver ---

    def _fetch(self, statement: Statement, **given: object) -> Rows:
        """All rows of a statement, as the driver gives them: SQLAlchemy's rows would cost as much again."""
        driver: Any = self._connection.connection.driver_connection

        def read() -> Rows:
            cursor = driver.cursor()
            try:
                cursor.execute(statement.text, statement.parameters(**given))
                return cursor.fetchall()  # type: ignore[no-any-return]
            finally:
                cursor.close()

        try:
            try:
                return read()
            except self._errors as error:
                if not is_undecodable(error):
                    raise
                return tolerantly(driver, read)
        except self._errors as error:
            raise self._explain(error, statement) from None


def _shown(key: object) -> str:
    if isinstance(key, str):
        return key if key.isprintable() else without_controls(key)
    return str(key) if isinstance(key, (int, float, Decimal)) else f"({type(key).__name__})"


def _kept(rows: Rows, rejects: Sequence[tuple[int, str, str]]) -> Iterator[Any]:
    """The keys of the rows that a batch did not reject."""
    left_out = {place for place, _, _ in rejects}
    return (row[0] for place, row in enumerate(rows) if place not in left_out)
