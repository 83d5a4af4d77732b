"""Running the worked examples of rules through a source's own shape: written out, read back, assessed.

A rule that is right about a `Person` is worth nothing where the reader makes another person of the same
facts. Whoever writes a backend says in a `Shape` what its files can hold; every example that they can
hold is then written into one set of files, read by the backend, and has to come out as the rule says.
What they cannot hold is declared and counted, example by example: nothing is left out in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from adapter_core.checks.rule import Example, Rule
from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State
from adapter_core.hooks.ports import BackendSpec, OpenContext, PeopleQuery, SampleWriter
from adapter_core.service.backends import mapping_folders
from adapter_core.testing.examples import (
    ELSEWHERE,
    differences,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
)

FIRST_REF = 3_000_001
PAGE = 100
"""Small, so that the examples of one run lie on several pages."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What one kind of file or database can hold.

    Attributes:
        name: in words, for tables and test names.
        writer: writes people in it.
        backend: reads them back.
        states: kind of field to the states that it can hold in place of a value, beside `absent`, which
            every field can, and the answers of its code list.
        but: path of a field to the states that this field can hold, answers of its code list included.
        most: list to the most items that it can hold, where there is a most.
        texts: path to whether the shape can hold a text, where it cannot hold every one.
        carried: what of a person comes back, where the shape was made from its mapping (`testing.writing`);
            it says all that the four attributes before it would.
    """

    name: str
    writer: SampleWriter
    backend: BackendSpec
    states: Mapping[Kind, frozenset[State]] = field(default_factory=dict)
    but: Mapping[str, frozenset[State]] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    carried: Callable[[Person], Person] | None = None

    def holds(self, path: str, state: State) -> bool:
        """Whether a field can hold a state in place of a value."""
        if path not in self.writer.fields:
            return False
        if self.carried is not None:
            return held(self.carried(probe(path, state)), path) is state
        if state is State.ABSENT:
            return True
        if path in self.but:
            return state in self.but[path]
        spec = FIELDS[path]
        codes = CODE_LISTS[spec.codes].codes if spec.codes else ()
        return state in self.states.get(spec.kind, frozenset()) or any(code.value is state for code in codes)

    def has_list(self, name: str) -> bool:
        """Whether it has a list at all."""
        return any(path.startswith(f"{name}.") for path in self.writer.fields)

    def open(self, folder: Path, keys: Mapping[str, Any]) -> AbstractContextManager[Any]:
        """Open what was written.

        Args:
            folder: where it was written.
            keys: what the writer returned.
        """
        config = self.backend.config_model.model_validate({"mapping": self.writer.mapping, **keys})
        return self.backend.open(config, OpenContext(self.name, AS_OF, folder, {}, mapping_folders()))

    def read(self, folder: Path, keys: Mapping[str, Any]) -> dict[str, Person]:
        """Read what was written, by reference, as a run would.

        Args:
            folder: where it was written.
            keys: what the writer returned.

        Raises:
            ValueError: a record was rejected.
        """
        people: dict[str, Person] = {}
        with self.open(folder, keys) as source:
            for page in source.iter_people(PeopleQuery(page_size=PAGE)):
                if page.rejects:
                    raise ValueError(f"{self.name}: {page.rejects[0].code}, {page.rejects[0].ref}")
                people |= {person.ref: person for person in page.people}
        return people


@dataclass(frozen=True, slots=True)
class Ran:
    """An example that went through a shape.

    Attributes:
        problems: what came out otherwise than the example says; empty if nothing did.
    """

    rule: Rule
    example: Example
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """An example that a shape cannot hold."""

    rule: Rule
    example: Example
    reason: str


@dataclass(frozen=True, slots=True)
class ShapeRun:
    """What became of every example of every rule in one shape."""

    shape: Shape
    ran: tuple[Ran, ...]
    left: tuple[Left, ...]

    def counts(self) -> Counter[str]:
        """Rule to the number of its examples that ran."""
        return Counter(each.rule.id for each in self.ran)

    def unshown(self) -> dict[str, frozenset[State]]:
        """Rule to the gaps that it can find and that no example showed in this shape."""
        shown = {(each.rule.id, each.example.state) for each in self.ran}
        rules = {
            each.id: each for each in (*(one.rule for one in self.ran), *(one.rule for one in self.left))
        }
        found = {
            name: frozenset(state for state in rule.states if state.is_gap and (name, state) not in shown)
            for name, rule in rules.items()
        }
        return {name: states for name, states in found.items() if states}

    def table(self) -> str:
        """How many examples ran and were left, rule by rule, and why: for people."""
        ran, left = self.counts(), Counter(each.rule.id for each in self.left)
        lines = [f"{self.shape.name}: {len(self.ran)} of {len(self.ran) + len(self.left)} examples ran"]
        lines += [f"  {name:26}{ran[name]:4} ran{left[name]:4} left" for name in dict.fromkeys((*ran, *left))]
        reasons = Counter(each.reason for each in self.left)
        lines += [f"  {times:4} left: {reason}" for reason, times in reasons.most_common()]
        return "\n".join(lines)


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


def run_shape(shape: Shape, rules: Iterable[Rule], folder: Path, second: Shape | None = None) -> ShapeRun:
    """Write every example that a shape can hold into it, all into one, read them back and assess them.

    Args:
        shape: where people are written.
        rules: whose examples.
        folder: an empty folder to write in.
        second: where the records that examples have elsewhere are written.

    Raises:
        ValueError: a record was rejected when it was read.
    """
    written: list[tuple[Rule, Example, str]] = []
    left: list[Left] = []
    numbers = iter(range(FIRST_REF, FIRST_REF * 2))
    for rule in rules:
        for example in rule.examples:
            reason = cannot_say(rule, example, shape, second)
            if reason is None:
                written.append((rule, example, str(next(numbers))))
            else:
                left.append(Left(rule, example, reason))
    here = {ref: example_person(**example.person) for _, example, ref in written}
    read = _through(shape, folder / "here", here)
    there = {ref: elsewhere_of(example).get(ELSEWHERE) for _, example, ref in written}
    others = {ref: person for ref, person in there.items() if person is not None}
    read_others = _through(second, folder / "elsewhere", others) if second and others else {}
    ran = tuple(
        Ran(rule, example, tuple(_problems(rule, example, read.get(ref), read_others.get(ref))))
        for rule, example, ref in written
    )
    return ShapeRun(shape, ran, tuple(left))


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


def _problems(rule: Rule, example: Example, person: Person | None, other: Person | None) -> list[str]:
    if person is None:
        return ["the person was not read back"]
    if example.elsewhere is not None and other is None:
        return ["the record elsewhere was not read back"]
    elsewhere = {} if other is None else {ELSEWHERE: other}
    return differences(example, outcome_of(rule, person, elsewhere, example_given(example)))


def _through(shape: Shape, folder: Path, people: Mapping[str, Person]) -> dict[str, Person]:
    """Write people under these references and read them again."""
    keys = shape.writer.write(
        folder, (replace(each, ref=ref) for ref, each in people.items()), {"as_of": AS_OF}
    )
    return shape.read(folder, keys)


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


def _filler(path: str) -> object:
    spec = FIELDS[path]
    if spec.kind is Kind.CODE:
        return next(code.value for code in CODE_LISTS[spec.codes or ""].codes)
    return {Kind.TEXT: "7", Kind.DATE: AS_OF, Kind.FLAG: True}[spec.kind]
