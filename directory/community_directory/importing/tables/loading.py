"""Reads a directory's mapping file, and says where in it an error lies."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from adapter_core.errors import MappingError
from adapter_core.readers.mapping.loading import key_lines, nearest
from community_directory.importing.tables.model import (
    CellMap,
    ContactMap,
    FileMap,
    LocationMap,
    OrganisationMap,
    ServiceMap,
    TablesFile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

_PARTS: dict[str, type[BaseModel]] = {
    "service": ServiceMap,
    "organisation": OrganisationMap,
    "location": LocationMap,
    "contacts": ContactMap,
    "files": FileMap,
}
_NAMED = {"contacts", "files"}
"""Parts of which there are several, each under a name."""


@dataclass(frozen=True, slots=True)
class LoadedTables:
    """A mapping file, read.

    Attributes:
        name: the file's, for messages.
        file: its content.
        lines: key path to line.
    """

    name: str
    file: TablesFile
    lines: Mapping[str, int]

    def where(self, path: str) -> str:
        """Name file, line and key path of a key."""
        return _where(self.name, self.lines, path)


def load_tables(path: Path) -> LoadedTables:
    """Load a mapping file.

    Raises:
        MappingError: it is not there (FP-0300), not TOML (FP-0305), has a key that is none (FP-0306) or a
            value that does not belong there (FP-0307).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except OSError:
        there = sorted(each.name for each in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        message = f"There is no mapping file {path.name!r}{nearest(path.name, there)}"
        raise MappingError("FP-0300", _sentence(message), where=path.name) from None
    except UnicodeDecodeError:
        raise MappingError("FP-0305", "The mapping is not UTF-8 text.", where=path.name) from None
    except tomllib.TOMLDecodeError as error:
        message = f"The mapping is not valid TOML: {error}."
        raise MappingError("FP-0305", message, where=path.name) from None
    lines = key_lines(text)
    return LoadedTables(path.name, _validate(content, path.name, lines), lines)


def _where(name: str, lines: Mapping[str, int], path: str) -> str:
    parts = path.split(".")
    for size in range(len(parts), 0, -1):
        if line := lines.get(".".join(parts[:size])):
            return f"{name}:{line} {path}"
    return f"{name} {path}".rstrip()


def _validate(content: dict[str, Any], name: str, lines: Mapping[str, int]) -> TablesFile:
    try:
        return TablesFile.model_validate(content)
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_context=False, include_input=False)
    error = min(found, key=lambda each: each["type"] != "extra_forbidden")
    steps = [str(step) for step in error["loc"] if not _is_tag(step)]
    path = ".".join(steps)
    where = _where(name, lines, path)
    if error["type"] == "extra_forbidden":
        message = f"There is no key {steps[-1]!r} here{nearest(steps[-1], _keys_at(steps[:-1]))}"
        raise MappingError("FP-0306", _sentence(message), where=where) from None
    said = f"{path}: {_words(error, steps)}" if path else _words(error, steps)
    raise MappingError(
        "FP-0307", f"{said[0].upper() if not path else said[0]}{said[1:]}.", where=where
    ) from None


def _words(error: ErrorDetails, steps: list[str]) -> str:
    if error["type"] in {"model_type", "model_attributes_type"}:
        keys = _keys_at(steps)
        return f"a heading or a table belongs here, such as {{ {keys[0]} = … }}; its keys: {', '.join(keys)}"
    plain = {
        "dict_type": "a table belongs here",
        "list_type": "a list belongs here, as in [ … ]",
        "missing": "it is missing",
    }
    words = plain.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{words[0].lower()}{words[1:]}"


def _is_tag(step: int | str) -> bool:
    """Whether a step of pydantic's path names a member of a union, not a key."""
    return isinstance(step, str) and (step in {"str", "[key]"} or "[" in step)


def _keys_at(steps: list[str]) -> list[str]:
    model: type[BaseModel] = TablesFile
    if steps:
        part, *inside = steps
        model = _PARTS.get(part, TablesFile)
        if part in _NAMED and not inside:
            return _names(part)
        if len(inside) > (part in _NAMED):
            model = CellMap
    return [field.alias or name for name, field in model.model_fields.items()]


def _names(part: str) -> list[str]:
    return list(get_args(get_args(TablesFile.model_fields[part].annotation)[0])) if part == "files" else []


def _sentence(message: str) -> str:
    return message if message.endswith("?") else f"{message}."
