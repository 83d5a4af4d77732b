"""An index of where people stand in a source, in bounded memory, that holds no personal data.

It lies in a private SQLite database that the operating system deletes with the process. What it
holds are keyed hashes, with a key that is drawn for each run and never stored, and positions.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from types import TracebackType
from typing import Self

_BATCH = 500  # below the oldest limit on bound parameters, 999


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the indexed source.

    Attributes:
        row: number of the entry, from 1.
        birth: keyed hash of identifier and date of birth; 0 where there is no date of birth.
        position: where the source keeps the person (`Page.positions`).
    """

    row: int
    birth: int
    position: int


class IdentityIndex:
    """Keyed hash of an identifier to the entries that carry it."""

    def __init__(self) -> None:
        """Start empty, with a fresh key."""
        self._key = secrets.token_bytes(32)
        # An empty name is a temporary database on disk that no other process can open.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, who INTEGER, birth INTEGER, position INTEGER)"
        )
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Delete the index."""
        self.close()

    def close(self) -> None:
        """Delete the index."""
        self._db.close()

    def hash_of(self, identifier: str, born: date | None = None) -> int:
        """The keyed hash of an identifier, or of an identifier with a date of birth; never 0."""
        text = identifier if born is None else f"{identifier}|{born.isoformat()}"
        digest = blake2b(text.encode(), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, "big", signed=True) or 1

    def add(self, people: Iterable[tuple[str, date | None, int]]) -> None:
        """Add people as (identifier, date of birth or None, position)."""
        hash_of = self.hash_of
        self._db.executemany(
            "INSERT INTO entry (who, birth, position) VALUES (?, ?, ?)",
            (
                (hash_of(identifier), hash_of(identifier, born) if born else 0, position)
                for identifier, born, position in people
            ),
        )

    def seal(self) -> int:
        """Finish loading; returns how many entries there are."""
        self._db.execute("CREATE INDEX entry_who ON entry (who)")
        self._db.execute("COMMIT")
        (entries,) = self._db.execute("SELECT count(*) FROM entry").fetchone()
        return int(entries)

    def find(self, identifiers: Sequence[str]) -> dict[str, list[Entry]]:
        """The entries of each identifier that has any, in the order of the source."""
        wanted = {self.hash_of(identifier): identifier for identifier in identifiers}
        found: dict[str, list[Entry]] = {}
        for who, row, birth, position in self._rows(list(wanted)):
            found.setdefault(wanted[who], []).append(Entry(row, birth, position))
        return found

    def _rows(self, hashes: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
        for at in range(0, len(hashes), _BATCH):
            batch = hashes[at : at + _BATCH]
            marks = ",".join("?" * len(batch))
            yield from self._db.execute(
                f"SELECT who, id, birth, position FROM entry WHERE who IN ({marks}) ORDER BY id",  # noqa: S608 - marks only
                batch,
            )
