"""The files of a bundle with many rows a person: finding those of a page's people, whatever the order.

Extracts come sorted by person more often than not. Where a file and the main one ascend alike, they are
read side by side and nothing is held but the row at hand. Where not, a first reading notes where each
person's rows stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_core.errors import SourceUnavailable
from adapter_core.readers.tabular.noting import MOST_LISTED, Notes
from adapter_core.readers.tabular.places import RowPlaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from adapter_core.readers.tabular.file import TableFile
    from adapter_core.readers.tabular.layout import Row, RowMaker

NO_REFERENCE = "FP-0500"
NOBODY_S = "FP-0513"
MOST_SPOILT = 100_000
"""People with a broken row: a file with more of them is no file to read."""


def numbers(keys: Sequence[str]) -> list[int] | None:
    """Keys as numbers, if each is one that is written in no other way."""
    try:
        found = list(map(int, keys))
    except ValueError:
        return None
    return found if list(map(str, found)) == list(keys) else None


def texts(keys: Sequence[str]) -> list[str] | None:
    """Keys as they stand."""
    return list(keys)


ORDERS: dict[str, Callable[[Sequence[str]], Any]] = {"number": numbers, "text": texts}
"""The orders in which files ascend: what ranks a run of keys, or None where they have no rank in it."""


class Ascent:
    """Tells whether keys ascend, and in which of the orders.

    Attributes:
        orders: those in which all keys so far ascend.
    """

    def __init__(self) -> None:
        """Begin before the first key, when every order is possible."""
        self.orders = set(ORDERS)
        self._last: dict[str, Any] = {}

    def see(self, keys: Sequence[str]) -> None:
        """Look at the keys that come next."""
        for order in tuple(self.orders) if keys else ():
            ranks: Any = ORDERS[order](keys)
            if ranks is None or ranks[0] < self._last.get(order, ranks[0]) or ranks != sorted(ranks):
                self.orders.remove(order)
            else:
                self._last[order] = ranks[-1]


@dataclass(slots=True)
class Surveyed:
    """What a first reading of a file showed.

    Attributes:
        notes: rows that could not be used.
        spoilt: hashes of the keys of people with a broken row.
        orders: the orders in which its keys ascend.
        rows: how many rows have a key.
    """

    notes: Notes
    spoilt: set[int] = field(default_factory=set)
    orders: frozenset[str] = frozenset()
    rows: int = 0


class ChildFile:
    """One file of a bundle with many rows a person.

    Attributes:
        alias: its name in the mapping.
        file: the file.
    """

    def __init__(self, alias: str, file: TableFile, make_row: Callable[[], RowMaker]) -> None:
        """Take the file; `make_row` is asked once its header and its look-up files were read."""
        self.alias, self.file = alias, file
        self._make_row = make_row
        self._maker: RowMaker | None = None
        self._surveyed: Surveyed | None = None
        self._places: RowPlaces | None = None

    @property
    def maker(self) -> RowMaker:
        """What makes rows for the reader."""
        if self._maker is None:
            self._maker = self._make_row()
        return self._maker

    @property
    def surveyed(self) -> Surveyed:
        """What a first reading showed; it is read when first asked for.

        Raises:
            SourceUnavailable: it cannot be read, or is broken in too many places (FP-0428).
        """
        if self._surveyed is None:
            self._surveyed = self._survey()
        return self._surveyed

    def is_spoilt(self, key: str) -> bool:
        """Whether a person has a row here that could not be read."""
        return hash(key) in self.surveyed.spoilt

    def _survey(self) -> Surveyed:
        found = Surveyed(Notes(self.file.name))
        ascent, key_place = Ascent(), self.maker.key_place
        with self.file.open() as file:
            self.file.refuse_changes(file)
            for run in self.file.records(file).runs():
                if run.fault:
                    self._broken(run.rows[0], run.lines[0], run.fault, found)
                    continue
                keys = [fields[key_place].strip() for fields in run.rows]
                if not all(keys):
                    # Spreadsheets like to end in rows of nothing but delimiters: nobody's, and so no reject.
                    for fields, line, key in zip(run.rows, run.lines, keys, strict=True):
                        if not key and any(cell.strip() for cell in fields):
                            found.notes.row(line, NO_REFERENCE)
                    keys = list(filter(None, keys))
                found.rows += len(keys)
                ascent.see(keys)
            self.file.refuse_changes(file)
        found.orders = frozenset(ascent.orders)
        return found

    def _broken(self, fields: Sequence[str], line: int, code: str, found: Surveyed) -> None:
        found.notes.row(line, code)
        if key := self.maker.key(fields):
            found.spoilt.add(hash(key))
            if len(found.spoilt) > MOST_SPOILT:
                message = f"More than {MOST_SPOILT:,} rows of the file are broken."
                raise SourceUnavailable("FP-0428", message, where=self.file.where)

    def rows(self) -> Iterator[tuple[int, str, Sequence[str]]]:
        """Every row that can be used, in the file's order: its first byte, its key, its fields."""
        key_place = self.maker.key_place
        with self.file.open() as file:
            self.file.refuse_changes(file)
            for run in self.file.records(file).runs():
                if not run.fault:
                    for position, fields in zip(run.positions, run.rows, strict=True):
                        if key := fields[key_place].strip():
                            yield position, key, fields
            self.file.refuse_changes(file)

    @property
    def places(self) -> RowPlaces:
        """Where each person's rows stand; found out when first asked for."""
        if self._places is None:
            places, make = RowPlaces(self.surveyed.rows), self.maker
            for position, key, fields in self.rows():
                if make.simple is not None or make(fields) is not None:
                    places.add(key, position)
            self._places = places
        return self._places

    def found(self, keys: set[str], *, claim: bool = False) -> list[Row]:
        """The rows of some people, found by their places."""
        places, make = self.places, self.maker
        found = places.find(keys)
        rows: list[Row] = []
        for (_, number), fields in zip(found, self.file.rows_at([at for at, _ in found]), strict=True):
            if make.key(fields) in keys:
                if claim:
                    places.claim(number)
                if (row := make(fields)) is not None:
                    rows.append(row)
        return rows

    def searched(self, key: str) -> list[Row]:
        """The rows of one person, by reading the file from its beginning."""
        rows = (self.maker(fields) for _, own, fields in self.rows() if own == key)
        return [row for row in rows if row is not None]


