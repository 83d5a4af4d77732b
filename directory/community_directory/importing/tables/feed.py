"""A CSV file, a folder of them or a workbook as a directory's feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.directory import ServiceAtLocation
from adapter_core.domain.directory.incoming import Incoming
from adapter_core.errors import MappingError, SourceUnavailable
from adapter_core.hooks.ports import Reject
from adapter_core.readers.tabular.file import FileFormat
from adapter_core.readers.tabular.header import Wanted
from community_directory.importing.tables.cells import key
from community_directory.importing.tables.contacts import Contacts
from community_directory.importing.tables.model import CellMap, FileMap
from community_directory.importing.tables.places import Locations, Organisations
from community_directory.importing.tables.services import Services
from community_directory.importing.tables.sheets import Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from community_directory.importing.tables.loading import LoadedTables

NO_NAME = "FP-0850"


class TableFeed:
    """Services of tables; serves the port `DirectoryFeed`.

    With files of their own, organisations and locations are told first, and services refer to them: what a
    service names and no file tells is for the import to report. In one table, an organisation or a place that
    several rows name is told once, as the first of them has it.
    """

    all_or_nothing = True
    """A file that cannot be read to its end is not half taken in."""

    def __init__(self, path: Path, loaded: LoadedTables, *, source: str) -> None:
        """Look at the mapping; no file is opened before `incoming`.

        Args:
            path: the file; the folder of files, where the mapping has `files` with names.
            loaded: the mapping.
            source: name of the feed, for errors.
        """
        self._path, self._loaded, self._source = path, loaded, source
        self._file = loaded.file
        self._told: set[tuple[str, str]] = set()
        self._complete = False

    @property
    def complete(self) -> bool:
        """Whether every file was read to its end, and every row of services could be: see `DirectoryFeed`."""
        return self._complete

    def incoming(self) -> Iterator[Incoming | Reject]:
        """Stream what the files hold; see `DirectoryFeed`.

        A row that cannot be used is a `Reject` as `row N`, N being its line in its file: FP-0510 broken,
        FP-0512 not text, FP-0850 no name. What of a row cannot be read is a `Reject` beside it.

        Raises:
            SourceUnavailable: a file cannot be read; see `sheets.Table.rows`.
            MappingError: the mapping does not fit the files.
        """
        self._told.clear()
        self._complete = False
        whole = True
        if "organisations" in self._file.files:
            yield from self._organisations()
        if "locations" in self._file.files:
            yield from self._locations()
        for each in self._services():
            # A broken row may be any service: nobody knows then which are gone.
            whole = whole and not (isinstance(each, Reject) and each.anonymous)
            yield each
        self._complete = whole

    # --- tables -------------------------------------------------------------------------------------

    def _table(self, name: str, models: Mapping[str, BaseModel]) -> Table:
        """One of the tables, and the columns that a mapping's parts want of it."""
        wanted: dict[str, Wanted] = {}
        for part, model in models.items():
            for field in type(model).model_fields:
                cell = getattr(model, field)
                for column in cell.columns if isinstance(cell, CellMap) else ():
                    wanted.setdefault(column, Wanted(column, self._loaded.where(f"{part}.{field}")))
        one = self._file.files.get(name, FileMap())  # type: ignore[call-overload]
        path = self._path / one.name if one.name else self._path
        where = f"feed {self._source}: {path.name}"
        if path.is_dir():
            message = "The path is a folder, and the mapping reads a single file."
            raise MappingError("FP-0422", message, where=where)
        if not path.is_file():
            raise SourceUnavailable("FP-0410", "The file is not there.", where=where)
        sheet = one.sheet or self._file.sheet
        key_path = f"files.{name}.sheet" if one.sheet else "sheet"
        form = None
        if self._file.format == "csv":
            encoding = one.encoding or self._file.encoding
            form = FileFormat(encoding, one.delimiter or self._file.delimiter or ",")
        return Table(path, tuple(wanted.values()), where, form, sheet, self._loaded.where(key_path))

    @staticmethod
    def _places(table: Table) -> dict[str, int]:
        return {each.column: place for place, each in enumerate(table.wanted)}

    def _contact_maps(self, of: str) -> dict[str, BaseModel]:
        return {f"contacts.{name}": part for name, part in self._file.contacts.items() if part.of == of}

    def _contacts(self, of: str, places: Mapping[str, int]) -> Contacts:
        return Contacts({name: part for name, part in self._file.contacts.items() if part.of == of}, places)

    # --- organisations and locations of their own files -------------------------------------------------

    def _organisations(self) -> Iterator[Incoming | Reject]:
        part = self._file.organisation
        assert part is not None  # noqa: S101 - the grammar says so
        table = self._table("organisations", {"organisation": part, **self._contact_maps("organisation")})
        places = self._places(table)
        make, contacts = Organisations(part, places), self._contacts("organisation", places)
        for row in table.rows():
            if isinstance(row, Reject):
                yield Reject(f"organisations, {row.ref}", row.code)
                continue
            ref = f"organisations, row {row.number}"
            made = make.of(row.cells)
            if made is None:
                yield Reject(ref, NO_NAME, "organisation.name")
            elif self._is_new("organisation", made.id):
                people = contacts.of(row.cells, organisation=made.id)
                yield Incoming(ref, organisation=made, contacts=people)
            else:
                yield Reject(ref, "FP-0851", "organisation.id")

    def _locations(self) -> Iterator[Incoming | Reject]:
        part = self._file.location
        assert part is not None  # noqa: S101 - the grammar says so
        table = self._table("locations", {"location": part})
        make = Locations(part, self._places(table))
        for row in table.rows():
            if isinstance(row, Reject):
                yield Reject(f"locations, {row.ref}", row.code)
                continue
            ref = f"locations, row {row.number}"
            made = make.of(row.cells, by_name=True)
            if made is None:
                yield Reject(ref, NO_NAME, "location.name")
            elif self._is_new("location", made.id):
                yield Incoming(ref, locations=(made,))
            else:
                yield Reject(ref, "FP-0851", "location.id")

    # --- services -----------------------------------------------------------------------------------

    def _services(self) -> Iterator[Incoming | Reject]:
        file = self._file
        models: dict[str, BaseModel] = {"service": file.service, **self._contact_maps("service")}
        own_organisation = file.organisation if "organisations" not in file.files else None
        own_location = file.location if "locations" not in file.files else None
        if own_organisation is not None:
            models |= {"organisation": own_organisation, **self._contact_maps("organisation")}
        if own_location is not None:
            models["location"] = own_location
        table = self._table("services", models)
        places = self._places(table)
        make = _RowReader(
            Services(file.service, places),
            Organisations(own_organisation, places) if own_organisation else None,
            Locations(own_location, places) if own_location else None,
            Contacts(file.contacts, places) if own_organisation else self._contacts("service", places),
            organisation_by_id=file.organisation is not None and file.organisation.id is not None,
            location_by_id=file.location is not None and file.location.id is not None,
        )
        for row in table.rows():
            if isinstance(row, Reject):
                yield Reject(row.ref, row.code, anonymous=True)
            else:
                yield from make.of(row, self._is_new)

    def _is_new(self, kind: str, id_: str) -> bool:
        """Whether nothing of this kind and id was told before; notes that it is told now."""
        before = len(self._told)
        self._told.add((kind, id_))
        return len(self._told) > before


