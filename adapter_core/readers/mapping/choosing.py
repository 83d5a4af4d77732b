"""What a mapping leaves to be chosen: the council's settings, and canonical codes for raw ones."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from adapter_core.domain.codes import CODE_LISTS
from adapter_core.domain.people import FIELDS
from adapter_core.errors import MappingError
from adapter_core.readers.mapping.loading import LoadedMapping, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adapter_core.domain.fields import FieldSpec
    from adapter_core.readers.mapping.model import FieldMap

SHOWN_IDS = 8
"""How many ids of a list an error shows, the nearest first."""


def choose_settings(
    loaded: LoadedMapping, given: Mapping[str, str | Sequence[str]]
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Work the council's settings into the defaults; gives them, and which have no value at all.

    Raises:
        MappingError: FP-0312, for a setting that the mapping does not know, or a required one that is unset.
    """
    declared = loaded.file.settings
    for name in given:
        if name not in declared:
            message = f"The mapping {loaded.name!r} has no council setting {name!r}{nearest(name, declared)}"
            raise MappingError("FP-0312", _sentence(message), where=f"settings.{name}")
    chosen: dict[str, tuple[str, ...]] = {}
    unset = set()
    for name, spec in declared.items():
        value = given.get(name, spec.default)
        chosen[name] = (value,) if isinstance(value, str) else tuple(value)
        if chosen[name]:
            continue
        if spec.required:
            message = f"The council setting {name!r} is not set. {spec.description}".strip()
            raise MappingError("FP-0312", message, where=f"settings.{name}")
        unset.add(name)
    return chosen, frozenset(unset)


def check_codes(loaded: LoadedMapping) -> None:
    """Check every code table against the canonical lists of the fields that use it.

    Raises:
        MappingError: FP-0310.
    """
    used: dict[str, set[str]] = {}
    for path, spec, source in _mapped(loaded):
        if source.codes is None:
            continue
        if source.codes not in loaded.file.codes and source.codes != spec.codes:
            known = [*loaded.file.codes, spec.codes or ""]
            message = f"There is no [codes.{source.codes}]{nearest(source.codes, known)}"
            raise loaded.error("FP-0310", _sentence(message), path)
        used.setdefault(source.codes, set()).add(spec.codes or "")
        if source.otherwise is not None:
            _check_code(loaded, spec.codes or "", source.otherwise, f"{path}.otherwise")
    for name in loaded.file.codes:
        if name not in used and name not in CODE_LISTS:
            message = f"No field uses [codes.{name}]{nearest(name, used)}"
            raise loaded.error("FP-0310", _sentence(message), f"codes.{name}")
        _check_table(loaded, name, used.get(name, {name}))


def _mapped(loaded: LoadedMapping) -> Iterator[tuple[str, FieldSpec, FieldMap]]:
    for name, source in loaded.file.fields_of_person().items():
        yield f"person.{name}", FIELDS[name], source
    for group, each in loaded.file.lists().items():
        for name, source in each.fields.items():
            yield f"each.{group}.{name}", FIELDS[f"{group}.{name}"], source


def _check_table(loaded: LoadedMapping, name: str, lists: set[str]) -> None:
    alike: dict[str, str] = {}
    for raw, code in loaded.file.codes[name].items():
        path = f"codes.{name}.{raw}"
        other = alike.setdefault(raw.strip().casefold(), raw)
        if other != raw:
            raise loaded.error("FP-0310", f"The codes {other!r} and {raw!r} are the same.", path)
        for each in lists:
            _check_code(loaded, each, code, path)


def _check_code(loaded: LoadedMapping, codes: str, code: str, path: str) -> None:
    ids = [each.id for each in CODE_LISTS[codes].codes]
    if code not in ids:
        message = _sentence(f"The code list {codes!r} has no {code!r}{nearest(code, ids)}")
        shown = difflib.get_close_matches(code, ids, SHOWN_IDS, 0.0)
        more = (
            f", and {len(ids) - len(shown)} more in docs/reference/code_lists.md"
            if len(ids) > SHOWN_IDS
            else ""
        )
        raise loaded.error("FP-0310", f"{message} Its ids: {', '.join(shown)}{more}.", path)


def _sentence(message: str) -> str:
    return message if message.endswith("?") else f"{message}."
