"""What a check does about traces: it closes those that are over, and says which wait to be entered.

Numbers are deleted as soon as the record shows one, or the person is dead, restricted, merged or gone. Of
whoever is restricted every trace is `left`, whatever became of it before: those are in no list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.checks.cohort import record_exclusion_of
from adapter_core.domain.findings import Fix
from adapter_core.domain.people import is_restricted
from adapter_core.domain.values import nhs_number_problem, normalise_nhs_number
from adapter_core.service.tracing import RULE
from adapter_core.store import traces
from adapter_core.store.traces import UNDECIDED, TraceState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from adapter_core.checks.results import PageResult
    from adapter_core.domain.people import Case, Person
    from adapter_core.store import Store
    from adapter_core.store.traces import Trace

TO_ENTER = "To enter: a traced NHS number was accepted (fingerpost trace list --show)"
"""Where to mend a gap whose number was accepted; the number itself stands in no list."""


def ended(trace: Trace, person: Person, *, on: date, allow_synthetic: bool) -> TraceState | None:
    """The state in which a trace is over, as the record shows it; None while its number is still wanted.

    Whatever the cohort: another run may speak of more people.

    Args:
        trace: one whose number is kept.
        person: the record as it is.
        on: the day of the run.
        allow_synthetic: whether NHS numbers of the test range count as numbers.
    """
    if record_exclusion_of(on)(person) is not None:
        return TraceState.LEFT
    number = person.nhs_number
    if number.__class__ is not str or nhs_number_problem(str(number), allow_synthetic=allow_synthetic):
        return None
    same = normalise_nhs_number(str(number)) == trace.number
    return TraceState.RECORDED if same else TraceState.DIFFERS


class WaitingTraces:
    """The traces of a source whose numbers are kept, during one run."""

    def __init__(self, store: Store, source: str, *, on: date, allow_synthetic: bool) -> None:
        """Read what waits; nothing is changed."""
        self._store, self._allow_synthetic = store, allow_synthetic
        self._on = on
        with store.reading() as unit:
            self._waiting = {each.ref: each for each in traces.listed(unit.connection, UNDECIDED, source)}
            self._any = traces.any_of(unit.connection, source)
        self._source = source
        self._unseen = set(self._waiting)

    def see(self, cases: Sequence[Case], result: PageResult) -> None:
        """Close the traces of a page's people that are over, and say of accepted ones where the number is."""
        if not self._any:
            return
        restricted = {
            case.person.ref for case in cases if case.restricted_elsewhere or is_restricted(case.person)
        }
        self._unseen -= restricted
        over = self._of_restricted(sorted(restricted))
        accepted = set()
        for case in cases:
            person = case.person
            trace = self._waiting.get(person.ref)
            if trace is None or person.ref in restricted:
                continue
            self._unseen.discard(person.ref)
            state = self._ended(trace, case)
            if state is not None:
                over.append((trace, state))
            elif trace.state is TraceState.ACCEPTED:
                accepted.add(person.ref)
        for finding in result.findings:
            if finding.rule == RULE and finding.ref in accepted:
                finding.fix = Fix(finding.fix.who, f"{finding.fix.where}. {TO_ENTER}")
        self._close(over)

    def gone(self) -> None:
        """Close the traces of people whom a whole run did not see."""
        self._close([(self._waiting[ref], TraceState.LEFT) for ref in sorted(self._unseen)])

    def _of_restricted(self, refs: Sequence[str]) -> list[tuple[Trace, TraceState]]:
        if not refs:
            return []
        with self._store.reading() as unit:
            found = traces.of_people(unit.connection, self._source, refs)
        return [(trace, TraceState.LEFT) for trace in found]

    def _ended(self, trace: Trace, case: Case) -> TraceState | None:
        return ended(trace, case.person, on=self._on, allow_synthetic=self._allow_synthetic)

    def _close(self, over: Sequence[tuple[Trace, TraceState]]) -> None:
        if not over:
            return
        with self._store.work() as unit:
            for trace, state in over:
                traces.move(unit.connection, trace.token, trace.state, state, closed=self._store.clock())
            unit.commit()
