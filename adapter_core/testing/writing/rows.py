"""One row of a mapping backwards: the columns of one table for a person, or for an item of a list.

A row holds what it can. Where columns cannot hold a value the row holds nothing there, and says so: what it
carries is given back beside it, and is what has to be read again.
"""

# ruff: noqa: ANN401 - what a place holds may be of any type

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.domain.fields import Kind
from adapter_core.domain.states import State
from adapter_core.readers.mapping.model import Not, Same
from adapter_core.testing.writing.backwards import FieldBackwards

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.plan import Plan, PlannedField
    from adapter_core.testing.writing.backwards import Raws
    from adapter_core.testing.writing.media import Medium

STRANGE = "ZZ-OTHER"
"""What stands in a column of a condition where a row is not wanted."""

_ROLES = {"role_before_colon": 0, "role_after_colon": 1}


def qualified(alias: str, column: str) -> str:
    """A column with its table's alias in front."""
    return column if "." in column or not alias else f"{alias}.{column}"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a column of a row."""

    column: str
    texts: tuple[str, ...]
    wanted: bool

    def holds(self, raw: object) -> bool:
        """Whether a raw value meets it."""
        return (isinstance(raw, str) and raw in self.texts) is self.wanted


def conditions_on(plan: Plan, alias: str) -> list[Condition]:
    """What a mapping asks of the rows of a table, what it compares with another column apart."""
    found: list[Condition] = []
    for column, asked in plan.table(alias).where.items() if alias else ():
        if isinstance(asked, Same):
            continue
        if isinstance(asked, Not):
            found.append(Condition(qualified(alias, column), plan.texts(asked.not_), wanted=False))
        else:
            found.append(Condition(qualified(alias, column), plan.texts(asked), wanted=True))
    return found


@dataclass(frozen=True, slots=True)
class SameAs:
    """Stands for the value of another column, or for one that is not the same."""

    column: str
    truly: bool = True


def comparisons_on(plan: Plan, alias: str) -> dict[str, SameAs]:
    """The columns of a table's rows, or of what is joined to them, that hold what another column holds."""
    return {
        qualified(alias, column): SameAs(asked.same)
        for column, asked in plan.table(alias).where.items()
        if isinstance(asked, Same)
    }


