"""Made-up run reports for the tests of every format: large, small, empty, hostile."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from adapter_core.checks.results import RuleCounts
from adapter_core.domain.findings import (
    Batch,
    Decision,
    Evidence,
    Finding,
    Fix,
    Mender,
    Owner,
    Review,
    Severity,
)
from adapter_core.domain.states import State
from adapter_core.report.model import (
    BatchLine,
    Movement,
    RejectLine,
    RuleLine,
    RunLine,
    RunReport,
    SourceLine,
    TeamLine,
    TrendPoint,
)

AS_OF = date(2026, 11, 23)
HOSTILE = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
AIS_AS_OF = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
MOSAIC_AS_OF = datetime(2026, 11, 23, 4, 12, tzinfo=UTC)

RULES = {
    "relationship_contact": (
        "Relationship or emergency contact",
        0.93,
        95.0,
        "Main record: Personal relationships",
    ),
    "gp_practice": ("GP practice", 0.912, 95.0, "Main record: Professional relationships"),
    "lpa": ("Lasting power of attorney", 0.884, 90.0, "Main record: Representatives"),
    "unpaid_carer": ("Unpaid carer", 0.71, 85.0, "Main record: Carers"),
    "primary_group": ("Primary service user group", 1.0, 98.0, "Main record: Service user groups"),
    "nhs_number": ("NHS number", 0.9996, 99.0, "Main record: Person details"),
    "address": ("Address", 0.985, 98.0, "Main record: Addresses"),
    "ethnicity": ("Ethnicity", 0.957, None, "Main record: Person details"),
    "accommodation": ("Accommodation", 0.82, 85.0, "Main record: Accommodation and employment"),
    "health_conditions": ("Health conditions", 0.64, None, "Main record: Health"),
    "accessible_information": ("Accessible information needs", 0.58, 80.0, "Main record: Communication"),
}
WORDS = "The record should say this, so that a worker knows it before meeting the person."
TEAMS = (
    "Northside Community Learning Disabilities and Transitions Partnership Team (Hospital Discharge)",
    "Locality team east",
    "Locality team west",
    "Occupational therapy and sensory support",
    "Review team",
)
WORKERS = ("A. Okafor", "B. Llywelyn-Featherstonehaugh", "C. Nowak", "D. Singh", "E. Brown", None)
STATES = (
    State.ABSENT,
    State.ABSENT,
    State.ABSENT,
    State.UNKNOWN_RECORDED,
    State.PLACEHOLDER,
    State.EXPIRED,
    State.INVALID,
    State.HELD_ELSEWHERE,
    State.CONFLICT,
)


def run_line(**changes) -> RunLine:
    line = RunLine(
        id="2026-11-23-0530",
        as_of=AS_OF,
        started=datetime(2026, 11, 23, 5, 30, tzinfo=UTC),
        finished=datetime(2026, 11, 23, 5, 31, tzinfo=UTC),
        status="complete",
        profile="post_conversation",
        cohort="open_adults",
    )
    return replace(line, **changes)


def finding(ref: str = "2204451", rule: str = "gp_practice", **changes) -> Finding:
    made = Finding(
        source="mosaic",
        ref=ref,
        rule=rule,
        state=State.ABSENT,
        severity=Severity.WARNING,
        owner=Owner("A. Okafor", "Locality team east"),
        evidence=(Evidence("mosaic", "gp.code", MOSAIC_AS_OF),),
        fix=Fix(Mender.WORKER, "Main record: Professional relationships"),
        first_seen=date(2026, 11, 20),
    )
    return replace(made, **changes)


def rule_line(id: str = "gp_practice", *, passed: int = 8, gaps: int = 2, **changes) -> RuleLine:  # noqa: A002
    title, _, target, _ = RULES.get(id, (id, 0, None, ""))
    line = RuleLine(
        id=id,
        version=1,
        title=title,
        words=WORDS,
        remedy="Ask the person, and record the answer.",
        counts=RuleCounts(passed, gaps, 0, 0),
        level="ok",
        target=target,
        states={State.RECORDED: passed, State.ABSENT: gaps},
    )
    return replace(line, **changes)


def report(findings=(), every=None, **changes) -> RunReport:
    """A small report; `findings` are given as they are."""
    listed = tuple(findings)
    whole = tuple(every) if every is not None else listed
    made = RunReport(
        council="Millbrook Council",
        run=run_line(),
        sources=(SourceLine("mosaic", "Mosaic", "ok", MOSAIC_AS_OF, 10),),
        excluded={"deceased": 1, "duplicate": 0, "closed": 3, "under_18": 0, "restricted": 1},
        people=10,
        rules=(rule_line(),),
        teams=(),
        trend=(),
        batches=(),
        movement=None,
        findings=lambda: iter(listed),
        every_finding=lambda: iter(whole),
        titles={"mosaic": "Mosaic", "ais": "Northgate AIS"},
    )
    return replace(made, **changes)


def _gap(rng: random.Random, ref: str, rule: str, owner: Owner) -> Finding:
    state = rng.choice(STATES)
    evidence = [Evidence("mosaic", rule, MOSAIC_AS_OF)]
    if state in (State.HELD_ELSEWHERE, State.CONFLICT):
        evidence.append(Evidence("ais", rule, AIS_AS_OF))
    made = finding(
        ref,
        rule,
        state=state,
        severity=Severity.ERROR if rule == "nhs_number" else Severity.WARNING,
        owner=owner,
        evidence=tuple(evidence),
        fix=Fix(Mender.HELP_DESK if state is State.INVALID else Mender.WORKER, RULES[rule][3]),
        first_seen=rng.choice([AS_OF, date(2026, 11, 20), date(2026, 10, 2), date(2025, 12, 1)]),
    )
    if rule == "lpa" and rng.random() < 0.3:
        made.severity, made.state = Severity.CRITICAL, State.ABSENT
    if rule == "gp_practice" and state is State.EXPIRED:
        made.batch, made.batch_key = Batch.CLOSED_PRACTICE, rng.choice(["Z99001", "Z99017"])
    return made


def big(
    people: int = 420, seed: int = 7, nights: int = 60, *, names: bool = False, hostile: bool = True
) -> RunReport:
    """A council's report: hundreds of gaps in every state, over teams with long and short names."""
    rng = random.Random(seed)
    gaps: list[Finding] = []
    owners = [Owner(worker, team) for team in sorted(TEAMS) for worker in WORKERS[: 3 + len(team) % 4]]
    owners.append(Owner(None, "data-quality desk"))
    refs = iter(range(2_200_000, 9_999_999, 37))
    for owner in owners:
        for _ in range(people // len(owners)):
            ref = str(next(refs))
            weights = [1.02 - RULES[rule][1] for rule in sorted(RULES)]
            rules = sorted(set(rng.choices(sorted(RULES), weights, k=rng.choice([1, 1, 1, 2, 2, 3, 5]))))
            found = [_gap(rng, ref, rule, owner) for rule in rules]
            gaps += sorted(found, key=lambda each: list(Severity).index(each.severity))
    if hostile:
        odd = Owner(FORMULA, min(TEAMS))
        gaps.insert(0, finding(HOSTILE, owner=odd, fix=Fix(Mender.WORKER, '"><img src=x onerror=alert(2)>')))
        gaps.insert(1, finding("0012345", owner=odd, batch=Batch.UNKNOWN_PRACTICE, batch_key=FORMULA))
    whole = len({(gap.source, gap.ref) for gap in gaps}) * 2
    made = replace(
        report(gaps),
        people=whole,
        run=run_line(status="partial"),
        sources=_sources(hostile=hostile),
        excluded={"deceased": 112, "duplicate": 37, "closed": 8_004, "under_18": 1_240, "restricted": 1},
        rules=_rules(whole, Counter((gap.rule, gap.state) for gap in gaps)),
        teams=_teams(gaps, owners),
        batches=_batches(gaps),
        movement=Movement(new=57, resolved=1_084, left=12, reopened=1),
        hidden=14,
        names={(gap.source, gap.ref): "Example Person" for gap in gaps} if names else None,
    )
    return replace(made, trend=_trend(nights, made.complete or 0))


def _sources(*, hostile: bool) -> tuple[SourceLine, ...]:
    unmapped = [("ethnicity", "9Z", 41), ("ethnicity", "OLD-WBRI", 7), ("accommodation", "T17", 1)]
    if hostile:
        unmapped.append(("gp.code", FORMULA, 2))
    rejects = [RejectLine(str(2_200_100 + i), "FP-0501", "date_of_birth") for i in range(6)]
    rejects.append(RejectLine(HOSTILE if hostile else "2200999", "FP-9999", "person.ref"))
    return (
        SourceLine(
            "mosaic", "Mosaic", "partial", MOSAIC_AS_OF, 13_306, tuple(rejects), 7, 0, tuple(unmapped)
        ),
        SourceLine("ais", "Northgate AIS", "ok", AIS_AS_OF, 12_950, unmatched=214),
        SourceLine(
            "practices",
            "GP practice list",
            "down",
            None,
            0,
            problem="FP-0402: the file practices.csv is not there.",
        ),
    )


def _rules(people: int, gaps: Counter[tuple[str, State]]) -> tuple[RuleLine, ...]:
    lines = []
    for rule, (_, _, target, _) in RULES.items():
        states = {state: gaps[rule, state] for state in dict.fromkeys(STATES)}
        found = sum(states.values())
        lost = 450 if rule == "accommodation" else 3 if rule == "gp_practice" else 0
        passed = people - found - lost
        share = 100 * passed / (passed + found)
        level = (
            "ok" if target is None or share >= target else "warning" if share >= target - 5 else "critical"
        )
        why = State.NOT_SUPPORTED if rule == "accommodation" else State.SOURCE_DOWN
        lines.append(
            rule_line(
                rule,
                counts=RuleCounts(passed, found, lost, 0),
                level=level,
                states={State.RECORDED: passed - 2, State.ASKED_NONE: 2, why: lost} | states,
            )
        )
    counts = RuleCounts(301, 3_411, 200, 0)
    of_trial = {State.RECORDED: 301, State.ABSENT: 3_411, State.NOT_VISIBLE: 200}
    lines.append(rule_line("advance_decision", counts=counts, states=of_trial, experimental=True))
    lines[-1] = replace(lines[-1], title="Advance decision")
    lines.append(rule_line("sexual_orientation", counts=RuleCounts(12, 80, 0, 3_000), confidential=True))
    lines[-1] = replace(lines[-1], title="Sexual orientation")
    return tuple(lines)


def _teams(gaps: list[Finding], owners: list[Owner]) -> tuple[TeamLine, ...]:
    lines = []
    for team in sorted({owner.team or "" for owner in owners}):
        mine = Counter(gap.rule for gap in gaps if gap.owner.team == team)
        people = 2 * len({gap.ref for gap in gaps if gap.owner.team == team})
        rules = {rule: RuleCounts(people - mine[rule], mine[rule], 0, 0) for rule in RULES}
        total = RuleCounts(sum(each.passed for each in rules.values()), mine.total(), 0, 0)
        lines.append(TeamLine(team, people, total, rules))
    return tuple(lines)


def _trend(nights: int, last: float) -> tuple[TrendPoint, ...]:
    rng = random.Random(3)
    points = []
    for back in range(nights - 1, -1, -1):
        on = AS_OF - timedelta(days=back + (2 if back else 0))
        complete = last - (back * 0.09 + rng.uniform(0, 0.6) if back else 0)
        rules = dict.fromkeys(RULES, 91.0) | {"unpaid_carer": 85.2}
        points.append(
            TrendPoint(
                "2026-11-23-0530" if not back else f"run-{back}", on, 3_800, complete, 900 + 4 * back, rules
            )
        )
    return tuple(points)


def _batches(gaps: list[Finding]) -> tuple[BatchLine, ...]:
    def refs(batch: Batch, key: str) -> tuple[str, ...]:
        return tuple(gap.ref for gap in gaps if gap.batch is batch and gap.batch_key == key)

    closed, other = refs(Batch.CLOSED_PRACTICE, "Z99001"), refs(Batch.CLOSED_PRACTICE, "Z99017")
    some = tuple(str(ref) for ref in range(2_300_000, 2_300_412))
    return (
        BatchLine(
            Batch.CLOSED_PRACTICE,
            "Z99001",
            "Move people from Z99001 Mill Lane Surgery, which closed on 31 March 2026.",
            "Its successor is Z99044 Millbrook Health Centre.",
            len(closed),
            closed,
        ),
        BatchLine(
            Batch.CLOSED_PRACTICE,
            "Z99017",
            "Move people from Z99017 Old Dairy Practice, which closed on 1 September 2026.",
            "The list names no successor: ask people where they are registered now.",
            len(other),
            other,
        ),
        BatchLine(
            Batch.UNKNOWN_PRACTICE, FORMULA, f"Find out what {FORMULA} stands for.", "", 1, ("0012345",)
        ),
        BatchLine(
            Batch.READY_TO_TRACE,
            "",
            "Trace these NHS numbers in one batch.",
            "Surname, date of birth and gender are all there.",
            412,
            some,
        ),
        BatchLine(
            Batch.UNTRACEABLE,
            "",
            "Complete these people's details, so that their NHS numbers can be traced.",
            "Surname, date of birth or gender is missing.",
            1,
            ("2300500",),
        ),
        BatchLine(
            Batch.HELP_TO_REGISTER, "", "Offer help to register with a GP.", "", 2, ("2300600", "2300601")
        ),
    )


def review(decision: Decision = Decision.DONE, **changes) -> Review:
    made = Review(
        source="mosaic",
        ref="2204451",
        rule="gp_practice",
        state=State.ABSENT,
        decision=decision,
        who="A. Okafor",
        at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        why="Free text that must stay in the store.",
    )
    return replace(made, **changes)
