"""Which rules a source allows: asked of the rules themselves, with their worked examples."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from adapter_core.checks.examples import Outcome, example_given, example_person, outcome_of
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from adapter_core.checks.rule import Given, Rule


@dataclass(frozen=True, slots=True)
class RuleSupport:
    """Whether a source's mapping lets a rule say anything.

    Attributes:
        supported: whether the rule can find a gap at all.
        missing: canonical fields that the source does not fill: those that would let the rule speak, or
            where it speaks already, those without which it says less.
    """

    rule: str
    supported: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """An example of a gap, with what the rule says of the whole record."""

    person: Person
    given: Given
    told: tuple[object, ...]


def support(
    rule: Rule, filled: frozenset[str], *, profile: str, settings: Mapping[str, Mapping[str, Any]]
) -> RuleSupport:
    """Whether a source that fills these fields lets a rule find gaps.

    Each of the rule's examples of a gap is asked again of a record that holds only what the source can
    fill. Where none is a gap any more, the rule is not allowed; where some are lost, or look otherwise,
    it says less. A rule without such examples is judged by its first field.

    Args:
        rule: the rule.
        filled: canonical fields that the source fills.
        profile: what the rule sees as `Given.profile`.
        settings: the council's settings of rules.
    """
    lacking = tuple(path for path in rule.fields if not _has(path, filled))
    cases = list(_cases(rule, filled, profile, settings))
    if not cases:
        return RuleSupport(rule.id, rule.fields[0] not in lacking, lacking)
    gaps, same = _tried(rule, cases, filled)
    if same == len(cases):
        return RuleSupport(rule.id, supported=True, missing=())

    granted = {path: _granted(rule, path) for path in lacking}

    def brought(names: Iterable[str]) -> tuple[int, int]:
        return _tried(rule, cases, filled.union(*map(granted.__getitem__, names)))

    most = brought(lacking)
    missing: tuple[str, ...] = ()
    if not gaps:
        missing = _one(lacking, {path: brought((path,)) for path in lacking})
    if not missing and (most[1] > same if gaps else most[0]):
        missing = _least(
            lacking, lambda names: brought(names)[1] >= most[1] if gaps else brought(names)[0] > 0
        )
    if not missing:  # what the rule needs is not among the fields that it names
        granted = {path: frozenset((path,)) for path in FIELDS if path not in filled}
        most = brought(granted)
        missing = _least(
            tuple(granted), lambda names: brought(names)[1] >= most[1] if gaps else brought(names)[0] > 0
        )
    return RuleSupport(rule.id, supported=gaps > 0, missing=missing)


def _cases(
    rule: Rule, filled: frozenset[str], profile: str, settings: Mapping[str, Mapping[str, Any]]
) -> Iterator[_Case]:
    """Examples that are gaps in this profile, with these settings, and by the record alone.

    Those of a source that fills less than this one are left out.
    """
    for example in rule.examples:
        lacks = (path for path, value in _mentioned(example.person) if value is State.NOT_SUPPORTED)
        if (
            example.elsewhere is None
            and example.state.is_gap
            and not any(_has(each, filled) for each in lacks)
        ):
            person = example_person(**example.person)
            given = replace(example_given(example), profile=profile, settings=settings)
            outcome = outcome_of(rule, person, {}, given)
            if outcome.state.is_gap:
                yield _Case(person, given, _told(outcome))


def _mentioned(values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Every field that an example mentions, by path."""
    for name, value in values.items():
        yield name, value
        for item in value if isinstance(value, tuple) else ():
            yield from ((f"{name}.{each}", held) for each, held in item.items())


def _told(outcome: Outcome) -> tuple[object, ...]:
    return outcome.state, outcome.severity, outcome.batch, outcome.batch_key


def _tried(rule: Rule, cases: Iterable[_Case], filled: frozenset[str]) -> tuple[int, int]:
    """How many examples are still gaps, and how many of these still say the same."""
    gaps = same = 0
    for case in cases:
        outcome = outcome_of(rule, _as_filled(case.person, filled), {}, case.given)
        gaps += outcome.state.is_gap
        same += _told(outcome) == case.told
    return gaps, same


def _granted(rule: Rule, path: str) -> frozenset[str]:
    """A field, with what its list holds besides the fields that the rule names: `answers.topic`, say."""
    name = path.partition(".")[0]
    beside = (each for each in FIELDS if each.startswith(f"{name}.") and each not in rule.fields)
    return frozenset((path, *beside))


def _one(lacking: tuple[str, ...], brought: Mapping[str, tuple[int, int]]) -> tuple[str, ...]:
    """The field that brings most back, where one alone brings anything; of a list, its first field."""
    able = [path for path in lacking if brought[path][0]]
    if not able:
        return ()
    best = max(able, key=lambda path: brought[path][::-1])
    return (next(each for each in able if each.partition(".")[0] == best.partition(".")[0]),)


def _least(lacking: tuple[str, ...], good: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
    """Fields that will do and of which none can be left out; the first ones are kept longest."""
    kept = lacking
    for path in reversed(lacking):
        without = tuple(each for each in kept if each != path)
        if good(without):
            kept = without
    return kept


def _as_filled(person: Person, filled: frozenset[str]) -> Person:
    """A person as a source that fills only these fields would give them."""
    values: dict[str, Any] = {}
    for each in fields(Person):
        name, value = each.name, getattr(person, each.name)
        if name in LISTS:
            values[name] = _items_as_filled(name, value, filled)
        elif name not in FIELDS or FIELDS[name].required or name in filled:
            values[name] = value
    return Person(**values)


def _items_as_filled(name: str, held: object, filled: frozenset[str]) -> object:
    """A list in the same way; what has nothing in any of its columns is no item."""
    names = [each.name for each in fields(LISTS[name]) if f"{name}.{each.name}" in filled]
    if not names or not isinstance(held, tuple):
        return held if names else State.NOT_SUPPORTED
    rows = ({each: getattr(item, each) for each in names} for item in held)
    return tuple(
        LISTS[name](**row) for row in rows if any(value is not State.ABSENT for value in row.values())
    )


def _has(path: str, filled: frozenset[str]) -> bool:
    """Whether a field is filled; a list by its name is, where any of its fields is."""
    return path in filled or (path in LISTS and any(each.startswith(f"{path}.") for each in filled))
