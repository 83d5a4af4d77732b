"""Profiles XML and JSON: each path of a record is a column, each repeated node a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_core.readers.profiling.columns import ColumnProfiler
from adapter_core.readers.profiling.model import LEAST, Scan, TableScan, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Literal

Steps = tuple[str, ...]
_MOST_PATHS = 20_000
_AT_ONCE = 1000


@dataclass
class _Node:
    """What is known of a path: how often its node stands, in how many records, and the most side by side."""

    nodes: int = 0
    records: int = 0
    repeated: bool = False


@dataclass
class TreeProfiler:
    """Looks at records as they pass.

    Attributes:
        records: how many were seen.
    """

    records: int = 0
    _nodes: dict[Steps, _Node] = field(default_factory=dict)
    _values: dict[Steps, list[tuple[object, int]]] = field(default_factory=dict)
    _columns: dict[Steps, ColumnProfiler] = field(default_factory=dict)
    _seen_in: Counter[Steps] = field(default_factory=Counter)

    def add(
        self, nodes: Iterable[Steps], repeated: set[Steps], values: Iterable[tuple[Steps, object]]
    ) -> None:
        """Look at one record.

        Args:
            nodes: the path of every node of it, as often as it stands; the record itself left out.
            repeated: paths of nodes that stand more than once beside each other, or in a list.
            values: every value with its path.
        """
        self.records += 1
        for path, times in Counter(nodes).items():
            if path not in self._nodes and len(self._nodes) >= _MOST_PATHS:
                continue
            node = self._nodes.setdefault(path, _Node())
            node.nodes += times
            node.records += 1
            node.repeated |= path in repeated
        here = set()
        for path, value in values:
            if path not in self._columns:
                if len(self._columns) >= _MOST_PATHS:
                    continue
                self._columns[path] = ColumnProfiler("/".join(path))
            here.add(path)
            waiting = self._values.setdefault(path, [])
            waiting.append((value, self.records))
            if len(waiting) >= _AT_ONCE:
                self._look(path)
        self._seen_in.update(here)

    def _look(self, path: Steps) -> None:
        waiting = self._values.pop(path, [])
        self._columns[path].add([value for value, _ in waiting], [record for _, record in waiting])

    def told(self, form: Literal["xml", "json"], on: date, **head: Any) -> Scan:  # noqa: ANN401 - record or records
        """What may be told; a path that few records have may be somebody's name used as a key."""
        for path in list(self._values):
            self._look(path)
        repeated = [path for path, node in self._nodes.items() if node.repeated and self._often(node.records)]
        tables = [self._table((), repeated)]
        tables += [self._table(path, repeated) for path in sorted(repeated)]
        return Scan(format=form, on=on, tables=tuple(tables), **head)

    def _often(self, records: int) -> bool:
        """Whether enough records have a path: ten, or in a small sample most of them."""
        return records >= min(LEAST, max(1, (self.records + 1) // 2))

    def _table(self, path: Steps, repeated: list[Steps]) -> TableScan:
        below = [other for other in repeated if other != path and other[: len(path)] == path]
        own = [
            steps
            for steps in self._columns
            if steps[: len(path)] == path and not any(steps[: len(other)] == other for other in below)
        ]
        rows = self._nodes[path].nodes if path else self.records
        told = [steps for steps in own if self._often(self._seen_in[steps])]
        columns = []
        for steps in told:
            column = self._columns[steps]
            column.name = "/".join(_escaped(step) for step in steps[len(path) :]) or "."
            columns.append(column.told(rows))
        return TableScan(
            name="/".join(map(_escaped, path)),
            rows=rounded(rows),
            columns=tuple(columns),
            left_out=len(own) - len(told),
        )


def _escaped(step: str) -> str:
    """A step of a path, as RFC 6901 has it."""
    return step.replace("~", "~0").replace("/", "~1")
