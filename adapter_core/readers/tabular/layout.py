"""What a mapping wants of each file: columns, look-up files that are joined to it, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from adapter_core.readers.mapping.conditions import Conditions, conditions_of
from adapter_core.readers.tabular.header import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.plan import Plan
    from adapter_core.readers.tabular.lookups import LookUp

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A look-up file that is joined to the rows of another.

    Attributes:
        alias: its name in the mapping.
        left: the columns that it is found by, qualified.
        right: its own columns that these are compared with.
        columns: what it gives, qualified.
    """

    alias: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What is wanted of the rows of one file and of what is joined to them.

    Attributes:
        alias: the file's name in the mapping; empty where there is one file alone.
        own: its own columns, qualified; the person's key first.
        joined: its look-up files, each after the one that it is found by.
        given: the columns that the reader wants, qualified, in order.
        conditions: on its rows.
    """

    alias: str
    own: tuple[str, ...]
    joined: tuple[Joined, ...]
    given: tuple[str, ...]
    conditions: Conditions | None


def layout_of(plan: Plan, root: str) -> Layout:
    """Lay out one of the roots of `plan.columns`.

    Raises:
        MappingError: the condition of a look-up file asks about another file (FP-0427).
    """
    given = plan.columns[root]
    if not plan.main:
        return Layout(root, given, (), given, None)
    conditions = conditions_of(plan, root)
    wanted = dict.fromkeys([*given, *(conditions.columns if conditions else ())])
    joined: list[Joined] = []
    # From the last in a chain of look-ups to the first: each asks for columns of the one that it hangs on.
    for alias in reversed(_joined_to(plan, root)):
        columns = tuple(column for column in wanted if _owner(column) == alias)
        if not columns:
            continue
        pairs = plan.table(alias).join or {}
        wanted |= dict.fromkeys(pairs)
        joined.insert(0, Joined(alias, tuple(pairs), tuple(pairs.values()), columns))
        _refuse_foreign(plan, alias)
    known = {root, *(each.alias for each in joined)}
    if any(_owner(column) not in known for column in wanted):
        message = f"The conditions on the file {root!r} are about it and what is joined to it alone."
        raise plan.loaded.error("FP-0427", message, f"files.{root}.where")
    own = tuple(column for column in wanted if _owner(column) == root)
    return Layout(root, own, tuple(joined), given, conditions)


def _owner(column: str) -> str:
    return column.partition(".")[0]


def _joined_to(plan: Plan, root: str) -> list[str]:
    """The look-up files of a file, those that hang on another after it."""
    found = [root]
    for known in found:
        found += [
            alias
            for alias, table in plan.loaded.file.tables.items()
            if table.join and _owner(next(iter(table.join))) == known
        ]
    return found[1:]


def _refuse_foreign(plan: Plan, alias: str) -> None:
    for column in plan.table(alias).where:
        if "." in column and _owner(column) != alias:
            message = f"The conditions on the look-up file {alias!r} are about its own columns alone."
            raise plan.loaded.error("FP-0427", message, f"files.{alias}.where")


def wanted_columns(reader: Reader, alias: str, columns: Iterable[str]) -> list[Wanted]:
    """Columns of one file, by their own names, with the place in the mapping that asks for each."""
    loaded = reader.plan.loaded
    path_of = {column: path for path, used in reversed(reader.uses.items()) for column in used}
    found = []
    for column in columns:
        name = column.partition(".")[2] if alias else column
        found.append(Wanted(name, loaded.where(path_of.get(column, f"files.{alias}"))))
    return found


class RowMaker:
    """Makes rows for the reader out of a file's fields.

    Attributes:
        key_place: where the person's key stands among the fields of a file's row.
        simple: makes a row by picking columns alone; None where there are look-ups or conditions.
        pick: the same where a row has no key, as in a source of one file.
    """

    def __init__(self, layout: Layout, places: Sequence[int], look_ups: Mapping[str, LookUp]) -> None:
        """Take the places of the file's own columns, and its look-up files by name."""
        self.key_place = places[0]
        self._has_key = bool(layout.alias)
        self._own = getter(places)
        columns = list(layout.own)
        self._steps: list[tuple[Callable[[Sequence[str]], Row], Callable[[Row], Row]]] = []
        for each in layout.joined:
            self._steps.append((getter(map(columns.index, each.left)), look_ups[each.alias].find))
            columns += each.columns
        conditions = layout.conditions
        self._hold = conditions.hold if conditions else None
        self._tested = getter(map(columns.index, conditions.columns if conditions else columns[:1]))
        self._given = getter(map(columns.index, layout.given))
        is_simple = not (self._steps or conditions)
        self.simple = getter(places[columns.index(each)] for each in layout.given) if is_simple else None
        self.pick = None if self._has_key else self.simple

    def key(self, fields: Sequence[str]) -> str:
        """The person's key in a file's row; blank where the row is too short to have one."""
        return fields[self.key_place].strip() if self.key_place < len(fields) else ""

    def __call__(self, fields: Sequence[str]) -> Row | None:
        """The reader's row; None if a condition leaves it out."""
        if self.simple is not None:
            row = self.simple(fields)
        else:
            flat = self._own(fields)
            for left, find in self._steps:
                flat += find(left(flat))
            if self._hold is not None and not self._hold(self._tested(flat)):
                return None
            row = self._given(flat)
        # The reader finds rows by the key as it stands: a blank beside it must not part a person from them.
        if self._has_key and (key := row[0].strip()) != row[0]:
            return (key, *row[1:])
        return row


def getter(places: Iterable[int]) -> Callable[[Sequence[str]], Row]:
    """What picks fields by their places, always as a tuple."""
    wanted = tuple(places)
    if len(wanted) == 1:
        only = wanted[0]
        return lambda fields: (fields[only],)
    return itemgetter(*wanted)
