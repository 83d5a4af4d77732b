"""`mapping check`: what a mapping makes of a sample, field by field, and whether that is what is expected."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from adapter_core.domain.people import FIELDS, LISTS
from adapter_core.domain.states import State
from adapter_core.errors import UsageError
from adapter_core.hooks.ports import MOST_UNMAPPED, TOO_MANY_UNMAPPED, OpenContext
from adapter_core.readers.mapping import TRANSFORMS, load_mapping
from adapter_core.service.backends import mapping_folders
from adapter_core.service.mapping_tools.samples import all_pages, fields_of, open_sample, outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from adapter_core.domain.people import Person
    from adapter_core.hooks.ports import Page

MOST_DIFFERENCES = 50
"""How many differences are shown; it is always said how many there are."""

_MISSING = object()


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What became of one field.

    Attributes:
        field: path of the field.
        records: how many people, or items of its list, there are.
        present: how many hold anything at all.
        mapped: how many of these became a value, or an answer such as "would not say".
        states: why the others did not: state to how many.
        unmapped: raw codes that the mapping does not know; none where they are too many to be codes.
    """

    field: str
    records: int
    present: int
    mapped: int
    states: Mapping[str, int]
    unmapped: Mapping[str, int]
    too_many: bool = False


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """What a mapping makes of a sample.

    Attributes:
        people: how many were read.
        rejects: FP code to how many records.
        fields: in the canonical order.
        expected: the file compared with; None where there is none.
        differences: what is not as expected, one line each.
        updated: whether the file was written.
    """

    mapping: str
    sample: str
    people: int
    rejects: Mapping[str, int]
    fields: tuple[FieldCheck, ...]
    expected: str | None
    differences: tuple[str, ...]
    updated: bool

    @property
    def exit_code(self) -> int:
        """1 where something is not as expected, or nobody could be read."""
        return 1 if self.differences or not self.people else 0

    def as_json(self) -> dict[str, Any]:
        """The check as plain JSON types."""
        return {
            "schema": 1,
            "mapping": self.mapping,
            "sample": self.sample,
            "people": self.people,
            "rejects": dict(self.rejects),
            "fields": [
                {
                    "field": each.field,
                    "records": each.records,
                    "present": each.present,
                    "mapped": each.mapped,
                    "states": dict(each.states),
                    "unmapped": dict(each.unmapped),
                    "too_many_unmapped": each.too_many,
                }
                for each in self.fields
            ],
            "expected": self.expected,
            "updated": self.updated,
            "differences": list(self.differences),
        }


def check_mapping(  # noqa: PLR0913 - one argument an option
    mapping: str,
    sample: Path,
    *,
    base: Path,
    expected: Path | None = None,
    update: bool = False,
    as_of: date | None = None,
    settings: Mapping[str, str | Sequence[str]] | None = None,
    transforms: Mapping[str, Callable[[Any], Any]] | None = None,
    today: date,
) -> MappingCheck:
    """Read a sample with a mapping.

    Args:
        mapping: a packaged one's name, or a path that ends in `.toml`.
        sample: what to read.
        base: where relative paths start.
        expected: the expected result; `NAME.expected.json` beside the sample if None.
        update: write the expected result instead of comparing with it.
        as_of: the day to speak of; the expected result's if None, else `today`.
        settings: what the mapping leaves to the council; the expected result's if None.
        transforms: transforms of plugins.
        today: the day it is.

    Raises:
        UsageError: the sample or the expected result cannot be read (FP-0321, FP-0329).
        MappingError: the mapping is wrong.
        SourceUnavailable: the sample cannot be read.
    """
    place = expected or expected_beside(sample)
    told = _read_expected(place) if place.is_file() else None
    if expected is not None and told is None and not update:
        raise UsageError("FP-0329", "There is no such file of expected results.", where=place.name)
    day = as_of or (_day(told, place) if told and "as_of" in told else today)
    given: Mapping[str, Any] = settings or (told or {}).get("settings") or {}
    context = OpenContext("sample", day, base, {**TRANSFORMS, **(transforms or {})}, mapping_folders())
    loaded = load_mapping(mapping, base=base, folders=context.mapping_folders)
    with open_sample(sample, loaded, context, given) as source:
        pages = all_pages(source)
    fields = fields_of(loaded, context, given)
    found = outcome(pages, fields)
    differences: list[str] = []
    if update:
        _write_expected(place, {"schema": 1, "as_of": day.isoformat(), "settings": dict(given)} | found)
    elif told is not None:
        wanted = {key: told.get(key, []) for key in found}
        differences = list(differing(wanted, found))
    people = [person for page in pages for person in page.people]
    return MappingCheck(
        mapping,
        sample.name,
        len(people),
        Counter(each.code for page in pages for each in page.rejects),
        tuple(_fields(people, pages, fields)),
        place.name if told is not None or update else None,
        tuple(differences),
        update,
    )


