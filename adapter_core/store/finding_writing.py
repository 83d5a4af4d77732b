"""Compares a page with what is open, and writes the differences alone."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from adapter_core.domain.states import State
from adapter_core.store.interning import Owners, Shapes
from adapter_core.store.lookup import OpenFindings, chunks, driver_sql, raw_many
from adapter_core.store.tables import finding

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Insert
    from sqlalchemy.engine import Connection, Dialect

    from adapter_core.checks.results import PageResult
    from adapter_core.domain.findings import Batch, Finding, Fix, Severity
    from adapter_core.store.lookup import Row

RESOLVED, LEFT, CHANGED, NOT_APPLICABLE, REVIEWED = (
    "resolved",
    "left",
    "changed",
    "not_applicable",
    "reviewed",
)

_NEEDS_ANOTHER_SOURCE = frozenset({State.HELD_ELSEWHERE, State.CONFLICT})

Key = tuple[str, int, int, str | None]
_ID, _KEY = itemgetter(0), itemgetter(1, 2, 3, 4)


@dataclass(slots=True)
class Written:
    """What writing a page came to.

    Attributes:
        seen: ids of the findings that were open already and belong to people of the page.
        kept: (team, rule, state said now, state that it counts as) of findings that wait for a compared
            source that is down.
        unjudged: ids of findings that stay open because nothing could be said about them now.
    """

    seen: array[int] = field(default_factory=lambda: array("i"))
    kept: Counter[tuple[str, str, State, State]] = field(default_factory=Counter)
    unjudged: array[int] = field(default_factory=lambda: array("i"))


@dataclass(slots=True)
class _Page:
    caseload: int
    result: PageResult
    refs: set[str]
    outside: set[str]
    down: frozenset[str]
    fresh: list[tuple[Key, Finding]]
    written: Written


def _in_order(statement: Insert, columns: Sequence[str], dialect: Dialect) -> str:
    """The statement as the driver takes it, its parameters in this very order."""
    sql, names = driver_sql(statement, dialect)
    if names != tuple(columns):
        message = f"parameters come as {names}, not as {tuple(columns)}"
        raise AssertionError(message)
    return sql


class FindingWriter:
    """Writes the pages of one run."""

    def __init__(self, dialect: Dialect, run: int, rules: Collection[str], *, any_closed: bool) -> None:
        """Compile the statements once for a run.

        Args:
            dialect: the database's.
            run: number of the run.
            rules: rules that the run evaluates.
            any_closed: whether the series has findings that are closed: without any, none can be back.
        """
        self.shapes = Shapes()
        self.owners = Owners()
        self._run = run
        self._rules = frozenset(rules)
        self._any_closed = any_closed
        self._open = OpenFindings(dialect)
        columns = ("caseload", "ref", "shape", "owner", "batch_key", "first_run", "opened_run")
        given: dict[str, Any] = {name: bindparam(name) for name in columns}
        # Rows go to the driver as plain tuples, made in the order of the table's columns.
        self._insert = _in_order(insert(finding).values(given), columns, dialect)
        again = given | {"again": bindparam("again")}
        self._insert_again = _in_order(insert(finding).values(again), (*columns, "again"), dialect)
        close = update(finding).where(finding.c.id == bindparam("number"))
        self._close, self._close_names = driver_sql(
            close.values(closed_run=bindparam("run"), reason=bindparam("why")), dialect
        )

    def use(self, connection: Connection) -> None:
        """Work inside this transaction from now on."""
        self.shapes.use(connection)
        self.owners.use(connection)

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self.shapes.forget()
        self.owners.forget()

    def write(
        self, connection: Connection, caseload: int, result: PageResult, *, down: frozenset[str]
    ) -> Written:
        """Write what differs from what is open.

        Args:
            connection: inside the page's transaction.
            result: the page.
            caseload: number of the page's source within the run's series.
            down: sources that are down: what only they can tell stays as it was.
        """
        refs = result.assessed + result.excluded if result.excluded else result.assessed
        rows = self._open.of(connection, caseload, refs) if refs else []
        existing = dict(zip(map(_KEY, rows), map(_ID, rows), strict=True))
        written = Written(array("i", existing.values()))
        people = set(refs)
        findings = result.findings
        if len(people) < len(refs):
            # The same person twice on a page: one gap a rule, as the later record has it.
            findings = list({(one.ref, one.rule): one for one in findings}.values())
        fresh = self._not_in(existing, findings)
        if existing:
            page = _Page(caseload, result, people, set(result.excluded), down, fresh, written)
            strangers = self._settle(connection, page, existing)
            if strangers:
                written.seen = array("i", [number for number in written.seen if number not in strangers])
        if fresh:
            self._open_new(connection, caseload, fresh)
        return written

    def _not_in(self, existing: dict[Row, int], findings: Sequence[Finding]) -> list[tuple[Key, Finding]]:
        """Take out of `existing` what is still so, and give what is new or different."""
        shape_of, owner_of, take = self.shapes.id_of, self.owners.id_of, existing.pop
        # By identity: the page keeps its objects alive, and most of its findings share them.
        owners: dict[int, int] = {}
        shapes: dict[tuple[int, State], tuple[int, Fix, Severity, Batch | None, str]] = {}
        keys: list[Key] = []
        put = keys.append
        for one in findings:
            whose = owners.get(id(one.owner))
            if whose is None:
                whose = owners[id(one.owner)] = owner_of(one.owner)
            kind = (id(one.evidence), one.state)
            known = shapes.get(kind)
            if (
                known is None
                or known[1] is not one.fix
                or known[2] is not one.severity
                or known[3] is not one.batch
                or known[4] is not one.rule
            ):
                known = shapes[kind] = (shape_of(one), one.fix, one.severity, one.batch, one.rule)
            put((one.ref, known[0], whose, one.batch_key or None))
        if not existing:
            return list(zip(keys, findings, strict=True))
        return [(key, one) for key, one in zip(keys, findings, strict=True) if take(key, None) is None]

    def _settle(self, connection: Connection, page: _Page, gone: dict[Row, int]) -> set[int]:
        """Close what is no longer so; returns the ids of findings that are of nobody on this page."""
        strangers: set[int] = set()
        said_now = {(one.ref, one.rule): place for place, (_, one) in enumerate(page.fresh)}
        replaced: dict[int, int] = {}
        dropped: set[int] = set()
        closing: list[tuple[int, str]] = []
        for (ref, shape, owner, _), number in gone.items():
            if ref not in page.refs:
                strangers.add(number)
                continue
            pair = (ref, self.shapes.rules[shape])
            place = said_now.get(pair)
            if self._waits(page, ref, shape):
                self._keep(page, pair, self.owners.teams[owner], self.shapes.states[shape], number)
                dropped.add(-1 if place is None else place)
            elif place is not None:
                replaced[place] = number
                closing.append((number, CHANGED))
            else:
                reason = self._why_gone(page, pair)
                if reason:
                    closing.append((number, reason))
                elif pair[1] in self._rules:
                    page.written.unjudged.append(number)
        self.shapes.write(connection)
        self.owners.write(connection)
        self._open_changed(connection, page, replaced)
        self._close_all(connection, closing)
        kept = [
            pair for place, pair in enumerate(page.fresh) if place not in replaced and place not in dropped
        ]
        page.fresh[:] = kept
        return strangers

    def _waits(self, page: _Page, ref: str, shape: int) -> bool:
        """Whether only a source that is down, or lost a record, could say that a gap is gone."""
        if ref in page.outside or self.shapes.states[shape] not in _NEEDS_ANOTHER_SOURCE:
            return False
        unheard: set[str] | frozenset[str] = page.result.unheard.get(ref, frozenset())
        return any(name in page.down or name in unheard for name in self.shapes.sources[shape])

    def _keep(self, page: _Page, pair: tuple[str, str], team: str, was: State, number: int) -> None:
        """Count a gap that waits for a source: where the record itself has one now, as what it was.

        Where the record would pass, whether it does is for the source to say: nobody knows tonight.
        """
        result = page.result
        if pair[1] not in self._rules:
            return
        if pair in result.answered or pair in result.not_assessable:
            page.written.unjudged.append(number)
            return
        said = result.state_of(*pair) if result.state_of is not None else State.RECORDED
        if not said.is_gap:
            page.written.unjudged.append(number)
            page.written.kept[team, pair[1], said, State.SOURCE_DOWN] += 1
        elif said is not was:
            page.written.kept[team, pair[1], said, was] += 1

    def _why_gone(self, page: _Page, pair: tuple[str, str]) -> str | None:
        """Why a finding is not there any more; None where nothing says that it is gone."""
        result = page.result
        if pair[0] in page.outside:
            return LEFT
        if pair[1] not in self._rules or pair in result.not_assessable:
            return None
        if pair in result.answered:
            return REVIEWED
        state = result.state_of(*pair) if result.state_of is not None else State.RECORDED
        return NOT_APPLICABLE if state is State.NOT_APPLICABLE else RESOLVED

    def close(self, connection: Connection, numbers: Sequence[int], reason: str) -> None:
        """Close findings by id."""
        self._close_all(connection, [(number, reason) for number in numbers])

    def _close_all(self, connection: Connection, closing: list[tuple[int, str]]) -> None:
        if not closing:
            return
        self._any_closed = True
        names = self._close_names
        given = [{"number": number, "run": self._run, "why": why} for number, why in closing]
        raw_many(connection, self._close, [tuple(one[name] for name in names) for one in given])

    def _open_new(self, connection: Connection, caseload: int, fresh: list[tuple[Key, Finding]]) -> None:
        self.shapes.write(connection)
        self.owners.write(connection)
        back = self._been_here(connection, caseload, fresh) if self._any_closed else set()
        run = self._run
        first = [pair for pair in fresh if (pair[1].ref, pair[1].rule) not in back] if back else fresh
        raw_many(connection, self._insert, [(caseload, *key, run, run) for key, _ in first])
        if back:
            rows = [(caseload, *key, run, run, True) for key, one in fresh if (one.ref, one.rule) in back]
            raw_many(connection, self._insert_again, rows)

    def _open_changed(self, connection: Connection, page: _Page, replaced: dict[int, int]) -> None:
        """Open the next versions: they have been there since their first version was."""
        since: dict[int, tuple[int, bool]] = {}
        numbers = list(replaced.values())
        for start in range(0, len(numbers), 500):
            wanted = finding.c.id.in_(numbers[start : start + 500])
            for row in connection.execute(
                select(finding.c.id, finding.c.first_run, finding.c.again).where(wanted)
            ):
                since[row.id] = (row.first_run, row.again)
        rows = []
        for place, number in replaced.items():
            first_run, again = since[number]
            rows.append((page.caseload, *page.fresh[place][0], first_run, self._run, again))
        if rows:
            raw_many(connection, self._insert_again, rows)

    def _been_here(
        self, connection: Connection, caseload: int, fresh: list[tuple[Key, Finding]]
    ) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for some in chunks(sorted({key[0] for key, _ in fresh})):
            statement = select(finding.c.ref, finding.c.shape).where(
                finding.c.caseload == caseload, finding.c.closed_run.is_not(None), finding.c.ref.in_(some)
            )
            found.update((row.ref, self.shapes.rules[row.shape]) for row in connection.execute(statement))
        return found
