"""People backwards: rows as a source would hold them, and what of a person they carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from adapter_core.domain.people import Allocation, Answer, Relationship, Representative
from adapter_core.domain.states import State
from adapter_core.readers.mapping import compile_mapping, load_mapping
from adapter_core.testing.examples import example_person
from adapter_core.testing.writing.media import LOOSE_SQL, TEXTS, TYPED_SQL
from adapter_core.testing.writing.people import PeopleBackwards
from adapter_core.testing.writing.tables import Holds, Tables

AS_OF = date(2026, 11, 23)
ABSENT, EXPIRED, NOT_SUPPORTED = State.ABSENT, State.EXPIRED, State.NOT_SUPPORTED

MAPPING = """
schema = 1
format = "sql"
[tables.person]
name = "PEOPLE"
key = "ID"
where = { KIND = ["P", "Q"], ID = { not = "-1" } }
[tables.address]
name = "ADDRESSES"
key = "ADDRESS_ID"
person = "PERSON_ID"
current = { start = "SINCE", end = "UNTIL" }
pick = [{ prefer = { MAIN = "Y" } }, { latest = "SINCE" }]
[tables.tie]
name = "TIES"
key = "TIE_ID"
person = "PERSON_ID"
where = { "tie_type.WORDS" = { not = "Same : Same" } }
[tables.tie_type]
name = "TIE_TYPES"
join = { "tie.TYPE_ID" = "TYPE_ID" }
[tables.same]
name = "TIES"
key = "TIE_ID"
person = "PERSON_ID"
where = { "same_type.WORDS" = "Same : Same" }
[tables.same_type]
name = "TIE_TYPES"
join = { "same.TYPE_ID" = "TYPE_ID" }
[tables.work]
name = "WORK"
person = "PERSON_ID"
[tables.worker]
name = "WORKERS"
join = { "work.WORKER_ID" = "ID" }
[tables.job]
name = "JOBS"
join = { "work.WORKER_ID" = "WORKER_ID" }
where = { MAIN_JOB = "Y" }
current = { end = "LAST" }
[person]
ref = { column = "person.ID" }
title = { column = "person.TITLE" }
date_of_birth = { column = "person.BORN", transform = "date" }
gender = { value = "female" }
address = { column = "address.STREET" }
postcode = { column = "address.POSTCODE" }
duplicate_of = { column = "same.OTHER" }
[each.relationships]
table = "tie"
other_ref = { column = "tie.OTHER" }
role = { column = "tie_type.WORDS", transform = "role_before_colon" }
other_role = { column = "tie_type.WORDS", transform = "role_after_colon" }
other_is_informal_carer = { column = "tie_type.WORDS", transform = "role_after_colon", yes = ["Carer"] }
[each.allocations]
table = "work"
worker = { column = ["worker.FIRST", "worker.LAST"] }
team = { column = "job.TEAM" }
[each.answers]
table = "work"
topic = { value = "lpa" }
answer = { column = "work.ANSWER" }
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mapping")
    (folder / "mine.toml").write_text(MAPPING, encoding="utf-8")
    return compile_mapping(load_mapping("mine.toml", base=folder, folders={}), as_of=AS_OF)


def person(**changes):
    lists = {"relationships": (), "allocations": (), "answers": (), "duplicate_of": ABSENT}
    return replace(example_person(), ref="17", **(lists | changes))


def carried_by(reader, one) -> Any:
    """What of a person comes back; lists are lists here."""
    return PeopleBackwards(reader, LOOSE_SQL, AS_OF).carried(one)


def tables(reader, *people, medium=LOOSE_SQL, seed=None):
    """Table to its rows, blank columns left out."""
    backwards = PeopleBackwards(reader, medium, AS_OF, seed)
    made = Tables(backwards)
    rows = {}
    for batch in made.batches(backwards.records(people)):
        for table in batch:
            kept = [{name: value for name, value in row.items() if value is not None} for row in table.rows]
            rows[table.name] = kept
    return rows


def test_a_row_for_each_table(reader):
    rows = tables(reader, person(title="Ms", date_of_birth=date(1950, 3, 5), address="1 Mill Lane"))
    assert rows["PEOPLE"] == [{"ID": 17, "KIND": "P", "TITLE": "Ms", "BORN": "1950-03-05 00:00:00"}]
    (address,) = rows["ADDRESSES"]
    assert address["PERSON_ID"] == 17
    assert address["STREET"] == "1 Mill Lane"
    assert address["MAIN"] == "Y"
    assert address["SINCE"] < "2026-11-23"
    assert "UNTIL" not in address


def test_what_has_ended_is_a_row_that_has_ended(reader):
    one = person(address=EXPIRED, postcode="MB1 2AB")
    (address,) = tables(reader, one)["ADDRESSES"]
    assert address["UNTIL"] < "2026-11-23"
    carried = carried_by(reader, one)
    assert (carried.address, carried.postcode) == (EXPIRED, EXPIRED)
    nothing = carried_by(reader, person(title=EXPIRED, address=ABSENT, postcode=ABSENT))
    assert (nothing.title, nothing.address, nothing.postcode) == (ABSENT, ABSENT, ABSENT)
    assert nothing.employment is NOT_SUPPORTED
    assert nothing.gender == "female"
    assert nothing.groups is NOT_SUPPORTED


