"""The dates of a list: those that stand beside its columns, and what is doubtful where none was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.people import FIELDS
from adapter_core.service.mapping_tools.proposal import Line
from adapter_core.service.mapping_tools.structure import context_of
from adapter_core.service.mapping_tools.vocabulary import PERIODS, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adapter_core.readers.profiling import ColumnScan, Scan, TableScan
    from adapter_core.service.mapping_tools.proposal import Proposal

OF_CASES = frozenset({"allocations", "steps", "services"})
"""Lists that nobody may take for open once they are closed."""

_LIKE = 0.7
_NEAR = 4
_DOUBTFUL = 0.5


def beside(main: TableScan, alias: str, lines: list[Line], every: Iterable[Line]) -> Iterator[Line]:
    """The start and end of a list's one item, from the columns beside its own: of one node, or near by.

    Args:
        main: the people's own table.
        alias: its alias.
        lines: the list's fields so far.
        every: the lines of all fields, whose columns are taken.
    """
    used = {column for line in every for column in line.columns}
    own = [name for line in lines for _, name in line.columns]
    names = [column.name for column in main.columns]
    last = max((names.index(name) for name in own if name in names), default=-1)
    nodes = {name.rpartition("/")[0] for name in own} - {""}
    group = lines[0].field.partition(".")[0]
    for bound, words in PERIODS.items():
        found = [
            (max(likeness(each, column.name.rpartition("/")[2], context_of(main)) for each in words), column)
            for place, column in enumerate(main.columns)
            if (alias, column.name) not in used and _may_be_date(column)
            if (column.name.rpartition("/")[0] in nodes if nodes else last < place <= last + _NEAR)
        ]
        score, column = max(found, key=lambda each: each[0], default=(0.0, None))
        field = f"{group}.{bound}"
        if column is not None and score >= _LIKE and field in FIELDS:
            reasons = ("its name is like it", f"it stands beside the other columns of {group}")
            yield Line(field, [(alias, column.name)], 0.8 * score, reasons)


def doubt(proposal: Proposal, scan: Scan, names: Mapping[str, str], main: str) -> None:
    """Mark the lists that would say what is not so: without the other person, or with no end.

    Args:
        proposal: what was proposed; its lines become doubtful, and its `doubts` say why.
        scan: the scan it is from.
        names: alias to the table's name in the scan.
        main: alias of the people's own table.
    """
    used = {column for line in proposal.lines() for column in line.columns}
    for group, (alias, lines) in proposal.lists.items():
        sure = {line.field.rpartition(".")[2] for line in lines if line.is_sure}
        why = ""
        if group == "relationships" and "other_ref" not in sure:
            why = "no column surely says who the other person is"
        elif f"{group}.end" in FIELDS and "end" not in sure and (alias is not None or group in OF_CASES):
            own = main if alias is None else alias
            table = scan.table(names[own])
            left = [
                column.name
                for column in (table.columns if table else ())
                if (own, column.name) not in used and _is_date(column, table)
            ]
            why = f"no end was found among the dates ({', '.join(left)}): ended ones would be taken for open"
            why = why if left else ""
        if why:
            proposal.doubts[group] = why
            for line in lines:
                line.confidence = min(line.confidence, _DOUBTFUL)


def _is_date(column: ColumnScan, table: TableScan | None) -> bool:
    """Whether a column holds dates; one whose values were not seen does if it is called like a bound."""
    if column.kind in {"", "empty"} and table is not None:
        words = (*PERIODS["start"], *PERIODS["end"])
        return _may_be_date(column) and any(
            likeness(each, column.name, context_of(table)) >= _LIKE for each in words
        )
    return column.kind == "date"


def _may_be_date(column: ColumnScan) -> bool:
    return column.kind in {"date", "", "empty"}
