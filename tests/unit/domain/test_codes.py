from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.domain.codes import (
    CODE_LISTS,
    Code,
    CodeList,
    CommunicationSubset,
    is_open_step,
    is_settled,
)
from adapter_core.domain.fields import specs_of
from adapter_core.domain.people import Person
from adapter_core.domain.states import State

EVERY_CODE = [
    pytest.param(codes, code, id=f"{name}.{code.id}")
    for name, codes in CODE_LISTS.items()
    for code in codes.codes
]

CENSUS_2021 = {
    "white_british",
    "white_irish",
    "white_gypsy_or_irish_traveller",
    "white_roma",
    "white_other",
    "mixed_white_and_black_caribbean",
    "mixed_white_and_black_african",
    "mixed_white_and_asian",
    "mixed_other",
    "asian_indian",
    "asian_pakistani",
    "asian_bangladeshi",
    "asian_chinese",
    "asian_other",
    "black_caribbean",
    "black_african",
    "black_other",
    "other_arab",
    "other_any",
}


def ids(name):
    return [code.id for code in CODE_LISTS[name].codes]


def resolve(name, text):
    return CODE_LISTS[name].resolve(text)


# --- Every list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("codes", "code"), EVERY_CODE)
def test_a_code_is_found_by_its_id_its_label_and_each_alias(codes, code):
    for spelling in (code.id, code.label, *code.aliases):
        for text in (spelling, spelling.upper(), spelling.lower(), f"  {spelling}\n"):
            assert codes.resolve(text) == code.value


@pytest.mark.parametrize(("codes", "code"), EVERY_CODE)
def test_a_code_gives_its_id_or_the_state_that_it_stands_for(codes, code):
    meant = codes.resolve(code.id)
    if code.state is State.RECORDED:
        assert meant == code.id
        assert not isinstance(meant, State)
    else:
        assert meant is code.state


@pytest.mark.parametrize(("codes", "code"), EVERY_CODE)
def test_ids_are_slugs_and_an_answer_is_declined_not_known_or_none(codes, code):
    assert re.fullmatch("[a-z][a-z0-9]*(_[a-z0-9]+)*", code.id)
    assert code.label.strip()
    assert code.state in {State.RECORDED, State.DECLINED, State.UNKNOWN_RECORDED, State.ASKED_NONE}


@pytest.mark.parametrize(("name", "codes"), CODE_LISTS.items())
def test_a_list_says_what_it_is_and_where_it_comes_from(name, codes):
    assert codes.name == name
    assert codes.title
    assert codes.source
    assert len(set(ids(name))) == len(codes.codes)


@pytest.mark.parametrize("text", ["", " ", "-", ":", "no such code", "\x00"])
@pytest.mark.parametrize("codes", CODE_LISTS.values(), ids=CODE_LISTS)
def test_what_a_list_does_not_have_is_none(codes, text):
    assert codes.resolve(text) is None


@given(st.sampled_from(sorted(CODE_LISTS)), st.text())
def test_what_is_found_is_a_code_of_the_list(name, text):
    codes = CODE_LISTS[name]
    assert codes.resolve(text) in {None, *(code.value for code in codes.codes)}


def test_every_list_that_a_field_names_is_there():
    named = {spec.codes for spec in specs_of(Person).values() if spec.codes}
    assert named
    assert named <= CODE_LISTS.keys()


# --- Resolving --------------------------------------------------------------------------------------


def a_list(*codes):
    return CodeList("things", "Things", "made up", codes)


@pytest.mark.parametrize(
    "text",
    ["Big: red / blue", "big - red / blue", "BIG \u2013 RED/BLUE", "Big:red /blue", "big :  red/ blue"],
)
def test_separators_case_and_spacing_are_alike(text):
    assert a_list(Code("big_mixed", "Big - red / blue")).resolve(text) == "big_mixed"


def test_a_hyphen_within_a_word_is_part_of_it():
    codes = a_list(Code("one", "non-binary"), Code("two", "non: binary"))
    assert codes.resolve("Non-binary") == "one"
    assert codes.resolve("Non - binary") == "two"


def test_ampersand_is_and():
    assert a_list(Code("advice", "Information & Advice")).resolve("information and advice") == "advice"


@pytest.mark.parametrize(
    "codes",
    [
        (Code("a", "One"), Code("a", "Two")),
        (Code("a", "One"), Code("b", "ONE")),
        (Code("a", "One"), Code("b", "Two", aliases=("one",))),
        (Code("a", "One: more"), Code("b", "Two", aliases=("One - more",))),
        (Code("two", "One"), Code("b", "Two")),
    ],
)
def test_a_text_with_two_meanings_is_refused_when_the_list_is_made(codes):
    with pytest.raises(ValueError, match="means two codes"):
        a_list(*codes)


def test_a_code_may_repeat_its_own_spelling():
    assert a_list(Code("roma", "Roma", aliases=("ROMA",))).resolve("roma") == "roma"


def test_lists_are_frozen_and_compare_by_their_codes():
    assert a_list(Code("a", "One")) == a_list(Code("a", "One"))
    assert a_list(Code("a", "One")) != a_list(Code("a", "Two"))
    with pytest.raises(AttributeError):
        a_list(Code("a", "One")).name = "others"


