"""The grammar of a mapping file, as pydantic models (contract: "Mapping files").

What the models say about one key at a time is all that they check; what keys say about each other
(a column's table, a code's list) is checked in `plan`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from adapter_core.readers.mapping.names import Name, Path, Paths, PlainName


class Part(BaseModel):
    """A part of a mapping file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Setting(Part):
    """The value of a council setting, wherever a list of texts may stand."""

    setting: Name


class Not(Part):
    """Everything but these values; blank ones are among "everything"."""

    not_: Annotated[str | list[str] | Setting, Field(alias="not")]


class Same(Part):
    """The value of another column, `table.COLUMN`, in a database; with `or_blank`, blank will do as well."""

    same: Name
    or_blank: bool = False


Where = str | list[str] | Setting | Not | Same
"""A condition on one column: a text, one of several, one of a council setting's, none of them, or another
column's value."""


class Current(Part):
    """The columns that say from when until when a row is in force; the last day counts."""

    start: Name | None = None
    end: Name | None = None


class Pick(Part):
    """One way to choose among a person's rows where one value is wanted; the first that tells decides."""

    prefer: dict[str, str | list[str]] | None = None
    latest: Name | None = None
    earliest: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Pick:
        if sum(way is not None for way in (self.prefer, self.latest, self.earliest)) != 1:
            raise ValueError("needs exactly one of prefer, latest and earliest")
        return self


class Table(Part):
    """A table or view of a source, or a node that repeats in a tree, and how its rows belong to people.

    Attributes:
        name: its name in the source, `schema.NAME` where it is not in the connection's own schema.
        path: in XML and JSON, in place of `name`: where its nodes stand inside a record.
        key: the column that tells its rows apart. The main table is read in its order; the rows of
            another table keep it within a person, and so do those of a joined one.
        person: the column that holds the person's key, in a table with many rows a person.
        join: `{"other.COLUMN" = "COLUMN"}`: each row of the other table has at most one here.
        where: conditions that rows must meet; of a joined table, to be joined at all.
        current: when a row is in force; only rows in force on the run's day give a single value.
        pick: which row gives the value where one value is wanted; the last in key order if none tells.
        newest: of a person's rows only those with the highest value in this column count, lists included:
            the answers of the latest form.
    """

    name: Name = ""
    path: Path | None = None
    key: Name | None = None
    person: Name | None = None
    join: dict[str, str] | None = None
    where: dict[str, Where] = {}
    current: Current | None = None
    pick: list[Pick] = []
    newest: Name | None = None


class FieldMap(Part):
    """Where the value of a canonical field comes from.

    Attributes:
        column: `table.COLUMN`, or `COLUMN` in a flat file; several are joined with a space (text alone).
        path: in XML and JSON, in place of `column`: where the value stands in a record, or in a node of
            `table`. Several are joined: in XML a list of paths, in JSON a list of lists of steps.
        table: the node that repeats, in whose chosen one the path starts.
        transform: name of a transform, run on the raw value as text.
        missing: raw values that stand for "nothing", compared as text whatever the case; SQL dates as ISO.
        codes: name of a `[codes.<name>]` table, raw code to canonical id. Without one, the raw code is
            looked up by id, label and alias in the field's own code list.
        otherwise: canonical id for raw codes that the table does not list.
        yes: values that mean yes, in a yes-or-no field; everything else means no, unless `no` is given.
        no: values that mean no; what is in neither list is `invalid`.
        value: a value that stands for every record, in place of a column.
    """

    column: Name | Annotated[list[Name], Field(min_length=1)] | None = None
    path: Paths | None = None
    table: Name | None = None
    transform: Name | None = None
    missing: list[str] = []
    codes: Name | None = None
    otherwise: Name | None = None
    yes: list[str] | Setting | None = None
    no: list[str] | Setting | None = None
    value: str | bool | None = None

    @model_validator(mode="after")
    def _column_or_value(self) -> FieldMap:
        if sum(each is not None for each in (self.column, self.path, self.value)) != 1:
            raise ValueError("needs one of column, path and value")
        if self.table is not None and self.path is None:
            raise ValueError("table goes with path; a column names its table itself, as in table.COLUMN")
        if self.value is not None and self.model_fields_set != {"value"}:
            raise ValueError("a fixed value takes no other key")
        if self.no is not None and self.yes is None:
            raise ValueError("no needs yes beside it")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns as a tuple; empty for a fixed value."""
        if self.column is None:
            return ()
        return (self.column,) if isinstance(self.column, str) else tuple(self.column)


Removed = Literal[False]
"""`field = false` takes away what `extends` brought: the source does not support it."""


class ExtraMap(Part):
    """Where the value of a field that only one system has comes from.

    Attributes:
        column: as in `FieldMap`; several are joined where the value is a text.
        path: likewise.
        table: likewise.
        transform: name of a transform. The value is what it gives by its annotation, a date or a flag;
            it is a text without one.
        missing: as in `FieldMap`.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["column"]}, {"required": ["path"]}]})

    column: Name | Annotated[list[Name], Field(min_length=1)] | None = None
    path: Paths | None = None
    table: Name | None = None
    transform: Name | None = None
    missing: list[str] = []

    @model_validator(mode="after")
    def _column_or_path(self) -> ExtraMap:
        if (self.column is None) == (self.path is None):
            raise ValueError("needs either column or path")
        return self

    def as_field(self) -> FieldMap:
        """The same, as a canonical field would say it."""
        return FieldMap(
            column=self.column,
            path=self.path,
            table=self.table,
            transform=self.transform,
            missing=self.missing,
        )


