"""Where the person lives."""

from __future__ import annotations

from adapter_core.checks.rule import Example, Given, Rule, Verdict
from adapter_core.checks.rules._examples import no_value
from adapter_core.checks.rules._states import DECLINED, INVALID, RECORDED, TEXT_STATES, said_text
from adapter_core.domain.findings import Fix, Mender
from adapter_core.domain.people import Person

ID = "address"


def assess(person: Person, _given: Given) -> Verdict:
    """Take any text for an address."""
    address = person.address
    return RECORDED if address.__class__ is str else said_text(address)


RULE = Rule(
    id=ID,
    version=1,
    title="Address",
    words="The record should say where the person lives now. “No fixed abode” is an answer too.",
    remedy="Ask where the person lives and record the address, or record that they have no fixed abode.",
    applies="Everyone",
    profiles=frozenset({"pre_meeting", "post_conversation", "cld"}),
    fields=("address",),
    fix=Fix(Mender.WORKER, "Main record: addresses"),
    requirements=("P-01", "P-16", "K-12"),
    assess=assess,
    states=TEXT_STATES | {RECORDED},
    examples=(
        Example("An address.", {"address": "10 Example Street, Millbrook"}, RECORDED),
        Example(
            "No fixed abode is an answer.", {"address": "No fixed abode", "postcode": "ZZ99 3VZ"}, RECORDED
        ),
        *no_value("address", TEXT_STATES),
        Example("A plugin says “declined”, which an address cannot be.", {"address": DECLINED}, INVALID),
    ),
)
