"""The files of search words as they are written: their keys, and errors that name file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapter_core.errors import ConfigurationError
from adapter_core.readers.mapping.loading import key_lines, nearest

PACKAGED = "concepts.toml"


class Concept(BaseModel):
    """A concept of a file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    label: str = Field("", max_length=80, description="Its name for people; beside results.")
    why: str = Field("", max_length=400, description="Why it is here; for whoever edits the file.")
    says: list[str] = Field(
        default_factory=list, description="What people say who mean it, in place of what it had."
    )
    unless: list[str] = Field(
        default_factory=list, description="Phrases in which its words mean something else."
    )
    finds: list[str] = Field(
        default_factory=list, description="What services call it, the best first; likewise."
    )
    more_says: list[str] = Field(
        default_factory=list, description="Added to what it has: for a file laid over another."
    )
    more_finds: list[str] = Field(
        default_factory=list, description="Likewise, and looked for before what it has."
    )
    not_says: list[str] = Field(
        default_factory=list, description="Taken from what it has, word for word as it stands there."
    )
    not_finds: list[str] = Field(default_factory=list, description="Likewise.")
    off: bool = Field(default=False, description="Whether it is not to be used.")


class File(BaseModel):
    """A file of concepts."""

    model_config = ConfigDict(extra="forbid", strict=True)

    schema_version: Literal[1] = Field(alias="schema", description="Version of this format: 1.")
    words: dict[str, str] = Field(
        default_factory=dict, description="Words with bars between, used as {name} in says."
    )
    concept: dict[str, Concept] = Field(default_factory=dict)
    names: list[list[str]] = Field(
        default_factory=list, description="Groups of spellings and short forms of one name."
    )
    not_names: list[list[str]] = Field(
        default_factory=list, description="Groups of names that are not to stand for one another."
    )


@dataclass(frozen=True, slots=True)
class Layer:
    """A file of search words.

    Attributes:
        label: names the file in errors.
        lines: dotted key to its line.
    """

    label: str
    file: File
    lines: Mapping[str, int]

    def error(self, code: str, message: str, path: str) -> ConfigurationError:
        """An error that names the file, the line and the key."""
        return ConfigurationError(code, message, where=_where(self.label, self.lines, path))


def _where(label: str, lines: Mapping[str, int], path: str) -> str:
    parts = path.split(".")
    for size in range(len(parts), 0, -1):
        if line := lines.get(".".join(parts[:size])):
            return f"{label}:{line} {path}"
    return f"{label} {path}".rstrip()


def parsed(text: str, label: str) -> Layer:
    """Read a file's text.

    Raises:
        ConfigurationError: it is no TOML (FP-0881), or has a key or value that cannot stand there (FP-0882).
    """
    lines = key_lines(text)
    try:
        return Layer(label, File.model_validate(tomllib.loads(text)), lines)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("FP-0881", f"The file is not valid TOML: {error}.", where=label) from None
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_context=False, include_input=False)
    first = found[0]
    steps = [str(step) for step in first["loc"]]
    if first["type"] == "extra_forbidden":
        model: type[BaseModel] = Concept if steps[0] == "concept" else File
        keys = [each.alias or name for name, each in model.model_fields.items()]
        close = nearest(steps[-1], keys)
        message = f"There is no key {steps[-1]!r} here{close or '.'}"
    else:
        message = f"{'.'.join(steps)}: {first['msg'][:1].lower()}{first['msg'][1:]}."
    raise ConfigurationError("FP-0882", message, where=_where(label, lines, ".".join(steps))) from None


def packaged() -> Layer:
    """The concepts that come with Fingerpost."""
    text = files("community_directory.searching").joinpath(PACKAGED).read_text(encoding="utf-8")
    return parsed(text, PACKAGED)


def read(path: Path) -> Layer:
    """A council's own file.

    Raises:
        ConfigurationError: FP-0881, FP-0882.
    """
    try:
        return parsed(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        message = f"The file of concepts cannot be read: {error.strerror}."
        raise ConfigurationError("FP-0881", message, where=path.name) from None
    except UnicodeDecodeError:
        raise ConfigurationError("FP-0881", "The file is not UTF-8 text.", where=path.name) from None