def expected_beside(sample: Path) -> Path:
    """The expected result of a sample: `x.expected.json` for `x.sample.csv`, `x.csv` and a folder `x`."""
    name = sample.name.split(".sample")[0] if ".sample" in sample.name else sample.name
    stem = name if sample.is_dir() or ".sample" in sample.name else sample.stem
    return sample.with_name(f"{stem}.expected.json")


def _read_expected(place: Path) -> dict[str, Any]:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("schema") != 1:
        raise UsageError("FP-0329", "The file of expected results cannot be read.", where=place.name)
    return told


def _day(told: dict[str, Any], place: Path) -> date:
    try:
        return date.fromisoformat(told["as_of"])
    except (TypeError, ValueError):
        raise UsageError("FP-0329", "as_of of the expected results is no date.", where=place.name) from None


def _write_expected(place: Path, content: dict[str, Any]) -> None:
    try:
        place.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "FP-0329", f"The expected results cannot be written: {error.strerror}.", where=place.name
        ) from None


# --- differences --------------------------------------------------------------------------------------


def differing(expected: object, found: object, path: str = "") -> Iterator[str]:
    """Where two results differ: `people[1].gp[0].code: expected "A" got "B"`."""
    if isinstance(expected, dict) and isinstance(found, dict) and not _is_state(expected, found):
        for key in dict.fromkeys((*expected, *found)):
            below = f"{path}.{key}" if path else str(key)
            yield from differing(expected.get(key, _MISSING), found.get(key, _MISSING), below)
    elif isinstance(expected, list) and isinstance(found, list):
        for place in range(max(len(expected), len(found))):
            before = expected[place] if place < len(expected) else _MISSING
            after = found[place] if place < len(found) else _MISSING
            yield from differing(before, after, f"{path}[{place}]")
    elif expected != found or type(expected) is not type(found):
        yield f"{path}: expected {_shown(expected)} got {_shown(found)}"


def _is_state(*values: dict[str, Any]) -> bool:
    return any(set(value) == {"state"} for value in values)


def _shown(value: object) -> str:
    if value is _MISSING:
        return "nothing"
    if isinstance(value, dict) and set(value) == {"state"}:
        return str(value["state"])
    return json.dumps(value, ensure_ascii=False)


# --- field by field -----------------------------------------------------------------------------------


def _fields(people: list[Person], pages: list[Page], fields: frozenset[str]) -> Iterator[FieldCheck]:
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for (path, code), times in page.unmapped.items():
            codes[path][code] += times
    for path in FIELDS:
        if path not in fields:
            continue
        values = _values(people, path)
        states = Counter(value for value in values if isinstance(value, State))
        answers = sum(times for state, times in states.items() if state in _ANSWERS)
        present = len(values) - states[State.ABSENT]
        failed = present - sum(not isinstance(value, State) for value in values) - answers
        unmapped = codes.get(path, Counter())
        too_many = len(unmapped) > MOST_UNMAPPED
        yield FieldCheck(
            path,
            len(values),
            present,
            present - failed,
            {_WORDS.get(state, state.value): n for state, n in states.items() if state not in _QUIET},
            {} if too_many else dict(unmapped.most_common()),
            too_many,
        )


def _values(people: list[Person], path: str) -> list[object]:
    group, _, name = path.rpartition(".")
    if not group:
        return [getattr(person, name) for person in people]
    held = [getattr(person, group) for person in people if group in LISTS]
    return [getattr(item, name) for items in held if isinstance(items, tuple) for item in items]


_ANSWERS = frozenset({State.DECLINED, State.ASKED_NONE, State.UNKNOWN_RECORDED})
_QUIET = frozenset({State.ABSENT, *_ANSWERS})
_WORDS = {State.NOT_SUPPORTED: "unmapped code"}

__all__ = [
    "MOST_DIFFERENCES",
    "TOO_MANY_UNMAPPED",
    "FieldCheck",
    "MappingCheck",
    "check_mapping",
    "differing",
    "expected_beside",
]
