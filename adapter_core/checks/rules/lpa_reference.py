"""The reference that the Office of the Public Guardian gave a lasting power of attorney."""

from __future__ import annotations

from adapter_core.checks.rule import Category, Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import ENDED
from adapter_core.checks.rules._representatives import LPAS
from adapter_core.checks.rules._states import (
    ABSENT,
    INVALID,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    NOT_VISIBLE,
    PLACEHOLDER,
    RECORDED,
    listed,
)
from adapter_core.domain.findings import Assessment, Fix, Mender, Severity
from adapter_core.domain.people import Person, in_force
from adapter_core.domain.states import State
from adapter_core.domain.values import OpgProblem, opg_reference_problem

ID = "lpa_reference"
WRONG_SHAPE = Assessment(INVALID, severity=Severity.ERROR)
WRONG_CHECK_DIGIT = Assessment(INVALID, severity=Severity.WARNING)
MISSING: dict[object, Verdict] = {state: state for state in (ABSENT, PLACEHOLDER, NOT_VISIBLE, NOT_SUPPORTED)}
WORST_FIRST: tuple[Verdict, ...] = (
    WRONG_SHAPE,
    ABSENT,
    PLACEHOLDER,
    WRONG_CHECK_DIGIT,
    NOT_VISIBLE,
    NOT_SUPPORTED,
    RECORDED,
    NOT_APPLICABLE,
)


def assess(person: Person, given: Given) -> Verdict:
    """Judge the reference of each LPA in force, and tell the worst."""
    held = listed(person.representatives)
    if not isinstance(held, tuple):
        return held
    on = given.as_of
    worst: Verdict = NOT_APPLICABLE
    for each in held:
        if each.authority in LPAS and in_force(each.start, each.end, on):
            found = _judged(each.reference)
            if worst is NOT_APPLICABLE or WORST_FIRST.index(found) < WORST_FIRST.index(worst):
                worst = found
    return worst


def _judged(reference: str | State) -> Verdict:
    """Judge one reference."""
    if reference.__class__ is not str:
        return MISSING.get(reference, WRONG_SHAPE)
    problem = opg_reference_problem(reference)
    if problem is None:
        return RECORDED
    return WRONG_CHECK_DIGIT if problem is OpgProblem.CHECK_DIGIT else WRONG_SHAPE


def _lpa(*references: object, **others: object) -> dict[str, object]:
    return {
        "representatives": tuple(
            {"authority": "lpa_property_financial", "reference": each, **others} for each in references
        )
    }


_RIGHT, _WRONG_DIGIT, _WRONG_SHAPE = "7000-0000-0054", "7000-0000-0001", "12345"

RULE = Rule(
    id=ID,
    version=1,
    title="LPA reference",
    words=(
        "A lasting power of attorney should carry the reference that the Office of the Public "
        "Guardian gave it. "
        "Never record an access code (it begins with V): whoever holds it can view the LPA."
    ),
    remedy="Read the reference from the registered LPA and record it as printed.",
    applies="People with a lasting power of attorney in force",
    profiles=frozenset({"post_conversation"}),
    fields=(
        "representatives.reference",
        "representatives.authority",
        "representatives.start",
        "representatives.end",
    ),
    fix=Fix(Mender.WORKER, "Main record: legal representatives"),
    requirements=("P-03", "A-06"),
    assess=assess,
    category=Category.CONFORMANCE,
    states=frozenset({RECORDED, ABSENT, PLACEHOLDER, INVALID, NOT_VISIBLE, NOT_SUPPORTED, NOT_APPLICABLE}),
    examples=(
        Example("A reference of twelve digits, beginning with 7.", _lpa(_RIGHT), RECORDED),
        Example("An older reference of seven digits, beginning with 2 or 3.", _lpa("2123456"), RECORDED),
        Example("A new reference, beginning with M.", _lpa("M-0000-0000-0013"), RECORDED),
        Example(
            "A health and welfare LPA needs one as well.",
            {"representatives": ({"authority": "lpa_health_welfare", "reference": ABSENT},)},
            ABSENT,
        ),
        Example("No reference is recorded.", _lpa(ABSENT), ABSENT, severity=Severity.WARNING),
        Example("A dash stands in for it.", _lpa(PLACEHOLDER), PLACEHOLDER),
        Example("It is no reference at all.", _lpa(_WRONG_SHAPE), INVALID, severity=Severity.ERROR),
        Example(
            "It was an access code, which is never kept.", _lpa(INVALID), INVALID, severity=Severity.ERROR
        ),
        Example(
            "The check digit does not fit: a slip, perhaps.",
            _lpa(_WRONG_DIGIT),
            INVALID,
            severity=Severity.WARNING,
        ),
        Example("Two LPAs, one without a reference.", _lpa(_RIGHT, ABSENT), ABSENT),
        Example("Two LPAs, the first without a reference.", _lpa(ABSENT, _RIGHT), ABSENT),
        Example(
            "Two LPAs: a wrong shape is worse than no reference.",
            _lpa(ABSENT, _WRONG_SHAPE),
            INVALID,
            severity=Severity.ERROR,
        ),
        Example("No lasting power of attorney.", {"representatives": ()}, NOT_APPLICABLE),
        Example("The LPA has ended.", _lpa(ABSENT, end=ENDED), NOT_APPLICABLE),
        Example(
            "An enduring power of attorney has another kind of reference.",
            {"representatives": ({"authority": "epa", "reference": ABSENT},)},
            NOT_APPLICABLE,
        ),
        Example("The mapping does not say where references are.", _lpa(NOT_SUPPORTED), NOT_SUPPORTED),
        Example("The source holds no representatives.", {"representatives": NOT_SUPPORTED}, NOT_SUPPORTED),
        Example("Fingerpost may not see the reference.", _lpa(NOT_VISIBLE), NOT_VISIBLE),
        Example("Fingerpost may not see representatives.", {"representatives": NOT_VISIBLE}, NOT_VISIBLE),
    ),
)
