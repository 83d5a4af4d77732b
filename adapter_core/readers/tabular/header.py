"""The first record of a CSV file, compared with the columns that a mapping names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from adapter_core.errors import MappingError, SourceUnavailable, did_you_mean
from adapter_core.readers.tabular.records import Records
from adapter_core.readers.tabular.runs import NOT_TEXT, Record

MOST_COMPARED = 1000
"""How many of a file's columns are held against a name that is not there."""

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a mapping reads.

    Attributes:
        column: its name.
        where: file, line and key path of the mapping.
    """

    column: str
    where: str


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a mapping stand in a file.

    Attributes:
        width: how many columns the file has.
        places: place of each column that is wanted, in order; empty if there are problems.
        end: position of the first byte after the header.
        next_line: number of the line there.
        problems: what keeps the mapping from reading the file.
    """

    width: int
    places: tuple[int, ...]
    end: int
    next_line: int
    problems: tuple[MappingError, ...]


def read_header(
    records_by: Callable[[str], Records], wanted: Sequence[Wanted], delimiter: str, where: str
) -> Header:
    """Read a file's first record and look for the columns of a mapping.

    Args:
        records_by: gives the file's records, from the first on, divided by a delimiter.
        wanted: the columns that the mapping reads.
        delimiter: what the mapping or the config says.
        where: names the file in errors.

    Raises:
        SourceUnavailable: there is none (FP-0413), or it is no text (FP-0412).
    """
    records = records_by(delimiter)
    first = next(iter(records), None)
    if first is None:
        raise SourceUnavailable("FP-0413", "The file is empty.", where=where)
    if first.fault == NOT_TEXT:
        message = f"Line {first.line} holds bytes that are no {records.encoding.title} text."
        raise SourceUnavailable("FP-0412", message, where=where)
    columns = _names(first)
    other = _other_delimiter(columns, {each.column for each in wanted}, delimiter, records_by)
    if other is not None:
        said = DELIMITERS.get(delimiter, repr(delimiter))
        message = f"The columns are divided by {DELIMITERS[other]}, not by {said}."
        shown = "\\t" if other == "\t" else other
        problem = MappingError(
            "FP-0414", message, where=where, remedy=f'Set delimiter = "{shown}" for this file.'
        )
        return Header(len(columns), (), records.position, records.line, (problem,))
    problems = tuple(_problems(columns, wanted, where))
    places = () if problems else tuple(columns.index(each.column) for each in wanted)
    return Header(len(columns), places, records.position, records.line, problems)


def _names(header: Record) -> list[str]:
    return [name.strip() for name in header.fields]


def _plain(name: str) -> str:
    """A column's name without case and signs."""
    return "".join(filter(str.isalnum, name)).casefold()


def _problems(columns: list[str], wanted: Sequence[Wanted], where: str) -> Iterator[MappingError]:
    times = Counter(columns)
    by_plain = {_plain(column): column for column in columns}
    # Without a header, the first row is somebody's: nothing of it is shown but names that the mapping has.
    is_header = any(times[each.column] for each in wanted)
    for each in wanted:
        name, key = each.column, f"{where}; {each.where}"
        if not times[name]:
            near = by_plain.get(_plain(name))
            hint = f' Did you mean "{near}"?' if near else ""
            if is_header:
                hint = hint or did_you_mean(name, filter(None, columns[:MOST_COMPARED]))
            yield MappingError("FP-0301", f'The file has no column "{name}".{hint}', where=key)
        elif times[name] > 1:
            message = (
                f'The file has {times[name]} columns called "{name}", so that nobody can tell which is meant.'
            )
            yield MappingError("FP-0415", message, where=key)


def _other_delimiter(
    columns: list[str], wanted: set[str], delimiter: str, records_by: Callable[[str], Records]
) -> str | None:
    """The delimiter by which the header falls into more columns that the mapping knows, if any."""
    most, best = len(wanted.intersection(columns)), None
    if most < len(wanted):
        for other in DELIMITERS:
            first = next(iter(records_by(other)), None)
            known = len(wanted.intersection(_names(first))) if first else 0
            if other != delimiter and known > most:
                most, best = known, other
    return best
