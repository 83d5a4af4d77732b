"""Finding the same person in another source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from adapter_core.domain.people import Person


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom to look up. It is personal data: its `repr` shows neither part.

    Attributes:
        identifier: what joins records, normalised: an NHS number, or the master's reference.
        born: the date of birth, where it is known.
    """

    identifier: str = field(repr=False)
    born: date | None = field(default=None, repr=False)


@runtime_checkable
class LooksUp(Protocol):
    """A source that is asked about people one batch at a time, with or without a list of everybody.

    A backend whose server has no list claims `people.lookup` without `people.read`, and its
    `iter_people` raises. It may also have `rejects`, a list of `Reject` for answers that could not be used
    since it was opened, and `unmapped`, as a page has them.
    """

    def look_up(self, identities: Sequence[Identity]) -> list[Person | None]:
        """Find people by identifier; whether the birth date of an answer agrees is for the caller to see.

        Returns:
            One answer an identity, in the same order; None where the source knows nobody, and where what
            it says cannot be read or is about more than one person, which is then among the `rejects`.

        Raises:
            SourceUnavailable: when the source cannot be reached, or answers with something else.
        """
        ...


@runtime_checkable
class Matcher(Protocol):
    """Says by what a record is known again in another source; the default is `joining.ExactMatcher`.

    Records are of one person where both parts of their identities are equal. What has no date of birth
    is never joined: no matcher can join records by an identifier alone.
    """

    @property
    def field(self) -> str:
        """The canonical field that holds the identifier in the other source, such as `nhs_number`."""
        ...

    def of_master(self, person: Person) -> Identity | None:
        """The identity of a master's record, or None where it identifies nobody."""
        ...

    def of_other(self, person: Person) -> Identity | None:
        """The identity of another source's record, or None where it identifies nobody."""
        ...
