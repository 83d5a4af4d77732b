"""Conditions on rows (`where`), for sources that cannot be asked for the right rows alone.

They mean what they mean in a database: a text has to be the same, case and all; what is blank is none of
a list, and is among "everything but".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.readers.mapping.convert import text_of
from adapter_core.readers.mapping.model import Not, Same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_core.readers.mapping.plan import Plan


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions on the rows of one table.

    Attributes:
        columns: the columns that decide, qualified, in order.
    """

    columns: tuple[str, ...]
    _tests: tuple[tuple[frozenset[str], bool], ...]

    def hold(self, values: Sequence[Any]) -> bool:
        """Whether a row is wanted.

        Args:
            values: its raw values, in the order of `columns`.
        """
        return all(
            (_text(value) in texts) is wanted
            for value, (texts, wanted) in zip(values, self._tests, strict=True)
        )


def conditions_of(plan: Plan, alias: str) -> Conditions | None:
    """What a mapping says about the rows of a table; None where every row is wanted."""
    where = plan.table(alias).where
    if not where:
        return None
    columns, tests = [], []
    for name, each in where.items():
        if isinstance(each, Same):
            continue  # of databases alone: `as_tables` refuses it elsewhere
        wanted = not isinstance(each, Not)
        columns.append(name if "." in name else f"{alias}.{name}")
        tests.append((frozenset(plan.texts(each.not_ if isinstance(each, Not) else each)), wanted))
    return Conditions(tuple(columns), tuple(tests))


def _text(value: object) -> str | None:
    try:
        return text_of(value)
    except ValueError:
        return None
