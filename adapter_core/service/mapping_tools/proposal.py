"""What a proposed mapping consists of, before it is written."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

SURE = 0.6
"""From this confidence on a line is written as it stands; below it, it is commented out."""

WORTH_SAYING = 0.35
"""Below this a guess is not written at all."""


@dataclass(slots=True)
class Line:
    """One field.

    Attributes:
        field: path of the canonical field.
        columns: `(alias, column)` of each column.
        keys: what else the line says: `transform`, `codes`, `missing`, `yes` …
        confidence: 0 to 1.
        reasons: why.
    """

    field: str
    columns: list[tuple[str, str]]
    confidence: float
    reasons: tuple[str, ...]
    keys: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether it is written as it stands; without a reference nothing can be tried at all."""
        return self.confidence >= SURE or self.field == "ref"


@dataclass(slots=True)
class ProposedTable:
    """One table, file or repeated node.

    Attributes:
        keys: `name`, `key`, `person`, `join`, `current`, `pick` and `path`, as the mapping has them.
        reason: why it belongs to people as it does.
    """

    alias: str
    keys: dict[str, Any]
    confidence: float = 1.0
    reason: str = ""


@dataclass(slots=True)
class Proposal:
    """A proposed mapping.

    Attributes:
        format: `sql`, `csv`, `xml` or `json`.
        head: other keys of the file: `record`, `records`, `delimiter`, `encoding`, `extends`.
        tables: by alias; for several CSV files these are the files.
        person: the person's fields.
        lists: list to the alias of its table, or None, and its fields.
        codes: table of codes to raw code and canonical id; an empty id is for the council to fill in.
        shares: table of codes to raw code and the part of the filled values that it makes up.
        doubts: list to why the whole of it is doubtful.
        removed: key paths of what the mapping that is extended reads and the source lacks.
        notes: what else is to be said, one sentence each.
    """

    format: str
    head: dict[str, Any] = dataclasses.field(default_factory=dict)
    tables: dict[str, ProposedTable] = dataclasses.field(default_factory=dict)
    person: list[Line] = dataclasses.field(default_factory=list)
    lists: dict[str, tuple[str | None, list[Line]]] = dataclasses.field(default_factory=dict)
    codes: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    shares: dict[str, dict[str, float]] = dataclasses.field(default_factory=dict)
    doubts: dict[str, str] = dataclasses.field(default_factory=dict)
    removed: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)

    def lines(self) -> list[Line]:
        """Every field's line."""
        return [*self.person, *(line for _, lines in self.lists.values() for line in lines)]
