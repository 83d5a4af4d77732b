"""Records that try one field of a shape at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State
from adapter_core.testing.examples import example_person

if TYPE_CHECKING:
    from adapter_core.testing.shapes.shape import Shape

FIRST_REF = 3_000_001


def probes(shape: Shape) -> Iterator[tuple[str, State, Person]]:
    """A record for each field and state, to try what is declared, as (path, state, person).

    Outside the field in question it is a complete record, or an item with something in every field.
    """
    numbers = iter(range(FIRST_REF, FIRST_REF * 2))
    for path in sorted(shape.writer.fields - {"ref"}):
        for state in State:
            yield path, state, replace(probe(path, state), ref=str(next(numbers)))


def probe(path: str, state: State) -> Person:
    """A record that is complete but for one field; an item with something in every other field."""
    spec = FIELDS[path]
    if spec.group is None:
        return example_person(**{path: state})
    kind = LISTS[spec.group]
    item = {each.name: _filler(f"{spec.group}.{each.name}") for each in fields(kind)}
    listed: dict[str, Any] = {spec.group: (kind(**{**item, spec.name: state}),)}
    return replace(example_person(), **listed)


def held(person: Person, path: str) -> object:
    """What a record holds at a path; of a list, what its only item holds."""
    spec = FIELDS[path]
    if spec.group is None:
        return getattr(person, path)
    items = getattr(person, spec.group)
    return getattr(items[0], spec.name) if isinstance(items, tuple) and len(items) == 1 else items


def _filler(path: str) -> object:
    spec = FIELDS[path]
    if spec.kind is Kind.CODE:
        return next(code.value for code in CODE_LISTS[spec.codes or ""].codes)
    return {Kind.TEXT: "7", Kind.DATE: AS_OF, Kind.FLAG: True}[spec.kind]
