"""The reference backend's database, and reading and writing it."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from adapter_core.delivery.markers import found_in
from adapter_core.domain.casework.deliveries import Delivery, DeliveryKind
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.errors import InDoubt, PersonNotFound, SourceUnavailable, UsageError
from adapter_core.hooks.capabilities import Capability
from adapter_core.hooks.ports import Page, PeopleQuery, Sighting, SourceReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FIELDS = ("given_name", "family_name", "date_of_birth", "accommodation", "employment", "restricted")
"""What a person of this database has, beside a reference."""

WRITABLE = ("accommodation", "employment")
"""Rules whose details can be entered: each is a column of its own name."""

LONGEST = 1_000_000
"""Characters; a longer text is refused."""

CAPABILITIES = frozenset(
    {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.NOTES_SEEN, Capability.RECORDS_WRITE}
)

SCHEMA = """
CREATE TABLE IF NOT EXISTS person (
    ref text PRIMARY KEY, given_name text, family_name text, date_of_birth text, accommodation text,
    employment text, restricted integer NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS note (
    id integer PRIMARY KEY AUTOINCREMENT, ref text NOT NULL REFERENCES person, text text NOT NULL,
    written_on text NOT NULL);
CREATE TABLE IF NOT EXISTS written (key text PRIMARY KEY, receipt text NOT NULL);
CREATE TABLE IF NOT EXISTS fault (kind text PRIMARY KEY);
"""


class Fault(StrEnum):
    """What can be made to go wrong; each goes wrong until it is taken away."""

    DOWN = "down"
    """It cannot be reached: nothing is written or read."""
    REFUSES = "refuses"
    """It will not write anything."""
    BREAKS_AFTER_WRITING = "breaks_after_writing"
    """It writes, and the line breaks before it says so."""
    DIES_BEFORE_WRITING = "dies_before_writing"
    """The process that writes is killed before it wrote."""
    DIES_AFTER_WRITING = "dies_after_writing"
    """The process that writes is killed once it wrote."""


def make_database(path: Path, people: Iterable[Mapping[str, object]] = ()) -> None:
    """Make the database, and put people into it.

    Args:
        path: the file.
        people: `ref` and `FIELDS` of each; what is left out is not recorded.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        for person in people:
            names = [name for name in ("ref", *FIELDS) if name in person]
            columns, places = ", ".join(names), ", ".join("?" * len(names))
            connection.execute(
                f"INSERT INTO person ({columns}) VALUES ({places})",  # noqa: S608 - names of our own
                [person[name] for name in names],
            )


class ReferenceRecords:
    """People, notes and details in one SQLite file: `CaseRecords`, `Writes` and `SeesWritten`.

    Args:
        path: the file that `make_database` made.
        source: name of the source, for errors.
        on: the day that notes are written under; the day it is if None.
    """

    def __init__(self, path: Path, source: str = "reference", *, on: date | None = None) -> None:
        """Open nothing yet: each call has a connection of its own."""
        self.path = path
        self._where = f"sources.{source}"
        self._on = on

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=rw", uri=True)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                if self._has(connection, Fault.DOWN):
                    raise SourceUnavailable("FP-0401", "The database cannot be reached.", where=self._where)
                yield connection
        except sqlite3.Error as error:
            kind = type(error).__name__
            raise SourceUnavailable("FP-0401", f"The database failed: {kind}.", where=self._where) from None

    @staticmethod
    def _has(connection: sqlite3.Connection, fault: Fault) -> bool:
        return connection.execute("SELECT 1 FROM fault WHERE kind = ?", [fault.value]).fetchone() is not None

    def set_fault(self, fault: Fault | None) -> None:
        """Put one fault in, and take every other away."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("DELETE FROM fault")
            if fault is not None:
                connection.execute("INSERT INTO fault VALUES (?)", [fault.value])

    # --- reading ----------------------------------------------------------------------------------

    @property
    def as_of(self) -> datetime | None:
        """None: it is read live."""
        return None

    def inspect(self) -> SourceReport:
        """What it can do; there is no mapping that could be wrong."""
        with self._open():
            return SourceReport(frozenset({"ref", *FIELDS}), CAPABILITIES)

    def iter_people(self, query: PeopleQuery) -> Iterator[Page]:
        """Stream everybody in the order of their references.

        Raises:
            SourceUnavailable: the database cannot be reached.
        """
        after = query.after or ""
        while True:
            with self._open() as connection:
                rows = connection.execute(
                    f"SELECT ref, {', '.join(FIELDS)} FROM person WHERE ref > ? ORDER BY ref LIMIT ?",  # noqa: S608
                    [after, query.page_size],
                ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield Page([_person(row) for row in rows], after if len(rows) == query.page_size else None)

    def get_person(self, ref: str) -> Person:
        """Fetch one person.

        Raises:
            PersonNotFound: FP-0405.
            SourceUnavailable: the database cannot be reached.
        """
        with self._open() as connection:
            row = connection.execute(
                f"SELECT ref, {', '.join(FIELDS)} FROM person WHERE ref = ?",  # noqa: S608 - names of our own
                [ref],
            ).fetchone()
        if row is None:
            raise PersonNotFound("FP-0405", "The source has no person of this reference.", where=self._where)
        return _person(row)

    def seen(self, markers: Sequence[str]) -> Mapping[str, Sighting]:
        """Those of the markers that stand in notes.

        Raises:
            SourceUnavailable: the database cannot be reached.
        """
        with self._open() as connection:
            rows = connection.execute("SELECT ref, text, written_on FROM note ORDER BY id").fetchall()
        found: dict[str, Sighting] = {}
        for ref, text, on in rows:
            for marker in set(found_in(text)) & set(markers):
                day = date.fromisoformat(on)
                before = found.get(marker, Sighting(day, ()))
                found[marker] = Sighting(before.on, tuple(sorted({*before.refs, ref})))
        return found

    # --- writing ----------------------------------------------------------------------------------

    def write(self, delivery: Delivery) -> str:
        """Write one delivery and its key in one transaction: both are there, or neither.

        Raises:
            SourceUnavailable: the database cannot be reached; nothing was written.
            UsageError: FP-1053: there is no such person or field, or the text is too long.
            InDoubt: FP-1051: the line broke once it was written.
        """
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            before = self._receipt(connection, delivery.key)
            if before is not None:
                return before
            if self._has(connection, Fault.REFUSES):
                raise UsageError("FP-1053", "The backend refuses it.", where=self._where)
            if self._has(connection, Fault.DIES_BEFORE_WRITING):
                _die()
            receipt = self._put(connection, delivery)
            connection.execute("INSERT INTO written VALUES (?, ?)", [delivery.key, receipt])
            connection.commit()
            if self._has(connection, Fault.DIES_AFTER_WRITING):
                _die()
            if self._has(connection, Fault.BREAKS_AFTER_WRITING):
                raise InDoubt("FP-1051", "The line broke before the backend answered.", where=self._where)
        return receipt

    def find(self, key: str) -> str | None:
        """The receipt of what was written under a key.

        Raises:
            SourceUnavailable: the database cannot be reached.
        """
        with self._open() as connection:
            return self._receipt(connection, key)

    @staticmethod
    def _receipt(connection: sqlite3.Connection, key: str) -> str | None:
        row = connection.execute("SELECT receipt FROM written WHERE key = ?", [key]).fetchone()
        return None if row is None else str(row[0])

    def _put(self, connection: sqlite3.Connection, delivery: Delivery) -> str:
        ref = delivery.person.ref if delivery.person is not None else ""
        there = connection.execute("SELECT 1 FROM person WHERE ref = ?", [ref]).fetchone()
        is_field = delivery.kind is DeliveryKind.FIELD
        if there is None or len(delivery.text) > LONGEST or (is_field and delivery.field not in WRITABLE):
            raise UsageError(
                "FP-1053", "There is no such person or field, or the text is too long.", where=self._where
            )
        if is_field:
            statement = f"UPDATE person SET {delivery.field} = ? WHERE ref = ?"  # noqa: S608 - one of WRITABLE
            connection.execute(statement, [delivery.text, ref])
            return f"field {ref} {delivery.field}"
        on = self._on or datetime.now(UTC).date()
        cursor = connection.execute(
            "INSERT INTO note (ref, text, written_on) VALUES (?, ?, ?)", [ref, delivery.text, on.isoformat()]
        )
        return f"note {cursor.lastrowid}"


def _die() -> None:
    """End this process as a power cut would."""
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


def _person(row: Sequence[object]) -> Person:
    ref, given, family, born, accommodation, employment, restricted = row
    return Person(
        ref=str(ref),
        given_name=_said(given),
        family_name=_said(family),
        date_of_birth=date.fromisoformat(str(born)) if born else State.ABSENT,
        accommodation=_said(accommodation),
        employment=_said(employment),
        restricted=bool(restricted),
    )


def _said(value: object) -> str | State:
    return str(value) if value else State.ABSENT
