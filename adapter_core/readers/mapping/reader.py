"""A compiled mapping: rows in, people out."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import FIELDS
from adapter_core.readers.mapping.codegen import Writer
from adapter_core.readers.mapping.convert import make_converter
from adapter_core.readers.mapping.planning import make_plan
from adapter_core.readers.mapping.transforms import TRANSFORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from adapter_core.domain.people import Person
    from adapter_core.readers.mapping.loading import LoadedMapping
    from adapter_core.readers.mapping.plan import Plan, PlannedField

    _Rows = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Batch:
    """What a batch of rows became.

    Attributes:
        people: in the order of their rows; rows that were rejected are left out.
        rejects: `(place of the row in the batch, FP code, field path)`.
        unmapped: `(field path, raw code)` to how often a code was met that the mapping does not know.
    """

    people: list[Person]
    rejects: list[tuple[int, str, str]]
    unmapped: dict[tuple[str, str], int]


class Reader:
    """A mapping, compiled for one day, one council's settings and one thread.

    Attributes:
        as_of: the day on which rows have to be in force to give a single value.
        source: the generated Python source.
        fields: paths of the canonical fields that it fills; a list that it fills is there by its items.
        settings: council settings by name, defaults worked in.
        main: alias of the table with one row a person; `""` for a flat file.
        columns: alias of each root table to the columns that its rows must have, in order. In a
            database the person's key comes first.
        uses: key path in the mapping to the columns of the field there.
    """

    def __init__(self, plan: Plan, transforms: Mapping[str, Callable[[Any], Any]], as_of: date) -> None:
        """Generate and run the source; use `compile_mapping`."""
        self.plan = plan
        self.as_of = as_of
        self.main = plan.main
        self.columns: Mapping[str, tuple[str, ...]] = plan.columns
        self.settings: Mapping[str, tuple[str, ...]] = plan.settings
        self.fields = frozenset(field.spec.path for field in plan.fields()) & FIELDS.keys()
        self.uses = {field.key_path: field.source.columns for field in plan.fields()}
        self._transforms = transforms
        self._unmapped: Counter[tuple[str, str]] = Counter()
        writer = Writer(plan, transforms, as_of, self._unmapped)
        self.source = writer.write()
        names = writer.names
        exec(compile(self.source, f"<mapping {plan.loaded.name}>", "exec"), names)  # noqa: S102 - our own text; no string of the mapping is code
        self._read: Callable[..., list[Person]] = names["read"]

    def read(self, rows: _Rows, children: Mapping[str, _Rows] | None = None) -> Batch:
        """Read a batch of people; a value never makes it raise.

        Args:
            rows: the rows of `main`, columns as in `columns[main]`.
            children: rows of every other table of `columns`, by alias.
        """
        children = children or {}
        if (watch := _WATCH.get()) is not None:
            watch(self, rows, children)
        rejects: list[tuple[int, str, str]] = []
        self._unmapped.clear()
        with without_collections():
            people = self._read_all(rows, children, rejects)
        return Batch(people, rejects, dict(self._unmapped))

    def _read_all(
        self, rows: _Rows, children: Mapping[str, _Rows], rejects: list[tuple[int, str, str]]
    ) -> list[Person]:
        try:
            return self._read(rows, children, rejects)
        except TypeError:
            # Something that cannot be remembered, such as an array: read as what it is, unreadable.
            rejects.clear()
            self._unmapped.clear()
            tame = {alias: [_tamed(row) for row in each] for alias, each in children.items()}
            return self._read([_tamed(row) for row in rows], tame, rejects)

    def converter(self, field: PlannedField) -> Callable[..., Any]:
        """What one raw value of a field becomes, for checks of a source's codes; counts nothing."""
        return make_converter(self.plan, field, self._transforms, Counter())


@contextmanager
def watching(watch: Callable[[Reader, _Rows, Mapping[str, _Rows]], None]) -> Iterator[None]:
    """Show every batch of rows that is read inside the block, in this thread, to somebody who explains it."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


@contextmanager
def without_collections() -> Iterator[None]:
    """Pause the cyclic garbage collector: a batch makes thousands of objects, none of them in a cycle.

    It would run a dozen times a batch and find nothing, at a third of the cost of reading.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _tamed(row: Sequence[Any]) -> tuple[Any, ...]:
    tame: list[Any] = []
    for value in row:
        try:
            hash(value)
        except TypeError:
            value = b""  # noqa: PLW2901 - bytes are what no field can read
        tame.append(value)
    return tuple(tame)


_WATCH: ContextVar[Callable[[Reader, _Rows, Mapping[str, _Rows]], None] | None] = ContextVar(
    "watch", default=None
)


def compile_mapping(
    loaded: LoadedMapping,
    *,
    as_of: date,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    transforms: Mapping[str, Callable[[Any], Any]] | None = None,
) -> Reader:
    """Check a mapping whole and compile it into a reader.

    Args:
        loaded: the mapping.
        as_of: the day on which rows have to be in force to give a single value.
        settings: what the council set; see `[settings.<name>]` of the mapping.
        transforms: transforms beside the built-in ones; of the same name, in their place.

    Raises:
        MappingError: naming file, line and key path of the first fault.
    """
    known = {**TRANSFORMS, **(transforms or {})}
    return Reader(make_plan(loaded, settings or {}, known), known, as_of)
