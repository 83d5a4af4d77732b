"""The same people as the other system holds them: Northgate AIS, demographics alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_core.demo import places
from adapter_core.demo.subject import AisRecord
from adapter_core.domain.people import GpRegistration, Person
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_core.demo.subject import Subject

ABSENT = State.ABSENT

FIELDS = (
    "nhs_number",
    "title",
    "given_name",
    "family_name",
    "date_of_birth",
    "gender",
    "ethnicity",
    "accommodation",
    "employment",
    "address",
    "postcode",
    "gp",
)
"""What the extract has, beside its own reference."""


def records(subject: Subject) -> Iterator[Person]:
    """The rows of the extract that are about somebody: none, one, or two."""
    if subject.ais is AisRecord.NONE:
        return
    yield _record(subject, subject.ais_ref)
    if subject.ais is AisRecord.TWICE:
        yield _record(subject, f"A0{subject.ais_ref[1:]}")
    elif subject.ais is AisRecord.REPEATED:
        again = _record(subject, subject.ais_ref)
        again.postcode = places.postcode(subject.salt % len(places.WARDS), subject.salt + 7)
        yield again


def _record(subject: Subject, ref: str) -> Person:
    person, changes = subject.person, subject.ais_changes
    values: dict[str, Any] = {name: getattr(person, name) for name in FIELDS} | changes
    held = values["gp"]
    last = held[-1] if isinstance(held, tuple) and held else None
    # The extract has one practice: the one they are registered with now.
    values["gp"] = (GpRegistration(last.code, last.name, ABSENT, last.start, ABSENT),) if last else ()
    return Person(ref, **values)
