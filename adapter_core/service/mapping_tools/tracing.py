"""`mapping explain`: one field of one person, from where it stands in the source to what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.domain.states import State
from adapter_core.errors import UsageError, did_you_mean
from adapter_core.hooks.capabilities import Capability
from adapter_core.oversight.audit import record
from adapter_core.readers.mapping.convert import nothing_words, text_of
from adapter_core.readers.mapping.paths import MAIN, PLACE
from adapter_core.readers.mapping.picking import Picker
from adapter_core.readers.mapping.reader import watching
from adapter_core.readers.profiling.shapes import shape_of
from adapter_core.service.mapping_tools.filtering import conditions_in_words, rows_without_conditions
from adapter_core.service.mapping_tools.nothing import as_read, which_nothing
from adapter_core.service.missing import LOOKED_FOR, read_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from adapter_core.readers.mapping import Reader
    from adapter_core.readers.mapping.model import Table
    from adapter_core.readers.mapping.plan import PlannedField
    from adapter_core.service.bootstrap import Application

    Row = Sequence[Any]

_ABSENT = "So it is absent."

SHOWN = "person.explained"
"""What is audited where values are shown, and not only their shapes."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value on its way.

    Attributes:
        columns: where it stands: `DM_PERSONS.NHS_ID`, or a path.
        raw: the raw values, or their shapes.
        steps: what happened to it, a sentence each.
        became: the canonical value or its shape, or the state in words.
        is_state: whether it became a state.
    """

    columns: tuple[str, ...]
    raw: tuple[str, ...]
    steps: tuple[str, ...]
    became: str
    is_state: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one field of one person.

    Attributes:
        line: file, line and key path of the mapping that says so; empty if it says nothing.
        rows: how the row was chosen, or how many rows there are.
        values: one, or one for each item of a list.
        shown: whether raw and canonical values are shown, and not only their shapes.
    """

    source: str
    ref: str
    field: str
    description: str
    line: str
    rows: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    shown: bool = False

    def as_json(self) -> dict[str, Any]:
        """The trace as plain JSON types."""
        return {
            "schema": 1,
            "person": {"source": self.source, "ref": self.ref},
            "field": self.field,
            "mapping": self.line,
            "rows": list(self.rows),
            "values_shown": self.shown,
            "values": [
                {
                    "columns": list(each.columns),
                    "raw": list(each.raw),
                    "steps": list(each.steps),
                    "became": each.became,
                    "is_state": each.is_state,
                }
                for each in self.values
            ],
        }


def trace_field(
    app: Application, ref: str, path: str, *, source: str | None = None, show: bool = False
) -> Trace:
    """Follow one field of one person, read from the source now. Audited before anything is shown.

    Args:
        app: the application.
        ref: the person's reference in the source.
        path: a canonical field, `postcode` or `gp.code`, or a field of one system, `extra.mosaic.legacy_ref`.
        source: the master if None.
        show: whether values are shown; else their shapes are.

    Raises:
        UsageError: there is no such field (FP-0330), or the source cannot be asked for one person (FP-0331).
        PersonNotFound: the source shows no such record; a restricted one is answered so too.
        StoreError: the look cannot be audited.
    """
    path = path.removeprefix("person.").removeprefix("each.")
    if path not in FIELDS and not path.startswith("extra."):
        hint = f" It is a list: say which of its fields, as in {path}.start." if path in LISTS else ""
        message = f'There is no field "{path}".{hint or did_you_mean(path, FIELDS)}'
        raise UsageError("FP-0330", message, where="FIELD")
    record(app.store, LOOKED_FOR)
    opened = app.source(source or app.master)
    if Capability.PEOPLE_GET not in opened.backend.capabilities:
        raise UsageError(
            "FP-0331", "This source cannot be asked for one person.", where=f"sources.{opened.name}"
        )
    seen: list[tuple[Reader, Sequence[Row], Mapping[str, Sequence[Row]]]] = []

    def keep(reader: Reader, rows: Sequence[Row], children: Mapping[str, Sequence[Row]]) -> None:
        seen[:] = [(reader, rows, children)]

    with watching(keep):
        person, _ = read_person(app, opened, ref)
    if show:
        record(app.store, SHOWN, subjects=[(opened.name, person.ref)])
    if not seen:
        raise UsageError("FP-0331", "This source is read without a mapping.", where=f"sources.{opened.name}")
    reader, rows, children = seen[0]

    def every_row(reader: Reader, alias: str) -> int:
        return rows_without_conditions(app, opened, reader, person.ref, alias)

    return _Tracer(opened.name, person.ref, reader, every_row, show=show).trace(path, rows, children)


