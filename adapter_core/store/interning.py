"""What many findings share, by number: shapes, owners, and the keys of counts.

Ids are kept in memory for the length of a run. They were given inside a transaction, so whoever
rolls one back calls `forget`.
"""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from adapter_core.checks.results import Tally
from adapter_core.domain.findings import Batch, Evidence, Finding, Fix, Mender, Owner, Severity
from adapter_core.domain.states import State
from adapter_core.store.tables import count_key, owner, shape

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

RANKS = {severity: rank for rank, severity in enumerate(Severity)}
PEOPLE, STATE, EXCLUDED, AGAIN, KEPT = "people", "state", "excluded", "again", "kept"


class Shapes:
    """Shapes by what they are of, and what they are of by shape."""

    def __init__(self) -> None:
        self._new: list[dict[str, object]] = []
        self._ids: dict[tuple[object, ...], int] = {}
        self._rows: dict[tuple[str, ...], int] = {}
        self.rules: dict[int, str] = {}
        self.states: dict[int, State] = {}
        self.sources: dict[int, tuple[str, ...]] = {}

    def use(self, connection: Connection) -> None:
        """Read every shape, the first time."""
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
            number = max(self.rules, default=0) + 1
            row = dict(zip(names, key, strict=True))
            self._new.append(row | {"id": number, "rank": RANKS[finding.severity]})
            self._keep(number, key)
        return number

    def write(self, connection: Connection) -> None:
        """Write shapes that are new; the lease's holder alone gives numbers."""
        if self._new:
            connection.execute(insert(shape), self._new)
            self._new = []


class Owners:
    """Owners by number; there are as many as there are workers."""

    def __init__(self) -> None:
        self._new: list[dict[str, object]] = []
        self._ids: dict[tuple[str, str], int] = {}
        self.teams: dict[int, str] = {}

    def use(self, connection: Connection) -> None:
        """Read every owner, the first time."""
        if not self._ids:
            for row in connection.execute(select(owner)):
                self._ids[row.worker, row.team] = row.id
                self.teams[row.id] = row.team

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self.__init__()  # type: ignore[misc]

    def id_of(self, one: Owner) -> int:
        """The number of an owner."""
        key = (one.worker or "", one.team or "")
        number = self._ids.get(key)
        if number is None:
            number = self._ids[key] = max(self.teams, default=0) + 1
            self.teams[number] = key[1]
            self._new.append({"id": number, "worker": key[0], "team": key[1]})
        return number

    def write(self, connection: Connection) -> None:
        """Write owners that are new; the lease's holder alone gives numbers."""
        if self._new:
            connection.execute(insert(owner), self._new)
            self._new = []


class CountKeys:
    """What counts are of: the keys of a tally by number."""

    def __init__(self) -> None:
        self._last = 0
        self._people: dict[str, int] = {}
        self._states: dict[tuple[str, str, State], int] = {}
        self._excluded: dict[str, int] = {}
        self._again: dict[str, int] = {}
        self._kept: dict[tuple[str, str, State], int] = {}

    def use(self, connection: Connection) -> None:
        """Read every key, the first time."""
        if self._last:
            return
        for row in connection.execute(select(count_key)):
            self._last = max(self._last, row.id)
            if row.kind == STATE:
                self._states[row.team, row.name, State(row.state)] = row.id
            elif row.kind == PEOPLE:
                self._people[row.team] = row.id
            elif row.kind == AGAIN:
                self._again[row.team] = row.id
            elif row.kind == KEPT:
                self._kept[row.team, row.name, State(row.state)] = row.id
            else:
                self._excluded[row.name] = row.id

    def forget(self) -> None:
        """Forget every id: the transaction that gave some of them was rolled back."""
        self.__init__()  # type: ignore[misc]

    def numbered(self, connection: Connection, tally: Tally) -> array[int]:
        """Everything that a tally counts: keys first, then as many numbers of people, for `add_up`."""
        keys: list[int] = []
        people: list[int] = []
        new: list[dict[str, object]] = []
        kinds: tuple[tuple[str, Counter[Any], dict[Any, int]], ...] = (
            (STATE, tally.team_states, self._states),
            (PEOPLE, tally.people, self._people),
            (EXCLUDED, tally.excluded, self._excluded),
            (AGAIN, tally.again, self._again),
            (KEPT, tally.kept, self._kept),
        )
        for kind, counted, known in kinds:
            try:
                keys += [known[key] for key in counted]
            except KeyError:
                for key in counted.keys() - known.keys():
                    self._last += 1
                    known[key] = self._last
                    team, name, state = _columns(kind, key)
                    new.append({"id": self._last, "kind": kind, "team": team, "name": name, "state": state})
                keys += [known[key] for key in counted]
            people += counted.values()
        if new:
            connection.execute(insert(count_key), new)
        return array("i", keys + people)

    def tally(self, sums: Mapping[int, int]) -> Tally:
        """The tally of (key to people)."""
        tally = Tally()
        kinds: tuple[tuple[Counter[Any], dict[Any, int]], ...] = (
            (tally.people, self._people),
            (tally.again, self._again),
            (tally.team_states, self._states),
            (tally.kept, self._kept),
            (tally.excluded, self._excluded),
        )
        for counted, known in kinds:
            counted.update({key: sums[number] for key, number in known.items() if number in sums})
        return tally


def _columns(kind: str, key: Any) -> tuple[str, str, str]:  # noqa: ANN401 - a text, or a team, rule and state
    if kind in (STATE, KEPT):
        team, rule, state = key
        return team, rule, state.value
    return (key, "", "") if kind in (PEOPLE, AGAIN) else ("", key, "")


def add_up(sums: dict[int, int], numbered: Sequence[int]) -> None:
    """Add what `CountKeys.numbered` gave to sums by key."""
    get = sums.get
    half = len(numbered) // 2
    for key, people in zip(numbered[:half], numbered[half:], strict=True):
        sums[key] = get(key, 0) + people


def tally_of(rows: Iterable[tuple[str, str, str, str, int]]) -> Tally:
    """A tally from rows of (kind, team, name, state, people)."""
    tally = Tally()
    for kind, team, name, state, people in rows:
        if kind == PEOPLE:
            tally.people[team] += people
        elif kind == AGAIN:
            tally.again[team] += people
        elif kind == EXCLUDED:
            tally.excluded[name] += people
        elif kind == KEPT:
            tally.kept[team, name, State(state)] += people
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