class Alongside:
    """Reads a file beside the main one: both ascend alike."""

    def __init__(self, child: ChildFile, order: str, notes: Notes) -> None:
        """Begin before the first row."""
        self._child, self._notes, self._rank = child, notes, ORDERS[order]
        self._rows = child.rows()
        self._next = next(self._rows, None)

    def take(self, keys: set[str], last: Any) -> list[Row]:  # noqa: ANN401 - a rank in the order
        """The rows of a page's people, of whom the last has a rank; rows of nobody before that are noted."""
        make = self._child.maker
        taken: list[Row] = []
        row = self._next
        while row is not None:
            _, key, fields = row
            if key in keys:
                if (made := make(fields)) is not None:
                    taken.append(made)
            elif self._rank_of(key) > last:
                break
            elif make(fields) is not None:
                self._notes.person(key, NOBODY_S)
            row = next(self._rows, None)
        self._next = row
        return taken

    def _rank_of(self, key: str) -> Any:  # noqa: ANN401 - a rank in the order
        (rank,) = self._rank([key]) or ("",)
        return rank

    def finish(self) -> None:
        """Note the rows that are left: nobody's."""
        while self._next is not None:
            _, key, fields = self._next
            if self._child.maker(fields) is not None:
                self._notes.person(key, NOBODY_S)
            self._next = next(self._rows, None)


class ByPlaces:
    """Reads a file by the places of each person's rows: it is in another order."""

    def __init__(self, child: ChildFile, notes: Notes) -> None:
        """Begin with no row claimed."""
        self._child, self._notes = child, notes
        child.places.forget_claims()

    def take(self, keys: set[str], _last: object) -> list[Row]:
        """The rows of a page's people."""
        return self._child.found(keys, claim=True)

    def finish(self) -> None:
        """Note the rows that nobody claimed."""
        for number, position in enumerate(self._child.places.unclaimed()):
            if number >= MOST_LISTED:
                self._notes.unlisted(NOBODY_S)
                continue
            (fields,) = self._child.file.rows_at([position])
            self._notes.person(self._child.maker.key(fields), NOBODY_S)
