"""Who is outside a check is in none of its lists: not in the master, not elsewhere, not in a reject."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from adapter_core.errors import PersonNotFound, SourceUnavailable
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.demo import run_demo
from adapter_core.service.inspection import inspect_config
from adapter_core.service.missing import missing
from adapter_core.service.reports import build_report
from adapter_core.store.run_handle import RunHandle

AS_OF = date(2026, 11, 23)
OURS = """
schema = 1
format = "csv"
extends = "northgate_ais/extract"
[person]
restricted = { column = "RESTRICTED" }
date_of_death = { column = "DIED", transform = "date_uk" }
duplicate_of = { column = "MERGED_INTO" }
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("council")
    run_demo(folder, people=1200, seed=4, as_of=AS_OF)
    return folder


@pytest.fixture
def council(made, tmp_path):
    folder = tmp_path / "council"
    shutil.copytree(made, folder)
    return folder


def opened(folder, as_of=AS_OF):
    return open_application(folder / "fingerpost.toml", as_of=as_of)


def listed(app, run):
    return {(each.source, each.ref) for each in build_report(app, run).every_finding()}


def change(folder, old, new):
    config = folder / "fingerpost.toml"
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


def in_mosaic(folder, statement, *values):
    with closing(sqlite3.connect(folder / "mosaic.db")) as database, database:
        return database.execute(statement, values).fetchall()


def in_ais(folder, **values):
    """Give AIS columns of its own for exclusions; `values` are column to (reference to value)."""
    (folder / "ours.toml").write_text(OURS, encoding="utf-8")
    change(folder, 'mapping = "northgate_ais/extract"', 'mapping = "./ours.toml"')
    with (folder / "ais.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    place = head.index("PERSON_REF")
    names = ("RESTRICTED", "DIED", "MERGED_INTO")
    with (folder / "ais.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*head, *names])
        for row in rows:
            if len(row) == len(head):
                row += [values.get(name, {}).get(row[place], "") for name in names]
            writer.writerow(row)


def conflict(app):
    """The master's and the other reference of somebody with an identity conflict."""
    rejects = [each for source, each in app.store.rejects("1") if each.code == "FP-0502"]
    return rejects[0].ref.split(" / ")


def system_of_record(folder):
    change(folder, 'backend = "northgate_ais"', 'backend = "northgate_ais"\nsystem_of_record = true')


@pytest.mark.parametrize("flag", ["Y", "R", "restricted since May"])
def test_a_flag_that_cannot_be_read_hides_the_person(council, flag):
    with opened(council) as app:
        ref = min(listed(app, "1"))[1]
    in_mosaic(council, "UPDATE DM_PERSONS SET RESTRICTED = ? WHERE PERSON_ID = ?", flag, ref)
    with opened(council) as app:
        outcome = run_check(app)
        assert ref not in {each for _, each in listed(app, outcome.run)}
        with pytest.raises(PersonNotFound):
            missing(app, ref)
        found = [each for source in inspect_config(app).sources for each in source.problems]
        told = [each.fatal for each in found if (each.code, each.where) == ("FP-0314", "person.restricted")]
        assert told == ([] if flag == "Y" else [True])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = ?",
        "UPDATE DM_PERSONS SET RESTRICTED = 'R' WHERE PERSON_ID = ?",
        "UPDATE DM_PERSONS SET DATE_OF_DEATH = '2020-01-01' WHERE PERSON_ID = ?",
    ],
)
def test_nobody_outside_the_cohort_is_in_a_join_reject(council, statement):
    with opened(council) as app:
        ref, other = conflict(app)
        before = len(list(app.store.rejects("1")))
    in_mosaic(council, statement, ref)
    with opened(council) as app:
        outcome = run_check(app)
        rejects = [each.ref for _, each in app.store.rejects(outcome.run)]
        assert len(rejects) == before - 1
        assert not any(ref in each or other in each for each in rejects)
        (now,) = [each for each in app.store.sources(outcome.run) if each.name == "ais"]
        assert now.unmatched > 0


def pairs(app, run):
    """Master's reference to AIS's, of people with gaps in both systems."""
    source = app.source("mosaic").adapter
    other = app.source("ais").adapter
    from adapter_core.hooks.ports import PeopleQuery  # noqa: PLC0415 - only here

    known = {
        (person.nhs_number, person.date_of_birth): person.ref
        for page in other.iter_people(PeopleQuery())
        for person in page.people
    }
    gaps = listed(app, run)
    found = []
    for page in source.iter_people(PeopleQuery()):
        for person in page.people:
            there = known.get((person.nhs_number, person.date_of_birth))
            if ("mosaic", person.ref) in gaps and ("ais", there) in gaps:
                found.append((person.ref, there))
    return found


@pytest.mark.parametrize(
    ("column", "value", "hidden_in_both"),
    [
        ("RESTRICTED", "Y", True),
        ("RESTRICTED", "?!", True),
        ("DIED", "01/02/2024", False),
        ("MERGED_INTO", "A777", False),
        ("RESTRICTED", "N", None),
    ],
)
def test_another_system_of_record_has_exclusions_of_its_own(council, column, value, hidden_in_both):
    system_of_record(council)
    with opened(council) as app:
        first = run_check(app)
        ref, there = pairs(app, first.run)[0]
    in_ais(council, **{column: {there: value}})
    with opened(council) as app:
        outcome = run_check(app)
        now = listed(app, outcome.run)
        excluded = app.store.tally(outcome.run).excluded.total()
        assert (("ais", there) in now) is (hidden_in_both is None)
        assert (("mosaic", ref) in now) is (not hidden_in_both)
        # The master alone says how many people are outside the cohort.
        assert excluded == app.store.tally(first.run).excluded.total() + bool(hidden_in_both)


