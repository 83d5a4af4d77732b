"""What the planter says must be found is what the rules find: nothing more, nothing less."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.engine import Checker
from adapter_core.checks.profiles import BUILT_IN, resolve_profile
from adapter_core.checks.rule import Given, ReferenceStatus
from adapter_core.checks.rules import ALL
from adapter_core.demo.council import Council
from adapter_core.demo.truth import rejects_of
from adapter_core.domain.findings import Owner
from adapter_core.domain.people import Case
from adapter_core.domain.values import nhs_number_problem

AS_OF = date(2026, 11, 23)


def _number(person):
    number = person.nhs_number
    usable = number.__class__ is str and nhs_number_problem(number, allow_synthetic=True) is None
    return number if usable else None


def _join(council):
    """Cases of the whole council and the rejects of joining, by the join rule of the design, in memory."""
    refs, rows = set(), []
    repeated = []
    for row in council.northgate_ais():
        if row.ref in refs:
            repeated.append((row.ref, "FP-0511"))
            continue
        refs.add(row.ref)
        rows.append(row)
    by_number = defaultdict(list)
    for row in rows:
        if _number(row):
            by_number[_number(row)].append(row)
    cases, rejects = [], repeated
    for person in council.mosaic():
        elsewhere = {}
        born = person.date_of_birth
        same = by_number.get(_number(person), ()) if isinstance(born, date) else ()
        agreeing = [row for row in same if row.date_of_birth == born]
        if len(agreeing) == 1:
            elsewhere["ais"] = agreeing[0]
        elif agreeing:
            rejects.append((" / ".join([person.ref, *(row.ref for row in agreeing)]), "FP-0503"))
        else:
            differing = [row for row in same if isinstance(row.date_of_birth, date)]
            if differing:
                rejects.append((" / ".join([person.ref, *(row.ref for row in differing)]), "FP-0502"))
        cases.append(Case(person, elsewhere))
    return cases, rejects


def _differences(council):
    """What the truth says and the rules do not find, and the other way round, with the plants to blame."""
    planted = list(council.planted())
    blame = {one.subject.person.ref: [plant.name for plant in one.plants] for one in planted}
    cases, rejects = _join(council)
    rules = {rule.id: rule for rule in ALL}
    wrong = []
    for name in BUILT_IN:
        profile = resolve_profile(name, rules, {})
        given = Given(
            as_of=council.as_of,
            profile=profile.base,
            practices=council.practices,
            practices_status=ReferenceStatus.LOADED,
            allow_synthetic=True,
        )
        checker = Checker(
            "mosaic",
            profile,
            given,
            exclusion_of(COHORTS["open_adults"], council.as_of),
            lambda _: Owner(None, "a team"),
        )
        result = checker.check_page(cases)
        found = {(finding.ref, finding.rule, finding.state) for finding in result.findings}
        true = {
            (one.subject.person.ref, rule, state)
            for one in planted
            if not one.subject.gone
            for in_profile, rule, state in one.gaps
            if in_profile == name
        }
        wrong += [(name, "not found", *each, blame[each[0]]) for each in true - found]
        wrong += [(name, "not true", *each, blame[each[0]]) for each in found - true]
        excluded = {
            reason: sum(one.subject.exclusion == reason and not one.subject.gone for one in planted)
            for reason in result.tally.excluded
        }
        assert dict(result.tally.excluded) == excluded
    expected = [(reject.ref, reject.code) for one in planted for reject in rejects_of(one)]
    assert sorted(rejects) == sorted(expected)
    return wrong


@pytest.mark.parametrize("seed", [1, 7, 42, 2026])
@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.requirement("P-01", "P-02", "P-03", "P-04")
def test_the_rules_find_what_was_planted_and_nothing_else(seed, night):
    council = Council(people=5000, seed=seed, as_of=AS_OF, night=night)
    assert _differences(council) == []


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2027, 3, 1), date(2028, 12, 31)])
def test_the_day_does_not_matter(as_of):
    for night in (0, 2, 30):
        assert _differences(Council(people=1500, seed=3, as_of=as_of, night=night)) == []
