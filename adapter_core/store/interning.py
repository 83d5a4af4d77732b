"""What many findings share, by number: shapes, owners, and the keys of counts.

Ids are kept in memory for the length of a run. They were given inside a transaction, so whoever
rolls one back calls `forget`.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from adapter_core.checks.results import Tally
from adapter_core.domain.findings import Batch, Evidence, Finding, Fix, Mender, Owner, Severity
from adapter_core.domain.states import State
from adapter_core.store.tables import count_key, owner, shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

RANKS = {severity: rank for rank, severity in enumerate(Severity)}
PEOPLE, STATE, EXCLUDED = "people", "state", "excluded"


class Shapes:
    """Shapes by what they are of, and what they are of by shape."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._ids: dict[tuple[object, ...], int] = {}
        self._rows: dict[tuple[str, ...], int] = {}
        self.rules: dict[int, str] = {}
        self.states: dict[int, State] = {}
        self.sources: dict[int, tuple[str, ...]] = {}

    def use(self, connection: Connection) -> None:
        """Work inside this transaction from now on; reads every shape the first time."""
        self._connection = connection
        if not self._rows:
            for row in connection.execute(select(shape)):
                key = (row.rule, row.state, row.severity, row.batch, row.fix_who, row.fix_where, row.evidence)
                self._keep(row.id, key)

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self.__init__()  # type: ignore[misc]

    def _keep(self, number: int, key: tuple[str, ...]) -> None:
        self._rows[key] = number
        self.rules[number] = key[0]
        self.states[number] = State(key[1])
        self.sources[number] = tuple(source for source, _ in json.loads(key[6]))

    def id_of(self, finding: Finding) -> int:
        """The shape of a finding.

        The key compares what differs by identity where there is one object for each value (enums)
        and by value elsewhere: a caller need not share objects.
        """
        seen = finding.evidence
        fix = finding.fix
        if len(seen) == 1:
            key: tuple[object, ...] = (
                finding.rule,
                finding.state,
                id(finding.severity),
                id(finding.batch),
                id(fix.who),
                fix.where,
                seen[0].source,
                seen[0].field,
            )
        else:
            key = (
                finding.rule,
                finding.state,
                id(finding.severity),
                id(finding.batch),
                id(fix.who),
                fix.where,
                *((one.source, one.field) for one in seen),
            )
        number = self._ids.get(key)
        if number is None:
            number = self._ids[key] = self._row_of(finding)
        return number

    def _row_of(self, finding: Finding) -> int:
        key = (
            finding.rule,
            finding.state.value,
            finding.severity.value,
            finding.batch.value if finding.batch else "",
            finding.fix.who.value,
            finding.fix.where,
            json.dumps([[one.source, one.field] for one in finding.evidence], ensure_ascii=False),
        )
        number = self._rows.get(key)
        if number is None:
            names = ("rule", "state", "severity", "batch", "fix_who", "fix_where", "evidence")
            row = dict(zip(names, key, strict=True)) | {"rank": RANKS[finding.severity]}
            number = _inserted(self._connection, insert(shape).values(row))
            self._keep(number, key)
        return number


class Owners:
    """Owners by number; there are as many as there are workers."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._ids: dict[tuple[str | None, str | None], int] = {}
        self.teams: dict[int, str] = {}

    def use(self, connection: Connection) -> None:
        """Work inside this transaction from now on; reads every owner the first time."""
        self._connection = connection
        if not self._ids:
            for row in connection.execute(select(owner)):
                self._ids[row.worker or None, row.team or None] = row.id
                self.teams[row.id] = row.team

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self._ids = {}

    def id_of(self, one: Owner) -> int:
        """The number of an owner."""
        key = (one.worker or None, one.team or None)
        number = self._ids.get(key)
        if number is None:
            statement = insert(owner).values(team=one.team or "", worker=one.worker or "")
            number = self._ids[key] = _inserted(self._connection, statement)
            self.teams[number] = one.team or ""
        return number


class CountKeys:
    """What counts are of; a page's counts are pairs of such a number and how many people."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._ids: dict[tuple[str, ...], int] = {}

    def use(self, connection: Connection) -> None:
        """Work inside this transaction from now on; reads every key the first time."""
        self._connection = connection
        if not self._ids:
            for row in connection.execute(select(count_key)):
                self._ids[row.kind, row.team, row.name, row.state] = row.id

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self._ids = {}

    def _id_of(self, *key: str) -> int:
        number = self._ids.get(key)
        if number is None:
            kind, team, name, state = key
            statement = insert(count_key).values(kind=kind, team=team, name=name, state=str(state))
            number = self._ids[key] = _inserted(self._connection, statement)
        return number

    def pairs(self, tally: Tally) -> Iterable[tuple[int, int]]:
        """Everything that a tally counts, as (key, people)."""
        for team, people in tally.people.items():
            yield self._id_of(PEOPLE, team, "", ""), people
        for (team, rule, state), people in tally.team_states.items():
            yield self._id_of(STATE, team, rule, state), people
        for reason, people in tally.excluded.items():
            yield self._id_of(EXCLUDED, "", reason, ""), people

    def packed(self, tally: Tally) -> bytes:
        """A tally as bytes, for a checkpoint."""
        return array("q", [number for pair in self.pairs(tally) for number in pair]).tobytes()

    def unpacked(self, pages: Iterable[bytes]) -> Tally:
        """The sum of what `packed` gave."""
        sums: dict[int, int] = {}
        for page in pages:
            numbers = array("q", page)
            for key, people in zip(numbers[::2], numbers[1::2], strict=True):
                sums[key] = sums.get(key, 0) + people
        keys = {number: key for key, number in self._ids.items()}
        return tally_of((*keys[number], people) for number, people in sums.items())


def tally_of(rows: Iterable[tuple[str, str, str, str, int]]) -> Tally:
    """A tally from rows of (kind, team, name, state, people)."""
    tally = Tally()
    for kind, team, name, state, people in rows:
        if kind == PEOPLE:
            tally.people[team] += people
        elif kind == EXCLUDED:
            tally.excluded[name] += people
        else:
            tally.team_states[team, name, State(state)] += people
    return tally


def evidence_of(text: str) -> tuple[Evidence, ...]:
    """Evidence as a shape keeps it, without `as_of`."""
    return tuple(Evidence(source, field, None) for source, field in json.loads(text))


def batch_of(text: str) -> Batch | None:
    """A batch as a shape keeps it."""
    return Batch(text) if text else None


def fix_of(who: str, where: str) -> Fix:
    """A fix as a shape keeps it."""
    return Fix(Mender(who), where)


def _inserted(connection: Connection | None, statement: object) -> int:
    if connection is None:
        message = "call use() first"
        raise RuntimeError(message)
    return int(connection.execute(statement).inserted_primary_key[0])  # type: ignore[call-overload]
