"""(b) Fingerpost's own engine on people in memory: findings built, as every night builds them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from adapter_core.checks.cohort import COHORTS, exclusion_of
from adapter_core.checks.engine import Checker
from adapter_core.checks.owners import DEFAULT_FALLBACK, owner_of
from adapter_core.checks.profiles import Profile
from adapter_core.checks.rule import Given, ReferenceStatus
from adapter_core.checks.rules import ALL
from adapter_core.demo.places import LOCALITY_TEAMS
from adapter_core.demo.truth import MASTER
from adapter_core.domain.people import Case
from adapter_core.hooks.ports import PAGE_SIZE
from peers import council, flat
from peers.measuring import Failing, Stopwatch, checksum

if TYPE_CHECKING:
    from adapter_core.checks.results import PageResult

IN_MEMORY = 100_000
"""People in memory at a time; the stopwatch stands still while the next ones are drawn."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What one engine used, and whom it found."""

    cpu: float
    wall: float
    people: int
    failing: Failing


def check(people: int) -> Checked:
    """Assess the cohort of a council under the twelve rules, page by page."""
    checker = make_checker(people)
    drawn = council.cohort(people)
    watch = Stopwatch()
    failing: dict[str, list[str]] = {rule: [] for rule in flat.RULES}
    number = 0
    while cases := [Case(person) for person in islice(drawn, IN_MEMORY)]:
        number += len(cases)
        pages = [cases[start : start + PAGE_SIZE] for start in range(0, len(cases), PAGE_SIZE)]
        results: list[PageResult] = []
        with watch:
            for page in pages:
                results.append(checker.check_page(page))  # noqa: PERF401 - as a night does it
        for result in results:
            for finding in result.findings:
                failing[finding.rule].append(finding.ref)
    return Checked(watch.cpu, watch.wall, number, {rule: checksum(refs) for rule, refs in failing.items()})


def make_checker(people: int) -> Checker:
    """The engine under the twelve rules, with cohort, owners and practice list as in a night."""
    rules = {rule.id: rule for rule in ALL}
    given = Given(
        as_of=council.AS_OF,
        profile=council.PROFILE,
        practices=council.council(people).practices,
        practices_status=ReferenceStatus.LOADED,
        allow_synthetic=True,
    )
    return Checker(
        source=MASTER,
        profile=Profile("twelve", council.PROFILE, tuple(rules[rule] for rule in flat.RULES)),
        given=given,
        why_excluded=exclusion_of(COHORTS[council.COHORT], council.AS_OF),
        owner_of=owner_of(DEFAULT_FALLBACK, LOCALITY_TEAMS, council.AS_OF),
    )
