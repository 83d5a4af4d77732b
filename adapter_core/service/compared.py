"""What a check compares the master with: every other source, indexed, and whether the practice list loads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adapter_core.checks.results import Tally
from adapter_core.checks.rule import ReferenceStatus
from adapter_core.domain.people import Case
from adapter_core.domain.states import State
from adapter_core.errors import FingerpostError
from adapter_core.hooks.capabilities import Capability
from adapter_core.readers.joining import (
    ExactMatcher,
    Joiner,
    LookUpJoiner,
    MergedReferences,
    Remembered,
    read_merged,
)
from adapter_core.readers.joining.index import IdentityIndex
from adapter_core.readers.joining.matching import MASTER_REF

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack

    from adapter_core.checks.engine import Checker
    from adapter_core.checks.profiles import Profile
    from adapter_core.domain.findings import Owner
    from adapter_core.hooks.ports import Matcher, Reject
    from adapter_core.readers.joining import Joins
    from adapter_core.service.bootstrap import Application, Source

PRACTICES = "practices"
"""What the practice list is called among the sources of a run."""


@dataclass(slots=True)
class Compared:
    """A source beside the master that could be opened and, where it streams, indexed.

    Attributes:
        lost: whether it has records that could not be read: they may be of anybody who is not found.
    """

    source: Source
    joiner: Joins
    as_of: datetime
    lost: bool = False


def open_others(
    app: Application, stack: ExitStack, merged: MergedReferences
) -> tuple[list[Compared], dict[str, FingerpostError]]:
    """Open and index every source beside the master, and the practice list.

    It comes before the run begins: which of them are down decides whether a run can be taken up again.

    Args:
        app: the application.
        stack: closes the indexes.
        merged: what the master has merged (`merged_in_master`).

    Returns:
        Those that could be read, and why the others could not, by name.
    """
    matcher = ExactMatcher(app.config.people.identifier, app.config.check.allow_synthetic)
    others: list[Compared] = []
    down: dict[str, FingerpostError] = {}
    for name in app.compared:
        try:
            source = app.source(name)
            joiner = _joiner_of(source, matcher, merged, stack)
            joiner.load()
        except FingerpostError as error:
            down[name] = error
        else:
            others.append(Compared(source, joiner, true_on(source), bool(joiner.rejects)))
    practices = app.practices
    if practices.status is ReferenceStatus.DOWN and practices.problem is not None:
        down[PRACTICES] = practices.problem
    return others, down


def _joiner_of(source: Source, matcher: Matcher, merged: MergedReferences, stack: ExitStack) -> Joins:
    """What joins a source: by asking it, where it has no list; else by an index over all it has."""
    able = source.inspect().capabilities  # as mapped: a backend may serve sources that list and that do not
    if Capability.PEOPLE_LOOKUP in able and Capability.PEOPLE_READ not in able:
        return LookUpJoiner(source.adapter, matcher, merged)
    again = source.adapter if Capability.PEOPLE_AT in able else Remembered(source.adapter)
    return Joiner(again, matcher, stack.enter_context(IdentityIndex()), merged)


def merged_in_master(app: Application) -> tuple[MergedReferences, list[Reject]]:
    """What the master has merged, where records are joined by its references; and merges that lead nowhere.

    It takes one more reading of the master, so that it is asked for only where a compared source holds
    references that may be former ones. A run that joins by NHS number never needs it.

    Raises:
        SourceUnavailable: the master cannot be read.
    """
    if app.config.people.identifier != MASTER_REF or not app.compared:
        return MergedReferences(), []
    master = app.source(app.master)
    if "duplicate_of" not in master.inspect().fields:
        return MergedReferences(), []
    return read_merged(master.adapter)


def true_on(source: Source) -> datetime:
    """When a source's data was true: the config's word, else the source's own, else now."""
    known: datetime | None = source.as_of or source.adapter.as_of
    return known or datetime.now(tz=UTC)


def all_down(tally: Tally, profile: Profile) -> Tally:
    """The counts of a system of record that could not be read: nobody could be assessed there."""
    down = Tally()
    down.again.update(tally.people)
    for team, people in tally.people.items():
        for rule in profile.rules:
            down.team_states[team, rule.id, State.SOURCE_DOWN] += people
    return down


def turned_to(
    name: str, master: str, cases: Sequence[Case], checker: Checker
) -> tuple[list[Case], dict[str, Owner]]:
    """The same people seen from another source, and who owns them there: whoever owns them in the master."""
    turned: list[Case] = []
    owners: dict[str, Owner] = {}
    for case in cases:
        person = case.elsewhere.get(name)
        if person is not None:
            rest = {other: record for other, record in case.elsewhere.items() if other != name}
            turned.append(Case(person, {master: case.person, **rest}))
            owners[person.ref] = checker.owner_of(case.person)
    return turned, owners
