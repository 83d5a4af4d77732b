"""Completed conversations as events of Client Level Data: right where it is known, told where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.casework.client_level_data.columns import COLUMNS
from adapter_core.casework.client_level_data.events import CldSettings, Conversation, Result, event
from adapter_core.casework.measures.rows import Period
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import GpRegistration, Person
from adapter_core.domain.states import State

PERIOD = Period(date(2026, 7, 1), date(2026, 9, 30))
SETTINGS = CldSettings(
    la_code="999", codes={"gender": {"female": "Female"}, "yes_no": {"no": "No"}}, allow_synthetic=True
)
TALK = Conversation(12, "1", True, date(2026, 8, 3), date(2026, 8, 4), "connected", None)


def person(**more) -> Person:
    held = {
        "ref": "204",
        "nhs_number": "9990000018",
        "gender": "female",
        "ethnicity": "white_irish",
        "date_of_birth": date(1950, 3, 5),
        "client_type": "carer",
        "postcode": "zz99 3vz",
        "accommodation": "tenant",
        "has_unpaid_carer": "no",
        "gp": (GpRegistration(code="Y99001", name=State.ABSENT),),
        **more,
    }
    return Person(**held)


def told(made) -> dict[str, tuple[int, str]]:
    return {each.column: (int(each.result), each.code) for each in made.problems}


def test_a_first_conversation_is_a_request_that_names_itself():
    made = event(TALK, person(), SETTINGS, PERIOD)
    assert made.problems == ()
    assert {heading: cell for heading, cell in made.cells.items() if cell} == {
        "Reporting Period Start Date": "01/07/2026",
        "Reporting Period End Date": "30/09/2026",
        "LA_Code": "999",
        "NHS Number": "9990000018",
        "LA Person Unique Identifier": "204",
        "GP Practice Code": "Y99001",
        "Gender": "Female",
        "Ethnicity": "White: Irish",
        "Date of Birth": "05/03/1950",
        "Client Type": "Unpaid carer",
        "Postcode": "ZZ99 3VZ",
        "Accommodation Status": "Tenant",
        "Has Unpaid Carer": "No",
        "Event Type": "Request",
        "Event Reference": "C12",
        "Event Start Date": "03/08/2026",
        "Event End Date": "04/08/2026",
        "Event Description": "Conversation 1",
        "Event Outcome": "NFA: Information and advice or signposting",
        "Request: Route of Access": "Community / Other route",
    }
    assert list(made.cells) == [column.heading for column in COLUMNS]


@pytest.mark.parametrize(
    ("kind", "new", "is_a"),
    [("1", True, "Request"), ("2", True, "Assessment"), ("3", True, "Assessment"), ("2", False, "Review")],
)
def test_what_kind_of_event_it_is(kind, new, is_a):
    made = event(TALK._replace(kind=kind, new=new), person(), SETTINGS, PERIOD)
    assert made.cells["Event Type"] == is_a
    assert made.cells["Event Description"] == f"Conversation {kind}"
    assert bool(made.cells["Request: Route of Access"]) == (is_a == "Request")
    wanted = {"Request": set(), "Assessment": {"Primary Support Reason"}}.get(
        is_a, {"Primary Support Reason", "Review Reason", "Method of Review"}
    )
    assert told(made) == dict.fromkeys(wanted, (-1, ""))


def test_what_no_list_confirms_is_told_and_never_invented():
    made = event(
        TALK._replace(ended_how="elsewhere"), person(), replace(SETTINGS, codes={}, la_code=""), PERIOD
    )
    assert told(made) == {
        "Event Outcome": (-1, "elsewhere"),
        "Gender": (-1, "female"),
        "Has Unpaid Carer": (-1, "no"),
        "LA_Code": (-1, ""),
    }
    for column in told(made):
        assert made.cells[column] == ""


def test_a_release_has_its_own_spellings():
    made = event(TALK, person(), replace(SETTINGS, release=1), PERIOD)
    assert made.cells["Client Type"] == "Carer"
    assert made.cells["Ethnicity"] == "White - Irish"
    mental = event(TALK, person(primary_support_reason="mental_health"), replace(SETTINGS, release=1), PERIOD)
    assert told(mental) == {"Primary Support Reason": (-1, "mental_health")}
    assert made.cells["Event Outcome"] == "NFA - Information & Advice / Signposting only"
    other = event(TALK._replace(ended_how="stable"), person(), replace(SETTINGS, release=1), PERIOD)
    assert told(other) == {"Event Outcome": (-1, "stable")}
    own = replace(SETTINGS, release=1, outcomes={"stable": "NFA - Ours"})
    assert (
        event(TALK._replace(ended_how="stable"), person(), own, PERIOD).cells["Event Outcome"] == "NFA - Ours"
    )


def test_what_cannot_be_right_is_invalid_and_no_value_is_in_what_is_said():
    made = event(TALK, person(nhs_number="9990000019", postcode="M1 1XYZ"), SETTINGS, PERIOD)
    assert told(made) == {"NHS Number": (-2, ""), "Postcode": (-2, "")}
    assert "9990000019" not in str(made.problems)
    real = event(TALK, person(), replace(SETTINGS, allow_synthetic=False), PERIOD)
    assert told(real) == {"NHS Number": (int(Result.INVALID), "")}


@pytest.mark.parametrize(
    ("born", "kind", "reason", "wanted"),
    [
        (date(1990, 1, 1), "service_user", "learning_disability", True),
        (date(2008, 8, 3), "service_user", "learning_disability", True),
        (date(2008, 8, 4), "service_user", "learning_disability", False),
        (date(1961, 8, 3), "service_user", "learning_disability", False),
        (date(1990, 1, 1), "service_user", "mental_health", False),
        (date(1990, 1, 1), "carer", "learning_disability", False),
    ],
)
def test_employment_is_wanted_of_working_age_with_a_learning_disability(born, kind, reason, wanted):
    made = event(
        TALK, person(date_of_birth=born, client_type=kind, primary_support_reason=reason), SETTINGS, PERIOD
    )
    assert ("Employment Status" in told(made)) == wanted


@given(
    st.sampled_from([*(code.id for code in CODE_LISTS["conversation_end"].codes), ""]),
    st.sampled_from(["1", "2", "3"]),
    st.booleans(),
    st.sampled_from([1, 2]),
    st.sampled_from([State.ABSENT, State.DECLINED, State.NOT_SUPPORTED, "white_irish", "no_such_code"]),
)
def test_every_blank_that_is_mandatory_is_told_once(how, kind, new, release, ethnicity):
    settings = replace(SETTINGS, release=release)
    talk = TALK._replace(ended_how=how, kind=kind, new=new)
    made = event(talk, person(ethnicity=ethnicity), settings, PERIOD)
    columns = [each.column for each in made.problems]
    assert len(columns) == len(set(columns))
    for heading in ("Event Outcome", "Ethnicity", "Gender", "Event Type"):
        assert (made.cells[heading] == "") == (heading in columns)


def test_what_a_review_counts_as_is_the_councils_to_say():
    made = event(TALK._replace(new=False), person(), replace(SETTINGS, review_type="Assessment"), PERIOD)
    assert made.cells["Event Type"] == "Assessment"
    assert "Review Reason" not in told(made)
