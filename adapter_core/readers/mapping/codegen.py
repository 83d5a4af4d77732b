"""Writes the Python source of a reader: straight code for one mapping, nothing looked up by name.

The source is kept (`Reader.source`): it is meant to be read when a mapping does not do what it should.
Names in it: `c…` raw values, `v…` and `p…` what they became, `memory…` and `convert…` the memory or the
converter of a field. Only names made here become code; a mapping's own words appear as quoted texts alone.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from adapter_core.domain.fields import Kind
from adapter_core.domain.people import LISTS, Person
from adapter_core.domain.states import State
from adapter_core.errors import MappingError
from adapter_core.readers.mapping.convert import (
    Memory,
    constant,
    make_converter,
    nothing_words,
    without_controls,
)
from adapter_core.readers.mapping.picking import Picker, make_newest
from adapter_core.readers.mapping.transforms import TRANSFORMS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping
    from datetime import date

    from adapter_core.domain.fields import FieldSpec
    from adapter_core.readers.mapping.plan import Plan, PlannedField, PlannedList

# Texts that differ from record to record: remembering them would cost more than reading them again.
_SELDOM_REPEATED = frozenset(
    {
        "ref",
        "master_ref",
        "duplicate_of",
        "nhs_number",
        "full_name",
        "address",
        "postcode",
        "relationships.other_ref",
        "representatives.name",
        "representatives.reference",
    }
)

_TIDY_POSTCODE = re.compile("[A-Z0-9]{2,4} [A-Z0-9]{3}").fullmatch

# Tests that a text is just what the transform would make of it; in capitals, if it has letters at all.
_READY = {
    "digits": "{0}.isdigit() and {0}.isascii()",
    "postcode": "is_tidy_postcode({0})",
    "zero_pad_10": "len({0}) == 10 and {0}.isdigit() and {0}.isascii()",
}


class Writer:
    """Writes one reader. `source` is the text, `names` what it refers to."""

    def __init__(
        self,
        plan: Plan,
        transforms: Mapping[str, Callable[[Any], Any]],
        as_of: date,
        unmapped: Counter[tuple[str, str]],
    ) -> None:
        self.plan = plan
        self.transforms = transforms
        self.as_of = as_of
        self.unmapped = unmapped
        self.names: dict[str, Any] = {
            "Person": Person,
            "without_controls": without_controls,
            **{state.name: state for state in State},
        }
        self.lines: list[str] = []
        self.shared: dict[Any, int] = {}
        # Aliases are a mapping's own words: only these stand-ins for them become names in the source.
        self.tags = {root: f"table{number}" for number, root in enumerate(plan.columns)}
        self.count = 0

    def write(self) -> str:
        """Write the whole source."""
        for each in self.plan.lists.values():
            if each.root is not None:
                self._list_function(each)
        self._read_function()
        return "\n".join(self.lines) + "\n"

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    # --- rows ---

    def _unpack(self, root: str, fields_: list[PlannedField], *, key: str = "key") -> str:
        """The target of an unpacking: names for the columns that are wanted here, `_` for the others."""
        wanted = {column for field in fields_ for column in field.source.columns}
        columns = self.plan.columns[root]
        targets = [self._raw(root, column) if column in wanted else "_" for column in columns]
        if key:
            targets[0] = key
        return ", ".join(targets) + ("," if len(targets) == 1 else "")

    def _raw(self, root: str, column: str) -> str:
        place = self.plan.columns[root].index(column)
        return "key" if place == 0 and root else f"c{place}"

    # --- lists ---

    def _list_function(self, each: PlannedList) -> None:
        item = LISTS[each.name]
        self.names[item.__name__] = item
        planned = list(each.fields.values())
        self._line(0, f"def list_{each.name}(rows):")
        self._line(1, "found, many = {}, []")
        self._line(1, "get = found.get")
        self._line(1, f"for {self._unpack(each.root or '', planned)} in rows:")
        values = self._item(2, each)
        blank = self._blank(each, values)
        if blank:
            self._line(2, f"if {blank}:")
            self._line(3, "continue")
        self._line(2, f"item = {item.__name__}({self._arguments(item, values)})")
        self._line(2, "before = get(key)")
        self._line(2, "if before is None:")
        self._line(3, "found[key] = (item,)")
        self._line(2, "elif before.__class__ is list:")
        self._line(3, "before.append(item)")
        self._line(2, "else:")
        self._line(3, "found[key] = [*before, item]")
        self._line(3, "many.append(key)")
        self._line(1, "for key in many:")
        self._line(2, "found[key] = tuple(found[key])")
        self._line(1, "return found")
        self._line(0, "")

    def _item(self, depth: int, each: PlannedList) -> dict[str, str]:
        return {name: self._value(depth, field) for name, field in each.fields.items()}

    def _blank(self, each: PlannedList, values: dict[str, str]) -> str:
        """The test whether an item has nothing in any column; fixed values do not make an item."""
        read = [values[name] for name, field in each.fields.items() if field.source.columns]
        return " and ".join(f"{value} is ABSENT" for value in read)

    def _arguments(self, owner: type, values: dict[str, str]) -> str:
        arguments = [values.get(f.name, "NOT_SUPPORTED") for f in fields(owner) if f.name != "extra"]
        return ", ".join(arguments)

    # --- people ---

    def _read_function(self) -> None:
        plan = self.plan
        singles = [*plan.person.values(), *plan.extras()]
        own = [field for field in singles if field.root == plan.main]
        own += [f for each in plan.lists.values() if each.root is None for f in each.fields.values()]
        picked: dict[str, list[PlannedField]] = {}
        for field in singles:
            if field.root != plan.main and field.source.columns:
                picked.setdefault(field.root, []).append(field)
        self._line(0, "def read(rows, children, rejected):")
        for root in picked:
            self._picker(root)
            tag = self.tags[root]
            self._line(1, f"rows_{tag}, ended_{tag} = pick_{tag}({self._rows(root)})")
            self._line(1, f"get_{tag} = rows_{tag}.get")
        for each in plan.lists.values():
            if each.root is not None:
                self._line(1, f"items_{each.name} = list_{each.name}({self._rows(each.root)}).get")
        self._line(1, "people = []")
        self._line(1, "add = people.append")
        key = "key" if plan.main else ""
        self._line(1, f"for place, ({self._unpack(plan.main, own, key=key)}) in enumerate(rows):")
        values = {"ref": self._value(2, plan.person["ref"])}
        self._line(2, f"if {values['ref']}.__class__ is not str:")
        self._line(3, "rejected.append((place, 'FP-0500', 'ref'))")
        self._line(3, "continue")
        for field in singles:
            if field.root == plan.main and field.spec.path != "ref":
                values[field.spec.path] = self._value(2, field)
        for root, fields_ in picked.items():
            values |= self._picked(root, fields_)
        for each in plan.lists.values():
            values[each.name] = self._list(each)
        extra = f", extra={self._extra(values)}" if plan.extra else ""
        self._line(2, f"add(Person({self._arguments(Person, values)}{extra}))")
        self._line(1, "return people")

    def _rows(self, root: str) -> str:
        """A child table's rows, the newest of each person alone where the mapping says so."""
        newest = self.plan.table(root).newest
        if newest is None:
            return f"children[{root!r}]"
        name = f"newest_{self.tags[root]}"
        self.names[name] = make_newest(self._position(root, newest))
        return f"{name}(children[{root!r}])"

    def _position(self, root: str, column: str) -> int:
        return self.plan.columns[root].index(column if "." in column else f"{root}.{column}")

    def _picker(self, root: str) -> None:
        def position(column: str) -> int:
            return self._position(root, column)

        self.names[f"pick_{self.tags[root]}"] = Picker(self.plan.table(root), position, self.as_of)

    def _picked(self, root: str, fields_: list[PlannedField]) -> dict[str, str]:
        """One value each from the row that was picked; from a row that has ended, `EXPIRED`."""
        tag = self.tags[root]
        self._line(2, f"row = get_{tag}(key)")
        names = {field.spec.path: self._new("p") for field in fields_}
        self._line(2, "if row is None:")
        self._line(3, f"{' = '.join(names.values())} = ABSENT")
        self._line(2, "else:")
        self._line(3, f"{self._unpack(root, fields_, key='_')} = row")
        for field in fields_:
            value = self._value(3, field)
            self._line(3, f"{names[field.spec.path]} = {value}")
        self._line(3, f"if key in ended_{tag}:")
        for name in names.values():
            self._line(4, f"if {name} is not ABSENT:")
            self._line(5, f"{name} = EXPIRED")
        return names

    def _list(self, each: PlannedList) -> str:
        if each.root is not None:
            return f"items_{each.name}(key, ())"
        item = LISTS[each.name]
        self.names[item.__name__] = item
        values = self._item(2, each)
        made = f"({item.__name__}({self._arguments(item, values)}),)"
        blank = self._blank(each, values)
        return f"() if {blank} else {made}" if blank else made

    def _extra(self, values: dict[str, str]) -> str:
        systems = {
            system: ", ".join(
                f"{name!r}: {values[field.spec.path] if field else 'NOT_SUPPORTED'}"
                for name, field in fields_.items()
            )
            for system, fields_ in self.plan.extra.items()
        }
        return "{" + ", ".join(f"{system!r}: {{{held}}}" for system, held in systems.items()) + "}"

    # --- values ---

    def _new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def _value(self, depth: int, field: PlannedField) -> str:
        """Write the lines that read one value; gives the name that holds it."""
        value = self._new("v")
        if not field.source.columns:
            self.names[value] = self._constant(field)
            return value
        raws = [self._raw(field.root, column) for column in field.source.columns]
        raw = raws[0] if len(raws) == 1 else f"({', '.join(raws)})"
        spec = field.spec
        plain = spec.kind is Kind.TEXT and field.source.transform is None and len(raws) == 1
        number = self._converter(field)
        seldom = _is_seldom_repeated(spec)
        if plain and seldom:
            self._plain_text(depth, field, value, raw, number)
        elif seldom:
            self._transformed(depth, field, value, raws, number)
        else:
            self._line(depth, f"{value} = memory{number}[{raw}]")
        return value

    def _constant(self, field: PlannedField) -> object:
        try:
            return constant(field.spec, field.source.value or False)
        except ValueError as error:
            loaded = self.plan.loaded
            message = f"The fixed value of {field.spec.path} is no {field.spec.kind}: {error}."
            raise MappingError("FP-0307", message, where=loaded.where(field.key_path)) from None

    def _plain_text(self, depth: int, field: PlannedField, value: str, raw: str, number: int) -> None:
        words = nothing_words(field)
        self.names[f"nothing{number}"] = words
        longest = max(map(len, words))
        self._line(depth, f"if {raw}.__class__ is str:")
        clean = f"({raw} if {raw}.isprintable() else without_controls({raw}))"
        self._line(depth + 1, f"{value} = {clean}.strip()")
        self._line(
            depth + 1,
            f"if len({value}) <= {longest} and (not {value} or {value}.upper() in nothing{number}):",
        )
        self._line(depth + 2, f"{value} = PLACEHOLDER if {value} else ABSENT")
        self._line(depth, f"elif {raw} is None:")
        self._line(depth + 1, f"{value} = ABSENT")
        if not _stands_for_nothing(words):
            self._line(depth, f"elif {raw}.__class__ is int and {raw} > 0:")
            self._line(depth + 1, f"{value} = str({raw})")
        self._line(depth, "else:")
        self._line(depth + 1, f"{value} = convert{number}({raw})")

    def _transformed(self, depth: int, field: PlannedField, value: str, raws: list[str], number: int) -> None:
        call = f"{value} = convert{number}({', '.join(raws)})"
        name, raw = field.source.transform or "", raws[0]
        words = nothing_words(field)
        ready: list[tuple[str, str]] = []
        if len(raws) == 1 and self.transforms.get(name) is TRANSFORMS.get(name):
            if name == "zero_pad_10" and not _stands_for_nothing(words):
                # A numeric column of NHS numbers is what this transform is for.
                ready.append((f"{raw}.__class__ is int and {raw} > 0", f'f"{{{raw}:010d}}"'))
            if test := _READY.get(name):
                # Nearly every value is written as it should be: the converter is for the others.
                self.names |= {f"nothing{number}": words, "is_tidy_postcode": _TIDY_POSTCODE}
                is_text = f"{raw}.__class__ is str"
                ready.append((f"{is_text} and {test.format(raw)} and {raw} not in nothing{number}", raw))
        for place, (test, ready_value) in enumerate(ready):
            self._line(depth, f"{'elif' if place else 'if'} {test}:")
            self._line(depth + 1, f"{value} = {ready_value}")
        if ready:
            self._line(depth, "else:")
        self._line(depth + bool(ready), call)

    def _converter(self, field: PlannedField) -> int:
        """The number of a field's converter; fields that read alike share one, and its memory."""
        source, spec = field.source, field.spec
        alike = (
            spec.kind,
            source.transform,
            nothing_words(field),
            len(source.columns),
            None if source.yes is None else self.plan.texts(source.yes),
            None if source.no is None else self.plan.texts(source.no),
            spec.path if spec.kind is Kind.CODE or _is_seldom_repeated(spec) else "",
        )
        if alike not in self.shared:
            number = self.shared[alike] = len(self.shared) + 1
            convert = make_converter(self.plan, field, self.transforms, self.unmapped)
            if _is_seldom_repeated(spec):
                self.names[f"convert{number}"] = convert
            else:
                self.names[f"memory{number}"] = Memory(convert, many=len(source.columns) > 1)
        return self.shared[alike]


def _is_seldom_repeated(spec: FieldSpec) -> bool:
    """Whether a field is read without a memory; of a text that only one system has, nobody can tell."""
    return spec.path in _SELDOM_REPEATED or (spec.path.startswith("extra.") and spec.kind is Kind.TEXT)


def _stands_for_nothing(words: frozenset[str]) -> bool:
    """Whether a number above zero may stand for "nothing", so that numbers need a look."""
    return any(word.isdigit() and int(word) > 0 for word in words)