class _Tracer:
    def __init__(
        self, source: str, ref: str, reader: Reader, every_row: Callable[[Reader, str], int], *, show: bool
    ) -> None:
        self.every_row = every_row
        self.source, self.ref, self.reader, self.show = source, ref, reader, show
        self.plan = reader.plan

    def trace(self, path: str, rows: Sequence[Row], children: Mapping[str, Sequence[Row]]) -> Trace:
        spec = FIELDS.get(path)
        about = spec.description if spec else "A field that only one system has."
        planned = next((each for each in self.plan.fields() if each.spec.path == path), None)
        if planned is None:
            words = ("The mapping does not say where this is, so that it is not supported: never missing.",)
            return Trace(self.source, self.ref, path, about, "", words)
        line = self.plan.loaded.where(planned.key_path)
        row = self._own_row(rows, children)
        told: list[str] = []
        values: list[Value] = []
        if not planned.source.columns:
            became = self._convert(planned, ())
            values = [became]
        elif planned.root == self.plan.main:
            values = [self._value(planned, row)]
        else:
            mine = [each for each in children.get(planned.root, ()) if each[0] == row[0]]
            if planned.spec.group is None or path.startswith("extra."):
                told, values = self._picked(planned, mine)
            else:
                told = self._held(planned.root, len(mine))
                values = [self._value(planned, each) for each in mine]
                told += [] if mine else [_ABSENT]
        return Trace(self.source, self.ref, path, about, line, tuple(told), tuple(values), shown=self.show)

    def _own_row(self, rows: Sequence[Row], children: Mapping[str, Sequence[Row]]) -> Row:
        """The person's own row among those that were read with it."""
        if len(rows) == 1:
            return rows[0]
        batch = self.reader.read(rows, children)
        left_out = {place for place, _, _ in batch.rejects}
        kept = [row for place, row in enumerate(rows) if place not in left_out]
        return next(row for row, person in zip(kept, batch.people, strict=True) if person.ref == self.ref)

    # --- rows ---------------------------------------------------------------------------------------

    def _picked(self, planned: PlannedField, rows: list[Row]) -> tuple[list[str], list[Value]]:
        """Which row gives the value, and why."""
        table = self.plan.table(planned.root)
        columns = self.plan.columns[planned.root]

        def position(column: str) -> int:
            return columns.index(column if "." in column else f"{planned.root}.{column}")

        told = self._held(planned.root, len(rows))
        picker = Picker(table, position, self.reader.as_of)
        chosen, ended = picker(rows)
        if not chosen:
            if rows:
                told.append(self._not_begun(table))
            return [*told, _ABSENT], []
        row = next(iter(chosen.values()))
        if table.current:
            held = sum(bool(found) and not over for found, over in (picker([each]) for each in rows))
            told.append(f"{held} of them in force on {self.reader.as_of.isoformat()}.")
        if len(rows) > 1:
            told.append(self._why(planned, rows, row, position))
        value = self._value(planned, row)
        if ended and value.became != State.ABSENT.value:
            steps = (*value.steps, "Every row of this person has ended, so that the value has expired.")
            value = Value(value.columns, value.raw, steps, State.EXPIRED.value, is_state=True)
        return told, [value]

    def _held(self, alias: str, rows: int) -> list[str]:
        """How many rows a person has, and where the mapping leaves some out, by which conditions."""
        name = self._table(alias)
        conditions = " and ".join(conditions_in_words(self.plan, alias))
        if rows or not conditions:
            return [f"{name} has {_count(rows, 'row')} of this person."]
        all_rows = self.every_row(self.reader, alias)
        if not all_rows:
            return [f"{name} has no rows of this person that meet `where`: {conditions}."]
        held = f"{name} has {_count(all_rows, 'row')} of this person"
        return [f"{held}, but `where` leaves {'it' if all_rows == 1 else 'them all'} out: {conditions}."]

    def _not_begun(self, table: Table) -> str:
        bounds = table.current
        start = bounds.start if bounds and bounds.start else "its start"
        return f"`current` leaves them out: by {start} none has begun on {self.reader.as_of.isoformat()}."

    def _why(self, planned: PlannedField, rows: list[Row], row: Row, position: Any) -> str:  # noqa: ANN401 - a function
        """What decided: the first of the ways that tells the row apart from every other, in either order."""
        table = self.plan.table(planned.root)
        for size in range(len(table.pick) + 1):
            picker = Picker(table.model_copy(update={"pick": table.pick[:size]}), position, self.reader.as_of)
            forwards, backwards = picker(rows)[0], picker(rows[::-1])[0]
            if next(iter(forwards.values())) is row and next(iter(backwards.values())) is row:
                if not size:
                    return "The row in force is taken: there is no other."
                pick = table.pick[size - 1]
                if pick.prefer:
                    wanted = ", ".join(f"{column} = {value}" for column, value in pick.prefer.items())
                    return f"The row is taken because {wanted} is preferred."
                how = "latest" if pick.latest else "earliest"
                return f"The row is taken because its {pick.latest or pick.earliest} is the {how}."
        return "Nothing tells these rows apart: the last one is taken."

    # --- values -------------------------------------------------------------------------------------

    def _value(self, planned: PlannedField, row: Row) -> Value:
        columns = self.plan.columns[planned.root]
        return self._convert(planned, tuple(row[columns.index(each)] for each in planned.source.columns))

    def _convert(self, planned: PlannedField, raws: tuple[Any, ...]) -> Value:
        source = planned.source
        if not source.columns:
            words = "The mapping gives every record this value."
            return Value((), (), (words,), self._shown(source.value), is_state=False)
        became = self.reader.converter(planned)(*raws)
        steps = tuple(self._steps(planned, raws, became))
        is_state = isinstance(became, State)
        return Value(
            tuple(self._column(each) for each in source.columns),
            tuple(self._shown(raw) for raw in raws),
            steps,
            became.value if is_state else self._shown(became),
            is_state=is_state,
        )

    def _steps(self, planned: PlannedField, raws: tuple[Any, ...], became: object) -> Iterator[str]:
        source = planned.source
        try:
            text = " ".join(filter(None, map(text_of, raws)))
        except ValueError:
            yield "It is neither text, number nor date, so that it cannot be read."
            return
        if not text:
            yield "Nothing is there."
            return
        if text.upper() in nothing_words(planned):
            yield which_nothing(planned, text)
            return
        if source.transform:
            failed = became is State.INVALID
            yield f"The transform {source.transform} {'cannot read it' if failed else 'is run'}."
        if became is State.PLACEHOLDER:
            yield which_nothing(planned, as_read(source.transform, text))
            return
        if source.yes is not None:
            yield "It is compared with the values that mean yes" + (
                ", and those that mean no." if source.no else "."
            )
        if planned.spec.kind is Kind.CODE:
            yield from self._code(planned, text, became)

    def _code(self, planned: PlannedField, text: str, became: object) -> Iterator[str]:
        source, loaded = planned.source, self.plan.loaded
        known = CODE_LISTS[planned.spec.codes or ""]
        if source.codes is None:
            verb = "has no such code" if became is State.NOT_SUPPORTED else "knows it"
            yield f"There is no table of codes: the list {known.name!r} itself {verb}."
            return
        table = loaded.file.codes.get(source.codes, {})
        raw = next((each for each in table if each.strip().casefold() == text.casefold()), None)
        if raw is not None:
            line = loaded.where(f"codes.{source.codes}.{raw}").split(" ")[0]
            yield f"The table of codes translates it ({line})."
        elif source.otherwise:
            yield f"[codes.{source.codes}] does not list it: `otherwise` is taken."
        else:
            yield f"[codes.{source.codes}] does not list it, so that nobody knows what it means."

    def _shown(self, value: object) -> str:
        """A value as it is, or its shape."""
        try:
            text = text_of(value)
        except ValueError:
            return f"({type(value).__name__})"
        return text if self.show else shape_of(text)

    def _table(self, alias: str) -> str:
        return self.plan.table(alias).name or alias

    def _column(self, qualified: str) -> str:
        if not self.plan.main:
            return qualified
        alias, _, column = qualified.partition(".")
        if column == PLACE:
            return alias
        if self.plan.loaded.file.format in {"xml", "json"}:
            return column if alias == MAIN else f"{self._table(alias)}/{column}"
        return f"{self._table(alias)}.{column}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number or 'no'} {thing}s"