def _under_a_system(fields: object) -> object:
    if isinstance(fields, dict) and any(isinstance(fields.get(k), (str, list)) for k in ("column", "path")):
        message = "a field stands under the name of its system, as in [extra.mosaic]"
        raise ValueError(message)
    return fields


_NO_OTHERS = Field(json_schema_extra={"additionalProperties": False})
ExtraMaps = Annotated[dict[PlainName, ExtraMap | Removed], BeforeValidator(_under_a_system), _NO_OTHERS]
"""The fields that only one system has, by name."""


class Each(BaseModel):
    """A list of the person: one item for each row of a table, or one from the person's own row."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True, hide_input_in_errors=True)
    __pydantic_extra__: dict[str, FieldMap | Removed]

    table: Name | None = None

    @property
    def fields(self) -> dict[str, FieldMap]:
        """Field name to where it comes from; those taken away left out."""
        return {name: field for name, field in (self.__pydantic_extra__ or {}).items() if field is not False}


class NotesMap(Part):
    """Where people's case notes stand, so that what was entered is seen again by its marker.

    Nothing else is read from them, and no note is ever shown.

    Attributes:
        table: the table's name in the source, `schema.NAME` where it is not in the connection's own schema.
        column: the column with the text.
        person: the column with the person's reference, as `person.ref` has it.
        on: the column with the day or moment of the note, where there is one.
    """

    table: Name
    column: Name
    person: Name
    on: Name | None = None


class SettingSpec(Part):
    """A setting that the source leaves to the council (`[sources.<name>.settings]`).

    Attributes:
        description: one plain sentence for `config check` and the docs.
        table: reference table of the source that holds the values that there are.
        column: its column; values are compared as text.
        where: conditions on the reference table, for tables that hold many lists.
        required: whether the council must set it. Where an optional one without default is unset,
            what depends on it is not supported.
        default: values if the council sets none.
    """

    description: str = ""
    table: Name | None = None
    column: Name | None = None
    where: dict[str, str | list[str]] = {}
    required: bool = False
    default: list[str] = []


class FileMap(Part):
    """One of several CSV files that make up a source.

    Attributes:
        name: file name, relative to the source's path.
        person: column that holds the person's reference; absent in the main file.
        join: as in `Table`: a look-up file, which is held in memory.
        where: as in `Table`.
        current: as in `Table`.
        pick: as in `Table`.
        newest: as in `Table`.
        encoding: in place of the mapping's.
        delimiter: likewise.
    """

    name: Name = ""
    person: Name | None = None
    join: dict[str, str] | None = None
    where: dict[str, Where] = {}
    current: Current | None = None
    pick: list[Pick] = []
    newest: Name | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None


class MappingFile(Part):
    """A mapping file. One that extends another needs to hold only what differs.

    Attributes:
        record: in XML, the local name of the element that holds one person.
        records: in JSON, the steps to the list of people; the document itself if empty.
        answer: in XML over HTTP, the local name of an answer's outermost element: any other is an error.
        notes: in a database, where case notes stand; `notes = false` takes away what `extends` brought.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")]
    format: Literal["sql", "csv", "xml", "json"] | None = None
    extends: Name | None = None
    title: str = ""
    description: str = ""
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    record: Name | None = None
    records: list[str] = []
    answer: Name | None = None
    files: dict[PlainName, FileMap] = {}
    tables: dict[str, Table] = {}
    person: dict[str, FieldMap | Removed] = {}
    each: dict[str, Each | Removed] = {}
    extra: Annotated[dict[PlainName, ExtraMaps | Removed], _NO_OTHERS] = {}
    codes: dict[str, dict[str, str]] = {}
    settings: dict[str, SettingSpec] = {}
    notes: NotesMap | Removed | None = None

    @model_validator(mode="after")
    def _notes_of_database(self) -> MappingFile:
        if isinstance(self.notes, NotesMap) and self.format not in {None, "sql"}:
            raise ValueError('notes are read from a database alone: format = "sql"')
        return self

    def fields_of_person(self) -> dict[str, FieldMap]:
        """Field name to where it comes from; those taken away left out."""
        return {name: field for name, field in self.person.items() if field is not False}

    def lists(self) -> dict[str, Each]:
        """List name to how it is filled; those taken away left out."""
        return {name: each for name, each in self.each.items() if each is not False}

    def extras(self) -> dict[str, dict[str, FieldMap]]:
        """System to the fields that only it has, by name; those taken away left out."""
        return {
            system: {name: field.as_field() for name, field in fields.items() if field is not False}
            for system, fields in self.extra.items()
            if fields is not False
        }


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file, for editors."""
    return MappingFile.model_json_schema(by_alias=True)
