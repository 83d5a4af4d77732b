"""What a code list is, and how a text finds its code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list.

    Attributes:
        id: stable slug; what records hold.
        label: the words of the source of the list, as people see them.
        state: what choosing it says about the field: `RECORDED`, or the answer it stands for.
        aliases: other spellings met in sources, national codes among them.
        group: the part of the list that it belongs to, where the list has parts: the first of the two
            levels of ethnicity (P-17), settled or not, open or closed, the subset of a standard.
    """

    id: str
    label: str
    state: State = State.RECORDED
    aliases: tuple[str, ...] = ()
    group: str | None = None

    @property
    def value(self) -> str | State:
        """What a record holds: the id, or the state where the code is an answer of that state."""
        return self.id if self.state is State.RECORDED else self.state


@dataclass(frozen=True, slots=True)
class CodeList:
    """A named list of codes, in the order of its source.

    Attributes:
        name: the name that a `FieldSpec` and a mapping use.
        title: what it is a list of, in plain words.
        source: the requirement, standard or return that it is taken from.
        codes: the codes.

    Raises:
        ValueError: if two codes can be written alike: a text must never have two meanings.
    """

    name: str
    title: str
    source: str
    codes: tuple[Code, ...]
    _values: Mapping[str, str | State] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index every spelling, both as written and as compared."""
        meant: dict[str, Code] = {}
        for code in self.codes:
            for spelling in (code.id, code.label, *code.aliases):
                if meant.setdefault(_comparable(spelling), code) is not code:
                    raise ValueError(f"code list {self.name}: {spelling!r} means two codes")
        values = {spelling: code.value for spelling, code in meant.items()}
        for code in self.codes:
            values |= dict.fromkeys((code.id, code.label, *code.aliases), code.value)
        object.__setattr__(self, "_values", values)

    def resolve(self, text: str) -> str | State | None:
        """Find what a text means: an id, a label or an alias.

        Upper and lower case are alike, as are ` - ` and `:` (A-20; Client Level Data writes "White -
        Irish" in release 1 and "White: Irish" in release 2), `&` and "and", and any run of spaces.

        Returns:
            The id of the code; the state that it stands for (a `State`, so ask `isinstance`); or None
            where the list has no such code, which is for the caller to report: nothing is guessed.
        """
        values = self._values
        return values[text] if text in values else values.get(_comparable(text))

    def get(self, code_id: str) -> Code | None:
        """The code of exactly this id, or None."""
        return next((code for code in self.codes if code.id == code_id), None)

    def in_group(self, group: str) -> tuple[Code, ...]:
        """The codes of one part of the list, in order; none if it has no such part."""
        return tuple(code for code in self.codes if code.group == group)


_SEPARATOR = re.compile(r"\s*:\s*|\s+[-\u2013\u2014]\s+")
_SLASH = re.compile(r"\s*/\s*")


def _comparable(text: str) -> str:
    text = _SEPARATOR.sub(": ", text.casefold())
    return " ".join(_SLASH.sub("/", text).replace("&", " and ").split())
