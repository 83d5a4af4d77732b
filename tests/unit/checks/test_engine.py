"""The engine: counts, findings, evidence, owners and comparisons of a page."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.engine import Checker
from adapter_core.checks.profiles import Profile
from adapter_core.checks.results import RuleCounts, Tally
from adapter_core.checks.rule import Given, Rule
from adapter_core.domain.findings import Assessment, Batch, Fix, Mender, Owner, Severity
from adapter_core.domain.people import Case, Person
from adapter_core.domain.states import Counts, State

AS_OF = date(2026, 11, 23)
NIGHT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIX = Fix(Mender.WORKER, "Main record")


def rule(name, assess, **extra):
    return Rule(
        name,
        1,
        name,
        "",
        "",
        "everyone",
        frozenset(),
        ("postcode",),
        FIX,
        (),
        assess,
        frozenset(State),
        (),
        **extra,
    )


def checker(*rules, **extra):
    return Checker(
        "mosaic",
        Profile("ours", "post_conversation", rules),
        Given(AS_OF),
        exclusion_of(COHORTS["everyone"], AS_OF),
        lambda person: Owner("W1", "East" if int(person.ref) % 2 else None),
        {"mosaic": NIGHT, "ais": datetime(2026, 11, 3, tzinfo=UTC)},
        **extra,
    )


def by_postcode(person, _given):
    return State.RECORDED if person.postcode.__class__ is str else person.postcode


POSTCODE = rule(
    "postcode",
    by_postcode,
    compare=lambda person, _given: person.postcode if person.postcode.__class__ is str else None,
)


@each(st.lists(st.sampled_from(list(State))))
def test_every_state_is_counted_as_the_contract_says(states):
    people = [
        Case(Person(str(n), postcode="ZX1 1AA" if state is State.RECORDED else state))
        for n, state in enumerate(states)
    ]
    result = checker(rule("postcode", by_postcode)).check_page(people)
    counts = RuleCounts.of(result.tally.states("postcode"))
    assert counts.passed == sum(state.counts_as is Counts.PASS for state in states)
    assert counts.gaps == len(result.findings) == sum(state.is_gap for state in states)
    assert counts.not_assessable == len(result.not_assessable)
    assert counts.applicable + counts.not_applicable == len(states)
    assert [finding.state for finding in result.findings] == [state for state in states if state.is_gap]
    twice = Tally()
    twice.add(result.tally)
    twice.add(result.tally)
    assert twice.states("postcode") == Counter(
        {state: 2 * people for state, people in result.tally.states("postcode").items()}
    )


def test_a_finding_says_what_where_whose_and_who_mends_it():
    says = Assessment(State.EXPIRED, field="gp.code", severity=Severity.CRITICAL, who=Mender.DATA_QUALITY,
                      batch=Batch.CLOSED_PRACTICE, batch_key="P1")  # fmt: skip
    found = checker(rule("gp_practice", lambda *_: says), places={"gp": "Worker relationships"}).check_page(
        [Case(Person("1"))]
    )
    (finding,) = found.findings
    assert (finding.source, finding.ref, finding.rule, finding.state) == (
        "mosaic",
        "1",
        "gp_practice",
        State.EXPIRED,
    )
    assert finding.severity is Severity.CRITICAL
    assert finding.owner == Owner("W1", "East")
    assert finding.fix == Fix(Mender.DATA_QUALITY, "Worker relationships")
    assert (finding.batch, finding.batch_key) == (Batch.CLOSED_PRACTICE, "P1")
    assert [(e.source, e.field, e.as_of) for e in finding.evidence] == [("mosaic", "gp.code", NIGHT)]


def test_a_bare_state_takes_the_rules_own_words():
    (finding,) = checker(rule("postcode", lambda *_: State.ABSENT)).check_page([Case(Person("2"))]).findings
    assert finding.severity is Severity.WARNING
    assert finding.fix == FIX
    assert finding.evidence[0].field == "postcode"


def test_a_pass_with_work_to_do_becomes_a_notice():
    says = Assessment(State.ASKED_NONE, batch=Batch.HELP_TO_REGISTER)
    result = checker(rule("gp_practice", lambda *_: says)).check_page([Case(Person("1"))])
    assert not result.findings
    assert [(notice.ref, notice.batch) for notice in result.notices] == [("1", Batch.HELP_TO_REGISTER)]
    assert RuleCounts.of(result.tally.states("gp_practice")).passed == 1


@pytest.mark.requirement("P-04")
@pytest.mark.parametrize(
    ("here", "there", "state", "source"),
    [
        (State.ABSENT, "ZX1 1AA", State.HELD_ELSEWHERE, "ais"),
        (State.PLACEHOLDER, "ZX1 1AA", State.HELD_ELSEWHERE, "ais"),
        (State.ABSENT, State.ABSENT, State.ABSENT, "mosaic"),
        ("ZX1 1AA", "ZX2 2BB", State.CONFLICT, "ais"),
        ("ZX1 1AA", State.ABSENT, State.RECORDED, ""),
        ("ZX1 1AA", "ZX1 1AA", State.RECORDED, ""),
        (State.NOT_VISIBLE, "ZX1 1AA", State.NOT_VISIBLE, ""),
    ],
)
def test_another_source_never_hides_a_gap(here, there, state, source):
    case = Case(Person("1", postcode=here), {"ais": Person("A1", postcode=there)})
    result = checker(POSTCODE).check_page([case])
    assert result.tally.states("postcode") == {state: 1}
    assert [finding.evidence[0].source for finding in result.findings] == ([source] if state.is_gap else [])
    assert result.state_of("1", "postcode") is state


def test_people_outside_the_cohort_are_counted_and_not_assessed():
    people = [
        Case(Person("1", date_of_death=date(2026, 1, 1))),
        Case(Person("2", duplicate_of="3")),
        Case(Person("3", restricted=True)),
        Case(Person("5")),
    ]
    result = checker(rule("postcode", lambda *_: State.ABSENT)).check_page(people)
    assert result.assessed == ["5"]
    assert result.excluded == ["1", "2", "3"]
    assert result.merged == {"2": "3"}
    assert result.tally.excluded == {"deceased": 1, "duplicate": 1, "restricted": 1}
    assert [finding.ref for finding in result.findings] == ["5"]


def test_counts_by_team():
    result = checker(rule("postcode", by_postcode)).check_page(
        [
            Case(Person("1", postcode=State.ABSENT)),
            Case(Person("2", postcode=State.ABSENT)),
            Case(Person("3", postcode="ZX1 1AA")),
        ]
    )
    assert result.tally.people == {"East": 2, "": 1}
    assert result.tally.team_states == {
        ("East", "postcode", State.ABSENT): 1,
        ("", "postcode", State.ABSENT): 1,
    }


@pytest.mark.requirement("D-02", "D-05")
@pytest.mark.parametrize("kind", ["experimental", "confidential"])
@pytest.mark.parametrize(
    "says",
    [State.ABSENT, State.NOT_VISIBLE, Assessment(State.ASKED_NONE, batch=Batch.HELP_TO_REGISTER)],
    ids=["gap", "not assessable", "notice"],
)
def test_what_is_counted_only_is_kept_of_nobody(kind, says):
    result = checker(rule("trans", lambda *_: says, **{kind: True})).check_page([Case(Person("1"))])
    assert (result.findings, result.not_assessable, result.notices) == ([], set(), [])
    assert result.tally.states("trans").total() == 1
