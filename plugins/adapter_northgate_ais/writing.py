"""Writes synthetic people as an extract of Northgate AIS: demo, examples of rules, tests, benchmarks.

The way back of `northgate_ais/extract`: what it reads from the file is the people that were written.
A state is written as an extract would hold it: nothing for `absent`, a sentinel for `placeholder`, the
words of an answer for `declined`.
"""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.fields import Kind
from adapter_core.domain.people import FIELDS, GpRegistration
from adapter_core.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from adapter_core.domain.people import Person

COLUMNS = {
    "ref": "PERSON_REF",
    "nhs_number": "NHS_NUMBER",
    "title": "TITLE",
    "given_name": "FORENAMES",
    "family_name": "SURNAME",
    "date_of_birth": "DATE_OF_BIRTH",
    "gender": "GENDER",
    "ethnicity": "ETHNICITY",
    "accommodation": "ACCOMMODATION_STATUS",
    "employment": "EMPLOYMENT_STATUS",
    "address": "ADDRESS",
    "postcode": "POSTCODE",
    "gp.code": "GP_PRACTICE_CODE",
    "gp.name": "GP_PRACTICE_NAME",
    "gp.practitioner": "GP_NAME",
    "gp.start": "GP_START_DATE",
    "gp.end": "GP_END_DATE",
}
"""Canonical field to the column that holds it, in the order of the file."""

SAMPLE_FIELDS = frozenset(COLUMNS)
"""Canonical fields that survive the round trip."""

FILE = "ais.csv"
UNMAPPED = "ZZ9"
_MISSING_AT_END = 3

_STATES: dict[Kind, dict[State, str]] = {
    Kind.TEXT: {State.PLACEHOLDER: "-"},
    Kind.DATE: {State.PLACEHOLDER: "01/01/1900", State.INVALID: "31/02/1950"},
    Kind.CODE: {State.PLACEHOLDER: "-", State.NOT_SUPPORTED: UNMAPPED},
}
_OWN_STATES: dict[str, dict[State, str]] = {
    "nhs_number": {State.PLACEHOLDER: "0000000000", State.INVALID: "see notes"},
    "postcode": {State.PLACEHOLDER: "XXXX XXX"},
}


def write_sample(folder: Path, people: Iterable[Person], options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write people into `ais.csv`, streamed; an older file is replaced once the new one is whole.

    Args:
        folder: where to write.
        people: in the order of the file; a person who comes twice is written twice.
        options: `broken_rows`, line numbers in ascending order (the header is line 1) at which a row that
            cannot be read is put in: three columns short where the number is even, one too long where
            it is odd. `file` names the file.

    Returns:
        `{"path": …}`, relative to the folder, in which the config is expected as well.

    Raises:
        ValueError: if a person has more than one registration with a practice.
        OSError: if the file cannot be written.
    """
    name = str(options.get("file", FILE))
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{name}.part"
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS.values())
            writer.writerows(_with_broken(map(_row, people), options.get("broken_rows", ())))
        unfinished.replace(folder / name)
    finally:
        unfinished.unlink(missing_ok=True)
    return {"path": name}


def _with_broken(rows: Iterator[list[str]], broken: Iterable[int]) -> Iterator[list[str]]:
    """Put the broken rows in where their line numbers come up."""
    waiting = iter(broken)
    following = next(waiting, None)
    line = 2
    for row in rows:
        while following == line:
            yield _broken(line)
            following = next(waiting, None)
            line += 1
        yield row
        line += 1
    if following == line:
        yield _broken(line)


def _broken(line: int) -> list[str]:
    row = [f"B{line:07d}", *[""] * (len(COLUMNS) - 1)]
    return [*row, ""] if line % 2 else row[:-_MISSING_AT_END]


def _row(person: Person) -> list[str]:
    gp = person.gp if isinstance(person.gp, tuple) else ()
    if len(gp) > 1:
        raise ValueError("an extract of Northgate AIS has one registration with a practice")
    registration = gp[0] if gp else _NO_REGISTRATION
    return [
        raw(getattr(registration if path.startswith("gp.") else person, FIELDS[path].name))
        for path, raw in _RAW.items()
    ]


_NO_REGISTRATION = GpRegistration(*[State.ABSENT] * 5)


def _raw_maker(path: str) -> Callable[[Any], str]:
    """The function that writes a field's value or state as the extract holds it."""
    spec = FIELDS[path]
    texts: dict[Any, str] = {**_STATES[spec.kind], **_OWN_STATES.get(path, {})}
    for code in CODE_LISTS[spec.codes].codes if spec.codes else ():
        texts.setdefault(code.value, code.label)

    def raw(held: object) -> str:
        if isinstance(held, date):
            return f"{held:%d/%m}/{held.year:04d}"
        if type(held) is str and spec.kind is Kind.TEXT:
            return held
        return texts.get(held, "")

    return raw


_RAW = {path: _raw_maker(path) for path in COLUMNS}
