"""People and runs to try rules on: what a worked example leaves out, filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from adapter_core.checks.compare import settle
from adapter_core.checks.failing import broken
from adapter_core.checks.rule import Example, Given, ReferenceStatus, Rule, Verdict
from adapter_core.checks.rules._examples import AS_OF, LAST_REVIEW, LONG_AGO, OPEN_PRACTICE, PRACTICES
from adapter_core.domain.findings import Assessment, Batch, Mender, Severity
from adapter_core.domain.people import LISTS, Person
from adapter_core.domain.states import State

ABSENT = State.ABSENT
ELSEWHERE = "elsewhere"
"""What examples call the other source."""

_ORDINARY: Mapping[str, Any] = {
    "ref": "2204451",
    "master_ref": ABSENT,
    "restricted": False,
    "duplicate_of": ABSENT,
    "nhs_number": "9990000018",
    "nhs_number_status": "verified",
    "title": "Mx",
    "given_name": "Alex",
    "family_name": "Example",
    "full_name": "Alex Example",
    "date_of_birth": date(1956, 6, 1),
    "date_of_death": ABSENT,
    "gender": "female",
    "ethnicity": "white_british",
    "accommodation": "tenant",
    "employment": "not_paid_not_seeking_work",
    "address": "10 Example Street, Millbrook",
    "postcode": "MB1 2AB",
    "locality": "Millbrook North",
    "client_type": "service_user",
    "primary_support_reason": "physical_personal_care",
    "has_unpaid_carer": "no",
    "benefits_handled_by_other": False,
    "financial_assessment_on": ABSENT,
    "last_review_on": LAST_REVIEW,
    "information_needs_assessed": True,
    "has_information_needs": False,
    "information_needs_reviewed": LAST_REVIEW,
    "advance_decision": False,
    "stated_gender": ABSENT,
    "trans": ABSENT,
    "gender_same_as_birth": ABSENT,
    "sexual_orientation": ABSENT,
    "gp": ({"code": OPEN_PRACTICE, "start": LONG_AGO},),
    "relationships": ({"other_ref": "2204452", "start": LONG_AGO},),
    "representatives": ({"authority": "lpa_property_financial", "start": LONG_AGO},),
    "groups": ({"code": "OLDER", "primary": True, "start": LONG_AGO},),
    "communication_needs": (),
    "health_conditions": ({"condition": "Arthritis", "start": LONG_AGO},),
    "capacity": (),
    "allocations": ({"worker": "W0001", "team": "North Locality", "start": LONG_AGO},),
    "steps": ({"status": "in_progress", "team": "North Locality"},),
    "services": ({"kind": "Home care", "start": LONG_AGO},),
    "answers": (),
}

_ITEMS: Mapping[str, Mapping[str, Any]] = {
    "relationships": {
        "other_ref": "2204452",
        "role": "Friend",
        "other_role": "Friend",
        "is_informal_carer": False,
        "other_is_informal_carer": False,
        "is_emergency_contact": False,
    },
    "representatives": {"name": "Sam Example"},
    "groups": {"code": "OLDER", "primary": True},
}
_REFERENCE = "7000-0000-0054"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule made of a record, the rule's own defaults filled in.

    Attributes:
        source: the other source that the evidence names; None for the record itself.
    """

    state: State
    field: str
    severity: Severity
    who: Mender
    batch: Batch | None
    batch_key: str
    source: str | None


def example_person(**overrides: Any) -> Person:  # noqa: ANN401 - a value of any field
    """Make an ordinary, complete adult's record: every built-in rule that applies to it passes.

    Args:
        **overrides: fields that differ. A list is a tuple of dicts, a dict an item; what an item does not
            mention is ordinary where that is needed to make it an item at all, and absent otherwise.

    Raises:
        TypeError: an unknown field.
    """
    return _person({**_ORDINARY, **overrides})


def elsewhere_of(example: Example) -> dict[str, Person]:
    """The other sources of an example: such a source holds what the example mentions, and nothing else."""
    if example.elsewhere is None:
        return {}
    return {ELSEWHERE: _person({"ref": "A100", **example.elsewhere})}


def example_given(example: Example | None = None) -> Given:
    """Make the run of an example: on its day, with a small list of practices, synthetic numbers allowed."""
    attributes: dict[str, Any] = {
        "as_of": AS_OF,
        "practices": PRACTICES,
        "practices_status": ReferenceStatus.LOADED,
        "allow_synthetic": True,
    }
    return Given(**(attributes | dict(example.given if example else {})))


def run_example(rule: Rule, example: Example) -> Outcome:
    """Assess an example, comparison included."""
    return outcome_of(rule, example_person(**example.person), elsewhere_of(example), example_given(example))


def outcome_of(rule: Rule, person: Person, elsewhere: Mapping[str, Person], given: Given) -> Outcome:
    """Assess a record and what other sources say, as the engine does."""
    source: str | None = None
    try:
        verdict: Verdict = rule.assess(person, given)
        if elsewhere:
            verdict, source = settle(rule, verdict, person, elsewhere, given)
    except Exception as error:
        raise broken(rule, error, [person], given) from error
    said = verdict if isinstance(verdict, Assessment) else Assessment(verdict)
    return Outcome(
        said.state,
        said.field or rule.fields[0],
        said.severity or rule.severity,
        said.who or rule.fix.who,
        said.batch,
        said.batch_key,
        source,
    )


def _person(values: Mapping[str, Any]) -> Person:
    made: dict[str, Any] = {
        name: _items(name, value) if name in LISTS else value for name, value in values.items()
    }
    return Person(**made)


def _items(name: str, value: object) -> object:
    return tuple(_item(name, each) for each in value) if isinstance(value, tuple) else value


def _item(name: str, values: Mapping[str, Any]) -> object:
    """Make an item of a list; relationships and LPAs get what goes with what the example mentions."""
    kind = LISTS[name]
    whole: dict[str, Any] = (
        {each.name: ABSENT for each in fields(kind)} | dict(_ITEMS.get(name, {})) | dict(values)
    )
    if name == "relationships":
        if values.get("is_informal_carer") is True:
            whole |= {"role": "Informal carer", "other_role": "Cared for by"}
        if values.get("other_is_informal_carer") is True:
            whole |= {"role": "Cared for by", "other_role": "Informal carer"}
    if name == "representatives" and str(values.get("authority")).startswith("lpa_"):
        whole["reference"] = values.get("reference", _REFERENCE)
    return kind(**whole)
