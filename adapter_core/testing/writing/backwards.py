"""One field of a mapping backwards: the raw values that it reads as a value, or as a state.

This is written from the grammar's description alone, and never asks the converter: what is written here
and read there is the same only where both are right.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import SENTINELS, Kind
from adapter_core.domain.states import State
from adapter_core.domain.values import (
    format_nhs_number,
    is_opg_access_code,
    normalise_nhs_number,
    normalise_opg_reference,
    normalise_postcode,
)
from adapter_core.readers.mapping.paths import OWN_TEXT, path_of
from adapter_core.testing.writing.media import Nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adapter_core.readers.mapping.plan import Plan, PlannedField
    from adapter_core.testing.writing.media import Medium

UNMAPPED = "ZZ9"
"""A code that no mapping and no code list knows."""

REMEMBERED = 5_000
"""Of how many values of a field it is remembered how they are written."""

NO_DAY = "31/02/1950"
_ACCESS_CODE = "V-AB12-CD34-EF56"  # no real one: an access code must never be kept, so that it is unreadable
_TEN = 10

Raws = dict[str, Any]
"""Column to raw value, for the columns of one field."""


class FieldBackwards:
    """The way back of one planned field.

    Attributes:
        path: the canonical field.
        columns: the columns that it reads.
    """

    def __init__(self, plan: Plan, field: PlannedField, medium: Medium) -> None:
        """Look up what the mapping says about the field."""
        self.field = field
        self.path = field.spec.path
        self.columns = field.source.columns
        self._spec = field.spec
        self._source = field.source
        self._medium = medium
        self._transform = field.source.transform
        self._remembered: dict[tuple[type, object], list[Raws]] = {}
        self._words = (
            *(word.strip() for word in field.source.missing),
            *sorted(field.spec.sentinels),
            *sorted(SENTINELS[field.spec.kind]),
        )
        self._nothing = {word.upper() for word in self._words}
        self._yes = None if field.source.yes is None else plan.texts(field.source.yes)
        self._no = None if field.source.no is None else plan.texts(field.source.no)
        table = plan.loaded.file.codes.get(field.source.codes or "")
        # A code may be called what a state is called: "conflict" is both.
        self._codes: dict[str, list[str]] = {}
        self._answers: dict[str, list[str]] = {}
        for value, raws in self._by_value(table) if field.spec.kind is Kind.CODE else ():
            kept = self._answers if isinstance(value, State) else self._codes
            kept.setdefault(value, []).extend(raws)

    @property
    def is_days(self) -> bool:
        """Whether a typed column of it holds days."""
        return self._spec.kind is Kind.DATE and self._transform in (None, "date")

    @property
    def is_number(self) -> bool:
        """Whether a typed column of it holds numbers."""
        return self._transform == "zero_pad_10"

    def candidates(self, held: object) -> list[Raws]:
        """Every way that is known to write a value or a state, the plainest first; none if there is none."""
        known = self._remembered.get((held.__class__, held))
        if known is None:
            if len(self.columns) > 1:
                known = list(self._joined(held))
            else:
                known = [{self.columns[0]: raw} for raw in self.raws(held)]
            if len(self._remembered) < REMEMBERED:
                self._remembered[held.__class__, held] = known
        return known

    def raws(self, held: object) -> Sequence[Any]:
        """The raw values of one column."""
        if isinstance(held, State):
            return self._of_state(held)
        if self._spec.kind is Kind.CODE:
            return [raw for raw in self._codes.get(str(held), ()) if self._says_something(raw)]
        if isinstance(held, bool):
            return self._of_flag(held) if self._spec.kind is Kind.FLAG else []
        if isinstance(held, date):
            return self._of_day(held) if self._spec.kind is Kind.DATE else []
        if isinstance(held, str) and self._spec.kind is Kind.TEXT:
            return [raw for raw in self._of_text(held) if self._says_something(raw)]
        return []

    def _says_something(self, raw: object) -> bool:
        return not isinstance(raw, str) or (bool(raw.strip()) and raw.strip().upper() not in self._nothing)

    # --- values ---

    def _of_text(self, text: str) -> Sequence[Any]:  # noqa: PLR0911 - a return for each transform
        if not text or text != text.strip() or not text.isprintable() or text.upper() in self._nothing:
            return ()
        match self._transform:
            case "upper":
                lower = text.lower()
                return [text, lower] if text == text.upper() == lower.upper() else ()
            case "digits":
                return [text, format_nhs_number(text), f"no. {text}"] if _are_digits(text) else ()
            case "zero_pad_10":
                return self._of_padded(text)
            case "nhs_number":
                return [text, format_nhs_number(text)] if normalise_nhs_number(text) == text else ()
            case "postcode":
                tidy = normalise_postcode(text) == text and text.isascii()
                return [text, text.replace(" ", ""), text.lower()] if tidy else ()
            case "opg_reference":
                kept = normalise_opg_reference(text) == text and not is_opg_access_code(text)
                return [text] if kept else ()
            case "role_before_colon":
                return [] if ":" in text else [f"{text} : Somebody", text]
            case "role_after_colon":
                return [f"Somebody : {text}"]
            case _:
                return [text]

    def _of_padded(self, text: str) -> Sequence[Any]:
        if len(text) != _TEN or not _are_digits(text) or not int(text):
            return ()
        return [int(text)] if self._medium.native else [str(int(text)), text]

    def _of_day(self, day: date) -> Sequence[Any]:
        if day.isoformat() in self._nothing:
            return ()
        iso, uk = day.isoformat(), f"{day:%d/%m}/{day.year:04d}"
        if self._medium.typed and self.is_days:
            return [self._medium.day(day)]
        if self._transform == "date_uk":
            written = [uk, f"{day.day}.{day.month}.{day.year:04d}", iso, f"{uk} 00:00"]
        else:
            written = [self._medium.day(day), iso, f"{iso}T00:00:00"]
        return [raw for raw in written if self._says_something(raw)]

    def _of_flag(self, flag: bool) -> Sequence[Any]:  # noqa: FBT001 - the value itself is a flag
        if self._yes is None:
            written: list[Any] = ["Y", "Yes", "true", "1"] if flag else ["N", "No", "false", "0"]
            if self._medium.native and not self._medium.typed:
                written.append(flag if self._medium.unreadable.__class__ is dict else int(flag))
        elif flag:
            written = list(self._yes)
        elif self._no is not None:
            written = list(self._no)
        else:
            written = [raw for raw in ("N", "No", "Other") if not _among(raw, self._yes)]
        return [raw for raw in written if self._says_something(raw)]

    def _by_value(self, table: dict[str, str] | None) -> Iterator[tuple[str | State, Sequence[str]]]:
        """Canonical value to the raw codes that stand for it."""
        codes = CODE_LISTS[self._spec.codes or ""].codes
        if table is None:
            for code in codes:
                yield code.value, (code.id, code.label, *code.aliases)
            return
        by_id = {code.id: code.value for code in codes}
        for raw, code_id in table.items():
            yield by_id[code_id], (raw.strip(),)
        if self._source.otherwise is not None:
            yield by_id[self._source.otherwise], (UNMAPPED,)

    # --- states ---

    def _of_state(self, state: State) -> list[Any]:
        found: list[Any] = [raw for raw in self._answers.get(state, ()) if self._says_something(raw)]
        if state is State.ABSENT:
            typed = self._medium.typed and (self.is_days or self.is_number)
            found += [None] if typed else [None, "", "  "]
        elif state is State.PLACEHOLDER:
            found += self._of_placeholder()
        elif state is State.INVALID:
            found += self._of_invalid()
        elif state is State.NOT_SUPPORTED and self._spec.kind is Kind.CODE and self._source.otherwise is None:
            found.append(UNMAPPED)
        return found

    def _of_placeholder(self) -> Iterable[Any]:
        if not (self._medium.typed and (self.is_days or self.is_number)):
            return [word for word in self._words if word]
        if self.is_number:
            return [int(word) for word in self._words if _are_digits(word)]
        return [self._medium.day(day) for day in _days(self._words)]

    def _of_invalid(self) -> Iterator[Any]:
        if not (self._medium.typed and (self.is_days or self.is_number)):
            kind = self._spec.kind
            if kind is Kind.DATE:
                yield NO_DAY
            elif kind is Kind.FLAG and (self._yes is None or self._no is not None):
                if not _among("X", (*(self._yes or ()), *(self._no or ()))):
                    yield "X"
            elif self._transform in ("digits", "zero_pad_10"):
                yield "see notes"
            elif self._transform == "opg_reference":
                yield _ACCESS_CODE
        unreadable = self._medium.unreadable
        if unreadable is not None and not (isinstance(unreadable, Nested) and self._is_bare_text()):
            yield unreadable

    def _is_bare_text(self) -> bool:
        """Whether a path leads to what can be nothing but a text: an attribute, or a node's own text."""
        last = path_of(self.columns[-1]).rpartition("/")[2]
        return last.startswith("@") or last == OWN_TEXT

    # --- several columns ---

    def _joined(self, held: object) -> Iterator[Raws]:
        """A text in several columns: words are dealt out, and the last column takes what is left over."""
        *before, last = self.columns
        empty = dict.fromkeys(before)
        if isinstance(held, str) and not isinstance(held, State) and "  " not in held:
            words = held.split(" ")
            if len(words) > 1:
                first, rest = words[:-1], words[-1]
                dealt: Raws = dict(zip(before, _dealt(first, len(before)), strict=True))
                if self.raws(held):
                    yield {**dealt, last: rest}
        for raw in self.raws(held):
            yield {**empty, last: raw}


def _dealt(words: Sequence[str], hands: int) -> list[str | None]:
    """Words over a number of columns: one each, and the last of them takes the rest."""
    parts: list[str | None] = [*words[: hands - 1], " ".join(words[hands - 1 :]) or None][:hands]
    return [*parts, *[None] * (hands - len(parts))]


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _among(text: str, words: Iterable[str]) -> bool:
    return text.casefold() in {word.strip().casefold() for word in words}


def _days(words: Iterable[str]) -> Iterator[date]:
    for word in words:
        try:
            yield date.fromisoformat(word)
        except ValueError:
            continue
