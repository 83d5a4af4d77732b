"""What the planter says must be found is what the rules find: nothing more, nothing less."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
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
from adapter_core.domain.states import State
from adapter_core.domain.values import nhs_number_problem

AS_OF = date(2026, 11, 23)
# Rules that only count are listed here too: the truth knows whom they are about.
RULES = {rule.id: replace(rule, experimental=False, confidential=False) for rule in ALL}


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


def _found(council, cases, rules, name):
    """What the rules find in one profile, and how many people they leave out for each reason."""
    profile = resolve_profile(name, rules, {})
    given = Given(
        as_of=council.as_of,
        profile=profile.base,
        practices=council.practices,
        practices_status=ReferenceStatus.LOADED,
        allow_synthetic=True,
    )
    why_excluded = exclusion_of(COHORTS["open_adults"], council.as_of)
    checker = Checker("mosaic", profile, given, why_excluded, lambda _: Owner(None, "a team"))
    result = checker.check_page(cases)
    return {(found.ref, found.rule, found.state) for found in result.findings}, dict(result.tally.excluded)


def _true(planted, name):
    return {
        (one.subject.person.ref, rule, state)
        for one in planted
        if not one.subject.gone
        for profile, rule, state in one.gaps
        if profile == name
    }


def _differences(council):
    """What the truth says and the rules do not find, and the other way round, with the plants to blame."""
    planted = list(council.planted())
    blame = {one.subject.person.ref: [plant.name for plant in one.plants] for one in planted}
    cases, rejects = _join(council)
    wrong = []
    for name in BUILT_IN:
        found, excluded = _found(council, cases, RULES, name)
        true = _true(planted, name)
        wrong += [(name, "not found", *each, blame[each[0]]) for each in true - found]
        wrong += [(name, "not true", *each, blame[each[0]]) for each in found - true]
        reasons = Counter(one.subject.exclusion for one in planted if not one.subject.gone)
        del reasons[None]
        assert excluded == {reason.value: people for reason, people in reasons.items()}
    expected = [(reject.ref, reject.code) for one in planted for reject in rejects_of(one)]
    assert sorted(rejects) == sorted(expected)
    return wrong


@pytest.mark.parametrize(("seed", "night"), [(1, 0), (7, 0), (42, 1), (2026, 2)])
@pytest.mark.requirement("P-01", "P-02", "P-03", "P-04")
def test_the_rules_find_what_was_planted_and_nothing_else(seed, night):
    council = Council(people=5000, seed=seed, as_of=AS_OF, night=night)
    assert _differences(council) == []


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2027, 3, 1), date(2028, 12, 31)])
def test_the_day_does_not_matter(as_of):
    for night in (0, 30):
        assert _differences(Council(people=1000, seed=3, as_of=as_of, night=night)) == []


@pytest.fixture(scope="module")
def council():
    return Council(people=1200, seed=13, as_of=AS_OF)


@pytest.fixture(scope="module")
def cases(council):
    return _join(council)[0]


@pytest.fixture(scope="module")
def planted(council):
    return list(council.planted())


@pytest.mark.parametrize("rule_id", list(RULES))
@pytest.mark.parametrize("always", [State.RECORDED, State.ABSENT, State.NOT_APPLICABLE])
def test_a_broken_rule_is_caught(council, cases, planted, rule_id, always):
    """A rule that sees nothing, or sees gaps everywhere, disagrees with the truth of some profile."""
    broken = RULES | {rule_id: replace(RULES[rule_id], assess=lambda *_: always)}
    assert any(
        _found(council, cases, broken, name)[0] != _true(planted, name) for name in RULES[rule_id].profiles
    )
