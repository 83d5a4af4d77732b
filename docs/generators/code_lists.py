"""`reference/code_lists.md`: every code that a mapping may name, from `adapter_core.domain.codes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_core.domain.codes import CODE_LISTS

if TYPE_CHECKING:
    from pathlib import Path

    from adapter_core.domain.codes import CodeList

HEAD = """# Code lists

What stands on the right in a mapping's `[codes.<name>]`: the ids of the list that the [field](fields.md)
names. A source that writes an id, a label or an alias itself needs no such table; capitals and runs of
spaces do not matter there.
"""


def pages(root: Path) -> dict[str, str]:  # noqa: ARG001 - every generator is given it
    """The one page."""
    return {"reference/code_lists.md": "\n".join([HEAD, *map(_list, CODE_LISTS.values())])}


def _list(codes: CodeList) -> str:
    rows = [
        f"| `{code.id}` | {_cell(code.label)} | {code.state.value.replace('_', ' ')} "
        f"| {_cell(', '.join(code.aliases))} |"
        for code in codes.codes
    ]
    head = [f"## {codes.name}\n", f"{codes.title}. Taken from: {codes.source}.\n"]
    table = ["| id | label | counts as | aliases |", "|---|---|---|---|", *rows, ""]
    return "\n".join([*head, *table])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
