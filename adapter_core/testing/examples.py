"""Running the worked examples of rules: each is a test, a row of a page and a fixture for readers."""

from __future__ import annotations

from adapter_core.checks.examples import (
    ABSENT,
    ELSEWHERE,
    Outcome,
    elsewhere_of,
    example_given,
    example_person,
    outcome_of,
    run_example,
)
from adapter_core.checks.rule import Example, Rule
from adapter_core.domain.states import State

__all__ = [
    "ABSENT",
    "ELSEWHERE",
    "Outcome",
    "differences",
    "elsewhere_of",
    "example_given",
    "example_person",
    "outcome_of",
    "problems_of",
    "run_example",
]


def problems_of(rule: Rule) -> list[str]:
    """What is wrong with a rule's examples, in plain words; empty if every state has one and each passes."""
    problems = [
        f"no example shows {state.value}"
        for state in State
        if state in rule.states and not _shown(rule, state)
    ]
    says = [example.says for example in rule.examples]
    problems += [
        f"two examples say “{each}”" for each in sorted({each for each in says if says.count(each) > 1})
    ]
    for example in rule.examples:
        problems += [f"“{example.says}”: {problem}" for problem in _problems(rule, example)]
    return problems


def _shown(rule: Rule, state: State) -> bool:
    return any(example.state is state for example in rule.examples)


def _problems(rule: Rule, example: Example) -> list[str]:
    if example.state not in rule.states:
        return [f"{example.state.value} is not among the rule's states"]
    return differences(example, run_example(rule, example))


def differences(example: Example, outcome: Outcome) -> list[str]:
    """What an outcome has otherwise than the example says, in plain words; empty if they agree."""
    pinned: list[tuple[str, object, object]] = [("state", example.state, outcome.state)]
    if example.field:
        pinned.append(("field", example.field, outcome.field))
    if example.severity is not None:
        pinned.append(("severity", example.severity, outcome.severity))
    if example.batch:
        pinned.append(("batch", example.batch, outcome.batch or "none"))
    if example.batch_key is not None:
        pinned.append(("batch key", example.batch_key, outcome.batch_key))
    named = ELSEWHERE if example.state in (State.HELD_ELSEWHERE, State.CONFLICT) else None
    pinned.append(("source", named, outcome.source))
    return [f"{what} is {found}, not {wanted}" for what, wanted, found in pinned if found != wanted]
