"""What a rule is: one file each in `checks.rules`, words and examples included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from adapter_core.checks.cohort import latest_adult_birthday
from adapter_core.domain.findings import Assessment, Fix, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.practices import PracticeList
from adapter_core.domain.states import State

T = TypeVar("T")

Verdict = State | Assessment
"""A rule's answer: a bare state where that says it all (the fast road), or an assessment."""


class Category(StrEnum):
    """What kind of quality a rule looks at."""

    COMPLETENESS = "completeness"
    CONFORMANCE = "conformance"
    PLAUSIBILITY = "plausibility"


class ReferenceStatus(StrEnum):
    """Whether reference data that a rule wants could be read."""

    NOT_CONFIGURED = "not_configured"
    LOADED = "loaded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule may know besides the person: the same for a whole run.

    Attributes:
        as_of: the day that the run speaks of.
        profile: id of the profile that runs.
        practices: the practice list, where one was loaded.
        practices_status: whether there should be one.
        allow_synthetic: whether NHS numbers of the test range count as numbers (fixtures, demo).
        settings: rule id to that rule's own settings (`[rules.<id>]` in the config).
        council: council settings of the master source, such as `carer_group`.
        open_practices: codes of the GP practices on the list that are open on the day.
        adult_by: the latest date of birth of an adult.

    The last two follow from the others: worked out once a run, not once a person.
    """

    as_of: date
    profile: str = "post_conversation"
    practices: PracticeList | None = None
    practices_status: ReferenceStatus = ReferenceStatus.NOT_CONFIGURED
    allow_synthetic: bool = False
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    council: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open_practices: frozenset[str] = field(init=False, repr=False, compare=False)
    adult_by: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        practices = self.practices
        codes = frozenset[str]() if practices is None else practices.open_gp_practices(self.as_of)
        object.__setattr__(self, "open_practices", codes)
        object.__setattr__(self, "adult_by", latest_adult_birthday(self.as_of))

    def setting(self, rule: str, name: str, default: T) -> T:
        """One setting of one rule; the config has checked that it is of the default's type."""
        found: T = self.settings.get(rule, {}).get(name, default)
        return found


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a rule: it is a test, a row of the rule's page, and a fixture for adapters.

    Attributes:
        says: what the example shows, in plain English.
        person: the fields of the person that matter, by name; lists as tuples of dicts. Everything
            else is a complete, ordinary record (`testing.example_person`).
        state: the state that the rule must give.
        elsewhere: fields of the same person's record in another source, for `held_elsewhere` and `conflict`.
        given: attributes of `Given` that differ from the ordinary, such as `profile`.
        field: the evidence's field, where the example pins it.
        severity: the severity, where the example pins it.
        batch: the batch, where the example pins it; `none` pins that there is none.
        batch_key: what the batch is about, where the example pins it.
    """

    says: str
    person: Mapping[str, Any]
    state: State
    elsewhere: Mapping[str, Any] | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""
    severity: Severity | None = None
    batch: str = ""
    batch_key: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a council may decide about a rule, in `[rules.<id>]` of its config.

    Attributes:
        name: the key.
        default: what holds where the council says nothing.
        says: one plain sentence for the docs.
        choices: the only values there are; empty where any value of the default's type will do.
    """

    name: str
    default: str | int
    says: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: stable id, as in the contract's table.
        version: goes up when the same record may get another state.
        title: what should be there, as a noun: "GP practice".
        words: one or two plain sentences for a person reading the list.
        remedy: what to do about a gap, as one plain imperative sentence.
        applies: whom the rule applies to, in words.
        profiles: ids of the built-in profiles that hold it.
        fields: canonical fields it reads; the first stands for it as evidence.
        fix: who mends a gap, and where.
        requirements: numbers of the requirements and standards it answers to.
        assess: the rule itself; it never raises for bad data, and keeps no state.
        compare: the value to compare across sources (`held_elsewhere`, `conflict`); None for a
            rule about which sources need not agree. It returns None where there is no usable value.
        category: what kind of quality it looks at.
        severity: how much a gap matters unless an assessment says otherwise.
        experimental: counted, but in no list, and without thresholds.
        confidential: counts only; no person is named in any list (D-02 to D-05).
        examples: worked examples; one for each state that the rule can yield.
        states: every state that the rule can yield, by itself or by comparison.
        settings: what a council may decide about it.
        plugin: the plugin that brings it, filled in when it is registered; empty for a built-in one.
    """

    id: str
    version: int
    title: str
    words: str
    remedy: str
    applies: str
    profiles: frozenset[str]
    fields: tuple[str, ...]
    fix: Fix
    requirements: tuple[str, ...]
    assess: Callable[[Person, Given], Verdict]
    states: frozenset[State]
    examples: tuple[Example, ...]
    compare: Callable[[Person, Given], object | None] | None = None
    category: Category = Category.COMPLETENESS
    severity: Severity = Severity.WARNING
    experimental: bool = False
    confidential: bool = False
    settings: tuple[Setting, ...] = ()
    plugin: str = ""
