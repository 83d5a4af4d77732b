"""Death notices: another source says that somebody has died, and the record that is assessed does not.

A notice stops letters and tells the owner. It closes and changes nothing: that is for a person to do,
in the case system, once they have found out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from adapter_core.checks.results import Notice, PageResult
from adapter_core.domain.findings import Batch, Owner
from adapter_core.domain.people import Case, Person
from adapter_core.domain.states import State

NOBODY = "nobody's"
BETWEEN = " / "
"""Between who says so, the team and the worker in the key of a notice."""


def death_notices(
    cases: Sequence[Case],
    result: PageResult,
    owner_of: Callable[[Person], Owner],
    *,
    on: date,
    titles: Mapping[str, str],
) -> list[Notice]:
    """The notices of a page: one a person in the cohort, keyed by who says so and whose the person is.

    Args:
        cases: the page.
        result: what assessing it yielded; who is outside the cohort is not named.
        owner_of: says whose a person's gaps are.
        on: the day of the check.
        titles: source name to title.
    """
    found: list[Notice] = []
    outside = set(result.excluded)
    for case in cases:
        said_by = [name for name, other in case.elsewhere.items() if reported_dead(other, on)]
        if said_by and case.person.ref not in outside:
            owner = owner_of(case.person)
            parts = [part for part in (owner.team, owner.worker) if part] or [NOBODY]
            by = " and ".join(titles.get(name, name) for name in said_by)
            key = BETWEEN.join((by, *parts))
            found.append(Notice(result.source, case.person.ref, "", Batch.DEATH_NOTICE, key))
    return found


def said_by(notice: Notice) -> str:
    """Who reports the death."""
    return notice.key.partition(BETWEEN)[0]


def is_owned_by(notice: Notice, *, team: str | None, worker: str | None) -> bool:
    """Whether a death notice is for a team's or a worker's list: None is any, empty text nobody's."""
    # A team may have the separator in its name.
    owners = f"{BETWEEN}{notice.key.partition(BETWEEN)[2]}{BETWEEN}"
    return all(each is None or f"{BETWEEN}{each or NOBODY}{BETWEEN}" in owners for each in (team, worker))


def reported_dead(person: Person, on: date) -> bool:
    """Whether a record says that the person has died, if only without the day."""
    died = person.date_of_death
    return died is State.UNKNOWN_RECORDED or (died.__class__ is date and died <= on)
