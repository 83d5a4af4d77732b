"""A fictional council of a scan's shape: its tables, columns, fill rates and codes; its people are nobody.

It is what to send with a question when the real data may not leave the house. What a scan does not tell is
invented; columns of one name hold the same references.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from adapter_core.demo.invented import Inventor

if TYPE_CHECKING:
    from pathlib import Path

    Row = dict[str, object]

Scan = Mapping[str, Any]
"""A scan, as its file has it: `schema = 1`."""

MOST_ROWS = 2_000_000
"""The most rows of one table."""

_SMALL = 200
_CODE = re.compile(r"_?(?:cd|code|id|no)$")
_PLAIN_TYPE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ (),")


def write_like(folder: Path, scan: Scan, *, people: int | None, seed: int) -> Path:
    """Write a council of a scan's shape.

    Args:
        folder: where it goes; it is made if need be.
        scan: the scan's content, checked.
        people: rows of the table that the others refer to; as many as the scan says if None.
        seed: the same seed gives the same council.

    Raises:
        ValueError: the scan has no table with a column.

    Returns:
        The database, the CSV file, the folder of CSV files, or the XML or JSON file.
    """
    tables = [table for table in scan["tables"] if table.get("columns")]
    if not tables:
        raise ValueError("the scan names no column of any table")
    rows = _Maker(tables, people, Random(seed), is_tree=scan["format"] in {"xml", "json"}).rows()  # noqa: S311 - invented data
    folder.mkdir(parents=True, exist_ok=True)
    match scan["format"]:
        case "sql":
            return _write_sqlite(folder / "council.db", tables, rows)
        case "csv":
            return _write_csv(folder, tables, rows, scan)
        case "xml":
            return _write_xml(folder / "council.xml", tables, rows, scan.get("record") or "Person")
        case _:
            return _write_json(folder / "council.json", tables, rows, scan.get("records") or ())


class _Maker:
    """Makes the rows of every table, those first that others refer to."""

    def __init__(self, tables: Sequence[Scan], people: int | None, chance: Random, *, is_tree: bool) -> None:
        self.tables, self.chance, self.is_tree = tables, chance, is_tree
        self.pools: dict[str, list[object]] = {}
        self.keys: dict[str, list[object]] = {}
        main = tables[0] if is_tree else max(tables, key=self._referred)
        whole = main.get("rows") or 1
        self.scale = 1.0 if people is None else people / whole
        self.main = main["name"]

    def _referred(self, table: Scan) -> tuple[int, int]:
        """How many other tables refer to a table, by the name of its key, and its rows."""
        key = _key(table).casefold()
        others = sum(
            any(_refers(column["name"], key) for column in other["columns"])
            for other in self.tables
            if other is not table and key
        )
        return others, table.get("rows") or 0

    def rows(self) -> dict[str, list[Row]]:
        """The rows of each table by its name."""
        # The people before those tables that share their key, such as one of further details.
        waiting = sorted(self.tables, key=self._referred, reverse=True)
        made: dict[str, list[Row]] = {}
        while waiting:
            free = (table for table in waiting if self._needs(table) <= made.keys())
            table = next(free, waiting[0])
            waiting.remove(table)
            made[table["name"]] = self._table(table)
        return made

    def _needs(self, table: Scan) -> set[str]:
        """The tables that a table's columns refer to."""
        declared = {each["table"] for each in table.get("references") or ()}
        names = {column["name"] for column in table["columns"]}
        return {
            other["name"]
            for other in self.tables
            if other is not table
            and not self.is_tree
            and (
                other["name"] in declared
                or (_key(other) and any(_refers(name, _key(other).casefold()) for name in names))
            )
        }

    def _size(self, table: Scan) -> int:
        rows = table.get("rows") or 0
        is_list = rows < _SMALL and table["name"] != self.main and self._referred(table)[0] > 0
        return min(MOST_ROWS, rows if is_list or not rows else max(1, round(rows * self.scale)))

    def _table(self, table: Scan) -> list[Row]:
        size = self._size(table)
        columns = {column["name"]: self._column(table, column, size) for column in table["columns"]}
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _column(self, table: Scan, column: Scan, size: int) -> list[object]:
        filled = round((column.get("filled") or 0.0) * size)
        name, own = column["name"].casefold(), _key(table).casefold()
        pool = None if self.is_tree else self._declared(table, column) or self._pool(name)
        scale = size / (table.get("looked_at") or table.get("rows") or 1)
        codes = self._codes_of(table) if name == own and not self.is_tree else []
        if pool and not codes:
            values = self._referring(pool, column, filled, scale)
        else:
            invented = Inventor(self.chance, column).values(filled, scale)
            values = list(dict.fromkeys([*codes, *invented]))[:filled] if codes else invented
        if name == own and values:
            self.pools.setdefault(name, values)
            self.keys[table["name"]] = values
        places = set(self.chance.sample(range(size), filled))
        given = iter(values)
        return [next(given) if place in places else None for place in range(size)]

    def _declared(self, table: Scan, column: Scan) -> list[object] | None:
        """The references that a declared foreign key takes its values from."""
        for each in table.get("references") or ():
            if list(each["columns"]) == [column["name"]]:
                return self.keys.get(each["table"])
        return None

    def _codes_of(self, table: Scan) -> list[object]:
        """The codes that a list explains, such as those of LNK_TYP for LNK_TYPS, so that they join."""
        if (table.get("rows") or 0) >= _SMALL:
            return []
        found = [
            column
            for other in self.tables
            if other is not table
            for column in other["columns"]
            if column.get("codes") and _explains(table["name"], column["name"])
        ]
        return [each["value"] for each in found[0]["codes"]] if len(found) == 1 else []

    def _pool(self, name: str) -> list[object] | None:
        """The references that a column's values are taken from, if it refers to another table."""
        return next((values for key, values in self.pools.items() if _refers(name, key)), None)

    def _referring(self, pool: list[object], column: Scan, filled: int, scale: float) -> list[object]:
        if column.get("unique") and filled <= len(pool):
            return self.chance.sample(pool, filled)
        distinct = min(len(pool), max(1, round((column.get("distinct") or 1) * scale)))
        some = self.chance.sample(pool, distinct)
        # Each at least once, as the scan says, and then by chance.
        values = some[:filled] + self.chance.choices(some, k=max(0, filled - len(some)))
        self.chance.shuffle(values)
        return values


