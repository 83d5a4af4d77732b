"""Whether a shape can hold what an example says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from adapter_core.checks.rule import Example, Rule
from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State
from adapter_core.testing.examples import (
    ELSEWHERE,
    differences,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
)
from adapter_core.testing.shapes.shape import Shape


def cannot_say(rule: Rule, example: Example, shape: Shape, second: Shape | None = None) -> str | None:
    """Why an example cannot be written in a shape; None if it can.

    Args:
        rule: the example's rule.
        example: the example.
        shape: where the person's record would be written.
        second: where the same person's record elsewhere would be.
    """
    if example_given(example).as_of != AS_OF:
        return "the example speaks of another day than the files"
    whole = example_person(**example.person)
    for reason in _unsayable(example.person, whole, shape):
        return reason
    if example.elsewhere is not None:
        if second is None:
            return "there is no second source"
        for reason in _unsayable(example.elsewhere, elsewhere_of(example)[ELSEWHERE], second):
            return f"elsewhere, {reason}"
    # What the example does not mention is ordinary, and the shape may have no room for it.
    person = shape.carried(whole) if shape.carried else _narrowed(whole, shape)
    if differences(example, outcome_of(rule, person, elsewhere_of(example), example_given(example))):
        return "the rule needs fields that the shape does not have"
    return None


def _unsayable(values: Mapping[str, Any], person: Person, shape: Shape) -> Iterator[str]:
    """Reasons why what an example mentions of a person cannot be written."""
    if shape.carried is not None:
        yield from _lost(values, person, shape.carried(person), shape)
        return
    for name, value in values.items():
        if name not in LISTS:
            yield from _unsayable_value(name, value, shape)
        elif not shape.has_list(name):
            if value is not State.NOT_SUPPORTED:
                yield f"the shape has no {name}"
        elif not isinstance(value, tuple):
            if value is not State.ABSENT:
                yield f"a list that is there cannot be {value.value}"
        else:
            if len(value) > shape.most.get(name, len(value)):
                yield f"the shape has room for {shape.most[name]} of {name}"
            for item in value:
                yield from _unsayable_item(name, item, shape)


def _lost(values: Mapping[str, Any], person: Person, carried: Person, shape: Shape) -> Iterator[str]:
    """Reasons why what an example mentions does not come back."""
    for name, value in values.items():
        kept = getattr(carried, name)
        if name not in LISTS:
            yield from _lost_value(name, value, kept, shape)
        elif not shape.has_list(name):
            if value is not State.NOT_SUPPORTED:
                yield f"the shape has no {name}"
        elif not isinstance(value, tuple):
            if value is not State.ABSENT:
                yield f"a list that is there cannot be {value.value}"
        elif not isinstance(kept, tuple) or len(kept) != len(value):
            yield f"the shape has no room for these {name}"
        else:
            for said, item, back in zip(value, getattr(person, name), kept, strict=True):
                for attribute in said:
                    path = f"{name}.{attribute}"
                    yield from _lost_value(path, getattr(item, attribute), getattr(back, attribute), shape)


def _lost_value(path: str, value: object, kept: object, shape: Shape) -> Iterator[str]:
    if value.__class__ is kept.__class__ and value == kept:
        return
    if path not in shape.writer.fields:
        if value is not State.NOT_SUPPORTED:
            yield f"the shape has no {path}"
    elif isinstance(value, State):
        yield f"{path} cannot be {value.value}"
    else:
        yield f"{path} cannot hold such a value"


def _unsayable_item(name: str, item: Mapping[str, Any], shape: Shape) -> Iterator[str]:
    for attribute, value in item.items():
        yield from _unsayable_value(f"{name}.{attribute}", value, shape)


def _unsayable_value(path: str, value: object, shape: Shape) -> Iterator[str]:
    if path not in shape.writer.fields:
        if value is not State.NOT_SUPPORTED:
            yield f"the shape has no {path}"
    elif isinstance(value, State):
        if not shape.holds(path, value):
            yield f"{path} cannot be {value.value}"
    elif isinstance(value, str) and path in shape.texts and not shape.texts[path](value):
        yield f"{path} cannot hold such a text"


def _narrowed(person: Person, shape: Shape) -> Person:
    """A record without what a shape has no room for."""
    changes: dict[str, Any] = {}
    for path, spec in FIELDS.items():
        if spec.group is None and path not in shape.writer.fields and path != "ref":
            changes[path] = State.NOT_SUPPORTED
    for name, kind in LISTS.items():
        items = getattr(person, name)
        if not shape.has_list(name):
            changes[name] = State.NOT_SUPPORTED
        elif isinstance(items, tuple):
            lacking = [each.name for each in fields(kind) if f"{name}.{each.name}" not in shape.writer.fields]
            changes[name] = _without(items, lacking)
    return replace(person, **changes)


def _without(items: Sequence[Any], lacking: Iterable[str]) -> tuple[Any, ...]:
    blank = dict.fromkeys(lacking, State.NOT_SUPPORTED)
    return tuple(replace(each, **blank) for each in items)
