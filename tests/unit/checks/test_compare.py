"""What another source's record adds to a verdict, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from adapter_core.checks.compare import settle
from adapter_core.checks.rules import ALL
from adapter_core.domain.findings import Assessment, Batch, Severity
from adapter_core.domain.people import Person
from adapter_core.domain.states import NOTHING_USABLE, State
from adapter_core.testing import example_given, example_person

BY_ID = {rule.id: rule for rule in ALL}
GIVEN = example_given()
POSTCODE = BY_ID["postcode"]
HERE = example_person()


def other(**fields: object) -> Person:
    return replace(Person(ref="A1"), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", sorted(NOTHING_USABLE))
def test_a_value_of_another_source_is_held_elsewhere_where_nothing_here_is_usable(state: State) -> None:
    settled = settle(POSTCODE, state, HERE, {"ais": other(postcode="MB1 2AB")}, GIVEN)
    assert settled.verdict is State.HELD_ELSEWHERE
    assert settled.source == "ais"


@pytest.mark.parametrize("state", sorted(set(State) - NOTHING_USABLE - {State.RECORDED}))
@pytest.mark.requirement("P-04")
def test_an_answer_and_what_cannot_be_assessed_stand(state: State) -> None:
    settled = settle(POSTCODE, state, HERE, {"ais": other(postcode="MB3 4DE")}, GIVEN)
    assert settled == (state, None)


def test_another_value_elsewhere_is_a_conflict_that_names_the_source() -> None:
    others = {"same": other(postcode="mb12ab"), "none": other(), "ais": other(postcode="MB3 4DE")}
    settled = settle(POSTCODE, State.RECORDED, HERE, others, GIVEN)
    assert settled == (State.CONFLICT, "ais")


def test_sources_are_asked_in_their_order() -> None:
    others = {"none": other(), "first": other(postcode="MB3 4DE"), "second": other(postcode="MB1 2AB")}
    assert settle(POSTCODE, State.ABSENT, HERE, others, GIVEN).source == "first"
    assert settle(POSTCODE, State.RECORDED, HERE, others, GIVEN).source == "first"


def test_a_verdict_that_stands_is_the_same_object() -> None:
    verdict = Assessment(State.ABSENT, batch=Batch.UNTRACEABLE)
    assert settle(BY_ID["nhs_number"], verdict, HERE, {"ais": other()}, GIVEN).verdict is verdict
    assert settle(POSTCODE, State.RECORDED, HERE, {}, GIVEN).verdict is State.RECORDED


def test_a_rule_that_does_not_compare_is_left_alone() -> None:
    settled = settle(BY_ID["address"], State.ABSENT, HERE, {"ais": other(address="Somewhere")}, GIVEN)
    assert settled == (State.ABSENT, None)


def test_what_was_for_the_old_state_goes_and_how_much_it_matters_stays() -> None:
    verdict = Assessment(State.ABSENT, field="gender", severity=Severity.CRITICAL, batch=Batch.READY_TO_TRACE)
    settled = settle(BY_ID["nhs_number"], verdict, HERE, {"ais": other(nhs_number="9990000018")}, GIVEN)
    assert settled.verdict == Assessment(State.HELD_ELSEWHERE, severity=Severity.CRITICAL)


def test_a_record_without_a_value_to_compare_is_in_no_conflict() -> None:
    named = example_person(gp=({"code": State.ABSENT, "name": "Millbrook Surgery"},))
    others = {"ais": example_person(gp=({"code": "F99902"},))}
    assert settle(BY_ID["gp_practice"], State.RECORDED, named, others, GIVEN) == (State.RECORDED, None)


@pytest.mark.requirement("P-10", "P-17")
@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("nhs_number", "9990000026"),
        ("date_of_birth", date(1960, 1, 1)),
        ("postcode", "MB3 4DE"),
        ("ethnicity", "white_irish"),
        ("accommodation", "care_home"),
        ("employment", "voluntary_work_only"),
        ("gender", "male"),
    ],
)
def test_a_field_is_compared(rule: str, value: object) -> None:
    others = {"ais": other(**{rule: value})}
    assert settle(BY_ID[rule], State.RECORDED, HERE, others, GIVEN) == (State.CONFLICT, "ais")
    missing = example_person(**{rule: State.ABSENT})
    assert settle(BY_ID[rule], State.ABSENT, missing, others, GIVEN) == (State.HELD_ELSEWHERE, "ais")


def test_names_and_addresses_are_never_compared() -> None:
    assert BY_ID["name"].compare is None
    assert BY_ID["address"].compare is None