def _key(table: Scan) -> str:
    """The column that tells a table's rows apart; empty if none does."""
    key: Sequence[str] = table.get("key") or ()
    if len(key) == 1:
        return str(key[0])
    unique = [c["name"] for c in table["columns"] if c.get("unique") and (c.get("filled") or 0) > 0.99]  # noqa: PLR2004 - every row
    likely = [
        name for name in unique if name.casefold().endswith(("id", "no", "ref", "number", "code", "cd"))
    ]
    return str(likely[0]) if likely else ""


def _refers(column: str, key: str) -> bool:
    """Whether a column's name says that it holds a key: as it is called, or with a word before it."""
    name = column.casefold()
    return name == key or (len(key) > 3 and name.endswith(f"_{key}"))  # noqa: PLR2004 - "ID" says nothing


def _explains(table: str, column: str) -> bool:
    """Whether a table's name says that it is the list of a column's codes: it begins with the column's."""
    stem = _CODE.sub("", column.casefold())
    return len(stem) > 2 and table.casefold().startswith(stem)  # noqa: PLR2004 - two letters say nothing


# --- writing ------------------------------------------------------------------------------------------


def _write_sqlite(path: Path, tables: Sequence[Scan], rows: Mapping[str, list[Row]]) -> Path:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as made:
        for table in tables:
            key = [_quoted(each) for each in table.get("key") or ()]
            columns = [f"{_quoted(c['name'])} {_type(c.get('type') or '')}".strip() for c in table["columns"]]
            if key:
                columns.append(f"PRIMARY KEY ({', '.join(key)})")
            name = _quoted(table["name"])
            made.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            marks = ", ".join("?" * len(table["columns"]))
            own = (tuple(row.values()) for row in rows[table["name"]])
            made.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", own)  # noqa: S608 - names are quoted
        made.commit()
    return path


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def _type(declared: str) -> str:
    return declared if set(declared) <= _PLAIN_TYPE else "TEXT"


