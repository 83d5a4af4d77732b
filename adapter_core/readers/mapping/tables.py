"""Writes what is said of several files, or of the nodes of a tree, as tables: the form that is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from adapter_core.readers.mapping.model import (
    Current,
    Each,
    ExtraMap,
    FieldMap,
    MappingFile,
    Pick,
    Same,
    Table,
)
from adapter_core.readers.mapping.paths import MAIN, PLACE, json_column, xml_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from adapter_core.errors import MappingError
    from adapter_core.readers.mapping.names import Paths

    Fault = Callable[[str, str, str], MappingError]

F = TypeVar("F", FieldMap, ExtraMap)

TREES = ("xml", "json")


def as_tables(file: MappingFile, fault: Fault) -> MappingFile:
    """The same mapping with its files, or the nodes of its tree, under `tables`.

    Args:
        file: a whole mapping.
        fault: makes the error of a code, a message and a key path.

    Raises:
        MappingError: FP-0315, a path that cannot be read; FP-0316, keys of another format; FP-0313, a key
            that is missing; FP-0311, a table that is not declared.
    """
    if file.format != "sql":
        _refuse_same(file, fault)
    if file.format in TREES:
        return _Tree(file, fault).tables()
    _refuse_paths(file, fault)
    return _files(file, fault) if file.files else file


def _refuse_paths(file: MappingFile, fault: Fault) -> None:
    for path, field in _every_field(file):
        if field.path is not None:
            raise fault("FP-0316", "path belongs to XML and JSON; here a field has a column.", path)
    for alias, table in file.tables.items():
        if table.path is not None:
            raise fault(
                "FP-0316", "path belongs to XML and JSON; here a table has a name.", f"tables.{alias}"
            )
        if not table.name:
            raise fault("FP-0313", "A table needs a name.", f"tables.{alias}")
    for key in ("record", "records", "answer"):
        if key in file.model_fields_set:
            raise fault("FP-0316", f"{key} belongs to XML and JSON.", key)


def _refuse_same(file: MappingFile, fault: Fault) -> None:
    for kind, tables in (("tables", file.tables), ("files", file.files)):
        for alias, table in tables.items():
            if any(isinstance(condition, Same) for condition in table.where.values()):
                message = "same compares columns inside a database; elsewhere a condition names texts."
                raise fault("FP-0316", message, f"{kind}.{alias}.where")


def _every_field(file: MappingFile) -> list[tuple[str, FieldMap | ExtraMap]]:
    found: list[tuple[str, FieldMap | ExtraMap]] = [
        (f"person.{name}", field) for name, field in file.fields_of_person().items()
    ]
    for group, each in file.lists().items():
        found += [(f"each.{group}.{name}", field) for name, field in each.fields.items()]
    for system, fields in file.extra.items():
        if fields is not False:
            found += [
                (f"extra.{system}.{name}", field) for name, field in fields.items() if field is not False
            ]
    return found


# --- several files ------------------------------------------------------------------------------------


def _files(file: MappingFile, fault: Fault) -> MappingFile:
    if file.format != "csv":
        raise fault("FP-0316", "files belong to format 'csv'.", "files")
    if file.tables:
        raise fault("FP-0316", "Where there are files there are no tables.", "tables")
    for alias, each in file.files.items():
        if not each.name:
            raise fault("FP-0313", "A file needs a name.", f"files.{alias}")
    main = [alias for alias, each in file.files.items() if not each.person and not each.join]
    if len(main) != 1:
        named = f": {', '.join(main)}" if main else ""
        message = (
            "One file has a row a person, and so neither person nor join; "
            f"{len(main) or 'none'} of the files {'are' if len(main) > 1 else 'is'} like that{named}."
        )
        raise fault("FP-0313", message, "files")
    ref = file.fields_of_person().get("ref")
    key = ref.columns[0].partition(".")[2] if ref and ref.columns else ""
    tables = {
        alias: Table(
            name=each.name,
            key=key or None if alias == main[0] else None,
            person=each.person,
            join=each.join,
            where=each.where,
            current=each.current,
            pick=each.pick,
            newest=each.newest,
        )
        for alias, each in file.files.items()
    }
    return file.model_copy(update={"tables": tables})


# --- trees --------------------------------------------------------------------------------------------


class _Tree:
    """One tree's mapping, being rewritten."""

    def __init__(self, file: MappingFile, fault: Fault) -> None:
        self.file = file
        self.fault = fault
        self.xml = file.format == "xml"

    def tables(self) -> MappingFile:
        file = self.file
        self._check_records()
        if file.files:
            raise self.fault("FP-0316", "files belong to format 'csv'.", "files")
        tables = {alias: self._table(alias, table) for alias, table in file.tables.items()}
        person = {
            name: field and self._field(field, field.table, f"person.{name}")
            for name, field in file.person.items()
        }
        extra = {
            system: fields
            and {
                name: field and self._field(field, field.table, f"extra.{system}.{name}")
                for name, field in fields.items()
            }
            for system, fields in file.extra.items()
        }
        lists = {name: each and self._each(name, each) for name, each in file.each.items()}
        return file.model_copy(
            update={
                "tables": {MAIN: Table(name=file.record or MAIN, key=PLACE), **tables},
                "person": person,
                "each": lists,
                "extra": extra,
            }
        )

    def _check_records(self) -> None:
        file = self.file
        if self.xml and not file.record:
            message = 'An XML mapping says which element is one person\'s, as in record = "Person".'
            raise self.fault("FP-0313", message, "record")
        if self.xml and file.records:
            raise self.fault("FP-0316", "records belongs to JSON; XML has record.", "records")
        if not self.xml and file.answer:
            raise self.fault(
                "FP-0316", "answer belongs to XML, whose outermost elements have names.", "answer"
            )
        if not self.xml and file.record:
            raise self.fault("FP-0316", "record belongs to XML; JSON has records.", "record")
        if file.record:
            self._column(MAIN, file.record, "record")
        if MAIN in file.tables:
            message = f"{MAIN!r} is the record itself: give the table another name."
            raise self.fault("FP-0311", message, f"tables.{MAIN}")

    # --- tables ---

    def _table(self, alias: str, table: Table) -> Table:
        key_path = f"tables.{alias}"
        for key in ("name", "key", "person", "join"):
            if getattr(table, key):
                message = f"{key} belongs to databases; in XML and JSON a table has a path."
                raise self.fault("FP-0316", message, f"{key_path}.{key}")
        if table.path is None:
            raise self.fault("FP-0313", "A table needs a path: where its nodes stand.", key_path)
        path = self._text(table.path, f"{key_path}.path")
        if self.xml and "@" in path:
            raise self.fault("FP-0315", "The path of a table ends at an element.", f"{key_path}.path")

        def column(name: str | None) -> str | None:
            return name and self._column(alias, name, key_path)

        current = table.current and Current(start=column(table.current.start), end=column(table.current.end))
        return Table(
            name=path,
            person=PLACE,
            where={self._column(alias, name, key_path): value for name, value in table.where.items()},
            current=current,
            pick=[
                Pick(
                    prefer=pick.prefer
                    and {self._column(alias, name, key_path): value for name, value in pick.prefer.items()},
                    latest=column(pick.latest),
                    earliest=column(pick.earliest),
                )
                for pick in table.pick
            ],
            newest=column(table.newest),
        )

    def _known_table(self, alias: str, key_path: str) -> None:
        if alias not in self.file.tables:
            known = ", ".join(self.file.tables) or "none"
            message = f"There is no table {alias!r} in the mapping. It has: {known}."
            raise self.fault("FP-0311", message, key_path)

    # --- fields ---

    def _each(self, name: str, each: Each) -> Each:
        path = f"each.{name}"
        if each.table is not None:
            self._known_table(each.table, f"{path}.table")
        fields: dict[str, Any] = {}
        for attribute, field in (each.__pydantic_extra__ or {}).items():
            if field is not False and field.table is not None:
                message = "The table of a list is said once: table stands beside the fields."
                raise self.fault("FP-0311", message, f"{path}.{attribute}")
            fields[attribute] = field and self._field(field, each.table, f"{path}.{attribute}")
        return Each(table=each.table, **fields)

    def _field(self, field: F, table: str | None, key_path: str) -> F:
        if field.column is not None:
            message = "column belongs to databases and CSV; in XML and JSON a field has a path."
            raise self.fault("FP-0316", message, key_path)
        if field.path is None:
            return field
        if table is not None:
            self._known_table(table, key_path)
        columns = [self._column(table or MAIN, path, key_path) for path in self._several(field.path)]
        return field.model_copy(update={"column": columns, "path": None, "table": None})

    def _several(self, paths: Paths) -> list[str | list[str]]:
        """The paths that are joined, each as its format writes it."""
        if isinstance(paths, str):
            return [paths]
        if self.xml:
            return list(paths)
        if all(isinstance(each, str) for each in paths):
            return [[step for step in paths if isinstance(step, str)]]
        return list(paths)

    def _column(self, alias: str, path: str | list[str], key_path: str) -> str:
        return f"{alias}.{self._text(path, key_path)}"

    def _text(self, path: str | list[str], key_path: str) -> str:
        """A path as a plan's column has it."""
        if not self.xml:
            return json_column([path] if isinstance(path, str) else path)
        try:
            if isinstance(path, str):
                xml_steps(path)
                return path
        except ValueError as error:
            raise self.fault("FP-0315", f"The path {path!r} cannot be read: {error}.", key_path) from None
        raise self.fault("FP-0315", "A path in XML is a text, such as Names/Name/@family.", key_path)
