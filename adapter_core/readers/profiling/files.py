"""Profiles CSV files: one, or a folder of them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from adapter_core.errors import SourceUnavailable, UsageError
from adapter_core.readers.profiling.model import ColumnScan, Scan, TableScan
from adapter_core.readers.profiling.tables import TableProfiler
from adapter_core.readers.tabular import Records, TextEncoding, detect_encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import IO

DELIMITERS = (",", ";", "\t", "|")
_AT_ONCE = 5000
_LONGEST_NAME = 64
_MOST_COLUMNS = 2000


def scan_files(  # noqa: PLR0913 - what a file is, and how much of it
    path: Path,
    *,
    on: date,
    encoding: str | None = None,
    delimiter: str | None = None,
    rows: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Scan:
    """Profile a CSV file, or every `.csv` of a folder.

    Args:
        path: the file or folder.
        on: the day it is made.
        encoding: what the files were saved in; told from their first bytes, else UTF-8, if None.
        delimiter: what divides the columns; what the first line says if None.
        rows: how many rows of each file to look at; all if None.
        progress: told how many rows were read so far.

    Raises:
        SourceUnavailable: a file is gone, empty or no text (FP-0410, FP-0412, FP-0413).
        UsageError: there is none (FP-0321), or the first row is somebody's and no header (FP-0324).
    """
    files = _files(path)
    names = {file: _header(file, encoding, delimiter) for file in files}
    shared = _shared_column([header for _, _, header in names.values()])
    tables, read = [], 0
    for file, (codec, divider, header) in names.items():
        owner = header.index(shared) if len(files) > 1 and shared in header else None
        profiler = TableProfiler(file.name, [(name, "") for name in header], owner=owner)
        for chunk in _rows(file, codec, divider, len(header), rows):
            profiler.add(chunk)
            read += len(chunk)
            if progress is not None:
                progress(read)
        tables.append(profiler.told())
    codec, divider, _ = next(iter(names.values()))
    title = "" if codec.title == "utf-8" else codec.title
    return Scan(format="csv", on=on, delimiter=divider, encoding=title, tables=tuple(tables))


def files_shape(path: Path, *, encoding: str | None, delimiter: str | None) -> tuple[TableScan, ...]:
    """The columns of a file, or of every `.csv` of a folder, as the headers have them; no row is read.

    Raises:
        SourceUnavailable: as `scan_files`.
        UsageError: as `scan_files`.
    """
    return tuple(
        TableScan(
            name=file.name if path.is_dir() else "", columns=tuple(ColumnScan(name=each) for each in header)
        )
        for file in _files(path)
        for _, _, header in [_header(file, encoding, delimiter)]
    )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(each for each in path.glob("*") if each.suffix.lower() == ".csv")
    if not files:
        raise UsageError("FP-0321", "The folder holds no .csv file.", where=path.name)
    return files


def _shared_column(headers: list[list[str]]) -> str:
    """The column that most files have: by it their rows belong to people."""
    every = [name for header in headers for name in dict.fromkeys(header)]
    return max(every, key=every.count, default="")


def _header(path: Path, declared: str | None, delimiter: str | None) -> tuple[TextEncoding, str, list[str]]:
    with closing(_open(path)) as file:
        head = file.read(4)
        if not head:
            raise SourceUnavailable("FP-0413", "The file is empty.", where=path.name)
        encoding = detect_encoding(head, declared, where=path.name)
        found: dict[str, list[str]] = {}
        for divider in [delimiter] if delimiter else DELIMITERS:
            first = next(iter(Records(file, encoding, divider, where=path.name)), None)
            if first is not None and not first.fault:
                found[divider] = [cell.strip() for cell in first.fields]
    if not found:
        raise SourceUnavailable("FP-0412", "The first line cannot be read as text.", where=path.name)
    divider = max(found, key=lambda each: len(found[each]))
    header = found[divider]
    if not _is_header(header):
        raise UsageError("FP-0324", "The first row does not look like the names of columns.", where=path.name)
    return encoding, divider, [name or f"(column {n})" for n, name in enumerate(header, 1)]


def _is_header(cells: list[str]) -> bool:
    """Whether a first row names columns: a row of somebody's values must not be taken for names."""
    told = [cell for cell in cells if cell]
    if not told or len(cells) > _MOST_COLUMNS or len({cell.casefold() for cell in told}) != len(told):
        return False
    if any(len(cell) > _LONGEST_NAME for cell in told):
        return False
    return not any(cell[0].isdigit() or sum(map(str.isdigit, cell)) > len(cell) / 2 for cell in told)


def _rows(
    path: Path, encoding: TextEncoding, delimiter: str, width: int, most: int | None
) -> Iterator[list[list[str]]]:
    """Rows that can be read, some at a time; broken ones are left out."""
    chunk: list[list[str]] = []
    seen = 0
    with closing(_open(path)) as file:
        records = iter(Records(file, encoding, delimiter, where=path.name, width=width))
        next(records, None)
        for record in records:
            if record.fault:
                continue
            chunk.append(record.fields)
            seen += 1
            if len(chunk) == _AT_ONCE:
                yield chunk
                chunk = []
            if seen == most:
                break
    yield chunk


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise SourceUnavailable(
            "FP-0410", f"The file cannot be opened: {error.strerror}.", where=path.name
        ) from None