def _write_csv(folder: Path, tables: Sequence[Scan], rows: Mapping[str, list[Row]], scan: Scan) -> Path:
    place = folder
    for number, table in enumerate(tables, 1):
        safe = "".join(each if each.isalnum() or each in "._-" else "_" for each in table["name"]).lstrip(".")
        name = safe if safe.lower().endswith(".csv") else f"{safe or f'table{number}'}.csv"
        place = folder / name
        encoding = scan.get("encoding") or "utf-8"
        with place.open("w", encoding=encoding, errors="replace", newline="") as file:
            writer = csv.writer(file, delimiter=scan.get("delimiter") or ",")
            writer.writerow([column["name"] for column in table["columns"]])
            writer.writerows(
                ["" if each is None else each for each in row.values()] for row in rows[table["name"]]
            )
    return place if len(tables) == 1 else folder


def _records(tables: Sequence[Scan], rows: Mapping[str, list[Row]]) -> list[tuple[Row, dict[str, list[Row]]]]:
    """Each record with the rows of its repeated nodes, dealt out in turn."""
    main = rows[tables[0]["name"]] if tables else []
    dealt: list[dict[str, list[Row]]] = [{} for _ in main]
    for table in tables[1:]:
        # Without a record there is nothing that a node could stand in.
        for number, row in enumerate(rows[table["name"]] if main else ()):
            dealt[number * 7 % len(main)].setdefault(table["name"], []).append(row)
    return list(zip(main, dealt, strict=True))


def _write_json(
    path: Path, tables: Sequence[Scan], rows: Mapping[str, list[Row]], records: Sequence[str]
) -> Path:
    people: list[Any] = []
    for row, children in _records(tables, rows):
        person: dict[str, Any] = {}
        for name, value in row.items():
            _put(person, _steps(name), value)
        for name, nodes in children.items():
            _put(person, _steps(name), [_node(node) for node in nodes])
        people.append(person)
    content: Any = people
    for step in reversed(records):
        content = {step: content}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _node(row: Row) -> Any:  # noqa: ANN401 - what JSON may hold
    if set(row) == {"."}:
        return row["."]
    node: dict[str, Any] = {}
    for name, value in row.items():
        _put(node, _steps(name), value)
    return node


def _steps(name: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in name.split("/")]


def _put(node: dict[str, Any], steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        below = node.setdefault(step, {})
        if not isinstance(below, dict):
            return
        node = below
    if value is not None and steps[-1] not in node:
        node[steps[-1]] = value


def _write_xml(path: Path, tables: Sequence[Scan], rows: Mapping[str, list[Row]], record: str) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<Extract>\n')
        for row, children in _records(tables, rows):
            tree: dict[str, Any] = {}
            for name, value in row.items():
                _put(tree, name.split("/"), value)
            for name, nodes in children.items():
                _put(tree, name.split("/"), [_node(node) for node in nodes])
            file.write(_element(record, tree) + "\n")
        file.write("</Extract>\n")
    return path


def _plain(name: str) -> str:
    """A name as XML takes it."""
    safe = re.sub(r"[^\w.-]", "_", name)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else f"_{safe}"


def _element(name: str, held: Any) -> str:  # noqa: ANN401 - a value, a node, or several nodes
    if isinstance(held, list):
        return "".join(_element(name, each) for each in held)
    if not isinstance(held, dict):
        return f"<{_plain(name)}>{escape(str(held))}</{_plain(name)}>"
    tag = _plain(name)
    attributes = "".join(
        f" {_plain(key[1:])}={quoteattr(str(value))}" for key, value in held.items() if key.startswith("@")
    )
    text = escape(str(held["."])) if "." in held else ""
    inside = "".join(
        _element(key, value) for key, value in held.items() if key != "." and not key.startswith("@")
    )
    return f"<{tag}{attributes}>{text}{inside}</{tag}>"