def test_one_text_holds_both_roles_and_what_follows_from_them(reader):
    ties = (
        Relationship("5", "Mother", "Daughter", other_is_informal_carer=True),
        Relationship("6", "Cared for by", "Carer"),
        Relationship("7", "Same", "Same"),
    )
    one = person(relationships=ties)
    words = {row["TYPE_ID"]: row.get("WORDS") for row in tables(reader, one)["TIE_TYPES"]}
    assert set(words.values()) == {"Mother : Daughter", "Cared for by : Carer", "Same:Same"}
    first, second, third = carried_by(reader, one).relationships
    assert (first.role, first.other_role, first.other_is_informal_carer) == ("Mother", "Daughter", False)
    assert (second.role, second.other_role, second.other_is_informal_carer) == ("Cared for by", "Carer", True)
    # "Same : Same" would say that the other is a duplicate: it is written in another way, which does not.
    assert (third.other_ref, third.role, third.other_role) == ("7", "Same", "Same")


def test_a_duplicate_is_a_row_of_its_own_kind(reader):
    rows = tables(reader, person(duplicate_of="99"))
    (tie,), (kind,) = rows["TIES"], rows["TIE_TYPES"]
    assert (tie["OTHER"], tie["TYPE_ID"], kind["WORDS"]) == ("99", kind["TYPE_ID"], "Same : Same")


def test_what_is_joined_is_written_once_and_shared(reader):
    work = (Allocation("Ros Teal", "East"), Allocation("Ros Teal", "East"), Allocation("Ros Teal", "West"))
    rows = tables(reader, person(allocations=work), replace(person(allocations=work[:1]), ref="18"))
    assert [row["LAST"] for row in rows["WORKERS"]] == ["Teal", "Teal"]
    assert sorted(row["TEAM"] for row in rows["JOBS"]) == ["East", "West"]
    assert {row["MAIN_JOB"] for row in rows["JOBS"]} == {"Y"}
    keys = [row["WORKER_ID"] for row in rows["WORK"]]
    assert len(keys) == 4
    assert len(set(keys)) == 2


def test_an_item_of_another_fixed_value_cannot_be_written(reader):
    answers = (Answer("lpa", State.ASKED_NONE), Answer("deputy", State.ASKED_NONE))
    carried = carried_by(reader, person(answers=answers))
    assert [(each.topic, each.answer) for each in carried.answers] == [("lpa", State.ASKED_NONE)]


def test_empty_items_are_left_out(reader):
    work = (Allocation(ABSENT, ABSENT), Allocation(ABSENT, "East"))
    carried = carried_by(reader, person(allocations=work))
    assert [each.team for each in carried.allocations] == ["East"]


def test_rows_are_planted_that_must_be_passed_over(reader):
    people = [replace(person(), ref=str(number)) for number in range(1, 60)]
    rows = tables(reader, *people, seed=3)
    addresses = [row for row in rows["ADDRESSES"] if row["STREET"] == "ZZ-OTHER"]
    assert any("UNTIL" in row for row in addresses)
    assert any(row["SINCE"] > "2026-11-23" for row in addresses)
    assert any(row["MAIN"] != "Y" for row in addresses)
    assert {row["KIND"] for row in rows["PEOPLE"]} == {"P", "ZZ-OTHER"}
    assert len([row for row in rows["PEOPLE"] if row["KIND"] == "P"]) == 59
    assert tables(reader, *people, seed=3) == rows
    assert not [row for row in tables(reader, *people)["ADDRESSES"] if row["STREET"] == "ZZ-OTHER"]


def test_columns_know_what_they_hold(reader):
    made = Tables(PeopleBackwards(reader, TYPED_SQL, AS_OF)).made
    assert made["people"].columns["BORN"] is Holds.DAY
    assert made["people"].columns["ID"] is Holds.KEY
    assert made["people"].columns["KIND"] is Holds.TEXT
    assert made["addresses"].columns["SINCE"] is Holds.DAY
    assert made["work"].columns["WORKER_ID"] is Holds.KEY
    rows = tables(reader, person(date_of_birth=State.INVALID), medium=TYPED_SQL)
    assert "BORN" not in rows["PEOPLE"][0]


def test_a_reference_must_be_one(reader):
    with pytest.raises(ValueError, match="no whole number"):
        tables(reader, replace(person(), ref="A17"))
    with pytest.raises(ValueError, match="cannot be written in texts"):
        tables(reader, replace(person(), ref="-"), medium=TEXTS)


def test_lists_that_a_mapping_lacks_are_not_supported(reader):
    held = person(representatives=(Representative("deputy_property"),), relationships=State.NOT_VISIBLE)
    carried = carried_by(reader, held)
    assert carried.representatives is NOT_SUPPORTED
    assert carried.relationships == ()
