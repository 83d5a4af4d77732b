"""A check from config to store: after a crash, over several systems of record, and of one person live."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from adapter_core.domain.states import State
from adapter_core.errors import PersonNotFound, SourceUnavailable, StoreError, UsageError
from adapter_core.oversight.audit import entries
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.demo import run_demo
from adapter_core.service.missing import missing
from adapter_core.service.reports import build_report
from adapter_core.store.run_handle import RunHandle

AS_OF = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("council")
    run_demo(folder, people=2500, seed=3, as_of=AS_OF)
    return folder


@pytest.fixture
def council(made, tmp_path):
    """A checked council of its own: three pages of people."""
    folder = tmp_path / "council"
    shutil.copytree(made, folder)
    return folder


def opened(folder, as_of=AS_OF):
    return open_application(folder / "fingerpost.toml", as_of=as_of)


def listed(app, run):
    return sorted(
        (each.source, each.ref, each.rule, each.state.value)
        for each in build_report(app, run).every_finding()
    )


def change(folder, old, new):
    config = folder / "fingerpost.toml"
    text = config.read_text(encoding="utf-8")
    assert old in text
    config.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("broken_page", [0, 1, 2])
def test_a_run_that_was_broken_off_is_taken_up_and_comes_to_the_same(council, monkeypatch, broken_page):
    with opened(council) as app:
        expected = listed(app, "1")
    write_page = RunHandle.write_page
    written: list[str | None] = []

    def breaking(self, result, *, cursor):
        if len(written) == broken_page:
            raise StoreError("FP-0605", "No room.")
        written.append(cursor)
        write_page(self, result, cursor=cursor)

    tomorrow = AS_OF + timedelta(1)
    with monkeypatch.context() as patch, opened(council, tomorrow) as app:
        patch.setattr(RunHandle, "write_page", breaking)
        with pytest.raises(StoreError):
            run_check(app)
        assert app.store.runs()[0].status == "failed"
    with opened(council, tomorrow) as app:
        again = run_check(app)
        assert again.resumed
        assert again.run == "2"
        assert again.people == app.store.tally("1").assessed
        assert app.store.tally("2") == app.store.tally("1")
        assert app.store.reject_counts("2") == app.store.reject_counts("1")
        assert listed(app, "2") == expected


def test_a_master_that_is_gone_leaves_a_failed_run_and_every_finding(council):
    (council / "mosaic.db").rename(council / "elsewhere.db")
    with opened(council, AS_OF + timedelta(1)) as app:
        with pytest.raises(SourceUnavailable):
            run_check(app)
        assert [run.status for run in app.store.runs()] == ["failed", "partial"]
        assert app.store.latest_run().id == "1"
        assert listed(app, "1")


def test_another_system_of_record_is_assessed_by_itself(council):
    change(council, 'backend = "northgate_ais"', 'backend = "northgate_ais"\nsystem_of_record = true')
    with opened(council) as app:
        before = set(listed(app, "1"))
        outcome = run_check(app)
        now = listed(app, outcome.run)
        ours = {each for each in now if each[0] == "mosaic"}
        theirs = {each for each in now if each[0] == "ais"}
        assert ours == before
        assert theirs
        # What Mosaic alone holds is a gap in AIS, and no longer hidden by what Mosaic holds.
        assert State.HELD_ELSEWHERE.value in {state for _, _, _, state in theirs}
        # AIS holds no relationships: as many people as it was assessed for could not be told about them.
        assessed = app.store.tally(outcome.run).states("relationship_contact")[State.NOT_SUPPORTED]
        assert assessed > 0
        assert outcome.people == app.store.tally("1").assessed + assessed


def test_a_system_of_record_that_is_down_is_counted_as_not_assessable(council):
    change(council, 'backend = "northgate_ais"', 'backend = "northgate_ais"\nsystem_of_record = true')
    (council / "ais.csv").unlink()
    with opened(council) as app:
        outcome = run_check(app)
        people = app.store.tally("1").assessed
        assert outcome.status == "partial"
        assert outcome.exit_code == 3
        assert app.store.tally(outcome.run).states("name")[State.SOURCE_DOWN] == people
        (ais,) = [source for source in app.store.sources(outcome.run) if source.name == "ais"]
        assert ais.status == "down"
        assert ais.problem.startswith("FP-04")


def test_an_unknown_cohort_is_a_usage_error(council):
    with opened(council) as app, pytest.raises(UsageError, match='Did you mean "open_adults"'):
        run_check(app, cohort="open_adult")


@pytest.mark.requirement("P-01", "P-02")
def test_one_person_live_is_what_the_run_found(council):
    with opened(council) as app:
        outcome = run_check(app, profile="pre_meeting")
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for source, ref, rule, state in listed(app, outcome.run):
            found.setdefault((source, ref), set()).add((rule, state))
        compared = {State.HELD_ELSEWHERE.value, State.CONFLICT.value}
        for (_, ref), gaps in list(found.items())[:150]:
            answer = missing(app, ref)
            assert answer.live
            live = {(line.rule, line.state.value) for line in answer.gaps}
            # Other sources are not asked for one person: what the nightly run knew of them is kept.
            assert {gap for gap in gaps if gap[1] not in compared} <= live
            assert {rule for rule, _ in live} == {rule for rule, state in gaps if state != "conflict"} | {
                rule for rule, state in live if state == "conflict"
            }


def test_a_mended_record_shows_at_once(council):
    with opened(council) as app:
        ref = next(each[1] for each in listed(app, "1") if each[2:] == ("date_of_birth", "absent"))
        assert "date_of_birth" in {line.rule for line in missing(app, ref).gaps}
    with closing(sqlite3.connect(council / "mosaic.db")) as database, database:
        database.execute("UPDATE DM_PERSONS SET DATE_OF_BIRTH = '1950-02-03' WHERE PERSON_ID = ?", [ref])
    with opened(council) as app:
        assert "date_of_birth" not in {line.rule for line in missing(app, ref).gaps}


def test_a_restricted_record_is_answered_like_one_that_is_not_there(council):
    with closing(sqlite3.connect(council / "mosaic.db")) as database:
        (ref,) = database.execute("SELECT PERSON_ID FROM DM_PERSONS WHERE RESTRICTED = 'Y'").fetchone()
    said = []
    with opened(council) as app:
        for each in (str(ref), "9999999"):
            with pytest.raises(PersonNotFound) as caught:
                missing(app, each)
            said.append(caught.value.as_json())
        assert said[0] == said[1]
        looked_at = [entry for entry in entries(app.store) if entry.action == "person.looked_at"]
        assert len(looked_at) == 2


def test_a_look_is_audited_before_the_record_is_read(council, monkeypatch):
    with opened(council) as app:
        adapter = app.source("mosaic").adapter

        def dies(_adapter, _ref):
            assert entries(app.store)[0].action == "person.looked_at"
            raise SourceUnavailable("FP-0400", "Gone.")

        monkeypatch.setattr(type(adapter), "get_person", dies)
        with pytest.raises(SourceUnavailable):
            missing(app, "1200001")