class RowBackwards:
    """The way back of the fields that one row holds.

    Args:
        reader: the compiled mapping.
        root: alias of the row's table; the empty one of a flat file.
        fields: the fields that the row holds, by the key under which values are given.
        medium: where it is written.
        variety: draws among the ways to write a value; the plainest is taken if None.
    """

    def __init__(
        self,
        reader: Reader,
        root: str,
        fields: Mapping[str, PlannedField],
        medium: Medium,
        variety: Random | None,
    ) -> None:
        """Find the fields that share columns."""
        self.root = root
        self.read = {key: field for key, field in fields.items() if field.source.columns}
        self.fixed = {key: field for key, field in fields.items() if not field.source.columns}
        self._reader = reader
        self._variety = variety
        self._backwards = {
            key: FieldBackwards(reader.plan, field, medium) for key, field in self.read.items()
        }
        self._groups = _sharing(self.read)
        plan = reader.plan
        # A row that does not meet the conditions on its own table is not read. One that is joined to it is
        # merely not joined: then nothing stands in its columns.
        self._asked = conditions_on(plan, root)
        self._to_be_joined = {alias: conditions_on(plan, alias) for alias in joined_aliases(plan, root)}
        every = [*self._asked, *(each for some in self._to_be_joined.values() for each in some)]
        self._deciding = {each.column for each in every}

    def solve(self, values: Mapping[str, Any]) -> tuple[Raws, dict[str, Any]] | None:
        """Write a row.

        Args:
            values: key to the value or state that its field is to hold.

        Returns:
            Qualified column to raw value, and key to what the row carries; None where no such row can meet
            the conditions on its table.
        """
        raws: Raws = {}
        carried: dict[str, Any] = {}
        for group in self._groups:
            solved = self._group(group, values)
            if solved is None:
                return None
            raws |= solved[0]
            carried |= solved[1]
        for alias, conditions in self._to_be_joined.items():
            if any(each.column in raws and not each.holds(raws[each.column]) for each in conditions):
                self._leave_out(alias, raws, carried)
        return raws, carried

    def _leave_out(self, alias: str, raws: Raws, carried: dict[str, Any]) -> None:
        """Write nothing into a table that would not be joined, or into those that hang on it."""
        tables = {alias, *joined_aliases(self._reader.plan, alias)}
        for key, field in self.read.items():
            columns = [each for each in field.source.columns if each.partition(".")[0] in tables]
            raws |= dict.fromkeys(columns)
            if columns:
                carried[key] = State.ABSENT

    def _group(self, group: Sequence[str], values: Mapping[str, Any]) -> tuple[Raws, dict[str, Any]] | None:
        if len(group) == 1:
            (key,) = group
            for held in (values[key], State.ABSENT):
                if fit := self._fitting(self._backwards[key].candidates(held)):
                    return self._drawn(fit), {key: held}
            return self._as_asked(group)
        return self._shared(group, values)

    def _shared(self, group: Sequence[str], values: Mapping[str, Any]) -> tuple[Raws, dict[str, Any]] | None:
        """Several fields of one column: two roles in a text, or a field and others that follow from it."""
        texts = [key for key in group if self.read[key].source.transform in _ROLES and self._is_text(key)]
        candidates = self._roles(texts, values) if texts else []
        for key in group:
            candidates += self._backwards[key].candidates(values[key])
        candidates += self._backwards[group[0]].candidates(State.ABSENT)
        fit = self._fitting(candidates)
        if not fit:
            return self._as_asked(group)
        follows = [{key: self._follows(key, raws) for key in group} for raws in fit]
        right = [sum(each[key] == values[key] for key in group) for each in follows]
        best = follows[right.index(max(right))]
        return self._drawn([raws for raws, each in zip(fit, follows, strict=True) if each == best]), best

    def _is_text(self, key: str) -> bool:
        return self.read[key].spec.kind is Kind.TEXT

    def _roles(self, texts: Sequence[str], values: Mapping[str, Any]) -> list[Raws]:
        """Both roles in one text, with a colon between; what cannot stand there is left out."""
        halves = ["", ""]
        for key in texts:
            place = _ROLES[self.read[key].source.transform or ""]
            held = values[key]
            if held is State.PLACEHOLDER:
                halves[place] = "-"
            elif isinstance(held, str) and not isinstance(held, State) and self._backwards[key].raws(held):
                halves[place] = held
        (column,) = self.read[texts[0]].source.columns
        if not any(halves):
            return [{column: None}]
        return [{column: f"{halves[0]} : {halves[1]}".strip()}, {column: f"{halves[0]}:{halves[1]}"}]

    def _follows(self, key: str, raws: Raws) -> Any:
        """What a field reads from columns that another one filled: the mapping's own word for it."""
        field = self.read[key]
        return self._reader.converter(field)(*(raws.get(column) for column in field.source.columns))

    def _as_asked(self, group: Sequence[str]) -> tuple[Raws, dict[str, Any]] | None:
        """A condition decides what a column holds, whatever the fields wanted."""
        columns = {column for key in group for column in self.read[key].source.columns}
        raws: Raws = dict.fromkeys(columns)
        for column in columns:
            for condition in self._asked:
                if condition.column == column and condition.wanted:
                    raws[column] = next(iter(condition.texts), None)
        if not self._fitting([raws]):
            return None
        return raws, {key: self._follows(key, raws) for key in group}

    def _fitting(self, candidates: Sequence[Raws]) -> list[Raws]:
        """Candidates that meet the conditions on their columns."""
        if not any(self._deciding & raws.keys() for raws in candidates):
            return list(candidates)
        joined = [each for conditions in self._to_be_joined.values() for each in conditions]

        def fits(raws: Raws) -> bool:
            return all(each.holds(raws[each.column]) for each in self._asked if each.column in raws) and all(
                raws[each.column] is None or each.holds(raws[each.column])
                for each in joined
                if each.column in raws
            )

        return list(filter(fits, candidates))

    def _drawn(self, candidates: list[Raws]) -> Raws:
        return candidates[0] if self._variety is None else self._variety.choice(candidates)


def joined_aliases(plan: Plan, root: str) -> list[str]:
    """Tables that are joined to a root, by way of other joins if need be, in the mapping's order."""
    if not root:
        return []
    found = [root]
    tables = plan.loaded.file.tables
    while True:
        more = [
            alias
            for alias, table in tables.items()
            if alias not in found
            and table.join
            and {each.partition(".")[0] for each in table.join} & {*found}
        ]
        if not more:
            return found[1:]
        found += more


def _sharing(fields: Mapping[str, PlannedField]) -> list[list[str]]:
    """Keys of fields in groups that share columns."""
    groups: list[tuple[list[str], set[str]]] = []
    for key, field in fields.items():
        keys, columns = [key], set(field.source.columns)
        apart = []
        for group in groups:
            if group[1] & columns:
                keys = [*group[0], *keys]
                columns |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (keys, columns)]
    return [keys for keys, _ in groups]
