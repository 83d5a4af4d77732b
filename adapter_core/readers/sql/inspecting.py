"""Compares a mapping with the database it is for: tables, columns, types, codes, council settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapter_core.domain.fields import Kind
from adapter_core.domain.states import State
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.capabilities import NEEDS, Capability
from adapter_core.hooks.ports import MOST_UNMAPPED, TOO_MANY_UNMAPPED, ColumnProblem, SourceReport
from adapter_core.readers.mapping.convert import SHOWN, text_of
from adapter_core.readers.mapping.loading import nearest
from adapter_core.readers.mapping.model import Same
from adapter_core.readers.sql.catalogue import Catalogue, missing, required
from adapter_core.readers.sql.connecting import driver_errors
from adapter_core.readers.sql.notes import notes_of
from adapter_core.readers.sql.notes import problems as problems_of_notes
from adapter_core.readers.sql.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from sqlalchemy.engine import Connection
    from sqlalchemy.types import TypeEngine

    from adapter_core.errors import FingerpostError
    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.model import Table
    from adapter_core.readers.mapping.plan import PlannedField
    from adapter_core.readers.sql.statements import Statement

CLAIMS = (
    Capability.PEOPLE_READ,
    Capability.PEOPLE_GET,
    Capability.PEOPLE_RESUME,
    Capability.COHORT,
    Capability.OWNERS,
)
"""What a database can do, if the mapping says where the fields are that it takes."""

MOST_CODES = 1000
"""How many values of a column are looked at: a column with more is no list of codes."""

_NUMBERS = (sa.types.Integer, sa.types.Numeric)


def inspect_source(
    reader: Reader,
    connection: Connection,
    as_of: date,
    *,
    explain: Callable[[BaseException, str], FingerpostError],
    has_places: bool = False,
) -> SourceReport:
    """Compare, and say what can be read.

    Args:
        reader: the compiled mapping.
        connection: to the database.
        as_of: the day that the run speaks of.
        explain: makes an error of ours of the driver's, about a table.
        has_places: whether the source's pages say where people stand.
    """
    catalogue = Catalogue(connection)
    problems = list(missing(reader.plan, catalogue))
    lost = bool(problems)
    problems += _types(reader, catalogue)
    statements = Statements(reader.plan, catalogue, connection.dialect, as_of)
    check = _Values(reader, connection, catalogue, statements, explain)
    problems += check.settings()
    if not lost:
        problems += check.codes()
        problems += check.flags()
        problems += check.unpaired()
    claims = (*CLAIMS, Capability.PEOPLE_AT) if has_places else CLAIMS
    if notes_of(reader.plan) is not None:
        lost_notes = list(problems_of_notes(reader.plan, catalogue))
        problems += lost_notes
        claims = claims if lost_notes else (*claims, Capability.NOTES_SEEN)
    return SourceReport(
        reader.fields, frozenset(claim for claim in claims if NEEDS[claim] <= reader.fields), tuple(problems)
    )


def _types(reader: Reader, catalogue: Catalogue) -> Iterator[ColumnProblem]:
    plan = reader.plan
    for field in plan.fields():
        for qualified in field.source.columns:
            alias, _, column = qualified.partition(".")
            live = catalogue.table(plan.table(alias).name)
            found = live.columns.get(column.casefold()) if live else None
            if found and (wrong := _wrong_type(field, found[1])):
                yield ColumnProblem(
                    field.key_path,
                    f"{plan.table(alias).name}.{column} is {wrong}, and {field.spec.path} is a "
                    f"{field.spec.kind}.",
                    code="FP-0302",
                )
    key = _numeric_key(reader, catalogue, plan.main)
    for root in plan.columns:
        own = _numeric_key(reader, catalogue, root)
        if root != plan.main and None not in (key, own) and key != own:
            table = plan.table(root)
            here, there = ("a number", "a text") if own else ("a text", "a number")
            what = f"{table.name}.{table.person} is {here}, the person's key {there}: no row would be found."
            yield ColumnProblem(f"tables.{root}.person", what, code="FP-0302")


def _wrong_type(field: PlannedField, live: TypeEngine[Any]) -> str | None:
    """What a column is, if it cannot hold the field; a type that nobody knows is given the benefit."""
    if isinstance(live, sa.types.LargeBinary):
        return "binary"
    kind = field.spec.kind
    plain = field.source.transform in {None, "date", "date_uk"}
    if kind is Kind.DATE and plain and isinstance(live, (*_NUMBERS, sa.types.Boolean)):
        return "a number" if isinstance(live, _NUMBERS) else "a yes or no"
    if kind in {Kind.FLAG, Kind.CODE} and isinstance(live, (sa.types.Date, sa.types.DateTime)):
        return "a date"
    if field.spec.path == "nhs_number" and isinstance(
        live, (sa.types.Float, sa.types.Date, sa.types.DateTime)
    ):
        return "a date" if not isinstance(live, sa.types.Float) else "a number with a fraction"
    return None


def _numeric_key(reader: Reader, catalogue: Catalogue, root: str) -> bool | None:
    """Whether the column with the person's key is a number; None where that cannot be told."""
    live = catalogue.table(reader.plan.table(root).name)
    found = live.columns.get(reader.columns[root][0].partition(".")[2].casefold()) if live else None
    if found is None or isinstance(found[1], sa.types.NullType):
        return None
    if isinstance(found[1], _NUMBERS):
        return True
    return False if isinstance(found[1], sa.types.String) else None