class _RowReader:
    """Makes what a feed tells out of a row with a service."""

    def __init__(  # noqa: PLR0913 - a row has so many parts
        self,
        services: Services,
        organisations: Organisations | None,
        locations: Locations | None,
        contacts: Contacts,
        *,
        organisation_by_id: bool,
        location_by_id: bool,
    ) -> None:
        self._services, self._organisations, self._locations = services, organisations, locations
        self._contacts = contacts
        self._organisation_by_id, self._location_by_id = organisation_by_id, location_by_id

    def of(self, row: Row, is_new: Callable[[str, str], bool]) -> Iterator[Incoming | Reject]:
        ref, cells = f"row {row.number}", row.cells
        organisation = self._organisations.of(cells) if self._organisations else None
        location = self._locations.of(cells) if self._locations else None
        named, placed = self._named(cells), self._placed(cells)
        made_id = self._services.id_of(cells, location)
        made = self._services.of(cells, made_id, organisation.id if organisation else named)
        if made is None:
            yield Reject(ref, NO_NAME, "service.name")
            return
        first = organisation is not None and is_new("organisation", organisation.id)
        new_place = location is not None and is_new("location", location.id)
        owner = organisation.id if organisation and first else ""
        people = self._contacts.of(cells, service=made_id, organisation=owner)
        place = location.id if location else placed
        yield Incoming(
            ref,
            organisation if first else None,
            made.service,
            (location,) if location is not None and new_place else (),
            (ServiceAtLocation(f"{made_id}@{place}", made_id, place),) if place else (),
            people,
            terms=tuple(term for term in made.terms if is_new("term", term.id)),
        )
        yield from (Reject(ref, code, field) for code, field in made.problems)

    def _named(self, cells: Sequence[str]) -> str:
        named = self._services.organisation(cells)
        return named if self._organisation_by_id else key(named)

    def _placed(self, cells: Sequence[str]) -> str:
        placed = self._services.location(cells)
        return placed if self._location_by_id else key(placed)