def test_a_code_is_got_by_its_exact_id():
    codes = CODE_LISTS["client_type"]
    assert codes.get("carer") is codes.codes[1]
    assert codes.get("Carer") is None


# --- Each list --------------------------------------------------------------------------------------


@pytest.mark.requirement("P-03", "P-17")
def test_ethnicity_has_the_19_of_the_census_and_two_answers():
    recorded = [code for code in CODE_LISTS["ethnicity"].codes if code.state is State.RECORDED]
    assert {code.id for code in recorded} == CENSUS_2021
    assert {code.group for code in recorded} == {"white", "mixed", "asian", "black", "other"}
    assert all(code.id.startswith(f"{code.group}_") for code in recorded)
    assert ids("ethnicity")[len(recorded) :] == ["refused", "not_known"]


@pytest.mark.requirement("P-04")
def test_refused_is_an_answer_and_not_known_is_none():
    assert resolve("ethnicity", "No data - Refused") is State.DECLINED
    assert resolve("ethnicity", "REFUSED") is State.DECLINED
    assert resolve("ethnicity", "No data: Undeclared or Not known") is State.UNKNOWN_RECORDED
    assert resolve("ethnicity", "NOT_KNOWN") is State.UNKNOWN_RECORDED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("White - Irish", "white_irish"),  # release 1 of Client Level Data
        ("White: Irish", "white_irish"),  # release 2
        ("White: English, Welsh, Scottish, Northern Irish or British", "white_british"),
        ("Mixed: Any Other Mixed Background", "mixed_other"),
        ("Mixed or Multiple ethnic groups: White and Asian", "mixed_white_and_asian"),
        ("Asian, Asian British or Asian Welsh: Chinese", "asian_chinese"),
        ("Asian or Asian British - Any other Asian background", "asian_other"),
        ("Black, Black British, Black Welsh, Caribbean or African: Other Black", "black_other"),
        ("Other ethnic group: Any other ethnic group", "other_any"),
        ("Other - Arab", "other_arab"),
        ("Chinese", "asian_chinese"),
    ],
)
def test_ethnicity_in_the_words_of_the_returns_and_the_census(text, code):
    assert resolve("ethnicity", text) == code


@pytest.mark.parametrize(
    "text", [*"ABCDEFGHJKLMNPRSZ", "99", "Any other background", "Mixed", "Asian", "White", "British"]
)
def test_trap_the_2001_letters_and_bare_headings_are_not_guessed(text):
    assert resolve("ethnicity", text) is None


@pytest.mark.requirement("P-14", "K-17")
def test_employment_has_the_seven_of_client_level_data():
    assert len(ids("employment")) == 7
    assert resolve("employment", "Not in Paid Employment (not actively seeking work / retired)") == (
        "not_paid_not_seeking_work"
    )
    assert resolve("employment", "Paid - 16 or more hours a week") == "paid_16_hours_or_more"
    assert resolve("employment", "Paid: Hours per week unknown") == "paid_hours_unknown"
    assert resolve("employment", "Unknown") is State.UNKNOWN_RECORDED


@pytest.mark.requirement("P-03")
def test_accommodation_has_twenty_nine_of_them_settled():
    settled = [is_settled(one) for one in ids("accommodation")]
    assert len(settled) == 20
    assert (settled.count(True), settled.count(False), settled.count(None)) == (9, 10, 1)


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("Tenant", True),
        ("Tenant: private landlord", True),
        ("Shared Lives scheme", True),
        ("Registered care home", False),
        ("Rough sleeper/squatting", False),
        ("Acute / long-term healthcare residential facility or hospital", False),
    ],
)
def test_settled_as_the_outcomes_framework_counts_it(text, settled):
    assert is_settled(resolve("accommodation", text)) is settled


@pytest.mark.parametrize("text", ["unknown", "no such place", ""])
def test_whether_unknown_accommodation_is_settled_is_not_known(text):
    assert is_settled(text) is None


@pytest.mark.parametrize("text", ["Unknown - Presumed at home", "Unknown - Presumed in community"])
def test_trap_what_analysts_derive_is_no_input(text):
    assert resolve("accommodation", text) is None


@pytest.mark.requirement("K-13")
def test_gender_on_the_record():
    assert ids("gender") == ["male", "female", "indeterminate", "not_known"]
    assert [resolve("gender", text) for text in ("1", "2", "9", "X")] == [
        "male",
        "female",
        "indeterminate",
        State.UNKNOWN_RECORDED,
    ]
    assert [resolve("gender", text) for text in ("male", "female", "other", "unknown")] == [
        "male",
        "female",
        "indeterminate",
        State.UNKNOWN_RECORDED,
    ]


