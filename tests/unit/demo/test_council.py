"""The council itself: the same each time, plausible, and nobody in it real."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter_core.demo import numbers, places, staff
from adapter_core.demo.council import MOST_NIGHTS, Council
from adapter_core.demo.names import STOCKS
from adapter_core.demo.subject import AisRecord, Exclusion
from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import FIELDS, LISTS, in_force
from adapter_core.domain.practices import PracticeStatus
from adapter_core.domain.states import State
from adapter_core.domain.values import (
    PracticeNation,
    age_on,
    nation_of_practice_code,
    nhs_number_problem,
    opg_reference_problem,
    postcode_district,
    postcode_problem,
)

AS_OF = date(2026, 11, 23)

FINGERPRINT = """
import hashlib, sys
from datetime import date
from adapter_core.demo.council import Council
seen = hashlib.sha256()
for night in (0, 1):
    council = Council(people=700, seed=11, as_of=date(2026, 11, 23), night=night)
    for one in council.planted():
        seen.update(repr((one.subject.person, [plant.name for plant in one.plants])).encode())
    for person in council.northgate_ais():
        seen.update(repr(person).encode())
    seen.update(repr(council.broken_rows).encode())
print(seen.hexdigest())
"""


@pytest.fixture(scope="module")
def people():
    """The subjects of an ordinary council, as planted."""
    return [one.subject for one in Council(people=8000, seed=5, as_of=AS_OF).planted()]


@pytest.fixture(scope="module")
def listed(people):
    return [subject for subject in people if subject.exclusion is None]


@pytest.mark.parametrize("hash_seed", ["0", "1", "random"])
def test_another_process_with_another_hash_seed_draws_the_same_council(hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", FINGERPRINT], env=environment, capture_output=True, text=True, check=True
    )
    here = hashlib.sha256()
    for night in (0, 1):
        council = Council(people=700, seed=11, as_of=AS_OF, night=night)
        for one in council.planted():
            here.update(repr((one.subject.person, [plant.name for plant in one.plants])).encode())
        for person in council.northgate_ais():
            here.update(repr(person).encode())
        here.update(repr(council.broken_rows).encode())
    assert told.stdout.strip() == here.hexdigest()


def test_another_seed_is_another_council():
    first, second = (
        [one.subject.person.given_name for one in Council(people=200, seed=seed, as_of=AS_OF).planted()]
        for seed in (1, 2)
    )
    assert first != second


@pytest.mark.parametrize("people", [1, 2, 3, 59, 60, 501, 5000])
def test_the_person_table_has_as_many_people_as_asked_for(people):
    assert sum(1 for _ in Council(people=people, seed=9, as_of=AS_OF).mosaic()) == people


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 0},
        {"people": 10_000_000},
        {"night": -1},
        {"night": MOST_NIGHTS + 1},
        {"as_of": date(1066, 10, 14)},
        {"as_of": date(9999, 12, 31)},
    ],
)
def test_a_council_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="demo council has"):
        Council(**({"people": 100, "seed": 1, "as_of": AS_OF} | wrong))


def test_references_ascend_and_are_unique(people):
    refs = [subject.person.ref for subject in people]
    assert refs == sorted(set(refs))
    assert {len(ref) for ref in refs} == {7}


def test_references_keep_their_length_in_the_largest_council():
    assert len(str(1_200_000 + 5 * 1_200_000 + 4)) == 7


# --- Proportions ------------------------------------------------------------------------------------


def test_the_mix_of_people_is_that_of_a_case_system(people):
    why = Counter(subject.exclusion for subject in people)
    total = len(people)
    assert 0.40 < why[None] / total < 0.60
    assert 0.30 < why[Exclusion.CLOSED] / total < 0.55
    for rare in (Exclusion.DECEASED, Exclusion.DUPLICATE, Exclusion.UNDER_18, Exclusion.RESTRICTED):
        assert 0.002 < why[rare] / total < 0.06


def test_ages_are_those_of_adult_social_care(listed):
    ages = sorted(subject.age for subject in listed)
    assert ages[0] >= 18
    assert 95 <= ages[-1] <= 104
    assert 0.5 < sum(age >= 65 for age in ages) / len(ages) < 0.75
    assert 0.05 < sum(age >= 90 for age in ages) / len(ages) < 0.25


def test_ethnicity_and_gender_are_in_plausible_proportions(listed):
    ethnicity = Counter(subject.person.ethnicity for subject in listed)
    gender = Counter(subject.person.gender for subject in listed)
    assert 0.65 < ethnicity["white_british"] / len(listed) < 0.82
    assert all(ethnicity[code] for code in STOCKS)
    assert 0.48 < gender["female"] / len(listed) < 0.65


def test_two_thirds_are_known_to_the_other_system(listed):
    share = sum(subject.ais is not AisRecord.NONE for subject in listed) / len(listed)
    assert 0.64 < share < 0.76


def test_there_are_carers_people_with_learning_disability_and_people_under_65(listed):
    assert 0.15 < sum(subject.is_carer for subject in listed) / len(listed) < 0.35
    assert 0.05 < sum(subject.learning_disability for subject in listed) / len(listed) < 0.2


# --- Consistency ------------------------------------------------------------------------------------


def test_relationships_are_on_both_records(people):
    by_ref = {subject.person.ref: subject.person for subject in people}
    seen = 0
    for subject in people:
        for row in subject.person.relationships:
            if row.other_ref is State.PLACEHOLDER:
                continue
            back = [one for one in by_ref[row.other_ref].relationships if one.other_ref == subject.person.ref]
            assert [(one.role, one.other_role) for one in back] == [(row.other_role, row.role)]
            assert [one.is_informal_carer for one in back] == [row.other_is_informal_carer]
            assert [(one.start, one.end) for one in back] == [(row.start, row.end)]
            seen += 1
    assert seen > len(people)


def test_whoever_is_listed_has_open_work_and_whoever_is_closed_has_none(people):
    for subject in people:
        person = subject.person
        is_open = any(in_force(one.start, one.end, AS_OF) for one in (*person.allocations, *person.services))
        is_open |= any(step.status in {"incoming", "in_progress", "reopened"} for step in person.steps)
        assert is_open == (subject.exclusion in {None, Exclusion.RESTRICTED, Exclusion.UNDER_18})


def test_every_code_is_in_its_list(people):
    coded = {name: spec.codes for name, spec in FIELDS.items() if spec.codes}
    for subject in people:
        person = subject.person
        for path, name in coded.items():
            group, _, field = path.rpartition(".")
            for holder in getattr(person, group) if group else (person,):
                value = getattr(holder, field)
                if isinstance(value, State):
                    continue
                assert CODE_LISTS[name].get(value) is not None, (path, value)


def test_every_date_is_a_date_or_a_state_and_nothing_starts_after_it_ends(people):
    for subject in people:
        for name in LISTS:
            for one in getattr(subject.person, name):
                start, end = getattr(one, "start", None), getattr(one, "end", None)
                if isinstance(start, date) and isinstance(end, date):
                    assert start <= end, (name, subject.person.ref)


def test_nobody_has_a_birthday_within_the_nights_of_the_demo(people):
    last = AS_OF + timedelta(days=MOST_NIGHTS)
    for subject in people:
        born = subject.person.date_of_birth
        if isinstance(born, date) and subject.full and born.year > 1900 and born < AS_OF:
            assert age_on(born, AS_OF) == age_on(born, last) == subject.age


def test_duplicates_point_to_another_record(people):
    refs = {subject.person.ref for subject in people}
    duplicates = [subject.person for subject in people if subject.exclusion is Exclusion.DUPLICATE]
    assert duplicates
    assert all(person.duplicate_of in refs and person.duplicate_of != person.ref for person in duplicates)


def test_the_other_system_has_each_reference_once_but_for_those_repeated_on_purpose(people):
    council = Council(people=8000, seed=5, as_of=AS_OF)
    refs = Counter(person.ref for person in council.northgate_ais())
    twice = {ref for ref, count in refs.items() if count > 1}
    assert twice == {subject.ais_ref for subject in people if subject.ais is AisRecord.REPEATED}
    assert twice


def test_broken_rows_lie_within_the_extract():
    for size, seed in [(60, 1), (60, 2), (60, 3), (60, 4), (100, 5), (100, 6), (400, 7), (3000, 8)]:
        council = Council(people=size, seed=seed, as_of=AS_OF)
        rows = 1 + sum(1 for _ in council.northgate_ais()) + len(council.broken_rows)
        assert council.broken_rows
        assert 2 <= council.broken_rows[0] <= council.broken_rows[-1] <= rows


# --- Nothing real -------------------------------------------------------------------------------------


def test_nhs_numbers_are_of_the_test_range_right_and_unique():
    drawn = [numbers.nhs_number(index, offset=77) for index in range(200_000)]
    assert len(set(drawn)) == len(drawn)
    assert all(nhs_number_problem(number, allow_synthetic=True) is None for number in drawn)
    assert all(number.startswith("999") for number in drawn)


@given(st.integers(0, numbers.NHS_NUMBERS - 1), st.integers(0, 10**9))
def test_any_nhs_number_is_right_and_spoiling_it_makes_it_wrong(index, offset):
    number = numbers.nhs_number(index, offset)
    assert nhs_number_problem(number, allow_synthetic=True) is None
    assert nhs_number_problem(numbers.wrong_nhs_number(number), allow_synthetic=True) is not None


@pytest.mark.parametrize("index", [-1, numbers.NHS_NUMBERS])
def test_the_test_range_is_not_left(index):
    with pytest.raises(ValueError, match="no more NHS numbers"):
        numbers.nhs_number(index)


@given(st.integers(0, 2), st.integers(0, 10**12))
def test_references_of_the_public_guardian_are_right_and_can_be_spoilt(kind, salt):
    assert opg_reference_problem(numbers.opg_reference(kind, salt)) is None
    assert opg_reference_problem(numbers.wrong_opg_reference(salt)) == "check_digit"


@given(st.integers(0, len(places.WARDS) - 1), st.integers(0, 10**9))
def test_postcodes_have_the_shape_and_lie_in_a_district_that_does_not_exist(ward, salt):
    postcode = places.postcode(ward, salt)
    assert postcode_problem(postcode) is None
    assert postcode_district(postcode) == places.WARDS[ward][1]
    assert postcode.startswith("ZX")


def test_each_locality_belongs_to_a_team_of_the_council():
    assert set(places.LOCALITY_TEAMS.values()) <= set(staff.TEAMS)
    assert set(places.LOCALITY_TEAMS) == {district for _, district, _ in places.WARDS}


def test_the_practice_list_has_every_kind_of_practice():
    listed = places.practice_list(AS_OF)
    assert len(listed.practices) >= 35
    kinds = Counter(practice.status for practice in listed.practices.values())
    assert all(kinds[status] for status in PracticeStatus)
    assert all(listed.practices[code].is_open(AS_OF) for code in places.OPEN_PRACTICES)
    assert all(listed.final_successor(code, AS_OF) is not None for code in places.CLOSED_WITH_SUCCESSOR)
    assert all(listed.final_successor(code, AS_OF) is None for code in places.CLOSED_FOR_GOOD)
    assert not any(listed.practices[code].is_gp_practice for code in places.WALK_IN_CENTRES)
    assert all(nation_of_practice_code(code) is PracticeNation.ENGLAND for code in listed.practices)
    assert all(nation_of_practice_code(code) is PracticeNation.ENGLAND for code in places.UNKNOWN_PRACTICES)
    assert all(nation_of_practice_code(code) is PracticeNation.SCOTLAND for code in places.SCOTTISH_PRACTICES)


def test_no_practice_is_a_real_one(root):
    national = root.parent / "shared" / "data" / "practices" / "epraccur.csv"
    if not national.exists():
        pytest.skip("the national list is not beside this checkout")
    with Path(national).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    codes, names = {row[0] for row in rows}, {row[1].strip().casefold() for row in rows}
    ours = {*places.PRACTICE_NAMES, *places.UNKNOWN_PRACTICES, *places.SCOTTISH_PRACTICES}
    assert not ours & codes
    assert not {name.casefold() for name in places.PRACTICE_NAMES.values()} & names
    assert not any(row[9].startswith("ZX") for row in rows)


# --- Memory -----------------------------------------------------------------------------------------


def _peak(people):
    council = Council(people=people, seed=3, as_of=AS_OF)
    tracemalloc.start()
    for _ in council.planted():
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_council():
    # Kept, 3000 people would take twenty times as much: some 7 kB each.
    assert _peak(3000) < 1_000_000
