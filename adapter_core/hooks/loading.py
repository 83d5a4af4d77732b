"""Finding a plugin by its name, and importing it: an installed one, or one file beside the config."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from adapter_core.errors import PluginError, did_you_mean
from adapter_core.hooks import PROJECT

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A plugin, imported.

    Attributes:
        origin: `module:attribute` of its entry point, or the path of its file.
    """

    name: str
    version: str
    origin: str
    module: ModuleType


def installed() -> dict[str, metadata.EntryPoint]:
    """Every installed plugin by name; nothing is imported."""
    return {each.name: each for each in metadata.entry_points(group=PROJECT)}


def find_plugin(name: str, base: Path | None) -> Found:
    """Import one plugin.

    Args:
        name: its entry point's name, or the path of a file that ends in `.py`.
        base: the folder that such a path starts from.

    Raises:
        PluginError: it is not installed (FP-0200), cannot be imported (FP-0201), or its file cannot
            be read (FP-0210).
    """
    if name.endswith(".py") and base is not None:
        return _one_file(name, base)
    known = installed()
    if name not in known:
        there = ", ".join(sorted(known)) or "none"
        raise PluginError(
            "FP-0200",
            f'The plugin "{name}" is not installed.{did_you_mean(name, known)} Installed: {there}.',
            where="plugins",
        )
    entry = known[name]
    try:
        module = entry.load()
    except (Exception, SystemExit) as error:
        raise PluginError(
            "FP-0201", f'The plugin "{name}" cannot be imported: {why(error)}', where=f"plugin {name}"
        ) from error
    return Found(name, entry.dist.version if entry.dist is not None else "", entry.value, module)


def _one_file(name: str, base: Path) -> Found:
    path = (base / name).resolve()
    if not path.is_file():
        raise PluginError("FP-0210", f"There is no file {name} beside the config.", where="plugins")
    short = path.stem
    loader = importlib.util.spec_from_file_location(f"fingerpost_plugin_{short}", path)
    if loader is None or loader.loader is None:
        raise PluginError("FP-0210", f"The file {name} is no Python file.", where="plugins")
    module = importlib.util.module_from_spec(loader)
    sys.modules[loader.name] = module  # dataclasses look their module up while it is being imported
    try:
        loader.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[loader.name]
        raise PluginError(
            "FP-0201", f"The plugin {name} cannot be imported: {why(error)}", where=f"plugin {name}"
        ) from error
    return Found(short, "", name, module)


def why(error: BaseException) -> str:
    """An error of a plugin in one line."""
    first = (str(error).strip().splitlines() or [""])[0][:LONGEST_REASON]
    return f"{type(error).__name__}: {first}" if first else f"{type(error).__name__}."
