"""From the records of a tree to the rows that a compiled mapping reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from adapter_core.readers.mapping.conditions import conditions_of
from adapter_core.readers.mapping.paths import json_steps, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from adapter_core.readers.mapping.conditions import Conditions
    from adapter_core.readers.mapping.plan import Plan

    Row = Sequence[Any]
    Rows = tuple[list[Row], Mapping[str, list[Row]]]

UNREADABLE = b""
"""What a converter makes `invalid`: it stands for elements, objects and lists where a value is wanted."""


class Flattener(Protocol):
    """Makes rows of records."""

    def rows(self, records: Sequence[Any]) -> Rows:
        """Give the rows of the main table, and of every other table by alias.

        Args:
            records: elements or JSON values; the key of their rows is their place here, from 0.
        """
        ...


@dataclass(frozen=True, slots=True)
class Layout:
    """What one table's rows consist of.

    Attributes:
        alias: the table.
        path: steps from the record to the table's nodes; none for the record itself.
        paths: steps from a node to each value of a row, the key left out; then those that conditions need.
        width: how many values the reader wants, the key included.
        conditions: which rows are wanted; None for all.
        deciding: places in a row of the values that the conditions look at.
    """

    alias: str
    path: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    width: int
    conditions: Conditions | None
    deciding: tuple[int, ...]

    def wanted(self, rows: list[Row]) -> list[Row]:
        """The rows that meet the conditions, cut to what the reader wants."""
        if self.conditions is None:
            return rows
        hold, deciding, width = self.conditions.hold, self.deciding, self.width
        return [row[:width] for row in rows if hold([row[place] for place in deciding])]


def layouts(plan: Plan, steps_of: Callable[[str], tuple[str, ...]]) -> dict[str, Layout]:
    """The layout of each table that a plan reads, the main one included.

    Args:
        plan: a plan of format `xml` or `json`.
        steps_of: reads a path of that format.
    """
    found: dict[str, Layout] = {}
    for alias, columns in plan.columns.items():
        conditions = conditions_of(plan, alias)
        deciding = conditions.columns if conditions else ()
        every = tuple(dict.fromkeys((*columns, *deciding)))
        found[alias] = Layout(
            alias,
            () if alias == plan.main else steps_of(plan.table(alias).name),
            tuple(steps_of(path_of(column)) for column in every[1:]),
            len(columns),
            conditions,
            tuple(map(every.index, deciding)),
        )
    return found


class JsonFlattener:
    """Makes rows of JSON objects. Numbers, flags and null stay what they are."""

    def __init__(self, plan: Plan) -> None:
        """Lay the rows out."""
        laid = layouts(plan, json_steps)
        self._main = laid.pop(plan.main)
        self._tables = list(laid.values())

    def rows(self, records: Sequence[Any]) -> Rows:
        """See `Flattener`."""
        paths = self._main.paths
        people: list[Row] = [
            (number, *[value_at(record, steps) for steps in paths]) for number, record in enumerate(records)
        ]
        children: dict[str, list[Row]] = {}
        for table in self._tables:
            rows: list[Row] = [
                (number, *[value_at(node, steps) for steps in table.paths])
                for number, record in enumerate(records)
                for node in nodes_at(record, table.path)
            ]
            children[table.alias] = table.wanted(rows)
        return people, children


def value_at(node: Any, steps: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON's own types
    """The first value at a path: through a list, of its first item that has one.

    What is no single value there, or what the path cannot go through, is `UNREADABLE`; null and what is
    not there, None.
    """
    for place, step in enumerate(steps):
        if node.__class__ is dict:
            node = node.get(step)
        elif node.__class__ is list:
            found = (value_at(item, steps[place:]) for item in node)
            return next((value for value in found if value is not None), None)
        else:
            break
    else:
        return _single(node)
    return None if node is None else UNREADABLE


def _single(value: Any) -> Any:  # noqa: ANN401 - JSON's own types
    if value.__class__ is str:
        return value if value.isprintable() or _is_text(value) else UNREADABLE
    if value.__class__ is dict or value.__class__ is list:
        return UNREADABLE if value else None
    return value


def _is_text(value: str) -> bool:
    """Whether a text can be written down: half of a surrogate pair, which JSON can escape, cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def nodes_at(node: Any, steps: tuple[str, ...]) -> list[Any]:  # noqa: ANN401 - JSON's own types
    """Every node at a path, in order: the items of lists, and what is no list as one node."""
    nodes = [node]
    for step in (*steps, None):
        flat: list[Any] = []
        for each in nodes:
            if each.__class__ is list:
                flat += each
            elif each is not None:
                flat.append(each)
        if step is None:
            return [each for each in flat if each is not None]
        nodes = [each.get(step) for each in flat if each.__class__ is dict]
    return nodes
