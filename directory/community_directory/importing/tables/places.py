"""Locations and organisations out of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import Address, Location, Organisation
from community_directory.importing.tables.cells import degrees, key, parts, reader
from community_directory.normalising import phones_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from community_directory.importing.tables.model import CellMap, LocationMap, OrganisationMap

Cells = dict[str, "Callable[[Sequence[str]], str]"]
"""Field to the function that gives its text."""


def readers(part: object, fields: Sequence[str], places: Mapping[str, int]) -> Cells:
    """The functions of a part's fields that the mapping has."""
    made = {name: reader(getattr(part, name), places) for name in fields}
    return {name: read for name, read in made.items() if read is not None}


def text(cells: Cells, name: str, row: Sequence[str]) -> str:
    """A field's text; empty where the mapping does not have it."""
    read = cells.get(name)
    return read(row) if read else ""


def split_of(part: object, name: str) -> str | None:
    """What divides a field's values."""
    cell: CellMap | None = getattr(part, name)
    return cell.split if cell else None


class Organisations:
    """Makes organisations of rows."""

    _FIELDS = (
        "id",
        "name",
        "description",
        "url",
        "email",
        "phone",
        "charity_number",
        "company_number",
        "alternate_names",
    )

    def __init__(self, part: OrganisationMap, places: Mapping[str, int]) -> None:
        self._part = part
        self._cells = readers(part, self._FIELDS, places)

    def id_of(self, row: Sequence[str]) -> str:
        """What tells it apart; empty where it has neither id nor name."""
        return text(self._cells, "id", row) or key(text(self._cells, "name", row))

    def of(self, row: Sequence[str]) -> Organisation | None:
        """The organisation of a row; None where it has no name."""
        get = self._cells
        name, id_ = text(get, "name", row), self.id_of(row)
        if not (name and id_):
            return None
        numbers = {
            "charity": text(get, "charity_number", row),
            "company": text(get, "company_number", row),
        }
        phone = text(get, "phone", row)
        return Organisation(
            id_,
            name,
            text(get, "description", row),
            text(get, "url", row),
            text(get, "email", row),
            tuple(each.number for each in phones_in(phone)) if phone else (),
            {scheme: number for scheme, number in numbers.items() if number},
            parts(text(get, "alternate_names", row), split_of(self._part, "alternate_names")),
        )


class Locations:
    """Makes locations of rows."""

    _FIELDS = (
        "id",
        "name",
        "description",
        "address",
        "line_1",
        "line_2",
        "city",
        "region",
        "postcode",
        "latitude",
        "longitude",
        "accessibility",
    )

    def __init__(self, part: LocationMap, places: Mapping[str, int]) -> None:
        self._part = part
        self._cells = readers(part, self._FIELDS, places)

    def of(self, row: Sequence[str], *, by_name: bool = False) -> Location | None:
        """The location of a row; None where it says of no place.

        Args:
            row: the row.
            by_name: whether services refer to it by its name, not its address.
        """
        get = self._cells
        address = self._address(row)
        name = text(get, "name", row)
        by_address = (
            key(address.line_1, address.line_2, address.city, address.original_postcode) if address else ""
        )
        id_ = text(get, "id", row) or (key(name) if by_name or not address else by_address)
        if not id_:
            return None
        return Location(
            id_,
            name,
            description=text(get, "description", row),
            address=address,
            latitude=degrees(text(get, "latitude", row), 90),
            longitude=degrees(text(get, "longitude", row), 180),
            accessibility=parts(text(get, "accessibility", row), split_of(self._part, "accessibility")),
        )

    def _address(self, row: Sequence[str]) -> Address | None:
        get = self._cells
        first, second = text(get, "line_1", row), text(get, "line_2", row)
        if whole := text(get, "address", row):
            first, second = _lines(whole)
        city, region = text(get, "city", row), text(get, "region", row)
        postcode = text(get, "postcode", row)
        if not any((first, second, city, region, postcode)):
            return None
        return Address(first, second, city, region, postcode, postcode)


def _lines(whole: str) -> tuple[str, str]:
    """A whole address in two lines: a number alone belongs to what follows it."""
    lines = list(parts(" ".join(whole.replace("\n", ",").split()), ","))
    if len(lines) > 1 and not any(map(str.isalpha, lines[0])):
        lines[:2] = [f"{lines[0]} {lines[1]}"]
    return (lines[0] if lines else "", ", ".join(lines[1:]))
