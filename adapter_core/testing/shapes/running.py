"""Every example of every rule, written into a shape, read back and assessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from adapter_core.checks.rule import Example, Rule
from adapter_core.checks.rules._examples import AS_OF
from adapter_core.domain.people import Person
from adapter_core.domain.states import State
from adapter_core.testing.examples import (
    ELSEWHERE,
    differences,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
)
from adapter_core.testing.shapes.probing import FIRST_REF
from adapter_core.testing.shapes.sayable import cannot_say
from adapter_core.testing.shapes.shape import Shape


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
