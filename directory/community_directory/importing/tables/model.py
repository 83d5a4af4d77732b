"""The grammar of a directory's mapping file: which column says what of a service."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Part(BaseModel):
    """A part of a mapping file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class CellMap(Part):
    """Where a text comes from.

    Attributes:
        column: the column's heading; several are joined, blank ones left out.
        join: what stands between several.
        split: what stands between several values in one cell, for what there may be several of.
        missing: texts that stand for "nothing", whatever the case; `NA`, `Not known` and the like always do.
        words: text in the file to text that is meant, whatever the case: `{ "Open" = "active" }`.
        value: a text that stands for every row, in place of a column.
    """

    column: Name | Annotated[list[Name], Field(min_length=1)] | None = None
    join: str = ", "
    split: Annotated[str, Field(min_length=1)] | None = None
    missing: list[str] = []
    words: dict[str, str] = {}
    value: str | None = None

    @model_validator(mode="after")
    def _column_or_value(self) -> CellMap:
        if (self.column is None) == (self.value is None):
            raise ValueError("needs either column or value")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns as a tuple; empty for a fixed value."""
        if self.column is None:
            return ()
        return (self.column,) if isinstance(self.column, str) else tuple(self.column)


def _cell(given: object) -> object:
    return {"column": given} if isinstance(given, str) else given


Cell = Annotated[CellMap, BeforeValidator(_cell)]
"""`"Heading"` alone, or a table of `CellMap`'s keys."""


class ServiceMap(Part):
    """The columns of a service; a row is one.

    Attributes:
        id: what tells services apart, of one column or several; name, address and postcode if absent.
        organisation: with files of their own, the organisation's id or name as its file has it.
        location: likewise.
        hours: opening hours in words; understood where they are certain, and kept in any case.
        ages: in words, such as "over 50s", where there are no two columns for it.
        terms: what kind of service it is.
        areas: where it takes people from, in words.
        districts: likewise, as postcode districts.
    """

    id: Cell | None = None
    name: Cell
    organisation: Cell | None = None
    location: Cell | None = None
    alternate_name: Cell | None = None
    description: Cell | None = None
    url: Cell | None = None
    email: Cell | None = None
    status: Cell | None = None
    hours: Cell | None = None
    cost: Cell | None = None
    ages: Cell | None = None
    minimum_age: Cell | None = None
    maximum_age: Cell | None = None
    eligibility: Cell | None = None
    languages: Cell | None = None
    accessibility: Cell | None = None
    terms: Cell | None = None
    areas: Cell | None = None
    districts: Cell | None = None
    assured_on: Cell | None = None


class OrganisationMap(Part):
    """The columns of an organisation; its name tells it apart where there is no `id`."""

    id: Cell | None = None
    name: Cell
    description: Cell | None = None
    url: Cell | None = None
    email: Cell | None = None
    phone: Cell | None = None
    charity_number: Cell | None = None
    company_number: Cell | None = None
    alternate_names: Cell | None = None


class LocationMap(Part):
    """The columns of a place; address and postcode tell it apart where there is no `id`, else its name.

    Attributes:
        address: a whole address in one column, its lines divided by commas.
    """

    id: Cell | None = None
    name: Cell | None = None
    description: Cell | None = None
    address: Cell | None = None
    line_1: Cell | None = None
    line_2: Cell | None = None
    city: Cell | None = None
    region: Cell | None = None
    postcode: Cell | None = None
    latitude: Cell | None = None
    longitude: Cell | None = None
    accessibility: Cell | None = None


class ContactMap(Part):
    """The columns of a contact.

    Attributes:
        mixed: a column in which e-mail addresses, numbers and words stand together.
        of: whose contact it is.
        audience: who may see it; one that looks personal is `internal` whatever this says.
        basis: why the council may hold it.
    """

    name: Cell | None = None
    role: Cell | None = None
    mixed: Cell | None = None
    phone: Cell | None = None
    email: Cell | None = None
    hours: Cell | None = None
    channel: Cell | None = None
    basis: Cell | None = None
    of: Literal["service", "organisation"] = "service"
    audience: Literal["public", "partner", "internal"] = "public"


class FileMap(Part):
    """One of several files, or of several sheets.

    Attributes:
        name: file name in the folder; absent where the sheets are of one workbook.
    """

    name: Name | None = None
    sheet: Name | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None


class TablesFile(Part):
    """A mapping of one table, or of a table each for services, organisations and locations."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    format: Literal["csv", "xlsx"]
    title: str = ""
    description: str = ""
    sheet: Name | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    files: dict[Literal["services", "organisations", "locations"], FileMap] = {}
    service: ServiceMap
    organisation: OrganisationMap | None = None
    location: LocationMap | None = None
    contacts: dict[Name, ContactMap] = {}

    @model_validator(mode="after")
    def _files_fit(self) -> TablesFile:
        if self.files and "services" not in self.files:
            raise ValueError("needs [files.services] beside the other files")
        for file, part in (("organisations", self.organisation), ("locations", self.location)):
            if file in self.files and part is None:
                message = f"[files.{file}] needs [{file.removesuffix('s')}] for its columns"
                raise ValueError(message)
        for own, join, file in (
            ("organisation", self.service.organisation, "organisations"),
            ("location", self.service.location, "locations"),
        ):
            if file in self.files and join is None:
                message = f"service needs {own}: the column that names it as [files.{file}] does"
                raise ValueError(message)
            if join is not None and file not in self.files:
                message = f"service.{own} joins another file, and there is no [files.{file}]"
                raise ValueError(message)
        return self


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a directory's mapping file, for editors."""
    return TablesFile.model_json_schema(by_alias=True)