def test_whom_the_master_restricts_leaves_every_list_at_once(council):
    system_of_record(council)
    with opened(council) as app:
        ref, there = pairs(app, run_check(app).run)[0]
    in_mosaic(council, "UPDATE DM_PERSONS SET RESTRICTED = 'Y' WHERE PERSON_ID = ?", ref)
    with opened(council) as app:
        now = {each for _, each in listed(app, run_check(app).run)}
        assert ref not in now
        assert there not in now


def test_a_record_that_another_source_restricts_is_named_in_no_reject(council):
    with opened(council) as app:
        _, other = conflict(app)
    in_ais(council, RESTRICTED={other: "Y"})
    with opened(council) as app:
        outcome = run_check(app)
        assert not any(other in each.ref for _, each in app.store.rejects(outcome.run))


def test_people_in_two_systems_of_record_count_once(council):
    with opened(council) as app:
        alone = app.store.tally("1")
        people_read = {each.name: each.people for each in app.store.sources("1")}
    system_of_record(council)
    with opened(council) as app:
        outcome = run_check(app)
        report = build_report(app, outcome.run)
        assert outcome.people == report.people == alone.assessed
        assert report.trend[-1].people == alone.assessed
        assert sum(team.people for team in report.teams) == alone.assessed
        name = next(line for line in report.rules if line.id == "name")
        assert name.counts.applicable > alone.assessed  # a rule counts records
        assert {each.name: each.people for each in app.store.sources(outcome.run)} == people_read
        for team in report.teams:
            assert team.rules["name"].applicable >= team.people


def broken_off(folder, monkeypatch, as_of, after=1):
    """Begin a check of a night that stops after its first page."""
    write_page = RunHandle.write_page
    pages: list[str | None] = []

    def breaking(self, result, *, cursor):
        if len(pages) == after:
            raise SourceUnavailable("FP-0400", "Gone.")
        pages.append(cursor)
        write_page(self, result, cursor=cursor)

    with monkeypatch.context() as patch, opened(folder, as_of) as app:
        patch.setattr(RunHandle, "write_page", breaking)
        with pytest.raises(SourceUnavailable):
            run_check(app)
        return app.store.runs()[0].id


@pytest.mark.parametrize("file", ["ais.csv", "practices.csv"])
@pytest.mark.parametrize("down_first", [True, False])
def test_a_run_is_not_taken_up_where_other_sources_are_down(council, monkeypatch, file, down_first):
    tomorrow = AS_OF + timedelta(1)
    aside = council / "aside"
    with opened(council, tomorrow) as app:
        whole = run_check(app)
        expected, tally = listed(app, whole.run), app.store.tally(whole.run)
    (council / "fingerpost.db").unlink()
    if down_first:
        (council / file).rename(aside)
    broken = broken_off(council, monkeypatch, tomorrow)
    if down_first:
        aside.rename(council / file)
    else:
        (council / file).rename(aside)
    with opened(council, tomorrow) as app:
        outcome = run_check(app)
        assert not outcome.resumed
        assert outcome.run != broken
        assert app.store.run(broken).status == "failed"
        down = {each.name for each in app.store.sources(outcome.run) if each.status == "down"}
        if down_first:
            assert down == set()
            assert listed(app, outcome.run) == expected
            assert app.store.tally(outcome.run) == tally
        else:
            assert len(down) == 1


def test_a_run_is_taken_up_where_the_same_source_is_still_down(council, monkeypatch):
    tomorrow = AS_OF + timedelta(1)
    system_of_record(council)
    with opened(council) as app:
        people = app.store.tally("1").assessed
        read = {each.name: each.people for each in app.store.sources("1")}["mosaic"]
    (council / "ais.csv").unlink()
    broken = broken_off(council, monkeypatch, tomorrow)
    with opened(council, tomorrow) as app:
        outcome = run_check(app)
        assert outcome.resumed
        assert (outcome.run, outcome.people, outcome.status) == (broken, people, "partial")
        (mosaic,) = [each for each in app.store.sources(outcome.run) if each.name == "mosaic"]
        assert mosaic.people == read


def test_rows_of_the_practice_list_that_cannot_be_used_are_told(council):
    whole = (council / "practices.csv").read_text(encoding="utf-8-sig").splitlines()
    with (council / "practices.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(whole[1] + "\r\n")  # comes twice
        file.write("broken\r\n")
    with opened(council) as app:
        outcome = run_check(app)
        assert outcome.status == "partial"
        assert {each.code for source, each in app.store.rejects(outcome.run) if source == "practices"} == {
            "FP-0804",
            "FP-0805",
        }
        (practices,) = [each for each in build_report(app, outcome.run).sources if each.name == "practices"]
        assert (practices.status, practices.reject_count) == ("partial", 2)
        codes = [(each.code, each.fatal) for each in inspect_config(app).problems]
        assert {("FP-0804", False), ("FP-0805", False)} <= set(codes)
