"""From one raw value to what a record holds: a value, or the state that says why there is none.

Sources repeat themselves: a code, a day, a team comes up again and again. What a raw value became is
therefore remembered (`Memory`, bounded), and the generated reader asks the memory first.
"""

# ruff: noqa: ANN401 - what a source holds may be of any type; what it becomes, of one of a few

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.states import State
from adapter_core.readers.mapping.transforms import flag_yn, iso_date

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from adapter_core.domain.fields import FieldSpec
    from adapter_core.readers.mapping.plan import Plan, PlannedField

MEMORY = 50_000
"""How many raw values a field's memory holds before it starts afresh."""

SHOWN = 40
"""How much of an unmapped code is shown: enough for a code, not for somebody's story."""


_WITHOUT_CONTROLS = dict.fromkeys(range(32)) | dict.fromkeys(map(ord, "\t\n\v\f\r"), " ")


def without_controls(text: str) -> str:
    """A text without control characters: tabs and ends of lines become spaces, the others go.

    Not every database can store them, and nobody typed them on purpose. Ask `str.isprintable` first.
    """
    return text.replace("\r\n", "\n").translate(_WITHOUT_CONTROLS)


def text_of(raw: object) -> str:  # noqa: PLR0911 - a return for each type
    """Write a raw value as text: a whole number without its point, a midnight without its time.

    Raises:
        ValueError: for what is no text, number or date: bytes that could not be decoded, lists.
    """
    if isinstance(raw, str):
        return raw.strip() if raw.isprintable() else without_controls(raw).strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int):
        return str(raw)
    if isinstance(raw, datetime):
        midnight = not (raw.hour or raw.minute or raw.second or raw.microsecond)
        return raw.date().isoformat() if midnight else raw.isoformat(" ")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, Decimal) and raw.is_finite():
        return str(int(raw)) if raw == raw.to_integral_value() else f"{raw:f}"
    raise ValueError("neither text, number nor date")


def nothing_words(field: PlannedField) -> frozenset[str]:
    """The texts that stand for "nothing" in a field, in capitals."""
    spec = field.spec
    return (
        SENTINELS[spec.kind] | spec.sentinels | {missing.strip().upper() for missing in field.source.missing}
    )


def make_converter(
    plan: Plan,
    field: PlannedField,
    transforms: Mapping[str, Callable[[Any], Any]],
    unmapped: Counter[tuple[str, str]],
) -> Callable[..., Any]:
    """Build the function that turns a raw value, or several, into what the record holds.

    It never raises: a value that it cannot read is `State.INVALID`.
    """
    finish = _finisher(plan, field, unmapped)
    nothing = nothing_words(field)
    name = field.source.transform
    transform = transforms[name] if name is not None else None
    is_text = field.spec.kind is Kind.TEXT

    def convert(*raws: object) -> Any:
        try:
            text = text_of(raws[0]) if len(raws) == 1 else " ".join(filter(None, map(text_of, raws)))
            if not text:
                return State.ABSENT
            if text.upper() in nothing:
                return State.PLACEHOLDER
            value = text if transform is None else transform(text)
            if value is text and is_text:
                return text
            if value is None or value == "" or value.__class__ is State:
                return value or State.ABSENT
            return finish(value)
        except Exception:  # noqa: BLE001 - whatever a plugin's transform raises is about this one value
            return State.INVALID

    return convert


def _finisher(plan: Plan, field: PlannedField, unmapped: Counter[tuple[str, str]]) -> Callable[[Any], Any]:
    match field.spec.kind:
        case Kind.CODE:
            return _coded(plan, field, unmapped)
        case Kind.DATE:
            return _dated(nothing_words(field))
        case Kind.FLAG:
            return _flagged(plan, field)
        case Kind.TEXT:
            nothing = nothing_words(field)

            def finish(value: Any) -> str | State:
                text = text_of(value)
                if not text:
                    return State.ABSENT
                return State.PLACEHOLDER if text.upper() in nothing else text

            return finish


def _dated(nothing: frozenset[str]) -> Callable[[Any], Any]:
    def finish(value: Any) -> date | State:
        day = value if isinstance(value, date) else iso_date(value)
        if isinstance(day, datetime):
            day = day.date()
        return State.PLACEHOLDER if day.isoformat() in nothing else day

    return finish


def _flagged(plan: Plan, field: PlannedField) -> Callable[[Any], Any]:
    source = field.source
    if source.yes is None:
        return lambda value: value if isinstance(value, bool) else flag_yn(value)
    yes = frozenset(text.strip().casefold() for text in plan.texts(source.yes))
    no = None if source.no is None else frozenset(text.strip().casefold() for text in plan.texts(source.no))

    def finish(value: Any) -> bool | State:
        text = text_of(value).casefold()
        if text in yes:
            return True
        return False if no is None or text in no else State.INVALID

    return finish


def _coded(plan: Plan, field: PlannedField, unmapped: Counter[tuple[str, str]]) -> Callable[[Any], Any]:
    codes = CODE_LISTS[field.spec.codes or ""]
    path = field.spec.path
    table = plan.loaded.file.codes.get(field.source.codes or "")
    otherwise = codes.get(field.source.otherwise).value if field.source.otherwise else None  # type: ignore[union-attr]
    values = (
        None
        if table is None
        else {raw.strip().casefold(): codes.resolve(code) for raw, code in table.items()}
    )

    def finish(value: Any) -> str | State:
        text = text_of(value)
        found = codes.resolve(text) if values is None else values.get(text.casefold(), otherwise)
        if found is None:
            unmapped[path, text if len(text) <= SHOWN else f"{text[:SHOWN]}…"] += 1
            return State.NOT_SUPPORTED
        return found

    return finish


def constant(spec: FieldSpec, value: str | bool) -> Any:  # noqa: FBT001 - the value itself is a flag
    """Read the fixed `value` of a field.

    Raises:
        ValueError: if it is none of the field's kind.
    """
    if spec.kind is Kind.FLAG:
        return value if isinstance(value, bool) else flag_yn(value)
    if isinstance(value, bool) or not value.strip():
        raise ValueError("needs a text")
    if spec.kind is Kind.DATE:
        return iso_date(value)
    if spec.kind is Kind.CODE:
        found = CODE_LISTS[spec.codes or ""].resolve(value)
        if found is None:
            raise ValueError(f"the code list {spec.codes!r} has no such code")
        return found
    return text_of(value)


class Memory(dict[Any, Any]):
    """What raw values became: asked first, as `memory[raw]`; what it does not know it converts.

    A field of several columns is remembered by the tuple of their raw values.
    """

    def __init__(self, convert: Callable[..., Any], *, many: bool = False) -> None:
        """Remember that nothing and blank are `State.ABSENT`."""
        super().__init__({None: State.ABSENT, "": State.ABSENT})
        self._convert = convert
        self._many = many

    def __missing__(self, raw: Any) -> Any:
        value = self._convert(*raw) if self._many else self._convert(raw)
        # An unmapped code is counted each time that it is met, so it must be met each time.
        if value is not State.NOT_SUPPORTED:
            if len(self) >= MEMORY:
                self.clear()
            self[raw] = value
        return value
