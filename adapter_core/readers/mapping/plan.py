"""What a mapping says has to be read: fields, lists and the columns of each table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_core.domain.fields import FieldSpec
from adapter_core.readers.mapping.loading import LoadedMapping
from adapter_core.readers.mapping.model import FieldMap, Setting, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


FLAT = ""
"""The alias of the one table that a flat file is."""


@dataclass(frozen=True, slots=True)
class PlannedField:
    """One field: what it is, where it comes from, and the table whose rows hold it."""

    spec: FieldSpec
    source: FieldMap
    root: str
    key_path: str


@dataclass(frozen=True, slots=True)
class PlannedList:
    """One list: the table with its rows, or None where the person's own row holds the one item."""

    name: str
    root: str | None
    fields: dict[str, PlannedField]


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be read, checked.

    Attributes:
        loaded: the mapping.
        main: alias of the table with a row a person; `FLAT` for a flat file.
        person: the person's fields by name.
        lists: the person's lists by name.
        extra: fields that only one system has, by system and name; None for what an unset council
            setting leaves out.
        columns: columns of each root table's rows, qualified, in order; the person's key first.
        settings: council settings by name, defaults worked in.
        unset: optional settings that have neither value nor default.
    """

    loaded: LoadedMapping
    main: str
    person: dict[str, PlannedField]
    lists: dict[str, PlannedList]
    extra: dict[str, dict[str, PlannedField | None]]
    columns: dict[str, tuple[str, ...]]
    settings: dict[str, tuple[str, ...]]
    unset: frozenset[str]

    def table(self, alias: str) -> Table:
        """A table by its alias."""
        return self.loaded.file.tables[alias]

    def fields(self) -> Iterator[PlannedField]:
        """Every field, those of lists and those that only one system has included."""
        yield from self.person.values()
        for each in self.lists.values():
            yield from each.fields.values()
        yield from self.extras()

    def extras(self) -> Iterator[PlannedField]:
        """Every field that only one system has."""
        for fields in self.extra.values():
            yield from filter(None, fields.values())

    def texts(self, value: str | Sequence[str] | Setting) -> tuple[str, ...]:
        """The texts that a condition or a list of a field stands for."""
        if isinstance(value, Setting):
            return self.settings[value.setting]
        return (value,) if isinstance(value, str) else tuple(value)
