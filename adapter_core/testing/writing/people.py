"""People backwards: the rows that a mapping reads as exactly these people, and rows to be passed over."""

# ruff: noqa: ANN401 - what a place holds may be of any type

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS, Person
from adapter_core.domain.states import State
from adapter_core.readers.mapping.convert import constant
from adapter_core.testing.writing.passed_over import HALF, Periods
from adapter_core.testing.writing.rows import STRANGE, RowBackwards, conditions_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.plan import PlannedField, PlannedList
    from adapter_core.testing.writing.backwards import Raws
    from adapter_core.testing.writing.media import Medium

_FORMER: Mapping[Kind, Any] = {
    Kind.TEXT: "1234567890",
    Kind.DATE: date(2001, 2, 3),
    Kind.FLAG: True,
}
"""What stands in a row that has ended: what it was, nobody asks any more."""

STRANGERS = 0.1
"""How often a record is written that conditions on the main table leave out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a root table: qualified column to raw value, columns of joined tables included.

    Attributes:
        apart: whether it shares no joined row with the person's other rows, where those share one.
    """

    root: str
    values: Raws
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What is written of one person.

    Attributes:
        ref: the person's reference.
        main: the row of the main table.
        children: the rows of the others, in the order in which they are to be read.
        wanted: whether it is to be read at all.
    """

    ref: str
    main: Row
    children: list[Row] = field(default_factory=list)
    wanted: bool = True


class PeopleBackwards:
    """The way back of a compiled mapping.

    Args:
        reader: the mapping.
        medium: where people are written.
        as_of: the day on which rows are in force, the reader's own.
        seed: draws among the ways to write a value, and decides where rows are planted that must be passed
            over; the plainest way, and no such rows, if None.
    """

    def __init__(self, reader: Reader, medium: Medium, as_of: date, seed: int | None = None) -> None:
        """Lay out which row holds which field."""
        plan = reader.plan
        self.reader = reader
        self.plan = plan
        self.medium = medium
        self.as_of = as_of
        self._chance = None if seed is None else Random(seed)  # noqa: S311 - made-up people, not secrets
        singles: dict[str, PlannedField] = dict(plan.person)
        singles |= {each.spec.path: each for each in plan.extras()}
        main = {key: each for key, each in singles.items() if each.root == plan.main}
        for each in plan.lists.values():
            if each.root is None:
                main |= {f"{each.name}.{name}": one for name, one in each.fields.items()}
        self._main = self._row(plan.main, main)
        picked: dict[str, dict[str, PlannedField]] = {}
        for key, one in singles.items():
            if one.root != plan.main:
                picked.setdefault(one.root, {})[key] = one
        self._picked = {root: self._row(root, each) for root, each in picked.items()}
        self._lists = {
            each.name: self._row(each.root, each.fields)
            for each in plan.lists.values()
            if each.root is not None
        }
        roots = {root for root in plan.columns if root != plan.main}
        self._periods = {root: Periods(plan, root, medium, as_of, self._chance) for root in roots}

    def _row(self, root: str, fields_: Mapping[str, PlannedField]) -> RowBackwards:
        return RowBackwards(self.reader, root, fields_, self.medium, self._chance)

    def carried(self, person: Person) -> Person:
        """What of a person is read back."""
        return self._written(person)[1]

    def records(self, people: Iterable[Person]) -> Iterator[Record]:
        """What is to be written, person by person.

        Raises:
            ValueError: a person's reference cannot be written.
        """
        for person in people:
            record = self._written(person)[0]
            if self._chance is not None and self._chance.random() < STRANGERS:
                yield from self._stranger(record)
            yield record

    # --- one person ---

    def _written(self, person: Person) -> tuple[Record, Person]:
        values = self._values(person)
        changes: dict[str, Any] = {}
        for name in LISTS:
            changes[name] = State.NOT_SUPPORTED
        solved = self._main.solve(values)
        if solved is None or solved[1]["ref"] != person.ref:
            raise ValueError(f"a reference cannot be written in {self.medium.name}")
        raws, carried = solved
        asked = {
            each.column: each.texts[0] if each.wanted and each.texts else None
            for each in conditions_on(self.plan, self.plan.main)
        }
        record = Record(person.ref, Row(self.plan.main, asked | raws))
        held: dict[str, Any] = {**carried, **self._constants(self._main)}
        for root, row in self._picked.items():
            held |= self._constants(row) | self._pick(root, row, values, record)
        for each in self.plan.lists.values():
            if each.root is None:
                changes[each.name] = self._own_item(each, held)
            else:
                changes[each.name] = self._items(each, person, record)
        for spec in FIELDS.values():
            if spec.group is None:
                changes[spec.name] = held.get(spec.name, State.NOT_SUPPORTED)
        changes["extra"] = self._extra(held)
        return record, replace(person, **changes)

    def _values(self, person: Person) -> dict[str, Any]:
        """What the person holds, by the keys of rows; what a list of one item holds included."""
        values: dict[str, Any] = {name: getattr(person, name) for name in self.plan.person}
        extra = person.extra or {}
        for each in self.plan.extras():
            _, system, name = each.spec.path.split(".")
            values[each.spec.path] = extra.get(system, {}).get(name, State.ABSENT)
        for listed in self.plan.lists.values():
            if listed.root is None:
                items = getattr(person, listed.name)
                first = items[0] if isinstance(items, tuple) and items else None
                for name in listed.fields:
                    values[f"{listed.name}.{name}"] = State.ABSENT if first is None else getattr(first, name)
        return values

    def _constants(self, row: RowBackwards) -> dict[str, Any]:
        return {key: constant(each.spec, each.source.value or False) for key, each in row.fixed.items()}

    def _extra(self, held: Mapping[str, Any]) -> dict[str, dict[str, Any]] | None:
        if not self.plan.extra:
            return None
        return {
            system: {
                name: held[each.spec.path] if each else State.NOT_SUPPORTED for name, each in fields_.items()
            }
            for system, fields_ in self.plan.extra.items()
        }

    # --- one value of many rows ---

    def _pick(
        self, root: str, row: RowBackwards, values: Mapping[str, Any], record: Record
    ) -> dict[str, Any]:
        """Write the row that is chosen, and rows that are not; a row that has ended if a value has."""
        periods = self._periods[root]
        ended = periods.can_end and any(values[key] is State.EXPIRED for key in row.read)
        wanted = {
            key: _former(row.read[key]) if ended and values[key] is State.EXPIRED else values[key]
            for key in row.read
        }
        solved = row.solve(wanted)
        empty: dict[str, Any] = dict.fromkeys(row.read, State.ABSENT)
        if solved is None:
            return empty
        raws, carried = solved
        blank = all(held is State.ABSENT for held in carried.values())
        if blank and (self._chance is None or self._chance.random() < HALF):
            return empty
        chosen = periods.wanted(raws, ended=ended)
        record.children.extend(self._among_others(periods, root, chosen, raws, ended=ended))
        if ended:
            return {key: held if held is State.ABSENT else State.EXPIRED for key, held in carried.items()}
        return carried

    def _among_others(
        self, periods: Periods, root: str, chosen: Raws, raws: Raws, **how: bool
    ) -> Iterator[Row]:
        """The row that is to be read, and rows that are not."""
        others = [] if self._chance is None else list(periods.passed_over(chosen, raws, self._chance, **how))
        yield from (Row(root, each.values, each.apart) for each in others if not each.after)
        yield Row(root, chosen)
        yield from (Row(root, each.values, each.apart) for each in others if each.after)

    # --- lists ---

    def _own_item(self, each: PlannedList, held: Mapping[str, Any]) -> tuple[Any, ...]:
        values = {name: held[f"{each.name}.{name}"] for name in each.fields}
        read = [values[name] for name, one in each.fields.items() if one.source.columns]
        blank = bool(read) and all(value is State.ABSENT for value in read)
        return () if blank else (_item(each.name, values),)

    def _items(self, each: PlannedList, person: Person, record: Record) -> tuple[Any, ...]:
        row = self._lists[each.name]
        periods = self._periods[each.root or ""]
        items = getattr(person, each.name)
        kept: list[Any] = []
        most = 1 if periods.shares_one_form(each) else None
        for item in items if isinstance(items, tuple) else ():
            if len(kept) == most:
                break
            solved = row.solve({name: getattr(item, name) for name in row.read})
            if solved is None or self._differs(row, item):
                continue
            raws, carried = solved
            if row.read and all(held is State.ABSENT for held in carried.values()):
                continue
            kept.append(_item(each.name, {**carried, **self._constants(row)}))
            chosen = periods.wanted(raws, of_a_list=True)
            record.children.extend(self._among_others(periods, each.root or "", chosen, raws, of_a_list=True))
        return tuple(kept)

    def _differs(self, row: RowBackwards, item: Any) -> bool:
        """Whether an item holds another value than the mapping says of every row."""
        held = {name: getattr(item, name) for name in row.fixed}
        return any(
            not isinstance(held[name], State) and held[name] != value
            for name, value in self._constants(row).items()
        )

    # --- somebody else ---

    def _stranger(self, record: Record) -> Iterator[Record]:
        """A record that conditions on the main table leave out."""
        if not self.plan.main:
            return
        own = {each for one in self._main.read.values() for each in one.source.columns}
        for condition in conditions_on(self.plan, self.plan.main):
            ref = self.plan.person["ref"].source.columns[0]
            if condition.column not in own or (condition.column == ref and not condition.wanted):
                other = STRANGE if condition.wanted else condition.texts[0]
                values = {**record.main.values, condition.column: other}
                yield Record(record.ref, Row(self.plan.main, values), wanted=False)
                return


def _former(planned: PlannedField) -> Any:
    if planned.spec.kind is Kind.CODE:
        codes = CODE_LISTS[planned.spec.codes or ""].codes
        return next(code.id for code in codes if code.state is State.RECORDED)
    return _FORMER[planned.spec.kind]


def _item(name: str, values: Mapping[str, Any]) -> Any:
    kind = LISTS[name]
    return kind(**{each.name: values.get(each.name, State.NOT_SUPPORTED) for each in fields(kind)})
