"""Whether a carer's gender identity is the sex assigned at birth (D-04): counted and never listed."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._carers import is_carer
from adapter_core.checks.rules._examples import carers_only, no_value
from adapter_core.checks.rules._states import CODE_STATES, NOT_APPLICABLE, RECORDED, said_code
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

ID = "gender_same_as_birth"


def assess(person: Person, given: Given) -> Verdict:
    """Take any answer of a carer; "question not asked" is none (D-08)."""
    carer = is_carer(person, given.as_of)
    if carer is False:
        return NOT_APPLICABLE
    if isinstance(carer, State):
        return carer
    code = person.gender_same_as_birth
    return RECORDED if code.__class__ is str else said_code(code)


RULE = Rule(
    id=ID,
    version=1,
    title="Gender identity and sex assigned at birth",
    words=(
        "Carers should be asked whether their gender identity is the sex they were assigned at "
        "birth. Only numbers are reported."
    ),
    remedy="Ask the question on the Person Details form, and record the answer: “prefer not to say” is one.",
    applies="Carers",
    profiles=frozenset({"camden"}),
    fields=(
        "gender_same_as_birth",
        "client_type",
        "relationships.is_informal_carer",
        "relationships.start",
        "relationships.end",
    ),
    fix=Fix(Mender.WORKER, "Carers conversation: Person Details form"),
    requirements=("P-05", "D-04", "D-08"),
    assess=assess,
    confidential=True,
    states=CODE_STATES | {RECORDED, NOT_APPLICABLE},
    examples=(
        Example("A carer has answered.", {"client_type": "carer", "gender_same_as_birth": "yes"}, RECORDED),
        *no_value("gender_same_as_birth", CODE_STATES, also={"client_type": "carer"}),
        *carers_only("gender_same_as_birth"),
    ),
)
