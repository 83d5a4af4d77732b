"""A check from config to store: after a crash, over several systems of record, and of one person live."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapter_core.domain.findings import Decision
from adapter_core.domain.states import State
from adapter_core.errors import PersonNotFound, SourceUnavailable, StoreError, UsageError
from adapter_core.oversight.audit import entries, record
from adapter_core.service.bootstrap import open_application
from adapter_core.service.checking import run_check
from adapter_core.service.demo import run_demo
from adapter_core.service.missing import gap_now, missing
from adapter_core.service.reports import build_report
from adapter_core.service.reviews import review
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
        assert outcome.people == app.store.tally("1").assessed
        assert app.store.tally(outcome.run).again.total() == assessed


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
        # Both looks are in the audit, and so is whose record was asked for where there is one.
        assert actions(app) == ["person.looked_for", "person.withheld", "person.looked_for"]
        assert [entry.subjects for entry in entries(app.store)][:3] == [(), (("mosaic", str(ref)),), ()]


def actions(app):
    """What was done to people, newest first."""
    return [entry.action for entry in entries(app.store) if entry.action.startswith("person.")]


def test_a_look_is_audited_before_the_record_is_read(council, monkeypatch):
    with opened(council) as app:
        adapter = app.source("mosaic").adapter

        def dies(_adapter, _ref):
            assert actions(app) == ["person.looked_for"]
            raise SourceUnavailable("FP-0400", "Gone.")

        monkeypatch.setattr(type(adapter), "get_person", dies)
        with pytest.raises(SourceUnavailable):
            missing(app, "1200001")
        assert actions(app) == ["person.looked_for"]


@pytest.mark.parametrize("typed", ["Mary Smith 12 High St", "999 012 3004", "9990123004"])
def test_what_was_typed_is_not_kept(council, typed):
    with opened(council) as app:
        with pytest.raises(PersonNotFound):
            missing(app, typed)
        with pytest.raises(UsageError):
            answer(app, typed, "lpa", Decision.DECLINED)
        newest, before = entries(app.store, limit=2)
        assert (newest.action, newest.subjects) == (before.action, before.subjects)
        assert (newest.action, newest.subjects) == ("person.looked_for", ())
    kept = b"".join(file.read_bytes() for file in council.glob("fingerpost.db*"))
    assert typed.encode() not in kept


def test_a_look_is_audited_with_the_reference_of_the_record(council, monkeypatch):
    with opened(council) as app:
        adapter = type(app.source("mosaic").adapter)
        get_person = adapter.get_person
        monkeypatch.setattr(adapter, "get_person", lambda self, ref: get_person(self, ref.strip()))
        ref = listed(app, "1")[0][1]
        assert missing(app, f" {ref} ").ref == ref
        at, for_ = entries(app.store, limit=2)
        assert (for_.action, for_.subjects) == ("person.looked_for", ())
        assert (at.action, at.subjects) == ("person.looked_at", (("mosaic", ref),))


@pytest.mark.parametrize("unwritten", ["person.looked_for", "person.looked_at"])
def test_without_the_audit_nothing_is_shown(council, monkeypatch, unwritten):
    from adapter_core.service import missing as service  # noqa: PLC0415 - the module, not its function

    def full(store, action, **given):
        if action == unwritten:
            raise StoreError("FP-0605", "No room.")
        return record(store, action, **given)

    monkeypatch.setattr(service, "record", full)
    with opened(council) as app, pytest.raises(StoreError):
        missing(app, listed(app, "1")[0][1])


def test_a_look_at_the_last_run_is_audited_likewise(council):
    with opened(council) as app:
        source = app.source("mosaic")
        app._opened["mosaic"] = replace(source, backend=replace(source.backend, capabilities=frozenset()))
        ref, rule = next(each[1:3] for each in listed(app, "1") if each[2] == "ethnicity")
        assert rule in asked_of(app, ref)
        assert actions(app) == ["person.looked_at", "person.looked_for"]
        with pytest.raises(PersonNotFound):
            missing(app, "Mary Smith")
        assert actions(app)[0] == "person.looked_for"
        # An answer counts from when it is given, not from the next run.
        answer(app, ref, rule, Decision.DECLINED)
        assert rule not in asked_of(app, ref)


# --- what `missing` asks can be answered ---------------------------------------------------------------


def answer(app, ref, rule, decision):
    return review(
        app.store,
        source="mosaic",
        ref=ref,
        rule=rule,
        decision=decision,
        who="kit",
        profile="post_conversation",
        live=lambda: gap_now(app, ref, rule),
    )


def asked_of(app, ref, profile="post_conversation"):
    return {line.rule for line in missing(app, ref, profile=profile).gaps}


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize("state", [State.HELD_ELSEWHERE, State.CONFLICT])
def test_an_answer_to_a_compared_gap_counts_at_once_and_the_next_night(council, state):
    with opened(council) as app:
        ref, rule = next(each[1:3] for each in listed(app, "1") if each[3] == state.value)
        assert rule in asked_of(app, ref)
        assert answer(app, ref, rule, Decision.DECLINED).review.state is state
        assert rule not in asked_of(app, ref)
    with opened(council, AS_OF + timedelta(1)) as app:
        run = run_check(app).run
        assert (ref, rule) not in {each[1:3] for each in listed(app, run)}
        assert rule not in asked_of(app, ref)
        # A second thought is bound to the same state, so that the night after honours it as well.
        if state is State.HELD_ELSEWHERE:
            assert answer(app, ref, rule, Decision.DECLINED).review.state is state


@pytest.mark.requirement("P-02", "P-04")
def test_what_is_asked_before_a_meeting_can_be_answered(council, monkeypatch):
    with opened(council) as app:
        monkeypatch.setattr(app.store, "clock", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
        nightly = {each[1] for each in listed(app, "1") if each[2] == "lpa"}
        others = dict.fromkeys(each[1] for each in listed(app, "1") if each[1] not in nightly)
        ref = next(ref for ref in others if "lpa" in asked_of(app, ref, "pre_meeting"))
        with pytest.raises(UsageError, match="FP-0701"):
            review(app.store, source="mosaic", ref=ref, rule="lpa", decision=Decision.ASKED_NONE)
        assert answer(app, ref, "lpa", Decision.ASKED_NONE).review.decision is Decision.ASKED_NONE
        assert "lpa" not in asked_of(app, ref, "pre_meeting")
    with (council / "fingerpost.toml").open("a", encoding="utf-8") as config:
        config.write('\n[rules.lpa]\nnightly = "everyone"\n')
    with opened(council, AS_OF + timedelta(1)) as app:
        run = run_check(app).run
        asked = {each[1] for each in listed(app, run) if each[2] == "lpa"}
        assert len(asked) > len(nightly)
        assert ref not in asked
        assert "lpa" not in asked_of(app, ref, "pre_meeting")


def test_a_restricted_record_cannot_be_answered_about(council):
    with closing(sqlite3.connect(council / "mosaic.db")) as database:
        refs = database.execute("SELECT PERSON_ID FROM DM_PERSONS WHERE RESTRICTED = 'Y'").fetchall()
    with opened(council) as app:
        for (ref,) in refs:
            with pytest.raises(UsageError, match="FP-0701"):
                answer(app, str(ref), "lpa", Decision.DECLINED)
        assert app.store.current_reviews("mosaic", [str(ref) for (ref,) in refs]) == {}


def test_a_nul_in_a_team_does_not_stop_the_night_on_postgresql(council, postgres_url, monkeypatch):
    with closing(sqlite3.connect(council / "mosaic.db")) as database, database:
        database.execute("UPDATE ORGANISATIONS SET NAME = NAME || char(0, 27) || 'x'")
    monkeypatch.setenv("FINGERPOST_STORE__URL", postgres_url)
    with opened(council) as app:
        run = run_check(app).run
        teams = {each.owner.team for each in build_report(app, run).every_finding() if each.owner.team}
    assert any(team.endswith("x") for team in teams)
    assert all(team.isprintable() for team in teams)
