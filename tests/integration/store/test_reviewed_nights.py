"""Reviews over nights: bound to a state, lapsing, following, hiding; and the audit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from adapter_core.checks.reviewing import apply_reviews
from adapter_core.domain.findings import Decision
from adapter_core.domain.people import CapacityAssessment, Person
from adapter_core.domain.states import State
from adapter_core.errors import StoreError, UsageError
from adapter_core.oversight.audit import actor, entries, record
from adapter_core.service import reviews
from adapter_core.store import SourceState

ABSENT, PLACEHOLDER = State.ABSENT, State.PLACEHOLDER
GAP = {("1", "lpa"): ABSENT}


@pytest.fixture
def reviewed_night(council):
    """A night as the check service does it: reviews asked for, applied, written."""

    def night(gaps, *, reviewed_on=None, capacity_on=None, **given):
        council.day += timedelta(days=1)
        council.clock.pass_(days=1)
        page = council.page(["1", "2"], gaps, state_of=lambda *key: gaps.get(key, State.RECORDED), **given)
        with council.store.begin_run(council.start()) as handle:
            found = handle.reviews("mosaic", ["1", "2"])
            if found:
                assessed = (CapacityAssessment(assessed_on=capacity_on),) if capacity_on else ()
                person = Person("1", last_review_on=reviewed_on or State.ABSENT, capacity=assessed)
                apply_reviews(page, found, {"1": person, "2": Person("2")}, council.clock().date())
            handle.write_page(page, cursor=None)
            handle.finish("complete", read_to_end=["mosaic"])
        return handle.run_id

    return night


def decide(store, decision, **given):
    return reviews.review(store, source="mosaic", ref="1", rule="lpa", decision=decision, who="kit", **given)


@pytest.mark.parametrize(
    ("decision", "state"), [(Decision.ASKED_NONE, State.ASKED_NONE), (Decision.DECLINED, State.DECLINED)]
)
def test_an_answer_is_a_pass_from_the_next_night_on(council, store, reviewed_night, decision, state):
    first = reviewed_night(GAP)
    decide(store, decision)
    assert list(store.findings(first, hidden=False)) == []
    second = reviewed_night(GAP)
    assert council.open(second) == {}
    assert store.tally(second).states("lpa") == {State.RECORDED: 1, state: 1}
    assert store.movement(second).reviewed == 1
    assert council.open(reviewed_night(GAP)) == {}


def test_asked_none_lapses_at_the_next_review_of_care(council, store, reviewed_night):
    reviewed_night(GAP)
    at = decide(store, Decision.ASKED_NONE).review.at.date()
    assert council.open(reviewed_night(GAP, reviewed_on=at)) == {}
    third = reviewed_night(GAP, reviewed_on=at + timedelta(days=1))
    assert council.open(third) == GAP
    assert store.movement(third).reopened == 1
    assert store.current_reviews("mosaic", ["1"]) == {}


def test_asked_none_lapses_when_capacity_is_assessed_again_and_declined_does_not(
    council, store, reviewed_night
):
    reviewed_night(GAP)
    later = decide(store, Decision.ASKED_NONE).review.at.date() + timedelta(days=1)
    assert council.open(reviewed_night(GAP, capacity_on=later)) == GAP
    decide(store, Decision.DECLINED)
    assert council.open(reviewed_night(GAP, reviewed_on=date(2030, 1, 1), capacity_on=date(2030, 1, 1))) == {}


def test_a_review_ends_when_the_state_changes_and_does_not_come_back(council, store, reviewed_night):
    reviewed_night(GAP)
    decide(store, Decision.ASKED_NONE)
    changed = {("1", "lpa"): PLACEHOLDER}
    assert council.open(reviewed_night(changed)) == changed
    assert council.open(reviewed_night(GAP)) == GAP


def test_a_review_ends_when_the_gap_is_mended(council, store, reviewed_night):
    reviewed_night(GAP)
    decide(store, Decision.ASKED_NONE)
    reviewed_night({})
    assert council.open(reviewed_night(GAP)) == GAP


def test_a_rule_that_does_not_apply_in_one_profile_ends_no_review(council, store, reviewed_night):
    reviewed_night(GAP)
    decide(store, Decision.ASKED_NONE)
    council.day += timedelta(days=1)
    page = council.page(["1"], state_of=lambda *_: State.NOT_APPLICABLE)
    with store.begin_run(council.start(profile="pre_meeting")) as handle:
        handle.reviews("mosaic", ["1"])
        handle.write_page(page, cursor=None)
        handle.finish("complete")
    assert list(store.current_reviews("mosaic", ["1"])) == [("1", "lpa")]


def test_done_hides_until_the_source_has_refreshed_twice(council, store):
    first = council.night(council.page(["1"], GAP))
    decide(store, Decision.DONE)

    def listed(run):
        return [(one.finding.ref, one.hidden) for one in store.findings(run)], store.hidden_count(run)

    assert listed(first) == ([("1", True)], 1)
    assert listed(council.night(council.page(["1"], GAP))) == ([("1", True)], 1)
    back = council.night(council.page(["1"], GAP))
    assert listed(back) == ([("1", False)], 0)
    assert [*store.findings(back)][-1].finding.review.decision is Decision.DONE


def test_runs_over_the_same_refresh_do_not_bring_done_back(council, store):
    council.night(council.page(["1"], GAP))
    decide(store, Decision.DONE)
    run = ""
    for _ in range(3):
        council.day -= timedelta(days=1)
        run = council.night(council.page(["1"], GAP))
    assert store.hidden_count(run) == 1


def test_checks_of_one_evening_do_not_bring_done_back(council, store):
    """A source that cannot say when its data was true gets the moment of each run."""

    def checked(day, hour):
        as_of = datetime(2026, 11, day, hour, tzinfo=UTC)
        return council.night(council.page(["1"], GAP), sources=[SourceState("mosaic", "Mosaic", as_of=as_of)])

    checked(23, 17)
    decide(store, Decision.DONE)
    runs = [checked(23, 18), checked(23, 19), checked(23, 20), checked(24, 10), checked(24, 11)]
    assert [store.hidden_count(run) for run in runs] == [1] * 5
    assert store.hidden_count(checked(25, 10)) == 0


def test_done_before_any_refresh_counts_from_its_day(council, store):
    run = council.night(council.page(["1"], GAP), sources=[SourceState("mosaic", "Mosaic")])
    decide(store, Decision.DONE)
    assert store.hidden_count(run) == 1


def test_snoozed_hides_until_its_day(council, store):
    first = council.night(council.page(["1"], GAP))
    decide(store, Decision.SNOOZED, until=date(2026, 11, 25))
    assert store.hidden_count(first) == 1
    assert store.hidden_count(council.night(council.page(["1"], GAP))) == 1
    assert store.hidden_count(council.night(council.page(["1"], GAP))) == 0


def test_a_review_follows_a_merged_person(council, store, reviewed_night):
    reviewed_night(GAP)
    decide(store, Decision.DONE)
    council.night(council.page(["2"], {("2", "lpa"): ABSENT}, excluded=["1"], merged={"1": "2"}))
    assert list(store.current_reviews("mosaic", ["1", "2"])) == [("2", "lpa")]


def test_the_survivor_keeps_its_own_review(council, store):
    council.night(council.page(["1", "2"], GAP | {("2", "lpa"): ABSENT}))
    decide(store, Decision.DONE)
    own = reviews.review(store, source="mosaic", ref="2", rule="lpa", decision=Decision.DECLINED, who="kit")
    council.night(council.page(["2"], {("2", "lpa"): ABSENT}, excluded=["1"], merged={"1": "2"}))
    assert store.current_reviews("mosaic", ["2"])["2", "lpa"].id == own.id


def test_without_reviews_no_query_is_made(council, store):
    with store.begin_run(council.start()) as handle:
        handle._reading = None
        assert handle.reviews("mosaic", ["1"]) == {}
        handle._over = True


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"decision": Decision.SNOOZED}, "FP-0703"),
        ({"decision": Decision.SNOOZED, "until": date(2026, 11, 23)}, "FP-0703"),
        ({"decision": Decision.DONE, "until": date(2027, 1, 1)}, "FP-0703"),
        ({"decision": Decision.DONE, "why": "x" * 501}, "FP-0710"),
        ({"decision": Decision.DONE, "why": "see 999 012 3004"}, "FP-0710"),
        ({"decision": Decision.DONE, "ref": "404"}, "FP-0701"),
        ({"decision": Decision.DONE, "rule": "gp_practice"}, "FP-0701"),
    ],
)
def test_what_cannot_be_decided(council, store, given, code):
    council.night(council.page(["1"], GAP))
    with pytest.raises(UsageError) as raised:
        reviews.review(store, **({"source": "mosaic", "ref": "1", "rule": "lpa", "who": "kit"} | given))
    assert raised.value.code == code
    assert "999" not in str(raised.value)


def test_without_a_finished_run_there_is_nothing_to_review(store):
    with pytest.raises(UsageError) as raised:
        decide(store, Decision.DONE)
    assert raised.value.code == "FP-0611"


def test_what_the_run_does_not_list_is_asked_for(council, store):
    council.night(council.page(["1"], GAP))
    kept = reviews.review(
        store,
        source="mosaic",
        ref=" 2 ",
        rule="lpa",
        decision=Decision.ASKED_NONE,
        who="kit",
        live=lambda: ("2", PLACEHOLDER),
    )
    assert (kept.review.ref, kept.review.state) == ("2", PLACEHOLDER)
    assert entries(store, limit=1)[0].subjects == (("mosaic", "2"),)
    with pytest.raises(UsageError, match="FP-0701"):
        reviews.review(
            store, source="mosaic", ref="3", rule="lpa", decision=Decision.DONE, who="kit", live=lambda: None
        )
    assert decide(store, Decision.DONE, live=lambda: pytest.fail("it is listed")).review.state is ABSENT


# --- audit -----------------------------------------------------------------------------------------------


def test_the_audit_says_who_did_what_to_whom(council, store):
    council.night(council.page(["1"], GAP))
    decide(store, Decision.DONE)
    list(reviews.list_findings(store, who="sam"))
    newest, before = entries(store, limit=2)
    assert (newest.who, newest.action, newest.run, newest.subjects) == ("sam", "findings.listed", "1", ())
    assert (before.who, before.action, before.subjects) == ("kit", "review.recorded", (("mosaic", "1"),))


def test_the_list_is_audited_before_it_is_shown(council, store):
    council.night(council.page(["1"], GAP))
    shown = reviews.list_findings(store, who="sam")
    assert entries(store)[0].action == "findings.listed"
    assert next(shown).finding.ref == "1"
    assert list(shown) == []


def test_an_action_is_a_code_that_holds_no_name(store):
    with pytest.raises(ValueError, match="code"):
        record(store, "looked at Ann Other")
    assert entries(store) == []


@pytest.mark.parametrize("table", ["audit", "audit_subject"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET entry = 1", "DELETE FROM {}"])
def test_the_audit_only_grows(store, table, verb):
    record(store, "person.looked_at", subjects=[("mosaic", "1")])
    statement = verb.format(table).replace("entry", "run" if table == "audit" else "entry")
    with pytest.raises((DBAPIError, StoreError)), store.work() as unit:  # noqa: PT012
        unit.connection.exec_driver_sql(statement)
        unit.commit()
    assert len(entries(store)) == 1


@pytest.mark.parametrize("error", [ImportError, KeyError, OSError])
def test_an_actor_without_a_name_is_still_an_actor(monkeypatch, error):
    """Windows has no `pwd` to import; a container may run under a number that has no name."""

    def nobody():
        raise error

    monkeypatch.setattr("getpass.getuser", nobody)
    assert actor().startswith(("uid ", "unknown"))
