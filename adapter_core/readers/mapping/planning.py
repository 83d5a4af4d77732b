"""Checks what the keys of a mapping say about each other, and lays out what has to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.fields import FieldSpec, Kind
from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.readers.mapping.choosing import check_codes, choose_settings
from adapter_core.readers.mapping.loading import LoadedMapping, nearest
from adapter_core.readers.mapping.model import Each, FieldMap, Not, Same, Setting, Where
from adapter_core.readers.mapping.plan import FLAT, Plan, PlannedField, PlannedList
from adapter_core.readers.mapping.problems import Faults
from adapter_core.readers.mapping.transforms import kind_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from adapter_core.errors import MappingError


def make_plan(
    loaded: LoadedMapping,
    settings: Mapping[str, str | Sequence[str]],
    transforms: Mapping[str, Callable[[Any], Any]],
) -> Plan:
    """Check a mapping against itself, the canonical fields and the council's settings.

    Raises:
        MappingError: naming file, line and key path of the fault; of several fields, all their faults.
    """
    chosen, unset = choose_settings(loaded, settings)
    return _Planner(loaded, chosen, unset, transforms).plan()


class _Planner:
    def __init__(
        self,
        loaded: LoadedMapping,
        settings: dict[str, tuple[str, ...]],
        unset: frozenset[str],
        transforms: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        self.loaded = loaded
        self.file = loaded.file
        self.settings = settings
        self.unset = unset
        self.transforms = transforms
        self.columns: dict[str, list[str]] = {}
        self.faults = Faults()

    def plan(self) -> Plan:
        self._check_tables()
        main = self._main()
        person = self._person(main)
        lists = self._lists(main)
        extra = self._extra(main)
        self.faults.tell()
        for root in self.columns:
            self._also_read(root)
        check_codes(self.loaded)
        columns = {root: tuple(columns) for root, columns in self.columns.items()}
        return Plan(self.loaded, main, person, lists, extra, columns, self.settings, self.unset)

    def fault(self, code: str, message: str, path: str) -> MappingError:
        return self.loaded.error(code, message if message.endswith("?") else f"{message}.", path)

    # --- tables ---

    def _check_tables(self) -> None:
        for alias, table in self.file.tables.items():
            path = f"tables.{alias}"
            for column, condition in table.where.items():
                if "." in column:
                    self._known_table(column.partition(".")[0], f"{path}.where")
                if isinstance(condition, list) and not condition:
                    message = f"No row of {alias} would be read: {column} is an empty list"
                    raise self.fault("FP-0317", message, f"{path}.where")
                if isinstance(condition, Same):
                    self._check_same(condition, f"{path}.where")
                for setting in _settings_of(condition):
                    self._known_setting(setting, f"{path}.where")
            for left in table.join or {}:
                if "." not in left:
                    raise self.fault(
                        "FP-0311", f"join needs table.COLUMN on its left, not {left!r}", f"{path}.join"
                    )
                self._known_table(left.partition(".")[0], f"{path}.join")
            self._root(alias)
            if table.newest is not None and not table.person:
                message = "newest chooses among a person's rows: it stands in the table that has person"
                raise self.fault("FP-0307", message, f"{path}.newest")

    def _check_same(self, condition: Same, path: str) -> None:
        if self.file.format != "sql":
            raise self.fault("FP-0316", "same compares columns of a database", path)
        if "." not in condition.same:
            raise self.fault("FP-0311", f"same needs table.COLUMN, not {condition.same!r}", path)
        self._known_table(condition.same.partition(".")[0], path)

    def _known_table(self, alias: str, path: str) -> None:
        if alias not in self.file.tables:
            message = f"There is no table {alias!r} in the mapping{nearest(alias, self.file.tables)}"
            raise self.fault("FP-0311", message, path)

    def _known_setting(self, name: str, path: str) -> None:
        if name not in self.file.settings:
            message = f"There is no [settings.{name}] in the mapping{nearest(name, self.file.settings)}"
            raise self.fault("FP-0312", message, path)

    def _root(self, alias: str) -> str:
        """The table that a joined table's columns are read with, by way of other joins if need be."""
        seen = [alias]
        while join := self.file.tables[alias].join:
            alias = next(iter(join)).partition(".")[0]
            if alias in seen:
                raise self.fault(
                    "FP-0311",
                    f"Tables join each other in a circle: {', '.join(seen)}",
                    f"tables.{alias}.join",
                )
            seen.append(alias)
        return alias

    def _left_out(self, root: str) -> bool:
        """Whether a table depends on a council setting that is not set."""
        aliases = [alias for alias in self.file.tables if self._root(alias) == root]
        return any(
            setting in self.unset
            for alias in aliases
            for condition in self.file.tables[alias].where.values()
            if not isinstance(condition, Not)
            for setting in _settings_of(condition)
        )

    def _main(self) -> str:
        ref = self.file.fields_of_person().get("ref")
        if ref is None or len(ref.columns) != 1:
            raise self.fault(
                "FP-0313", "The mapping does not say which column is the person's reference", "person.ref"
            )
        if not self.file.tables:
            return FLAT
        alias = ref.columns[0].partition(".")[0]
        self._known_table(alias, "person.ref")
        table = self.file.tables[alias]
        if table.key is None or table.person or table.join:
            message = f"The person's own table needs a key, and neither person nor join: {alias!r}"
            raise self.fault("FP-0313", message, f"tables.{alias}")
        return alias

    def _also_read(self, root: str) -> None:
        """Add the columns that choosing among rows needs."""
        if root == FLAT:
            return
        table = self.file.tables[root]
        wanted: list[str] = []
        if table.current:
            wanted += [each for each in (table.current.start, table.current.end) if each]
        for pick in table.pick:
            wanted += [*(pick.prefer or {}), *(each for each in (pick.latest, pick.earliest) if each)]
        if table.newest:
            wanted.append(table.newest)
        for column in wanted:
            self._read(root, column if "." in column else f"{root}.{column}")

    def _read(self, root: str, column: str) -> None:
        columns = self.columns.setdefault(root, [])
        if not columns and root != FLAT:
            table = self.file.tables[root]
            columns.append(f"{root}.{table.person or table.key}")
        if column not in columns:
            columns.append(column)

    def _read_field(self, field: PlannedField) -> None:
        for column in field.source.columns:
            self._read(field.root, column)

    # --- fields ---

    def _person(self, main: str) -> dict[str, PlannedField]:
        planned: dict[str, PlannedField] = {}
        names = [name for name, spec in FIELDS.items() if spec.group is None]
        for name, source in self.file.fields_of_person().items():
            path = f"person.{name}"
            with self.faults.noted():
                if name not in names:
                    hint = f": it is a list, [each.{name}]" if name in LISTS else nearest(name, names)
                    raise self.fault("FP-0306", f"A person has no field {name!r}{hint}", path)
                if field := self._single(FIELDS[name], source, main, path):
                    planned[name] = field
        return planned

    def _extra(self, main: str) -> dict[str, dict[str, PlannedField | None]]:
        planned: dict[str, dict[str, PlannedField | None]] = {}
        for system, fields in self.file.extras().items():
            for name, source in fields.items():
                path = f"extra.{system}.{name}"
                transform = self.transforms.get(source.transform or "")
                kind = kind_given(transform) if transform else Kind.TEXT
                spec = FieldSpec(path, kind, "A field that only one system has.")
                with self.faults.noted():
                    planned.setdefault(system, {})[name] = self._single(spec, source, main, path)
        return planned

    def _single(self, spec: FieldSpec, source: FieldMap, main: str, path: str) -> PlannedField | None:
        """Plan a field of one value; None if it depends on a council setting that is not set."""
        root = self._root_of(source, path) if source.columns else main
        field = self._field(spec, source, root, path)
        if root != main and self._left_out(root):
            return None
        self._read_field(field)
        return field

    def _lists(self, main: str) -> dict[str, PlannedList]:
        planned: dict[str, PlannedList] = {}
        for name, each in self.file.lists().items():
            with self.faults.noted():
                if found := self._list(name, each, main):
                    planned[name] = found
        return planned

    def _list(self, name: str, each: Each, main: str) -> PlannedList | None:
        path = f"each.{name}"
        if name not in LISTS:
            raise self.fault("FP-0306", f"A person has no list {name!r}{nearest(name, LISTS)}", path)
        root = None if each.table is None else self._root_of_list(each.table, main, path)
        fields = self._fields_of_list(name, each, root or main)
        if root is not None:
            if self._left_out(root):
                return None
            self._read(root, f"{root}.{self.file.tables[root].person}")
        for field in fields.values():
            self._read_field(field)
        return PlannedList(name, root, fields)

    def _root_of_list(self, table: str, main: str, path: str) -> str:
        self._known_table(table, f"{path}.table")
        root = self._root(table)
        if root == main or self.file.tables[root].person is None:
            message = f"The table of a list needs person, the column with the person's key: {root!r}"
            raise self.fault("FP-0313", message, f"tables.{root}")
        return root

    def _fields_of_list(self, name: str, each: Each, rows: str) -> dict[str, PlannedField]:
        names = [spec.name for spec in FIELDS.values() if spec.group == name]
        fields: dict[str, PlannedField] = {}
        for field, source in each.fields.items():
            path = f"each.{name}.{field}"
            with self.faults.noted():
                if field not in names:
                    hint = nearest(field, names)
                    raise self.fault("FP-0306", f"An item of {name!r} has no field {field!r}{hint}", path)
                own = self._root_of(source, path) if source.columns else rows
                if own != rows:
                    column = source.columns[0]
                    message = f"{column!r} does not belong to the rows of {rows!r}: join its table"
                    raise self.fault("FP-0311", message, path)
                fields[field] = self._field(FIELDS[f"{name}.{field}"], source, own, path)
        return fields

    def _root_of(self, source: FieldMap, path: str) -> str:
        if not self.file.tables:
            return FLAT
        roots = set()
        for column in source.columns:
            alias, dot, _ = column.partition(".")
            if not dot:
                raise self.fault("FP-0311", f"A column is written table.COLUMN here, not {column!r}", path)
            self._known_table(alias, path)
            roots.add(self._root(alias))
        if len(roots) > 1:
            raise self.fault(
                "FP-0311", "The columns of one field must come from one row: join their tables", path
            )
        return roots.pop()

    def _field(self, spec: FieldSpec, source: FieldMap, root: str, path: str) -> PlannedField:
        if source.transform is not None and source.transform not in self.transforms:
            message = (
                f"There is no transform {source.transform!r}{nearest(source.transform, self.transforms)}"
            )
            raise self.fault("FP-0309", message, path)
        if (source.codes or source.otherwise) and spec.kind is not Kind.CODE:
            raise self.fault(
                "FP-0310", f"{spec.path} is no coded field, so it takes neither codes nor otherwise", path
            )
        if (source.yes is not None) and spec.kind is not Kind.FLAG:
            raise self.fault(
                "FP-0310", f"{spec.path} is no yes-or-no field, so it takes neither yes nor no", path
            )
        if len(source.columns) > 1 and spec.kind is not Kind.TEXT:
            raise self.fault("FP-0307", "Only a text may be joined from several columns", path)
        if source.otherwise is not None and source.codes is None:
            raise self.fault("FP-0310", "otherwise needs codes: the codes beside which it stands", path)
        for listed in (source.yes, source.no):
            for setting in _settings_of(listed):
                self._known_setting(setting, path)
        return PlannedField(spec, source, root, path)


def _settings_of(condition: Where | list[str] | None) -> Iterable[str]:
    if isinstance(condition, Not):
        condition = condition.not_
    return (condition.setting,) if isinstance(condition, Setting) else ()
