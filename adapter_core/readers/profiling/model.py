"""What a scan holds, and its file: JSON with `schema = 1`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapter_core.errors import UsageError

LEAST = 10
"""What fewer people or rows than this share is not told."""

LARGEST_SCAN = 64 * 1024 * 1024
"""Bytes of a scan's file; what is larger is none."""

_FIGURES = 100
Text = Annotated[str, Field(max_length=400)]
Part = Annotated[float, Field(ge=0, le=1)]


def rounded(number: int) -> int:
    """A number to two figures, so that nobody can count one person up or down; small ones become 10."""
    if number == 0:
        return 0
    step = 1
    while number // step >= _FIGURES:
        step *= 10
    return max(LEAST, round(number / step) * step)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Share(_Part):
    """A code, a shape or a word for nothing, and the part of the filled values that it makes up (0 to 1)."""

    value: Text
    share: Part


class Reference(_Part):
    """A foreign key that the database declares."""

    columns: tuple[Text, ...]
    table: Text
    to: tuple[Text, ...]


class ColumnScan(_Part):
    """One column, or one path of a tree.

    Attributes:
        name: as the source spells it; a path in a tree, `Names/Name/@family` or `gp/code`.
        type: as the database declares it; empty in files.
        kind: what its values are; `""` where they were not looked at.
        filled: part of the rows with a value, 0 to 1; None where it was not looked at.
        distinct: how many different values, rounded; None where it was not looked at.
        unique: whether every value stands once.
        lengths: shortest and longest in characters, rare ones left out.
        years: earliest and latest year, rare ones and days that stand for none left out.
        shapes: the shapes of the values: `9` a digit, `A` a letter, `*` any more of the same.
        codes: the frequent values, where the column holds codes and nothing that could be anybody's.
        placeholders: words for "nothing" that were met, such as `UNKNOWN` or `01/01/1753`.
        common_day: where one day stands in a fifth of the rows or more, its year and the part of the rows:
            the day itself is not told.
    """

    name: Text
    type: Text = ""
    kind: Literal["", "empty", "text", "number", "date", "flag", "mixed"] = ""
    filled: Part | None = None
    distinct: Annotated[int, Field(ge=0)] | None = None
    unique: bool = False
    lengths: tuple[int, int] | None = None
    years: tuple[int, int] | None = None
    shapes: tuple[Share, ...] = ()
    codes: tuple[Share, ...] = ()
    placeholders: tuple[Share, ...] = ()
    common_day: Share | None = None


class TableScan(_Part):
    """A table, a file, or a repeated node of a tree.

    Attributes:
        name: as the source spells it; of a node its path from the record, `""` for the record itself.
        rows: how many, rounded; None where it was not looked at.
        looked_at: how many rows the figures are from, where these are not all.
        key: columns of the declared primary key.
        references: declared foreign keys.
        left_out: how many columns are not named because they are seen in too few records.
    """

    name: Text
    rows: Annotated[int, Field(ge=0)] | None = None
    looked_at: int | None = None
    key: tuple[Text, ...] = ()
    references: tuple[Reference, ...] = ()
    columns: tuple[ColumnScan, ...] = ()
    left_out: int = 0

    def column(self, name: str) -> ColumnScan | None:
        """A column by its name, whatever the case."""
        return next((each for each in self.columns if each.name.casefold() == name.casefold()), None)


class Scan(_Part):
    """A source's profile.

    Attributes:
        format: what a mapping for it has as `format`.
        dialect: the kind of database.
        record: in XML, the element of one person.
        records: in JSON, the steps to the list of people.
        delimiter: of CSV files.
        encoding: of CSV files.
        on: the day it was made.
        rows_read: whether rows were looked at; else it is a catalogue of names alone.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    kind: Literal["scan"] = "scan"
    format: Literal["sql", "csv", "xml", "json"]
    dialect: Text = ""
    record: Text = ""
    records: tuple[Text, ...] = ()
    delimiter: Text = ""
    encoding: Text = ""
    on: date
    rows_read: bool = True
    tables: tuple[TableScan, ...]

    def table(self, name: str) -> TableScan | None:
        """A table by its name, whatever the case."""
        return next((each for each in self.tables if each.name.casefold() == name.casefold()), None)

    def as_json(self) -> dict[str, Any]:
        """The scan as plain JSON types; what was not looked at is left out."""
        whole = self.model_dump(mode="json", by_alias=True)
        head = {key: value for key, value in whole.items() if key != "tables" and value not in ("", [], None)}
        return {**head, "tables": [_short(table) for table in whole["tables"]]}


def _short(table: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in table.items() if value not in ([], None)}
    if not table["left_out"]:
        del kept["left_out"]
    kept["columns"] = [
        {key: value for key, value in column.items() if value not in ("", [], None, False) or value == 0.0}
        for column in table["columns"]
    ]
    for column in kept["columns"]:
        if not column.get("unique"):
            column.pop("unique", None)
    return kept


def read_scan(path: Path) -> Scan:
    """Read the file of a scan.

    Raises:
        UsageError: it cannot be read, or is no scan (FP-0320).
    """
    try:
        if path.stat().st_size > LARGEST_SCAN:
            raise UsageError("FP-0320", "The file is too large for a scan.", where=path.name)
        content = json.loads(path.read_text(encoding="utf-8"))
        return Scan.model_validate(content)
    except OSError as error:
        raise UsageError("FP-0320", f"The scan cannot be read: {error.strerror}.", where=path.name) from None
    except (ValidationError, ValueError, RecursionError):
        raise UsageError("FP-0320", "The file is no scan of this version.", where=path.name) from None
