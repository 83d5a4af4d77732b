"""References that the master has merged: followed by its own word, in a check and for one person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.errors import PersonNotFound
from adapter_core.oversight.audit import entries
from adapter_core.service.missing import missing
from adapter_core.service.reviews import review

MONDAY = date(2026, 11, 23)
BY_REF = 'match_on = ["master_ref", "date_of_birth"]'
BORN = date(1950, 1, 1)


def council_of(somebody, chain, survivor, *, way="placed", held=None):
    """Twelve people over three pages; `chain` maps places to where they were merged, who lack an ethnicity.

    AIS holds the ethnicity of the person under the reference of place `held`.
    """
    master = [
        somebody(
            place,
            date_of_birth=BORN,
            ethnicity=State.ABSENT if place == survivor else "white_british",
            duplicate_of=str(100 + chain[place]) if place in chain else State.ABSENT,
        )
        for place in range(12)
    ]
    record = replace(somebody(50, "A"), master_ref=str(100 + held), date_of_birth=BORN)
    return {"mosaic": ("listed", master), "ais": (way, [record])}


CHAINS = [
    pytest.param({1: 2}, 2, 1, id="on the same page"),
    pytest.param({1: 10}, 10, 1, id="into a later page"),
    pytest.param({10: 1}, 1, 10, id="into an earlier page"),
    pytest.param({1: 6, 6: 11}, 11, 1, id="in two steps forwards"),
    pytest.param({11: 6, 6: 1}, 1, 11, id="in two steps backwards"),
    pytest.param({1: 11, 11: 4}, 4, 1, id="there and back"),
]


@pytest.mark.parametrize("way", ["placed", "streamed", "asked"])
@pytest.mark.parametrize(("chain", "survivor", "held"), CHAINS)
def test_a_former_reference_joins_the_record_that_it_has_become(
    council, somebody, *, chain, survivor, held, way
):
    council.write(council_of(somebody, chain, survivor, way=way, held=held), people=BY_REF)
    night = council.night()
    assert night.outcome.status == "complete"
    assert night.states("ethnicity") == {str(100 + survivor): "held_elsewhere ais"}


def test_nobody_is_followed_by_a_name(council, somebody):
    people = council_of(somebody, {}, 2, held=1)
    # The same name, number and birth date: two records of one person, but nobody has said so.
    one = people["mosaic"][1][2]
    people["mosaic"][1][1] = replace(one, ref="101")
    council.write(people, people=BY_REF)
    assert council.night().states("ethnicity") == {"101": "held_elsewhere ais", "102": "absent mosaic"}


def test_both_references_of_one_person_are_more_than_one_match(council, somebody):
    people = council_of(somebody, {1: 2}, 2, held=1)
    people["ais"][1].append(replace(people["ais"][1][0], ref="A151", master_ref="102"))
    council.write(people, people=BY_REF)
    night = council.night()
    assert [each.code for each in night.source("ais").rejects] == ["FP-0503"]
    assert night.states("ethnicity") == {"102": "absent mosaic"}


@pytest.mark.parametrize("chain", [{1: 2, 2: 1}, {1: 1}, {1: 2, 2: 3, 3: 2}])
def test_references_in_a_circle_are_rejects_and_nobody_s(council, somebody, chain):
    council.write(council_of(somebody, chain, 5, held=1), people=BY_REF)
    night = council.night()
    assert night.outcome.exit_code == 3
    refs = {each.ref for each in night.source("mosaic").rejects if each.code == "FP-0540"}
    assert refs == {str(100 + place) for place in chain}
    assert night.states("ethnicity") == {"105": "absent mosaic"}
    assert night.source("ais").unmatched == 1
    with council.opened() as app:
        assert missing(app, "101").ref == "101"


def test_the_master_is_read_once_where_records_join_by_nhs_number(council, somebody):
    council.write(council_of(somebody, {1: 2}, 2, held=1), mosaic='fault = "middle"\nafter = 3')
    assert council.night().outcome.people == 11


def test_a_master_that_cannot_be_read_for_its_merges_leaves_a_failed_run(council, somebody):
    from adapter_core.errors import SourceUnavailable  # noqa: PLC0415 - beside its only use

    council.write(
        council_of(somebody, {1: 2}, 2, held=1), people=BY_REF, mosaic='fault = "middle"\nafter = 1'
    )
    with pytest.raises(SourceUnavailable):
        council.night()
    with council.opened() as app:
        assert [run.status for run in app.store.runs()] == ["failed"]


# --- one person -------------------------------------------------------------------------------------


@pytest.mark.requirement("P-01")
@pytest.mark.parametrize(("chain", "survivor", "held"), CHAINS)
def test_a_former_reference_is_answered_with_the_record_that_it_has_become(
    council, somebody, chain, survivor, held
):
    council.write(council_of(somebody, chain, survivor, held=held))
    with council.opened() as app:
        answer = missing(app, str(100 + held), profile="cld")
        assert answer.ref == str(100 + survivor)
        assert answer.former[0] == str(100 + held)
        assert len(answer.former) == len(chain)
        assert answer.excluded is None
        assert [line.rule for line in answer.gaps] == ["ethnicity"]
        assert missing(app, answer.ref).former == ()
        looked = next(entry for entry in entries(app.store) if len(entry.subjects) > 1)
        assert set(looked.subjects) == {("mosaic", ref) for ref in (*answer.former, answer.ref)}


def test_a_merge_into_a_record_that_is_not_there_is_answered_as_it_stands(council, somebody):
    council.write(council_of(somebody, {1: 99}, 2, held=1))
    with council.opened() as app:
        answer = missing(app, "101")
        assert (answer.ref, answer.former, answer.excluded) == ("101", (), "duplicate")


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_chain_with_a_restricted_record_in_it_shows_nothing(council, somebody, place):
    people = council_of(somebody, {1: 2, 2: 3}, 3, held=1)
    master = people["mosaic"][1]
    master[place] = replace(master[place], restricted=True)
    council.write(people)
    with council.opened() as app:
        with pytest.raises(PersonNotFound) as caught:
            missing(app, "101")
        with pytest.raises(PersonNotFound) as nobody:
            missing(app, "999")
        assert caught.value.as_json() == nobody.value.as_json()
        withheld = [entry.subjects for entry in entries(app.store) if entry.action == "person.withheld"]
        assert withheld == [(("mosaic", str(100 + place)),)]


# --- what was answered about somebody who was merged ---------------------------------------------------


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize(
    ("chain", "survivor", "people"),
    [
        pytest.param({1: 2}, 2, "", id="on the same page"),
        pytest.param({1: 10}, 10, "", id="into a later page"),
        pytest.param({1: 2, 2: 3}, 3, "", id="in two steps on one page"),
        pytest.param({10: 1}, 1, BY_REF, id="into an earlier page, where merges are known"),
    ],
)
def test_an_answer_follows_in_the_very_night_of_the_merge(council, somebody, chain, survivor, people):
    merged = next(iter(chain))
    before = council_of(somebody, {}, survivor, held=5)
    master = before["mosaic"][1]
    master[merged] = replace(master[merged], ethnicity=State.ABSENT)
    council.write(before, people=people)
    council.night(MONDAY)
    with council.opened(MONDAY) as app:
        review(
            app.store, source="mosaic", ref=str(100 + merged), rule="ethnicity", decision=Decision.DECLINED,
            who="kit", profile="cld",
        )  # fmt: skip
    council.write(council_of(somebody, chain, survivor, held=5), people=people)
    for night in (council.night(MONDAY + timedelta(1)), council.night(MONDAY + timedelta(2))):
        assert night.states("ethnicity") == {}
        assert night.line("ethnicity").counts.gaps == 0
        assert night.line("ethnicity").states[State.DECLINED] == 1


def test_the_survivor_s_own_answer_comes_before_one_that_follows(council, somebody):
    before = council_of(somebody, {}, 2, held=5)
    master = before["mosaic"][1]
    master[1] = replace(master[1], ethnicity=State.ABSENT)
    council.write(before)
    council.night(MONDAY)
    with council.opened(MONDAY) as app:
        for ref, decision in (("101", Decision.DECLINED), ("102", Decision.ASKED_NONE)):
            review(app.store, source="mosaic", ref=ref, rule="ethnicity", decision=decision, who="kit",
                   profile="cld")  # fmt: skip
    council.write(council_of(somebody, {1: 2}, 2, held=5))
    states = council.night(MONDAY + timedelta(1)).line("ethnicity").states
    assert (states[State.ASKED_NONE], states[State.DECLINED]) == (1, 0)
