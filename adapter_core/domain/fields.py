"""`FieldSpec`: everything there is to say about one canonical field, said once.

The dataclasses in `people` declare each field with `described(...)`; the mapping loader, the
docs, the demo council, the JSON Schema and the conformance kit all read the same `FieldSpec`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from adapter_core.domain.states import State

T = TypeVar("T")

Held: TypeAlias = T | State
"""A value, or the state that says why there is none."""


class Kind(StrEnum):
    """The type that a field holds once read."""

    TEXT = "text"  # str, never empty
    DATE = "date"  # datetime.date
    FLAG = "flag"  # bool
    CODE = "code"  # str, an id of the code list that `codes` names


class Sensitivity(StrEnum):
    """How far a value may travel (design: "Privacy, from the first line")."""

    REFERENCE = "reference"  # may stand in reports and logs: references, codes of organisations
    PERSONAL = "personal"  # only where names were asked for
    SPECIAL = "special"  # UK GDPR Article 9: counts only


SENTINELS: dict[Kind, frozenset[str]] = {
    Kind.TEXT: frozenset(
        {"-", "--", "?", ".", "N/A", "NA", "NONE", "NOT KNOWN", "NOT_KNOWN", "UNKNOWN", "TBC", "XXX"}
    ),
    Kind.DATE: frozenset({"0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01"}),
    Kind.FLAG: frozenset({"-", "?"}),
    Kind.CODE: frozenset({"-", "--", "?"}),
}
"""Upper-case texts that stand for "nothing" in any source; mappings add their own (`missing`).

The days are the first ones that programs can hold: of .NET, SQL Server and spreadsheets.
"""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One canonical field.

    Attributes:
        path: `nhs_number` for a field of the person, `gp.code` for a field of a list.
        kind: the type of a value.
        description: one plain sentence for the docs and for editors.
        sensitivity: how far the value may travel.
        codes: name of the canonical code list (`domain.codes`), for `Kind.CODE`.
        requirements: numbers of the requirements or standards it answers to.
        required: whether a record without it is rejected.
        sentinels: texts that mean "nothing" here, beside those of the kind.
    """

    path: str
    kind: Kind
    description: str
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    codes: str | None = None
    requirements: tuple[str, ...] = ()
    required: bool = False
    sentinels: frozenset[str] = frozenset()

    @property
    def group(self) -> str | None:
        """The list that the field belongs to, or None for a field of the person itself."""
        return self.path.rpartition(".")[0] or None

    @property
    def name(self) -> str:
        """The attribute's name on its dataclass."""
        return self.path.rpartition(".")[2]


def described(  # noqa: PLR0913 - one keyword per attribute of FieldSpec
    kind: Kind,
    description: str,
    *,
    sensitivity: Sensitivity = Sensitivity.PERSONAL,
    codes: str | None = None,
    requirements: tuple[str, ...] = (),
    required: bool = False,
    sentinels: frozenset[str] = frozenset(),
) -> Any:  # noqa: ANN401 - as dataclasses.field itself: the attribute's annotation says the type
    """Declare a dataclass field together with its `FieldSpec` (see `specs_of`).

    A field that nothing filled says `not_supported`: it never reads as "missing".
    """
    spec = FieldSpec("", kind, description, sensitivity, codes, requirements, required, sentinels)
    if required:
        return field(metadata={"spec": spec})
    return field(default=State.NOT_SUPPORTED, metadata={"spec": spec})


def items(description: str, item: type, *, requirements: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - likewise
    """Declare a field that holds a tuple of `item`, a dataclass with described fields."""
    return field(
        default=State.NOT_SUPPORTED,
        metadata={"items": item, "description": description, "requirements": requirements},
    )


def lists_of(owner: type) -> dict[str, type]:
    """The list fields of a dataclass: attribute name to the dataclass of its items."""
    return {f.name: f.metadata["items"] for f in fields(owner) if "items" in f.metadata}


def specs_of(owner: type, prefix: str = "") -> dict[str, FieldSpec]:
    """Every `FieldSpec` that a dataclass declares, those of its lists included, by path."""
    found: dict[str, FieldSpec] = {}
    for f in fields(owner):
        path = f"{prefix}{f.name}"
        if "items" in f.metadata:
            found |= specs_of(f.metadata["items"], f"{path}.")
        elif "spec" in f.metadata:
            found[path] = replace(f.metadata["spec"], path=path)
    return found
