"""Reads postcode lists: Code-Point Open without headings, or ONS and other files by their headings.

A file is read row by row, whatever its size. Only ASCII counts in it, so that no encoding has to be known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from adapter_core.domain.values import normalise_postcode, postcode_district
from adapter_core.errors import SourceUnavailable
from adapter_core.hooks.ports import Reject
from community_directory.places.grids import BRITISH, IRISH, Grid, grid_of
from community_directory.places.points import Point

NO_POSTCODE, OFF_THE_GRID = "FP-0877", "FP-0878"

POSITIONS: Mapping[str, int] = {"postcode": 0, "quality": 1, "easting": 2, "northing": 3}
"""Columns of Code-Point Open, which has no headings; counted from 0."""

WIDTH = 10
"""How many columns it has."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "postcode": ("pcds", "pcd8", "pcd2", "pcd7", "pcd", "postcode", "post code", "pc"),
    "easting": ("oseast1m", "east1m", "easting", "eastings", "ea", "x"),
    "northing": ("osnrth1m", "north1m", "northing", "northings", "no", "y"),
    "latitude": ("lat", "latitude"),
    "longitude": ("long", "longitude", "lon", "lng"),
    "ended": ("doterm", "date of termination", "terminated"),
    "quality": ("osgrdind", "gridind", "positional quality indicator", "pq", "pqi"),
}
"""Headings by which a column is known, the best first, whatever the case and the signs between words."""

_NO_PLACE = frozenset({"9", "90", "99"})
"""Positional quality of a postcode whose place nobody knows: 9 in the ONS's files, 90 in Code-Point."""
_LATITUDES, _LONGITUDES = (49.0, 61.5), (-9.5, 2.5)
"""Whole degrees around the United Kingdom. The ONS writes 99.999999, 0 for a postcode without a place."""
_FIRST_ROWS = 20
"""How many rows must go by without a postcode before a file is taken for something else."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode of a list.

    Attributes:
        point: None where the list does not say where it is.
        ended: whether it is in use no more; people remember it all the same.
        grid: the grid that its eastings and northings were on; None where latitude and longitude were read.
    """

    postcode: str
    district: str
    point: Point | None
    ended: bool = False
    grid: Grid | None = None


def read_postcodes(path: Path, *, where: str) -> Iterator[Postcode | Reject]:
    """Read a list, row by row.

    Args:
        path: a CSV file.
        where: names the file in errors.

    Yields:
        Postcodes; and rejects by row: one without a postcode was left out (FP-0877), one whose place is off
        its grid is without a place (FP-0878), and is told of after the postcode itself.

    Raises:
        SourceUnavailable: the file cannot be opened (FP-0875), or is no postcode list (FP-0876).
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from _read(file, where)
    except OSError as error:
        raise SourceUnavailable(
            "FP-0875", f"The file cannot be opened: {error.strerror}.", where=where
        ) from None
    except csv.Error:
        raise SourceUnavailable("FP-0876", "The file is not a CSV table.", where=where) from None


def _read(file: Iterator[str], where: str) -> Iterator[Postcode | Reject]:
    rows = csv.reader(file)
    first = next(rows, None)
    if first is None:
        raise SourceUnavailable("FP-0876", "The file is empty.", where=where)
    columns = _by_headings(first)
    if columns is None:
        if len(first) != WIDTH or postcode_district(first[0]) is None:
            raise SourceUnavailable("FP-0876", _no_list(first), where=where)
        columns = POSITIONS
        yield from _row(first, columns, 1)
    read = 0
    for row in rows:
        if not row:
            continue
        for each in _row(row, columns, rows.line_num):
            read += each.__class__ is Postcode
            yield each
        if not read and rows.line_num > _FIRST_ROWS:
            message = f"None of the first {_FIRST_ROWS} rows has a postcode."
            raise SourceUnavailable("FP-0876", message, where=where)


def _no_list(first: Sequence[str]) -> str:
    head = ",".join(first).lstrip()
    if head.startswith("<"):
        return "The file is a web page, not a postcode list."
    if head.startswith("PK\x03\x04"):
        return "The file is a zip file or an Excel workbook: unpack it, and give the CSV files in it."
    return f"The file has no heading for a postcode, nor the {WIDTH} columns of Code-Point Open."


def _by_headings(first: Sequence[str]) -> Mapping[str, int] | None:
    """Where the columns are; None where the first row is none of headings."""
    plain = [" ".join("".join(c if c.isalnum() else " " for c in each).casefold().split()) for each in first]
    found = {}
    for column, names in HEADINGS.items():
        at = next((plain.index(name) for name in names if name in plain), None)
        if at is not None:
            found[column] = at
    on_grid = "easting" in found and "northing" in found
    on_globe = "latitude" in found and "longitude" in found
    return found if "postcode" in found and (on_grid or on_globe) else None


def _row(row: Sequence[str], columns: Mapping[str, int], line: int) -> Iterator[Postcode | Reject]:
    def cell(column: str) -> str:
        at = columns.get(column, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    written = cell("postcode")
    district = postcode_district(written)
    if district is None:
        yield Reject(f"row {line}", NO_POSTCODE)
        return
    code, ended = normalise_postcode(written), bool(cell("ended"))
    point = _on_globe(cell("latitude"), cell("longitude"))
    if point is not None:
        yield Postcode(code, district, point, ended)
        return
    easting, northing = _metres(cell("easting")), _metres(cell("northing"))
    grid = grid_of(code)
    if grid is None or cell("quality") in _NO_PLACE or (not easting and not northing):
        yield Postcode(code, district, None, ended)
    elif easting is not None and northing is not None and grid.holds(easting, northing):
        yield Postcode(code, district, grid.point(easting, northing), ended, grid)
    else:
        yield Postcode(code, district, None, ended)
        yield Reject(f"row {line}", OFF_THE_GRID)


def _metres(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _on_globe(latitude: str, longitude: str) -> Point | None:
    north, along = _metres(latitude), _metres(longitude)
    if north is None or along is None:
        return None
    (south_end, north_end), (west_end, east_end) = _LATITUDES, _LONGITUDES
    return Point(north, along) if south_end < north < north_end and west_end < along < east_end else None


__all__ = ["BRITISH", "HEADINGS", "IRISH", "Postcode", "read_postcodes"]
