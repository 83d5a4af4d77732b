"""Writes synthetic people into CSV files, in the shape that a mapping reads: one file, or several."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from adapter_core.testing.writing.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from adapter_core.testing.writing.people import PeopleBackwards, Record

REMARKS = "OUR_REMARKS"
"""A column that no mapping reads, with what makes a CSV file hard to read."""

_REMARK = 'Said: "no; not, today"\nand rang off.'


def write_file(
    path: Path,
    backwards: PeopleBackwards,
    records: Iterable[Record],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> None:
    """Write records into one CSV file, streamed.

    Args:
        path: the file; an older one is replaced once the new one is whole.
        backwards: what made the records.
        records: in the order of the file.
        encoding: in place of the mapping's; UTF-8 if neither says.
        delimiter: in place of the mapping's; a comma if neither says.

    Raises:
        OSError: if it cannot be written.
        UnicodeEncodeError: if the encoding has no room for a letter.
    """
    file_map = backwards.plan.loaded.file
    columns = backwards.plan.columns[backwards.plan.main]
    unfinished = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with unfinished.open("w", encoding=encoding or file_map.encoding or "utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter or file_map.delimiter or ",")
            writer.writerow([*columns, REMARKS])
            for number, record in enumerate(records):
                values = record.main.values
                remark = _REMARK if number % 7 == 0 else ""
                writer.writerow([*(_text(values.get(column)) for column in columns), remark])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_bundle(
    folder: Path,
    backwards: PeopleBackwards,
    records: Iterable[Record],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> None:
    """Write records into the files that a mapping names, streamed.

    Args:
        folder: where the files go.
        backwards: what made the records.
        records: in the order of the main file.
        encoding: in place of the mapping's; a file's own has the last word.
        delimiter: likewise.

    Raises:
        OSError: if they cannot be written.
        UnicodeEncodeError: if an encoding has no room for a letter.
    """
    file_map = backwards.plan.loaded.file
    tables = Tables(backwards)
    own = {each.name.casefold(): each for each in file_map.files.values()}
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers: dict[str, csv.DictWriter[str]] = {}
        for name, made in tables.made.items():
            encoded = own[name].encoding or encoding or file_map.encoding or "utf-8"
            file = stack.enter_context((folder / made.name).open("w", encoding=encoded, newline=""))
            divided = own[name].delimiter or delimiter or file_map.delimiter or ","
            writers[name] = csv.DictWriter(file, list(made.columns), restval="", delimiter=divided)
            writers[name].writeheader()
        for table in (each for batch in tables.batches(records) for each in batch):
            rows = [_texts(row) for row in table.rows]
            writers[table.name.casefold()].writerows(rows)


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    return {column: _text(value) for column, value in row.items()}


def _text(raw: object) -> str:
    return "" if raw is None else str(raw)
