"""Reads mapping files: finds them, follows `extends`, and says where in which file an error lies."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from adapter_core.errors import MappingError
from adapter_core.readers.mapping.model import (
    Current,
    Each,
    ExtraMap,
    FieldMap,
    FileMap,
    MappingFile,
    NotesMap,
    Pick,
    SettingSpec,
    Table,
)
from adapter_core.readers.mapping.problems import Faults
from adapter_core.readers.mapping.tables import as_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

_HEADER = re.compile(r"\s*\[\[?\s*(?P<path>[^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_DOTTED = re.compile(r""""[^"]*"|'[^']*'|[^."']+""")
_KEY = re.compile(r"""\s*(?P<key>(?:"[^"]*"|'[^']*'|[\w.-])+(?:\s*\.\s*(?:"[^"]*"|[\w-]+))*)\s*=""")


def nearest(name: str, among: Iterable[str]) -> str:
    """Say ", did you mean …?" where a name is close to a right one; else nothing."""
    by_plain = {each.casefold(): each for each in among}
    close = get_close_matches(name.casefold(), by_plain, n=1, cutoff=0.6)
    return f", did you mean {by_plain[close[0]]!r}?" if close else ""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One file of a chain of `extends`."""

    label: str
    content: dict[str, Any]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """A mapping with everything that it extends worked in.

    Attributes:
        name: as it was asked for: `mosaic/reporting`.
        file: the merged content; several files and the nodes of a tree stand under `tables` too.
        layers: the files it comes from, the one asked for first.
    """

    name: str
    file: MappingFile
    layers: tuple[_Layer, ...]

    def where(self, path: str) -> str:
        """Name file, line and key path of a key, in the file that has the last word on it."""
        parts = path.split(".")
        if parts[0] == "tables" and len(parts) > 1 and parts[1] in self.file.files:
            return self.where(".".join(["files", *parts[1:]]))
        for size in range(len(parts), 0, -1):
            for layer in self.layers:
                if line := layer.lines.get(".".join(parts[:size])):
                    return f"{layer.label}:{line} {path}"
        return f"{self.layers[0].label} {path}"

    def error(self, code: str, message: str, path: str) -> MappingError:
        """An error about one key."""
        return MappingError(code, message, where=self.where(path))


_EMPTY = MappingFile.model_validate({"schema": 1})


def load_mapping(name: str, *, base: Path, folders: Mapping[str, Path]) -> LoadedMapping:
    """Load a mapping and everything that it extends.

    Args:
        name: `mosaic/reporting` for a packaged one; a path that ends in `.toml` for the council's own.
        base: the folder that paths start from; inside a file of the council's, that file's folder.
        folders: folders of packaged mappings, by package.

    Raises:
        MappingError: if a file is not found, not TOML, not to the grammar, or extends itself.
    """
    layers: list[_Layer] = []
    chain: list[tuple[Path, str]] = []
    wanted: str | None = name
    while wanted is not None:
        path = _find(wanted, base, folders, asked_by=chain[-1][1] if chain else "")
        if any(path == seen for seen, _ in chain):
            names = " -> ".join([*(label for _, label in chain), wanted])
            raise MappingError(
                "FP-0308", f"The mapping extends itself: {names}.", where=f"{chain[-1][1]} extends"
            )
        chain.append((path, wanted))
        layer = _read(path, wanted)
        layers.append(layer)
        wanted = layer.content.get("extends")
        base = path.parent
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        merged = _merge(merged, layer.content)
    merged.pop("extends", None)
    unread = LoadedMapping(name, _EMPTY, tuple(layers))
    file = as_tables(_validate(merged, unread.where), unread.error)
    return LoadedMapping(name, file, tuple(layers))


def _find(name: str, base: Path, folders: Mapping[str, Path], asked_by: str) -> Path:
    if name.endswith(".toml"):
        path = (base / name).resolve()
        if not path.is_file():
            there = sorted(each.name for each in path.parent.glob("*.toml")) if path.parent.is_dir() else []
            message = f"There is no mapping file {name!r}{nearest(path.name, there)}"
            raise MappingError("FP-0300", _sentence(message), where=asked_by or name)
        return path
    known: dict[str, Path] = {}
    for folder in folders.values():
        known |= {
            each.relative_to(folder).with_suffix("").as_posix(): each
            for each in sorted(folder.glob("*/*.toml"))
        }
    if name not in known:
        message = f"There is no packaged mapping {name!r}{nearest(name, known)}"
        raise MappingError("FP-0300", _sentence(message), where=asked_by or name)
    return known[name].resolve()


def _sentence(message: str) -> str:
    return message if message.endswith("?") else f"{message}."


def _read(path: Path, label: str) -> _Layer:
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError("FP-0305", f"The mapping is not valid TOML: {error}.", where=label) from None
    except UnicodeDecodeError:
        raise MappingError("FP-0305", "The mapping is not UTF-8 text.", where=label) from None
    except OSError as error:
        raise MappingError("FP-0300", f"The mapping cannot be read: {error.strerror}.", where=label) from None
    layer = _Layer(label, content, key_lines(text))
    _validate(content, LoadedMapping(label, _EMPTY, (layer,)).where)
    return layer


def key_lines(text: str) -> dict[str, int]:
    """Key path to line number, as far as it can be told from headers and the starts of lines."""
    found: dict[str, int] = {}
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = path = _parts(header["path"])
        elif key := _KEY.match(line):
            path = [*table, *_parts(key["key"])]
        else:
            continue
        for size in range(1, len(path) + 1):
            found.setdefault(".".join(path[:size]), number)
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in _DOTTED.findall(dotted)]


# How deep a derived file works its keys into those of the one it extends: `[tables.gp]` by key, so that a
# council can change one `where`; a field as a whole, so that a transform never stays behind by accident.
_DEPTH = {"tables": 2, "each": 2, "codes": 2, "settings": 2, "files": 2, "person": 1, "extra": 2}


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return {
        **under,
        **{key: _merged(under.get(key), value, _DEPTH.get(key, 0)) for key, value in over.items()},
    }


def _merged(under: object, over: object, depth: int) -> object:
    if depth == 0 or not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return {**under, **{key: _merged(under.get(key), value, depth - 1) for key, value in over.items()}}


# --- pydantic's findings in our words ---------------------------------------------------------------

_PARTS: dict[str, type[BaseModel]] = {
    "tables": Table,
    "person": FieldMap,
    "each": Each,
    "extra": ExtraMap,
    "settings": SettingSpec,
    "files": FileMap,
    "notes": NotesMap,
}


def _validate(content: dict[str, Any], where: Callable[[str], str]) -> MappingFile:
    try:
        return MappingFile.model_validate(content)
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_context=False, include_input=False)
    # Where one of several kinds fits, pydantic says of each why it does not: of one entry, one is told.
    entries: dict[tuple[str, ...], list[ErrorDetails]] = {}
    for each in found:
        steps = _steps(each)
        entries.setdefault(tuple(steps[: 1 if steps[:1] == ["notes"] else 2]), []).append(each)
    faults = Faults()
    for errors in entries.values():
        faults.add(_problem(min(errors, key=lambda each: each["type"] != "extra_forbidden"), where))
    raise faults.told()


def _steps(error: ErrorDetails) -> list[str]:
    return [str(step) for step in error["loc"] if not _is_tag(step)]


def _problem(error: ErrorDetails, where: Callable[[str], str]) -> MappingError:
    steps = _steps(error)
    path = ".".join(steps)
    if error["type"] == "extra_forbidden":
        known = _keys_at(steps[:-1])
        message = f"There is no key {steps[-1]!r} here{nearest(steps[-1], known)}"
        return MappingError("FP-0306", _sentence(message), where=where(path))
    return MappingError("FP-0307", f"{path}: {_words(error, steps)}.", where=where(path))


def _words(error: ErrorDetails, steps: list[str]) -> str:
    """What a value should be, without Python's words for it."""
    if error["type"] in {"model_type", "model_attributes_type"}:
        keys = [key for key in _keys_at(steps) if key]
        return f"a table belongs here, such as {{ {keys[0]} = … }}; its keys: {', '.join(keys)}"
    plain = {"dict_type": "a table belongs here", "list_type": "a list belongs here, as in [ … ]"}
    words = plain.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{words[0].lower()}{words[1:]}"


_TAGS = frozenset(
    {"FieldMap", "Each", "ExtraMap", "NotesMap", "Setting", "Not", "Same", "str", "bool", "constrained-str"}
)


def _is_tag(step: int | str) -> bool:
    """Whether a step of pydantic's path names a member of a union, not a key."""
    return isinstance(step, str) and (step in _TAGS or "[" in step)


def _keys_at(steps: list[str]) -> list[str]:
    """The keys that may stand at a place of a mapping file."""
    model: Any = MappingFile
    if steps:
        model = _PARTS.get(steps[0], MappingFile)
        part, _, *inside = [*steps, ""]
        if part == "each" and any(inside):
            model = FieldMap
        if part == "tables":
            for step in inside:
                model = {"current": Current, "pick": Pick}.get(step, model)
    return [field.alias or name for name, field in model.model_fields.items()]
