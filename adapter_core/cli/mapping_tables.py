"""What the tools for mappings print on a terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from adapter_core.readers.profiling import ColumnScan, Scan, Share
    from adapter_core.service.mapping_tools.checking import FieldCheck, MappingCheck
    from adapter_core.service.mapping_tools.tracing import Trace

_MOST = 6
_PAGE = 120


def show_check(found: MappingCheck, out: Console) -> None:
    """A table of fields, then what is not as expected."""
    from rich.table import Table  # noqa: PLC0415 - heavy, only when run

    from adapter_core.hooks.ports import TOO_MANY_UNMAPPED  # noqa: PLC0415 - likewise

    rejected = sum(found.rejects.values())
    more = f", {rejected} rejected ({', '.join(sorted(found.rejects))})" if rejected else ""
    out.print(f"{found.mapping}: {found.people} people read from {found.sample}{more}.", style="bold")
    table = Table(box=None, pad_edge=False)
    for title in ("field", "present", "mapped", "not mapped", "unmapped codes"):
        table.add_column(
            title, justify="right" if title in {"present", "mapped"} else "left", overflow="fold"
        )
    for each in found.fields:
        table.add_row(
            each.field,
            _per_cent(each.present, each.records),
            _per_cent(each.mapped, each.present),
            ", ".join(f"{state.replace('_', ' ')} {number}" for state, number in each.states.items()),
            _codes(each),
        )
    _print_within(out, table)
    for each in found.fields:
        if each.too_many:
            out.print(f"{each.field} holds {TOO_MANY_UNMAPPED}", style="yellow")
    if found.updated:
        out.print(f"Wrote {found.expected}. Read it: from now on it is what is expected.")
    elif found.expected is None:
        out.print("There is no expected result beside the sample; --update writes one.")
    elif not found.differences:
        out.print(f"All as {found.expected} expects.", style="green")
    _show_differences(found, out)


def _show_differences(found: MappingCheck, out: Console) -> None:
    from adapter_core.service.mapping_tools.checking import MOST_DIFFERENCES  # noqa: PLC0415 - heavy, only when run

    for each in found.differences[:MOST_DIFFERENCES]:
        out.print(each, style="red")
    if len(found.differences) > MOST_DIFFERENCES:
        out.print(f"… and {len(found.differences) - MOST_DIFFERENCES} more differences.")
    if found.differences:
        out.print(
            f"Not as {found.expected} expects. If it is right now, --update writes it anew.", style="bold"
        )


def _codes(each: FieldCheck) -> str:
    if each.too_many:
        return "too many to be codes"
    return ", ".join(f"{code} ({times})" for code, times in each.unmapped.items())


def _print_within(out: Console, table: Table) -> None:
    """A table no wider than the terminal, or than a page where there is none, and no line filled up."""
    from rich.text import Text  # noqa: PLC0415 - heavy, only when run

    width = min(out.width, shutil.get_terminal_size((_PAGE, 0)).columns)
    for line in out.render_lines(table, out.options.update(width=width), pad=False):
        text = Text.assemble(*((each.text, each.style or "") for each in line))
        text.rstrip()
        out.print(text, soft_wrap=True)


def _per_cent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "-"


def show_trace(found: Trace, out: Console) -> None:
    """One field's way."""
    out.print(f"{found.field} of {found.source} {found.ref}: {found.description}", style="bold")
    if found.line:
        out.print(f"  mapping: {found.line}")
    for each in found.rows:
        out.print(f"  {each}")
    for number, value in enumerate(found.values, 1):
        if len(found.values) > 1:
            out.print(f"  item {number}")
        for column, raw in zip(value.columns, value.raw, strict=True):
            out.print(f"  {column} holds {raw or 'nothing'}")
        for step in value.steps:
            out.print(f"    {step}")
        out.print(
            f"  it is {value.became.replace('_', ' ') if value.is_state else value.became}", style="bold"
        )
    if found.values and not found.shown:
        out.print(
            "9 is a digit, A a letter, * more of the same: --show shows the values, which is audited.",
            style="dim",
        )


def show_scan(found: Scan, out: Console) -> None:
    """A table for each table of the source."""
    from rich.table import Table  # noqa: PLC0415 - heavy, only when run

    for each in found.tables:
        rows = "" if each.rows is None else f", about {each.rows:,} rows"
        out.print(f"{each.name or found.record or 'record'}{rows}", style="bold")
        table = Table(box=None, pad_edge=False)
        for title in ("column", "type", "filled", "different", "years", "shapes", "codes", "nothing"):
            table.add_column(
                title, justify="right" if title in {"filled", "different"} else "left", overflow="fold"
            )
        for column in each.columns:
            table.add_row(*_cells(column))
        out.print(table)
        if each.left_out:
            out.print(f"{each.left_out} more paths are in too few records to be named.", style="dim")
        out.print()
    out.print("Nothing is told that fewer than 10 people share.", style="dim")


def _cells(column: ColumnScan) -> Iterable[str]:
    yield column.name
    yield (column.type or column.kind).lower()
    yield "" if column.filled is None else f"{column.filled:.0%}"
    yield "all" if column.unique else "" if column.distinct is None else f"{column.distinct:,}"
    yield f"{column.years[0]}-{column.years[1]}" if column.years else ""
    yield _shares(column.shapes)
    yield _shares(column.codes)
    yield _shares(column.placeholders)


def _shares(shares: tuple[Share, ...]) -> str:
    told = [f"{each.value} {each.share:.0%}" for each in shares[:_MOST]]
    return ", ".join(told) + (" …" if len(shares) > _MOST else "")