@pytest.mark.parametrize(
    ("name", "recorded"),
    [
        pytest.param(
            "stated_gender",
            {"female", "male", "non_binary", "self_describe"},
            marks=pytest.mark.requirement("D-02", "D-08"),
        ),
        pytest.param("trans", {"yes", "no"}, marks=pytest.mark.requirement("D-03", "D-08")),
        pytest.param("gender_same_as_birth", {"yes", "no"}, marks=pytest.mark.requirement("D-04", "D-08")),
        pytest.param(
            "sexual_orientation",
            {"bisexual", "gay_or_lesbian", "heterosexual", "self_describe"},
            marks=pytest.mark.requirement("D-05", "D-08"),
        ),
    ],
)
def test_the_questions_of_the_person_details_form(name, recorded):
    codes = CODE_LISTS[name]
    assert {code.id for code in codes.codes if code.state is State.RECORDED} == recorded
    assert resolve(name, "Prefer not to say") is State.DECLINED
    assert resolve(name, "Question not asked") is State.UNKNOWN_RECORDED
    assert len(codes.codes) == len(recorded) + 2


@pytest.mark.parametrize(
    ("name", "national"),
    [
        (
            "stated_gender",
            {
                "1": "male",
                "2": "female",
                "3": "non_binary",
                "4": "self_describe",
                "Z": State.DECLINED,
                "X": State.UNKNOWN_RECORDED,
            },
        ),
        (
            "sexual_orientation",
            {
                "1": "heterosexual",
                "2": "gay_or_lesbian",
                "3": "bisexual",
                "4": "self_describe",
                "Z": State.DECLINED,
                "9": State.UNKNOWN_RECORDED,
                "U": None,  # "not sure" is none of the six: not guessed
            },
        ),
    ],
)
def test_national_codes_are_aliases(name, national):
    assert {text: resolve(name, text) for text in national} == national


def test_client_types_of_both_releases():
    assert ids("client_type") == ["service_user", "carer", "carer_known_by_association"]
    assert resolve("client_type", "Unpaid carer known by association") == "carer_known_by_association"
    assert resolve("client_type", "Unpaid Carer") == "carer"


def test_yes_and_no():
    assert ids("yes_no") == ["yes", "no", "not_known", "declined"]
    assert [resolve("yes_no", text) for text in ("Y", "N", "unknown", "refused")] == [
        "yes",
        "no",
        State.UNKNOWN_RECORDED,
        State.DECLINED,
    ]


@pytest.mark.requirement("P-04")
def test_answers_are_states():
    assert {code.id: code.state for code in CODE_LISTS["answer"].codes} == {
        "asked_none": State.ASKED_NONE,
        "declined": State.DECLINED,
        "not_known": State.UNKNOWN_RECORDED,
    }
    assert resolve("answer", "Asked - there is none") is State.ASKED_NONE


@pytest.mark.requirement("P-02")
def test_authorities_leave_out_that_there_is_none():
    assert ids("authority") == [
        "lpa_property_financial",
        "lpa_health_welfare",
        "epa",
        "deputy_property",
        "deputy_welfare",
        "dwp_appointee",
        "informal_financial_rep",
    ]
    assert [resolve("authority", text) for text in ("none", "none_exists", "unknown", "LPA")] == [None] * 4


def test_capacity_is_for_an_area_and_has_or_lacks():
    assert ids("capacity_area") == ["finance", "welfare", "other"]
    assert ids("capacity_outcome") == ["has_capacity", "lacks_capacity"]


def test_which_steps_are_open():
    assert {status for status in ids("step_status") if is_open_step(status)} == {
        "incoming",
        "in_progress",
        "reopened",
    }
    assert len(ids("step_status")) == 6
    assert resolve("step_status", "STARTED") == "in_progress"
    assert not is_open_step("no such status")


def test_primary_support_reasons_of_both_releases():
    assert len(ids("primary_support_reason")) == 13
    assert (
        resolve("primary_support_reason", "Physical Support - Access & mobility only")
        == "physical_access_and_mobility"
    )
    assert resolve("primary_support_reason", "Social support: Support for social isolation/other") == (
        "social_isolation_or_other"
    )
    assert resolve("primary_support_reason", "Unknown") is State.UNKNOWN_RECORDED


def test_nhs_number_statuses_are_the_eight_of_the_data_dictionary():
    codes = CODE_LISTS["nhs_number_status"]
    assert [codes.resolve(f"0{number}") for number in range(1, 9)] == ids("nhs_number_status")
    assert codes.resolve("01") == "verified"
    assert codes.resolve("02") == "unverified"
    assert codes.resolve("09") is None


@pytest.mark.requirement("P-06")
def test_each_communication_need_is_in_one_of_the_four_subsets():
    codes = CODE_LISTS["communication_need"]
    assert {code.group for code in codes.codes} == set(CommunicationSubset)
    assert {
        "easy_read",
        "large_print",
        "braille",
        "audio",
        "email",
        "sms_relay",
        "bsl_interpreter",
        "deafblind_manual_interpreter",
        "lipspeaker",
        "advocate",
        "hearing_aid_user",
        "longer_appointment",
    } <= set(ids("communication_need"))
    assert codes.get("braille") in codes.in_group(CommunicationSubset.INFORMATION_FORMAT)
    assert codes.get("braille") not in codes.in_group(CommunicationSubset.CONTACT_METHOD)
    assert codes.in_group("no such subset") == ()