class _Values:
    """Checks that need values of the database: codes and council settings."""

    def __init__(
        self,
        reader: Reader,
        connection: Connection,
        catalogue: Catalogue,
        statements: Statements,
        explain: Callable[[BaseException, str], FingerpostError],
    ) -> None:
        self._reader = reader
        self._explain = explain
        self._errors = driver_errors(connection.engine)
        self._plan = reader.plan
        self._connection = connection
        self._catalogue = catalogue
        self._statements = statements

    def _distinct(self, table: str, column: str, where: dict[str, Any]) -> list[Any]:
        return [row[0] for row in self._rows(self._statements.distinct(table, column, where, MOST_CODES))]

    def _rows(self, statement: Statement) -> Iterator[Any]:
        driver: Any = self._connection.connection.driver_connection
        try:
            cursor = driver.cursor()
            try:
                cursor.execute(statement.text, statement.parameters())
                while rows := cursor.fetchmany(MOST_CODES):
                    yield from rows
            finally:
                cursor.close()
        except self._errors as error:
            raise self._explain(error, statement.about) from None

    def codes(self) -> Iterator[ColumnProblem]:
        """The codes of each field that the mapping does not know."""
        for field in self._plan.fields():
            if field.spec.kind is not Kind.CODE or not field.source.columns:
                continue
            alias, _, column = field.source.columns[0].partition(".")
            table = self._plan.table(alias)
            where = _of_itself(table)
            convert = self._reader.converter(field)
            if alias != field.root and required(self._plan, field.root):
                # A table of everybody's answers, of which few are to the question that is read.
                asked = self._statements.distinct_of(field.root, field.source.columns[0], MOST_CODES)
                codes = [row[0] for row in self._rows(asked)]
            else:
                codes = self._distinct(table.name, column, where)
            shown = dict.fromkeys(_shown(raw) for raw in codes if convert(raw) is State.NOT_SUPPORTED)
            if len(shown) > MOST_UNMAPPED:
                # Values that are this many are names, or what somebody typed: none is repeated.
                counted = self._rows(self._statements.counted(table.name, column, where))
                total = sum(rows for raw, rows in counted if convert(raw) is State.NOT_SUPPORTED)
                noun = ("person" if total == 1 else "people") if alias == self._plan.main else "rows"
                what = f"{table.name}.{column} holds, for {total:,} {noun}, {TOO_MANY_UNMAPPED}"
                yield ColumnProblem(field.key_path, what, fatal=False, code="FP-0303")
                continue
            if shown:
                one = len(shown) == 1
                told = "the code" if one else f"{len(shown)} codes"
                which = ", ".join(map(repr, shown))
                which = f"{which}, which is not mapped" if one else f"that are not mapped: {which}"
                what = f"{table.name}.{column} holds {told} {which}."
                yield ColumnProblem(field.key_path, what, fatal=False, code="FP-0303")

    def flags(self) -> Iterator[ColumnProblem]:
        """Each value of a yes-or-no column that cannot be read as either.

        For `restricted` it is fatal: whoever carries it counts as restricted, and is in no list.
        """
        for field in self._plan.fields():
            if field.spec.kind is not Kind.FLAG or len(field.source.columns) != 1:
                continue
            alias, _, column = field.source.columns[0].partition(".")
            table = self._plan.table(alias)
            where = _of_itself(table)
            convert = self._reader.converter(field)
            values = self._distinct(table.name, column, where)
            shown = dict.fromkeys(_shown(raw) for raw in values if convert(raw) is State.INVALID)
            fatal = field.spec.path == "restricted"
            named = f"{table.name}.{column}"
            if len(shown) > MOST_UNMAPPED:
                what = (
                    f"{named} holds more than {MOST_UNMAPPED} different values that are neither yes nor no: "
                    "is this the right column?"
                )
                yield ColumnProblem(field.key_path, what, fatal=fatal, code="FP-0314")
                continue
            for value in shown:
                what = f"{named} holds {value!r}, which is neither yes nor no."
                yield ColumnProblem(field.key_path, what, fatal=fatal, code="FP-0314")

    def unpaired(self) -> Iterator[ColumnProblem]:
        """Rows that a condition on a joined table leaves out because that table has nothing to them.

        Such are answers without a question. They are nobody's fault and nothing is read from them: it is
        said how many they are, since otherwise nobody would know.
        """
        asked: set[tuple[str, str]] = set()
        for root in self._plan.columns:
            for alias in required(self._plan, root):
                owners = {left.partition(".")[0] for left in self._plan.table(alias).join or {}}
                names = tuple(self._plan.table(each).name for each in (*sorted(owners), alias))
                if len(owners) != 1 or names in asked:
                    continue
                asked.add((names[0], names[1]))
                by = ", ".join(left.partition(".")[2] for left in self._plan.table(alias).join or {})
                what = self._count_unpaired(owners.pop(), alias)
                if what:
                    message = f"{what} no row in {names[1]} (by {by}), and are not read."
                    yield ColumnProblem(f"tables.{alias}", message, fatal=False, code="FP-0336")

    def _count_unpaired(self, owner: str, alias: str) -> str:
        """How many rows there are, in words; nothing where there are none."""
        name = self._plan.table(owner).name
        try:
            rows = sum(1 for _ in self._rows(self._statements.unpaired(owner, alias, MOST_CODES + 1)))
        except SourceUnavailable as error:
            if error.code != "FP-0407":
                raise
            return f"It takes too long to count, but rows of {name} may have"
        if rows > MOST_CODES:
            return f"More than {MOST_CODES:,} rows of {name} have"
        return f"{rows:,} {'row' if rows == 1 else 'rows'} of {name} {'has' if rows == 1 else 'have'}" * bool(
            rows
        )

    def settings(self) -> Iterator[ColumnProblem]:
        """Each council setting whose value is not in the table that should hold it."""
        for name, spec in self._plan.loaded.file.settings.items():
            chosen = self._reader.settings[name]
            if spec.table is None or spec.column is None or not chosen:
                continue
            where = f"settings.{name}"
            live = self._catalogue.table(spec.table)
            absent = [
                each for each in (spec.column, *spec.where) if live is None or live.column(each) is None
            ]
            if absent:
                what = f"table {spec.table!r}" if live is None else f"column {absent[0]!r} in {spec.table}"
                yield ColumnProblem(
                    where,
                    f"The source has no {what}, which the setting {name!r} is checked against.",
                    code="FP-0301",
                )
                continue
            there = {_text(raw) for raw in self._distinct(spec.table, spec.column, dict(spec.where))}
            for value in chosen:
                if value not in there:
                    hint = nearest(value, there) or "."
                    default = tuple(spec.default) == chosen
                    column = f"{spec.table}.{spec.column}"
                    what = f"{column} has no {value!r}, the value of the setting {name!r}{hint}"
                    yield ColumnProblem(where, what, fatal=not default, code="FP-0304")


def _of_itself(table: Table) -> dict[str, Any]:
    """The conditions of a table that ask nothing of another one."""
    return {
        name: condition
        for name, condition in table.where.items()
        if "." not in name and not isinstance(condition, Same)
    }


def _shown(raw: object) -> str:
    """A code as it may be shown: cut short, as reports have it."""
    try:
        code = text_of(raw)
    except ValueError:
        return "(not a text)"
    return code if len(code) <= SHOWN else f"{code[:SHOWN]}…"


def _text(raw: object) -> str:
    try:
        return text_of(raw)
    except ValueError:
        return ""
