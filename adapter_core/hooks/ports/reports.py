"""What a source says about itself, and about the records that it could not read."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from adapter_core.hooks.capabilities import Capability

MOST_UNMAPPED = 30
"""With more different unknown codes than this, a column may hold names: none of its values is shown."""


TOO_MANY_UNMAPPED = (
    f"more than {MOST_UNMAPPED} different values that no code list knows: is this the right column?"
)
"""What is said instead of naming them."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: it never stops a run and is never dropped in silence.

    Attributes:
        ref: the source's reference; where there is none, what else finds the record, such as `row 17`.
        code: an `FP-` code of `adapter_core.errors`.
        field: path of the canonical field at fault, or empty.
        refs: the references that it is about, of whatever source, where `ref` names several.
        anonymous: whether the record has no reference and may be anybody's: nobody of its source is then
            known to be gone.
    """

    ref: str
    code: str
    field: str = ""
    refs: tuple[str, ...] = dataclasses.field(default=(), compare=False)
    anonymous: bool = dataclasses.field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ColumnProblem:
    """A difference between a mapping and the source it is for.

    Attributes:
        where: key path in the mapping, such as `person.nhs_number`.
        what: one sentence that says what is wrong and what would be right.
        fatal: whether reading cannot start at all.
        code: an `FP-` code.
    """

    where: str
    what: str
    fatal: bool = True
    code: str = "FP-0301"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What an opened source says about itself (`fingerpost config check`).

    Attributes:
        fields: canonical fields that it can fill.
        capabilities: what it can do, as mapped now.
        problems: differences between mapping and source.
        as_of: when its data was true, where it knows.
    """

    fields: frozenset[str]
    capabilities: frozenset[Capability]
    problems: tuple[ColumnProblem, ...] = ()
    as_of: datetime | None = None
