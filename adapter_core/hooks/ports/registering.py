"""What a plugin's hooks give: backends, and questions for `fingerpost doctor`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from adapter_core.hooks.capabilities import Capability, Port


@dataclass(frozen=True, slots=True)
class OpenContext:
    """What core hands to a backend when it is opened.

    Attributes:
        source: name of the source in the config.
        as_of: the day that the run speaks of.
        base: the folder that relative paths of the config start from.
        transforms: transforms by name, those of plugins included.
        mapping_folders: where packaged mappings lie: package name to folder.
    """

    source: str
    as_of: date
    base: Path
    transforms: Mapping[str, Callable[[Any], Any]]
    mapping_folders: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class BackendSpec:
    """A backend that a plugin registers.

    Attributes:
        name: what the config says in `backend = "…"`.
        port: which port it serves.
        capabilities: what it claims; checked when it is registered, and again once mapped.
        fields: canonical fields that it can fill at best; empty where only the mapping knows.
        config_model: pydantic model of its part of `[sources.<name>]`; it forbids unknown keys.
        open: opens it as a context manager; leaving closes every connection.
        places: canonical field or list to where a worker finds it on that system's screens.
        title: the system's name on pages: "Mosaic".
        api_version: version of these ports that it was written for.
    """

    name: str
    port: Port
    capabilities: frozenset[Capability]
    config_model: type[BaseModel]
    open: Callable[[Any, OpenContext], AbstractContextManager[Any]]
    fields: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    api_version: int = 1


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One question of `fingerpost doctor`; `run` returns None when all is well, else what to do.

    Attributes:
        with_config: whether `run` is given the config, an `adapter_core.config.Config`.
    """

    name: str
    run: Callable[..., str | None]
    with_config: bool = False
