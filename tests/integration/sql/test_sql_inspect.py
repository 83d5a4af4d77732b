"""What `inspect` says about a database and its mapping."""

from __future__ import annotations

from datetime import date

from adapter_core.domain.states import State
from adapter_core.errors import CATALOGUE
from adapter_core.hooks.capabilities import Capability
from tests.integration.sql.councils import person


def inspected(council, **more):
    with council.open(**more) as source:
        return source.inspect()


def test_a_source_that_fits_has_no_problems(council):
    council.add("PEOPLE", person(1), person(2, sex="-"), person(3, sex=""))
    report = inspected(council)
    assert report.problems == ()
    assert "gp.code" in report.fields
    assert report.capabilities == {Capability.PEOPLE_READ, Capability.PEOPLE_GET, Capability.PEOPLE_RESUME}


def test_each_difference_is_named(council):
    council.run("""
        DROP TABLE ADDRESSES; CREATE TABLE ADRESSES (PERSON_ID bigint);
        ALTER TABLE CONTACTS DROP COLUMN KIND;
        DROP TABLE PEOPLE;
        CREATE TABLE PEOPLE (ID bigint, SURNAME varchar, NHS float, BORN integer, SEX date);
    """)
    problems = {each.where: each for each in inspected(council).problems}
    assert "no table 'ADDRESSES', did you mean 'ADRESSES'?" in problems["tables.address"].what
    assert "no column 'KIND'" in problems["tables.gp"].what
    assert {
        where: problems[where].code
        for where in ("person.date_of_birth", "person.gender", "person.nhs_number")
    } == {
        "person.date_of_birth": "FP-0302",
        "person.gender": "FP-0302",
        "person.nhs_number": "FP-0302",
    }
    assert all(each.code in CATALOGUE and each.fatal for each in problems.values())


def test_fields_that_only_one_system_has_are_read_and_inspected(council):
    with (council.folder / "ours.toml").open("a") as mapping:
        mapping.write("""
[extra.elm]
old_id = { column = "person.OLD_ID", missing = ["0"] }
moved_on = { column = "address.SINCE", transform = "date" }
surgery = { column = "gp.SURGERY" }
""")
    where = "extra.elm.old_id"
    (problem,) = inspected(council).problems
    assert (problem.where, problem.code, problem.fatal) == (where, "FP-0301", True)
    council.run("ALTER TABLE PEOPLE ADD COLUMN OLD_ID blob; DROP TABLE ADDRESSES;")
    council.run("CREATE TABLE ADDRESSES (PERSON_ID bigint, POSTCODE varchar, SINCE integer, UNTIL, SHOWN)")
    problems = {each.where: each for each in inspected(council).problems}
    assert {(each.where, each.code) for each in problems.values()} == {
        (where, "FP-0302"),
        ("extra.elm.moved_on", "FP-0302"),
    }
    assert problems["extra.elm.moved_on"].what.endswith("is a number, and extra.elm.moved_on is a date.")
    council.run("ALTER TABLE PEOPLE DROP COLUMN OLD_ID; ALTER TABLE PEOPLE ADD COLUMN OLD_ID varchar")
    council.run(
        "DROP TABLE ADDRESSES; CREATE TABLE ADDRESSES (PERSON_ID, POSTCODE, SINCE date, UNTIL, SHOWN)"
    )
    assert inspected(council).problems == ()
    council.add("PEOPLE", (*person(1), "L1"), (*person(2), "0"), (*person(3), None))
    council.add("ADDRESSES", (1, "AA1 1AA", "2020-02-01", None, "Y"), (2, "AA1 1AA", "2020", None, "Y"))
    council.add("CONTACTS", (1, 1, "GP", "A1"), (2, 2, "WORKER", "B2"))
    nothing = State.ABSENT
    assert [each.extra for each in council.people()] == [
        {"elm": {"old_id": "L1", "moved_on": date(2020, 2, 1), "surgery": "A1"}},
        {"elm": {"old_id": State.PLACEHOLDER, "moved_on": State.INVALID, "surgery": nothing}},
        {"elm": {"old_id": nothing, "moved_on": nothing, "surgery": nothing}},
    ]
    with council.open() as source:
        assert source.get_person("1").extra == council.people()[0].extra


def test_a_child_key_of_another_type_is_named(council):
    council.run(
        "DROP TABLE CONTACTS;"
        "CREATE TABLE CONTACTS (ID bigint, PERSON_ID varchar, KIND varchar, SURGERY varchar)"
    )
    (problem,) = inspected(council).problems
    assert (problem.where, problem.code) == ("tables.gp.person", "FP-0302")


def test_each_unmapped_code_is_named_once_and_is_not_fatal(council):
    council.add("PEOPLE", person(1, sex="Q"), person(2, sex="Q"), person(3, sex="R" * 60))
    (found,) = inspected(council).problems
    assert (found.where, found.code, found.fatal) == ("person.gender", "FP-0303", False)
    assert found.what.count("'Q'") == 1
    assert "R" * 10 in found.what
    assert "R" * 41 not in found.what


def test_settings_are_checked_against_their_table(council):
    (problem,) = inspected(council, settings={"gp_kind": ["GP", "WORKERS"]}).problems
    assert (problem.where, problem.code, problem.fatal) == ("settings.gp_kind", "FP-0304", True)
    assert "did you mean 'WORKER'?" in problem.what
    council.run("DELETE FROM KINDS")
    assert [each.fatal for each in inspected(council).problems] == [False]
    council.run("DROP TABLE KINDS")
    assert [each.code for each in inspected(council).problems] == ["FP-0301"]


def test_names_are_found_whatever_their_case(council):
    council.run(
        "ALTER TABLE PEOPLE RENAME TO p2; ALTER TABLE p2 RENAME TO people;"
        "ALTER TABLE people RENAME COLUMN SURNAME TO surname;"
    )
    council.add("people", person(1))
    assert council.people()[0].family_name == "Ash"
